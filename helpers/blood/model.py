"""The blood route: where released cells stop, and what the autopsies say. All that other folders
need stands here.

``circulation`` holds the vessels and the knobs, ``chain`` the Markov chain, ``cohorts`` the
comparison with patients.
"""

from helpers.blood.chain import (
    arrest_shares,
    first_pass,
    follow_cells,
    share_needed,
    simulate,
    transit_times,
)
from helpers.blood.circulation import DIED, KNOBS, NOT_FOUND, Knob, flow_shares, transit_seconds
from helpers.blood.cohorts import (
    BLOOD_BORNE,
    FIT,
    MODELS,
    cohort_names,
    fit_soil,
    involvement,
    observed,
    predicted,
    predictions,
    receptivity,
)
from helpers.blood.comparison import CEILING, compare_with_cohorts, ratio_checks

__all__ = [
    "BLOOD_BORNE",
    "CEILING",
    "DIED",
    "FIT",
    "KNOBS",
    "MODELS",
    "NOT_FOUND",
    "Knob",
    "arrest_shares",
    "cohort_names",
    "compare_with_cohorts",
    "first_pass",
    "fit_soil",
    "flow_shares",
    "follow_cells",
    "involvement",
    "observed",
    "predicted",
    "predictions",
    "ratio_checks",
    "receptivity",
    "share_needed",
    "simulate",
    "transit_seconds",
    "transit_times",
]
