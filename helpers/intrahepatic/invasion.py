"""How often have tumours of a given size entered small vessels? Published counts, and a curve.

The curve is a logistic line, log odds = a + b * size, through the four percentages that one cohort
of 1,073 resections prints by size (pawlik2005; its counts by size were not found). Its band is not
an interval of the fit: it shifts the line to the lowest and the highest counted series up to 3 cm,
because series differ more than chance allows. Definitions are never mixed: only microvascular
invasion enters the curve.

This leaves out: how many slices the pathologist cuts, how many vessels hold tumour and how far from
its edge, grade, and number of nodules.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers import tables
from helpers.statistics import wilson

# The definition, in words, in the order of how much it counts.
DEFINITIONS = {
    "microvascular_invasion": "microvascular invasion",
    "portal_invasion": "invasion of portal branches",
    "microscopic_spread": "any microscopic spread",
    "satellite": "satellite nodules",
    "intrahepatic_metastasis": "metastasis in the liver",
}
SIZES = (1.0, 10.0)  # cm
# Size classes (cm) of percentages printed without counts. The ends 1 and 10.5 of the open classes
# are illustrative.
PRINTED = {
    "F059": (1.0, 3.0),
    "F060": (3.0, 5.0),
    "F061": (5.0, 6.5),
    "F062": (6.5, 10.5),
}
SMALL = 3.0  # cm: counted series up to here make the band


@lru_cache(maxsize=1)
def _counted() -> pd.DataFrame:
    rows = tables.load("intrahepatic_invasion")
    low, high = wilson(rows["count"], rows["total"])
    share = rows["count"] / rows["total"]
    return rows.assign(share=share.astype(float), low=low, high=high)


def counted(definition: str) -> pd.DataFrame:
    """Rows of data/intrahepatic_invasion.csv of one definition, with ``share`` and its 95 %
    interval ``low``, ``high`` (Wilson), shares between 0 and 1.
    """
    if definition not in DEFINITIONS:
        raise ValueError(f"definition must be one of {', '.join(DEFINITIONS)}, not {definition!r}")
    rows = _counted()
    return rows[rows["definition"] == definition].reset_index(drop=True)


@lru_cache(maxsize=1)
def printed() -> pd.DataFrame:
    """Percentages of microvascular invasion by size that were printed without counts.

    Columns fact_id, study_id, low_cm, high_cm, middle_cm, share; no interval can be given.
    """
    facts = tables.load("facts").set_index("fact_id")
    rows = [
        (name, facts.at[name, "study_id"], low, high, (low + high) / 2)
        for name, (low, high) in PRINTED.items()
    ]
    table = pd.DataFrame(rows, columns=["fact_id", "study_id", "low_cm", "high_cm", "middle_cm"])
    return table.assign(share=[float(facts.at[name, "value"]) / 100 for name in PRINTED])


@lru_cache(maxsize=1)
def line() -> tuple[float, float]:
    """a and b of log odds = a + b * size in cm: least squares through ``printed``."""
    rows = printed()
    b, a = np.polyfit(rows["middle_cm"], _logit(rows["share"]), 1)
    return float(a), float(b)


def invasion_by_size(size_cm: ArrayLike) -> pd.DataFrame:
    """Share of tumours with microvascular invasion: columns size_cm, share, low, high (band).

    ``size_cm`` is a number or a sequence from 1 to 10. Raises ValueError outside.
    """
    try:
        sizes = np.atleast_1d(np.asarray(size_cm, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"size_cm must be numbers in cm, not {size_cm!r}") from None
    if not ((sizes >= SIZES[0]) & (sizes <= SIZES[1])).all():
        raise ValueError(f"size_cm lies between {SIZES[0]:g} and {SIZES[1]:g} cm, not {size_cm!r}")
    a, b = line()
    small = counted("microvascular_invasion")
    small = small[small["size_high_cm"] == SMALL]
    middle = printed()["middle_cm"].iloc[0]
    shifts = _logit(small["share"]) - (a + b * middle)
    odds = a + b * sizes
    return pd.DataFrame(
        {
            "size_cm": sizes,
            "share": _share(odds),
            "low": _share(odds + min(shifts.min(), 0)),
            "high": _share(odds + max(shifts.max(), 0)),
        }
    )


def _logit(share: ArrayLike) -> np.ndarray:
    share = np.asarray(share, dtype=float)
    return np.log(share / (1 - share))


def _share(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))
