"""The intrahepatic route: all that figures and other folders need stands here.

``tree`` holds the portal tree and where cells settle, ``invasion`` microvascular invasion by size,
``recurrence`` the two processes, ``comparison`` the counts beside them.
"""

from helpers.intrahepatic.comparison import clone_curves, compare_with_counts, published_curves
from helpers.intrahepatic.invasion import (
    DEFINITIONS,
    SIZES,
    counted,
    invasion_by_size,
    line,
    printed,
)
from helpers.intrahepatic.parameters import parameters, value
from helpers.intrahepatic.recurrence import (
    EVIDENCE,
    OPERATIONS,
    PLACES,
    baseline,
    clone_timing,
    first_recurrence,
    microscope,
    processes,
    recurrence_hazard,
    same_clone,
    shown,
)
from helpers.intrahepatic.tree import (
    AWAY,
    GROWN_TO,
    SEGMENTS,
    branch_shares,
    portal_tree,
    segment_shares,
    segment_volumes,
    simulate,
    tumour_branch,
)

__all__ = [
    "AWAY",
    "DEFINITIONS",
    "EVIDENCE",
    "GROWN_TO",
    "OPERATIONS",
    "PLACES",
    "SEGMENTS",
    "SIZES",
    "baseline",
    "branch_shares",
    "clone_curves",
    "clone_timing",
    "compare_with_counts",
    "counted",
    "first_recurrence",
    "invasion_by_size",
    "line",
    "microscope",
    "parameters",
    "portal_tree",
    "printed",
    "processes",
    "published_curves",
    "recurrence_hazard",
    "same_clone",
    "segment_shares",
    "segment_volumes",
    "shown",
    "simulate",
    "tumour_branch",
    "value",
]
