"""What a plan of yearly scans finds: a Markov chain by month, solved exactly.

Each part of the body goes from clear to silent (a scan can see it, the patient feels nothing) to
known: found by a scan, or because it showed itself. A scan at the end of each year sees a silent
metastasis with its sensitivity and gives a false alarm with 1 - specificity. The lung and the brain
form one chain, since brain metastases follow those of the lung; the bone stands alone.
`helpers.case.patients` plays the same rules patient by patient: the two must agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.case.parameters import MONTHS, OUTSIDE, SCANS, YEARS, Plan, onset_hazards, settings

CLEAR, SILENT, OVERLOOKED, FOUND, SHOWED, SHOWED_AFTER = range(6)  # states of one part
STATES = 6
OUTCOMES = {  # of a metastasis that arose while its patient came to the visits
    "found": "found before it was felt",
    "missed": "showed itself after a scan had missed it",
    "unlooked": "showed itself, no scan had looked",
    "silent": "still silent when the watching ended",
}
KNOWN = np.array([FOUND, SHOWED, SHOWED_AFTER])


@dataclass(frozen=True)
class Expected:
    """Per patient who starts. ``parts``: rows of OUTSIDE, columns of OUTCOMES. ``scans``: rows of
    the plan's scans, columns done and false_alarms. ``dose`` in mSv.
    """

    parts: pd.DataFrame
    scans: pd.DataFrame
    dose: float


def after_test(before: float, sensitivity: float, specificity: float) -> tuple[float, float]:
    """Chance of disease after a positive and after a negative result (Bayes's rule).

    All between 0 and 1; nan for a result that cannot occur. Raises ValueError outside 0 to 1.
    """
    for name, value in (
        ("the chance before the test", before),
        ("sensitivity", sensitivity),
        ("specificity", specificity),
    ):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} lies between 0 and 1, not at {value}")
    true, false = before * sensitivity, (1 - before) * (1 - specificity)
    missed, cleared = before * (1 - sensitivity), (1 - before) * specificity
    positive = true / (true + false) if true + false > 0 else float("nan")
    negative = missed / (missed + cleared) if missed + cleared > 0 else float("nan")
    return positive, negative


def seen(part: str, scans: tuple[str, ...], chosen: Mapping[str, float]) -> float | None:
    """Chance that at least one of the scans sees a metastasis there; None where none looks."""
    looking = [chosen[f"{scan}_sensitivity"] for scan in scans if part in SCANS[scan].sees]
    return float(1 - np.prod([1 - one for one in looking])) if looking else None


def month(hazard: float, silent_months: float) -> np.ndarray:
    """(6, 6) transitions of one part in a month; rows from, columns to."""
    steps = np.eye(STATES)
    steps[CLEAR, [CLEAR, SILENT]] = 1 - hazard, hazard
    steps[SILENT, [SILENT, SHOWED]] = 1 - 1 / silent_months, 1 / silent_months
    steps[OVERLOOKED, [OVERLOOKED, SHOWED_AFTER]] = 1 - 1 / silent_months, 1 / silent_months
    return steps


def visit(chance: float | None) -> np.ndarray:
    """(6, 6) transitions of one part at a visit; None stands for nobody looking."""
    steps = np.eye(STATES)
    if chance is not None:
        for state in (SILENT, OVERLOOKED):
            steps[state, state] = 0
            steps[state, [OVERLOOKED, FOUND]] = 1 - chance, chance
    return steps


def expected(plan: Plan, **changes: float) -> Expected:
    """What a plan finds, overlooks and costs in ten years, per patient; exact, no chance in it.

    ``changes`` are parameters of data/case_parameters.csv. Raises ValueError as `settings` does.
    """
    chosen = settings(**changes)
    hazards = onset_hazards(chosen)
    pair, bone = _pair(plan, chosen, hazards), _bone(plan, chosen, hazards)
    there = (1 - chosen["leave"]) ** np.arange(YEARS)  # who still comes, by year
    shares = {
        "lung": [p.reshape(-1, STATES, STATES).sum(2) for p in pair],
        "brain": [p.reshape(-1, STATES, STATES).sum(1) for p in pair],
        "bone": bone,
    }
    parts = pd.DataFrame({part: _outcomes(*shares[part], there, chosen) for part in OUTSIDE}).T
    scans = _scans(plan, chosen, pair, shares, there)
    dose = sum(scans.loc[s, "done"] * chosen[f"{s}_dose"] for s in scans.index)
    return Expected(parts, scans, float(dose))


def _bone(plan: Plan, chosen: Mapping, hazards: Mapping) -> list[np.ndarray]:
    """Shares of the six states at the start, before and after each visit: three (10, 6)."""
    steps = [month(hazard, chosen["silent_bone"]) for hazard in hazards["bone"][::MONTHS]]
    return _run(steps, visit(seen("bone", plan.every, chosen)))


def _pair(plan: Plan, chosen: Mapping, hazards: Mapping) -> list[np.ndarray]:
    """As `_bone` for lung and brain together: three (10, 36), the lung's state first."""
    lung, alone, with_lung = (
        [month(hazard, chosen[silent]) for hazard in hazards[name][::MONTHS]]
        for name, silent in (
            ("lung", "silent_lung"),
            ("brain", "silent_brain"),
            ("brain_with_lung", "silent_brain"),
        )
    )
    clear = np.arange(STATES)[:, None] == CLEAR  # both parts step at once, from how the lung was
    steps = [
        np.kron(step * clear, one) + np.kron(step * ~clear, other)
        for step, one, other in zip(lung, alone, with_lung, strict=True)
    ]
    lung_look = visit(seen("lung", plan.every, chosen))
    usual = visit(seen("brain", plan.every, chosen))
    known = visit(seen("brain", (*plan.every, *plan.after_lung), chosen))
    here = np.isin(np.arange(STATES), KNOWN)  # the head is scanned at the visit that finds the lung
    return _run(steps, np.kron(lung_look * ~here, usual) + np.kron(lung_look * here, known))


def _run(months: list[np.ndarray], look: np.ndarray) -> list[np.ndarray]:
    """``months`` holds the transitions of a month, one matrix a year."""
    starts, before, after = [], [], []
    now = np.eye(len(look))[CLEAR]
    for step in months:
        starts.append(now)
        before.append(now @ np.linalg.matrix_power(step, MONTHS))
        now = before[-1] @ look
        after.append(now)
    return [np.array(rows) for rows in (starts, before, after)]


def _outcomes(
    start: np.ndarray, before: np.ndarray, after: np.ndarray, there: np.ndarray, chosen: Mapping
) -> dict[str, float]:
    felt = before - start
    leaving = np.append(np.full(YEARS - 1, chosen["leave"]), 1.0)  # after the tenth visit all leave
    return {
        "found": there @ (after - before)[:, FOUND],
        "missed": there @ felt[:, SHOWED_AFTER],
        "unlooked": there @ felt[:, SHOWED],
        "silent": (there * leaving) @ after[:, [SILENT, OVERLOOKED]].sum(1),
    }


def _scans(
    plan: Plan, chosen: Mapping, pair: list[np.ndarray], shares: Mapping, there: np.ndarray
) -> pd.DataFrame:
    """Scans done and false alarms; a scan stops once every part it sees has a known metastasis."""
    rows = {}
    for scan in (*plan.every, *plan.after_lung):
        if scan in plan.after_lung:  # (10, lung, brain) at the visit, the chest CT already read
            both = np.einsum(
                "ylb,lm->ymb",
                pair[1].reshape(-1, STATES, STATES),
                visit(seen("lung", plan.every, chosen)),
            )[:, KNOWN].sum(1)
            done, clear = both.sum(1) - both[:, KNOWN].sum(1), both[:, CLEAR]
        else:
            seeing = SCANS[scan].sees
            known = np.prod([shares[part][1][:, KNOWN].sum(1) for part in seeing], axis=0)
            done = 1 - known
            clear = np.prod([shares[part][1][:, CLEAR] for part in seeing], axis=0)
        rows[scan] = {
            "done": there @ done,
            "false_alarms": there @ clear * (1 - chosen[f"{scan}_specificity"]),
        }
    return pd.DataFrame(rows, index=["done", "false_alarms"]).T
