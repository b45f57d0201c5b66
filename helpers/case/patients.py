"""Patients one by one: a thousand under a plan, and one whose request forms the learner writes.

The same rules as `helpers.case.model`, played with chance, without its matrices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.case.parameters import (
    MONTHS,
    OUTSIDE,
    PARTS,
    SCANS,
    YEARS,
    Plan,
    checked_scans,
    onset_hazards,
    settings,
)

NEVER = 10**6  # a month that does not come
WEI = 0  # the patient whose course is written, not drawn


@dataclass(frozen=True)
class Followed:
    """Patients under a plan: rows are patients.

    ``outcomes`` holds for each of OUTSIDE a key of model.OUTCOMES, or "" for no metastasis while
    the patient came. ``scans`` counts those of each scan, ``false_alarms`` all of a patient's.
    """

    outcomes: pd.DataFrame
    scans: pd.DataFrame
    false_alarms: np.ndarray
    dose: np.ndarray


@dataclass(frozen=True)
class Played:
    """One patient after some years of requests.

    ``results``: month, scan, part, result (clear, found, false alarm, known) and ``overlooked``
    (a scan looked and something was there). ``visible`` and ``felt`` are the hidden months by
    part, NEVER where none; ``found`` the month of the scan that saw it. ``year`` is the last year
    that was lived through, ``over`` says whether nothing more can be asked.
    """

    results: pd.DataFrame
    visible: dict[str, int]
    felt: dict[str, int]
    found: dict[str, int]
    year: int
    month: int
    over: bool
    dose: float


def _histories(patients: int, rng: np.random.Generator, chosen: Mapping) -> tuple[dict, dict]:
    """Month in which each part's metastasis becomes visible and in which it is felt: (patients,)"""
    hazards, visible, felt = onset_hazards(chosen), {}, {}
    for part in ("liver", "lung", "bone"):
        by_month = 1 - np.cumprod(1 - hazards[part])
        first = np.searchsorted(by_month, rng.random(patients)) + 1
        visible[part] = np.where(first > len(by_month), NEVER, first)
    alone = _wait(rng, hazards["brain"][0], patients)
    later = visible["lung"] + _wait(rng, hazards["brain_with_lung"][0], patients)
    visible["brain"] = np.where(alone <= visible["lung"], alone, later)
    for part, start in visible.items():
        felt[part] = start + rng.geometric(1 / chosen[f"silent_{part}"], patients)
    return visible, felt


def _wait(rng: np.random.Generator, chance: float, patients: int) -> np.ndarray:
    if chance == 0:
        return np.full(patients, NEVER)
    return np.minimum(rng.geometric(chance, patients), NEVER)


def follow(plan: Plan, patients: int = 1000, seed: int = 0, **changes: float) -> Followed:
    """Follow patients for ten years under a plan. Raises ValueError as `settings` does."""
    if patients < 1:
        raise ValueError(f"at least one patient must be followed, not {patients}")
    chosen, rng = settings(**changes), np.random.default_rng(seed)
    visible, felt = _histories(patients, rng, chosen)
    last = np.minimum(_wait(rng, chosen["leave"], patients), YEARS)
    found = {part: np.full(patients, NEVER) for part in OUTSIDE}
    looked = {part: np.zeros(patients, bool) for part in OUTSIDE}
    scans = pd.DataFrame(0, index=range(patients), columns=[*plan.every, *plan.after_lung])
    alarms = np.zeros(patients, int)
    for now in range(MONTHS, YEARS * MONTHS + 1, MONTHS):
        here = last * MONTHS >= now
        before = {part: (found[part] < now) | (felt[part] <= now) for part in OUTSIDE}
        for scan in scans.columns:
            seeing = SCANS[scan].sees
            done = here & ~np.logical_and.reduce([before[part] for part in seeing])
            if scan in plan.after_lung:
                done &= (found["lung"] <= now) | (felt["lung"] <= now)
            scans[scan] += done
            clear = np.logical_and.reduce([visible[part] > now for part in seeing])
            alarms += done & clear & (rng.random(patients) >= chosen[f"{scan}_specificity"])
            for part in seeing:
                there = done & (visible[part] <= now) & ~before[part]
                looked[part] |= there
                sees = there & (rng.random(patients) < chosen[f"{scan}_sensitivity"])
                found[part] = np.where(sees, np.minimum(found[part], now), found[part])
    ended = last * MONTHS
    outcomes = pd.DataFrame(
        {p: _outcome(visible[p], felt[p], found[p], looked[p], ended) for p in OUTSIDE}
    )
    dose = sum((scans[s] * chosen[f"{s}_dose"] for s in scans), start=np.zeros(patients))
    return Followed(outcomes, scans, alarms, np.asarray(dose))


def _outcome(visible, felt, found, looked, ended) -> np.ndarray:
    return np.select(
        [visible > ended, found <= ended, (felt <= ended) & looked, felt <= ended],
        ["", "found", "missed", "unlooked"],
        default="silent",
    )


def play(requests: Sequence[Sequence[str]], patient: int = WEI) -> Played:
    """Live through the years requested so far with one patient; the same choices, the same years.

    ``requests`` holds the scans asked for at each yearly visit, from the first on, at most ten.
    Patient 0 is Wei, whose course is written; every other number draws one from the model. A
    bleeding brain metastasis ends the course. Raises ValueError for an unknown scan or an eleventh
    year.
    """
    if len(requests) > YEARS:
        raise ValueError(f"there are {YEARS} visits, so no requests for {len(requests)}")
    asked = [checked_scans(tuple(scans)) for scans in requests]
    chosen, rng = settings(), np.random.default_rng([patient, YEARS])
    visible, felt = _wei(chosen) if patient == WEI else _one(rng, chosen)
    chance = rng.random((YEARS, len(SCANS), 2))  # by visit and scan: what is asked changes no luck
    rows, found, dose = [], {}, 0.0
    for year, scans in enumerate(asked, start=1):
        now = year * MONTHS
        if felt["brain"] <= now:
            break
        known = {p for p in PARTS if found.get(p, NEVER) < now or felt[p] <= now}
        for scan in scans:
            dose += chosen[f"{scan}_dose"]
            luck = chance[year - 1, list(SCANS).index(scan)]
            for part, result in _read(scan, now, visible, known, luck, chosen).items():
                there = part not in known and visible[part] <= now
                rows.append((now, scan, part, result, there and result == "clear"))
                if result == "found":
                    found[part] = now
    month = min(len(asked) * MONTHS, felt["brain"])
    over = len(asked) == YEARS or felt["brain"] <= len(asked) * MONTHS
    results = pd.DataFrame(rows, columns=["month", "scan", "part", "result", "overlooked"])
    everything = {"visible": visible, "felt": felt, "found": found}
    return Played(results, **everything, year=len(asked), month=month, over=over, dose=dose)


def _wei(chosen: Mapping) -> tuple[dict[str, int], dict[str, int]]:
    visible, felt = dict.fromkeys(PARTS, NEVER), dict.fromkeys(PARTS, NEVER)
    for part in ("lung", "brain"):
        visible[part] = int(chosen[f"wei_{part}_seen"])
    felt["brain"] = int(chosen["wei_brain_felt"])
    return visible, felt


def _one(rng: np.random.Generator, chosen: Mapping) -> tuple[dict[str, int], dict[str, int]]:
    visible, felt = _histories(1, rng, chosen)
    return {p: int(v[0]) for p, v in visible.items()}, {p: int(f[0]) for p, f in felt.items()}


def _read(scan: str, now: int, visible, known: set[str], luck, chosen) -> dict[str, str]:
    """What the report says of each part that the scan sees."""
    seeing = SCANS[scan].sees
    words = {part: "known" if part in known else "clear" for part in seeing}
    open_parts = [part for part in seeing if part not in known]
    if not known & set(seeing) and all(visible[part] > now for part in seeing):
        if luck[0] >= chosen[f"{scan}_specificity"]:
            words[seeing[0]] = "false alarm"
    elif luck[1] < chosen[f"{scan}_sensitivity"]:
        words |= {part: "found" for part in open_parts if visible[part] <= now}
    return words
