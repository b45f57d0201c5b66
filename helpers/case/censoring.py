"""Actual and actuarial ten-year survival: what patients who were watched too briefly do to both."""

from dataclasses import dataclass

import numpy as np

from helpers.case.parameters import YEARS, settings

SEED = 6


@dataclass(frozen=True)
class Cohort:
    """Patients operated at even spacing over ``recruited`` years, watched until a closing day.

    ``possible``: years from operation to that day; ``watched``: years until death or that day;
    ``died``: whether death came first. ``actual`` is the share of all patients seen alive at ten
    years, ``actuarial`` the estimate of Kaplan and Meier there, ``at_risk`` who was seen that long.
    """

    possible: np.ndarray
    watched: np.ndarray
    died: np.ndarray
    actual: float
    actuarial: float
    at_risk: int


def cohort(recruited: float, patients: int = 100, survival: float | None = None) -> Cohort:
    """A cohort with the same chance of death in every year (illustrative), the same every time.

    ``survival`` is the true share alive at ten years, by default the published actuarial figure.
    Raises ValueError where there is no recruitment, no patient, or a share not between 0 and 1.
    """
    survival = settings()["actuarial_10y"] if survival is None else survival
    if not recruited > 0 or patients < 1 or not 0 < survival < 1:
        raise ValueError(
            "a cohort needs years of recruitment, patients, and a survival between 0 and 1"
        )
    rng = np.random.default_rng(SEED)
    possible = recruited * (np.arange(patients) + 0.5) / patients
    lived = YEARS * np.log(rng.random(patients)) / np.log(survival)
    watched, died = np.minimum(lived, possible), lived <= possible
    alive_then = int((watched >= YEARS).sum())
    curve = kaplan_meier(watched, died)
    actuarial = float(curve[1][np.searchsorted(curve[0], YEARS, side="right") - 1])
    return Cohort(possible, watched, died, alive_then / patients, actuarial, alive_then)


def kaplan_meier(watched: np.ndarray, died: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps of the survival estimate (Kaplan and Meier 1958): times from 0, and the share alive."""
    times = np.unique(watched[died])
    at_risk = np.array([(watched >= time).sum() for time in times])
    deaths = np.array([(died & (watched == time)).sum() for time in times])
    return np.append(0.0, times), np.append(1.0, np.cumprod(1 - deaths / at_risk))


def actual_by_hand(recruited: float, survival: float) -> float:
    """The share seen alive at ten years in a large cohort: survival times who could be seen so.

    Raises ValueError where there is no recruitment, or a share not between 0 and 1.
    """
    if not recruited > 0 or not 0 <= survival <= 1:
        raise ValueError("a cohort needs years of recruitment, and a survival between 0 and 1")
    return survival * max(0.0, (recruited - YEARS) / recruited)
