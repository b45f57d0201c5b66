"""When and where does HCC come back? Two processes that run side by side.

Early: a number of colonies of the first clone was left behind, on average ``colonies``. Each shows
itself at a random time with distribution F(t) = 1 - (1 + t/peak) exp(-t/peak), which peaks at
t = peak. Late: new tumours arise in the diseased liver at a constant rate. So

recurrence-free(t) = exp(-colonies * F(t) - rate * t)

A student can check it: at 10 years F is 1, and at 5 years all but 1, so the two published figures
63 % and 75.6 % (yoon2021) give rate = ln(0.37 / 0.244) / 60 months and what is left is colonies.

The colonies lie near the tumour (the margin can take them), further off in the liver (only taking
the whole liver can), or outside. How many lie outside comes from transplantation: there the whole
liver goes, and 17 of 126 recurred, 15 of the 17 outside (chan2011).

This leaves out: death from other causes, treatment of a recurrence, how recurrence is looked for,
drugs, immunosuppression, number of nodules, and that outside colonies may grow more slowly.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers import tables
from helpers.intrahepatic.parameters import parameters, value, within

OPERATIONS = ("resection", "transplantation")
PLACES = {
    "liver_same_clone": "liver, cells left behind",
    "liver_new_tumour": "liver, a new tumour",
    "outside": "outside the liver",
    "none": "no recurrence",
}
LONGEST = 180  # months
_STEP = 0.05  # months, of the numerical integral
# The fact that says how often the microscope agreed with sequencing.
MICROSCOPE = "F214"
EVIDENCE = ("time alone", "microscope", "sequencing")


@lru_cache(maxsize=1)
def baseline() -> dict[str, float]:
    """The average patient: mean number of colonies in ``far``, ``near`` (at the usual margin),
    ``outside`` and ``graft``, and the monthly ``rate`` of new tumours.
    """
    seen = np.array([shown(60), shown(120)])
    gone = -np.log(1 - np.array([value("recurred_5_years"), value("recurred_10_years")]))
    colonies, rate = np.linalg.solve(np.column_stack([seen, [60, 120]]), gone)
    recurred = counted("chan2011", "any")
    away = counted("chan2011", "extrahepatic")
    after = -np.log(1 - recurred)
    near = _satellites() * _beyond(value("margin"))
    outside = after * away
    far = colonies - outside - near
    graft = after - outside
    found = {"far": far, "near": near, "outside": outside, "graft": graft, "rate": rate}
    return {name: float(number) for name, number in found.items()}


def shown(months: ArrayLike) -> np.ndarray:
    """Share of the colonies left behind that have shown themselves by then."""
    t = np.asarray(months, dtype=float) / value("peak")
    return 1 - (1 + t) * np.exp(-t)


def counted(study_id: str, pattern: str, months_high: int | None = None) -> float:
    """count / total of one row of data/intrahepatic_recurrence.csv."""
    rows = tables.load("intrahepatic_recurrence")
    high = rows["months_high"]
    match = high.isna() if months_high is None else high.eq(months_high).fillna(False)
    row = rows[(rows["study_id"] == study_id) & (rows["pattern"] == pattern) & match].iloc[0]
    return float(row["count"] / row["total"])


def processes(
    *,
    size: float | None = None,
    microvascular_invasion: bool | None = None,
    margin: float | None = None,
    cirrhosis: bool | None = None,
    operation: str = "resection",
) -> dict[str, float]:
    """Mean number of colonies in the ``liver`` and ``outside``, and the monthly ``rate`` of new
    tumours. Arguments as in ``recurrence_hazard``.
    """
    if operation not in OPERATIONS:
        raise ValueError(f"operation must be {' or '.join(OPERATIONS)}, not {operation!r}")
    base = baseline()
    many = _known("microvascular_invasion", microvascular_invasion, "mvi_ratio", _invaded())
    many *= value("size_ratio") ** (within("size", size) - value("size"))
    sick = _known("cirrhosis", cirrhosis, "cirrhosis_ratio", value("cirrhosis_share"))
    near = _satellites() * _beyond(within("margin", margin))
    outside = base["outside"] * many
    if operation == "transplantation":
        return {"liver": base["graft"] * many, "outside": outside, "rate": 0.0}
    liver = (base["far"] + near) * many
    return {"liver": liver, "outside": outside, "rate": base["rate"] * sick}


def recurrence_hazard(
    months: ArrayLike | None = None,
    *,
    size: float | None = None,
    microvascular_invasion: bool | None = None,
    margin: float | None = None,
    cirrhosis: bool | None = None,
    operation: str = "resection",
) -> pd.DataFrame:
    """Chance per month of a first recurrence, and the share still free of it.

    Columns ``months, early, late, total`` (per month) and ``recurrence_free`` (0 to 1).
    ``months`` runs from 0 to at most 180 (default: each month of ten years), ``size`` and
    ``margin`` are in cm; None means the usual value, for the two yes-or-no arguments an average
    patient. ``operation`` is "resection" or "transplantation"; the margin then has no effect.
    Raises ValueError for a value out of range.
    """
    t = _times(np.arange(121) if months is None else months)
    now = processes(
        size=size,
        microvascular_invasion=microvascular_invasion,
        margin=margin,
        cirrhosis=cirrhosis,
        operation=operation,
    )
    early, late = (now["liver"] + now["outside"]) * _showing(t), np.full(len(t), now["rate"])
    free = np.exp(-(now["liver"] + now["outside"]) * shown(t) - now["rate"] * t)
    return pd.DataFrame(
        {"months": t, "early": early, "late": late, "total": early + late, "recurrence_free": free}
    )


def first_recurrence(months: float = 60, **knobs: float | bool | str | None) -> pd.Series:
    """Share of patients by the place of the first recurrence up to ``months``: the keys of PLACES,
    sums to 1. Arguments as in ``recurrence_hazard``.
    """
    end = float(_times(months)[0])
    now = processes(**knobs)
    steps = max(2, round(end / _STEP))
    t = (np.arange(steps) + 0.5) * end / steps
    free = np.exp(-(now["liver"] + now["outside"]) * shown(t) - now["rate"] * t)
    colony = (free * _showing(t)).sum() * end / steps
    none = np.exp(-(now["liver"] + now["outside"]) * shown(end) - now["rate"] * end)
    parts = {
        "liver_same_clone": now["liver"] * colony,
        "liver_new_tumour": now["rate"] * free.sum() * end / steps,
        "outside": now["outside"] * colony,
    }
    whole = sum(parts.values()) / (1 - none) if none < 1 else 1.0
    shares = {name: part / whole for name, part in parts.items()} | {"none": float(none)}
    return pd.Series(shares, name="share").rename_axis("place")


def same_clone(
    months: ArrayLike, evidence: str = "time alone", says_same: bool = True, **knobs
) -> np.ndarray:
    """Chance that a recurrence in the liver found at ``months`` is of the first clone.

    ``evidence`` is one of EVIDENCE and ``says_same`` what it found. The odds by time are the ratio
    of the two hazards; the microscope multiplies or divides them by right / wrong, where right is
    the share in which it agreed with sequencing (12 of 17, clonal17); for sequencing wrong is
    illustrative.
    """
    t = _times(months)
    if evidence not in EVIDENCE:
        raise ValueError(f"evidence must be one of {', '.join(EVIDENCE)}, not {evidence!r}")
    if not isinstance(says_same, bool | np.bool_):
        raise ValueError(f"says_same must be True or False, not {says_same!r}")
    now = processes(**knobs)
    ratio = {"time alone": 1.0, "microscope": _microscope(), "sequencing": _sequencing()}[evidence]
    same = now["liver"] * _showing(t) * (ratio if says_same else 1.0)
    new = now["rate"] * (1.0 if says_same else ratio)
    if not new and not same.all():
        raise ValueError("there is nothing to tell apart: no recurrence in the liver is expected")
    return same / (same + new)


def clone_timing(months: float, **knobs) -> pd.Series:
    """Among liver recurrences within eight years, the share found by ``months``, for the first
    clone (``same``) and for new tumours (``new``): how the series of repeat operations counts.

    Raises ValueError where one of the two never comes, as new tumours after transplantation.
    """
    by, whole = first_recurrence(months, **knobs), first_recurrence(96, **knobs)
    if not (whole["liver_same_clone"] and whole["liver_new_tumour"]):
        raise ValueError("a timing needs recurrences of both kinds in the liver")
    return pd.Series(
        {
            "same": by["liver_same_clone"] / whole["liver_same_clone"],
            "new": by["liver_new_tumour"] / whole["liver_new_tumour"],
        }
    )


def _showing(t: np.ndarray) -> np.ndarray:
    peak = value("peak")
    return t / peak**2 * np.exp(-t / peak)


def _known(name: str, known: bool | None, ratio_name: str, share: float) -> float:
    """The factor of a yes-or-no finding, such that the average patient keeps the factor 1."""
    if known is None:
        return 1.0
    if not isinstance(known, bool | np.bool_):
        raise ValueError(f"{name} must be True, False or None (not known), not {known!r}")
    ratio = value(ratio_name)
    return (ratio if known else 1.0) / (1 + share * (ratio - 1))


@lru_cache(maxsize=1)
def _invaded() -> float:
    rows = tables.load("intrahepatic_invasion").set_index(["study_id", "size_label"])
    row = rows.loc[("bclcmvi2017", "all sizes")]
    return float(row["count"] / row["total"])


@lru_cache(maxsize=1)
def _satellites() -> float:
    """Mean number of satellites: 28 of 149 small tumours had at least one (okusaka2002)."""
    rows = tables.load("intrahepatic_invasion").set_index("study_id")
    row = rows.loc["okusaka2002"]
    return float(-np.log(1 - row["count"] / row["total"]))


def _beyond(margin: float) -> float:
    """Share of the satellites further from the tumour than ``margin`` in cm."""
    return (1 - value("within_1_cm")) ** margin


@lru_cache(maxsize=1)
def microscope() -> tuple[int, int]:
    """Patients in whom the microscope agreed with sequencing, and all that were compared."""
    row = tables.load("facts").set_index("fact_id").loc[MICROSCOPE]
    return int(row["count"]), int(row["total"])


def _microscope() -> float:
    agreed, patients = microscope()
    return agreed / (patients - agreed)


def _sequencing() -> float:
    wrong = float(parameters().at["sequencing_error", "value"])
    return (1 - wrong) / wrong


def _times(months: ArrayLike) -> np.ndarray:
    try:
        t = np.atleast_1d(np.asarray(months, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"months must be numbers, not {months!r}") from None
    if t.size == 0 or not ((t >= 0) & (t <= LONGEST)).all():
        raise ValueError(f"months lie between 0 and {LONGEST}")
    return t
