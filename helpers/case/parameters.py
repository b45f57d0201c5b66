"""What the case model runs on: parts of the body, scans, plans and numbers with their ranges."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from helpers import tables

YEARS, MONTHS = 10, 12
PARTS = {"liver": "Liver", "lung": "Chest", "bone": "Bone", "brain": "Head"}
OUTSIDE = ("lung", "bone", "brain")  # parts that the thousand patients are followed for


@dataclass(frozen=True)
class Scan:
    """A test on the request form: its name and the parts of the body where it can see."""

    name: str
    sees: tuple[str, ...]


SCANS = {
    "ultrasound": Scan("Ultrasound and AFP", ("liver",)),
    "liver_ct": Scan("Liver CT", ("liver",)),
    "liver_mri": Scan("Liver MRI", ("liver",)),
    "chest_ct": Scan("Chest CT", ("lung",)),
    "bone_scan": Scan("Bone scan", ("bone",)),
    "pet_ct": Scan("PET/CT", ("lung", "bone")),
    "head_ct": Scan("Head CT", ("brain",)),
    "head_mri": Scan("Head MRI", ("brain",)),
}


@dataclass(frozen=True)
class Plan:
    """Scans at ``every`` yearly visit, and those from the visit on at which a lung metastasis is
    known. Raises ValueError for a scan that is not in SCANS, or that is in both.
    """

    name: str
    every: tuple[str, ...] = ()
    after_lung: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checked_scans((*self.every, *self.after_lung))
        other = [scan for scan in self.after_lung if SCANS[scan].sees != ("brain",)]
        if other:
            raise ValueError(
                f"only scans of the head can wait for a lung metastasis, not {other[0]}"
            )


def checked_scans(scans: tuple[str, ...]) -> tuple[str, ...]:
    """The scans in the order of SCANS. Raises ValueError for an unknown or a repeated one."""
    for scan in scans:
        if scan not in SCANS:
            raise ValueError(f"{scan!r} is no scan; it is one of {', '.join(SCANS)}")
        if scans.count(scan) > 1:
            raise ValueError(f"{SCANS[scan].name} is on the plan twice")
    return tuple(scan for scan in SCANS if scan in scans)


PLANS = {
    plan.name: plan
    for plan in (
        Plan("nothing outside the liver"),
        Plan("chest CT", ("chest_ct",)),
        Plan("chest CT and bone scan", ("chest_ct", "bone_scan")),
        Plan("PET/CT", ("pet_ct",)),
        Plan(
            "chest CT, and head MRI once a lung metastasis is known", ("chest_ct",), ("head_mri",)
        ),
        Plan("chest CT and head MRI", ("chest_ct", "head_mri")),
        Plan(
            "all of it: chest CT, bone scan, PET/CT, head MRI",
            ("chest_ct", "bone_scan", "pet_ct", "head_mri"),
        ),
    )
}


@cache
def _table() -> pd.DataFrame:
    table = tables.load("case_parameters").set_index("parameter")
    share = table["unit"].isin(["percent", "percent per year"])
    numbers = ["value", "low", "high"]
    table.loc[share, numbers] = table.loc[share, numbers] / 100
    return table


def parameters() -> pd.DataFrame:
    """data/case_parameters.csv by parameter, percentages as shares between 0 and 1."""
    return _table().copy()


def settings(**changes: float) -> dict[str, float]:
    """The value of each parameter, some changed; shares 0 to 1, months, mSv.

    Raises ValueError for an unknown parameter, a share outside 0 to 1, a time under one month,
    a dose below 0.
    """
    table = _table()
    known = table["value"].to_dict()
    for name, value in changes.items():
        if name not in known:
            raise ValueError(f"{name!r} is no parameter of the case; see data/case_parameters.csv")
        unit, label = table.loc[name, ["unit", "label"]]
        if unit.startswith("percent") and not 0 <= value <= 1:
            raise ValueError(f"{label} is a share between 0 and 1, not {value}")
        if unit.startswith("month") and not value >= 1:
            raise ValueError(f"{label} is one month or more, not {value}")
        if unit == "mSv" and not value >= 0:
            raise ValueError(f"{label} is 0 mSv or more, not {value}")
    known |= changes
    for stem in ("liver", "spread"):
        if known[f"{stem}_10y"] < known[f"{stem}_5y"]:
            raise ValueError("a recurrence by ten years cannot be rarer than one by five years")
    return known


def onset_hazards(chosen: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Chance per month, (120,) a part, that a metastasis becomes visible where there was none.

    Constant within each five years, so that the two published cumulative shares are met. The brain
    has two, without (``brain``) and with (``brain_with_lung``) a lung metastasis.
    """
    share = {"liver": 1.0, "lung": chosen["lung_share"], "bone": chosen["bone_share"]}
    found = {}
    for part, part_share in share.items():
        stem = "liver" if part == "liver" else "spread"
        early, late = (part_share * chosen[f"{stem}_{years}y"] for years in (5, 10))
        half = YEARS * MONTHS // 2
        first = 1 - (1 - early) ** (1 / half)
        second = 1 - ((1 - late) / (1 - early)) ** (1 / half) if early < 1 else 0.0
        found[part] = np.repeat([first, second], half)
    without, with_lung = _brain(
        tuple(found["lung"]), chosen["brain_10y"], chosen["brain_with_lung"]
    )
    months = np.ones(YEARS * MONTHS)
    return found | {"brain": without * months, "brain_with_lung": with_lung * months}


@cache
def _brain(lung: tuple[float, ...], by_ten_years: float, with_lung: float) -> tuple[float, float]:
    """The two constant monthly chances that give both shares in ten years without any leaving."""
    wanted = np.array([by_ten_years * (1 - with_lung), by_ten_years * with_lung])
    chances = wanted / len(lung)
    for _ in range(200):
        healthy, onsets = np.array([1.0, 0.0]), np.zeros(2)  # without and with a lung metastasis
        for hazard in lung:
            onsets += healthy * chances
            healthy = healthy * (1 - chances)
            healthy += np.array([-1, 1]) * hazard * healthy[0]
        if onsets[1] == 0 < wanted[1]:
            raise ValueError("nobody has a lung metastasis, so none can come before the brain's")
        if np.allclose(onsets, wanted, rtol=1e-12, atol=1e-15):
            break
        ratio = np.divide(wanted, onsets, out=np.ones(2), where=onsets > 0)
        chances = np.minimum(chances * ratio, 1.0)
    return float(chances[0]), float(chances[1])
