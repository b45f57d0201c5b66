"""Intervals for one proportion and for several studies of the same one."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Pooled:
    """A proportion pooled over studies; all but tau2 (logit scale) and i2 are proportions 0 to 1.

    low and high bound the mean (95 %); prediction_low and prediction_high bound the proportion of a
    further study like these (95 %), and are nan with two studies, where no such interval exists.
    """

    estimate: float
    low: float
    high: float
    tau2: float
    i2: float
    prediction_low: float
    prediction_high: float


def wilson(count: ArrayLike, total: ArrayLike, level: float = 0.95) -> tuple:
    """The score interval of Wilson (1927, J Am Stat Assoc 22:209) for count of total.

    Numbers give two floats, columns two arrays; both are proportions from 0 to 1. The formula
    stands here because loading SciPy for it takes 1.4 s and 60 MB; a test compares statsmodels.
    Raises ValueError for anything but whole counts of 0 to total, and for a level outside 0 to 1.
    """
    count, total = _counts(count, total)
    if not 0 < level < 1:
        raise ValueError(f"the level {level} is not between 0 and 1; write 95 % as 0.95")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    # Rounding may leave the bound of 0 of n, or of n of n, beside the 0 or 1 that it is.
    low = np.where(count == 0, 0.0, middle - half)
    high = np.where(count == total, 1.0, middle + half)
    return (float(low), float(high)) if low.ndim == 0 else (low, high)


def pooled_proportion(counts: ArrayLike, totals: ArrayLike) -> Pooled:
    """The proportion of two or more studies together, allowing that they differ (random effects).

    Logits are pooled with statsmodels. The logit keeps every bound between 0 and 1 and has one way
    back; the Freeman-Tukey transformation has no single one (Schwarzer 2019, Res Synth Methods
    10:476). A study with 0 of n or n of n counts as half a patient more on both sides. The
    between-study variance is Paule and Mandel's (iterated), i2 is Higgins's. The interval of the
    mean takes t with k - 1 degrees of freedom and is never narrower than Hartung and Knapp's; the
    prediction interval takes t with k - 2 (Higgins 2009, J R Stat Soc A 172:137).
    Raises ValueError for fewer than two studies or counts that are not whole numbers of 0 to total.
    """
    counts, totals = _counts(counts, totals)
    if counts.ndim != 1 or len(counts) < 2:
        raise ValueError("pooling needs at least two studies; give a list of counts and of totals")
    # Loaded here: 1.4 s that only a page with a pooled estimate pays.
    from scipy import stats
    from statsmodels.stats.meta_analysis import combine_effects

    half = np.where((counts == 0) | (counts == totals), 0.5, 0.0)
    with_it, without = counts + half, totals - counts + half
    logits, variances = np.log(with_it / without), 1 / with_it + 1 / without
    with np.errstate(divide="ignore"):  # statsmodels divides by Q, which is 0 for equal studies
        fit = combine_effects(logits, variances, method_re="pm", maxiter=500)
    studies, mean = len(logits), fit.mean_effect_re
    error = max(fit.sd_eff_w_re, fit.sd_eff_w_re_hksj)
    margin = stats.t.isf(0.025, studies - 1) * error
    spread = np.sqrt(fit.tau2 + error**2)
    further = stats.t.isf(0.025, studies - 2) * spread if studies > 2 else np.nan
    bounds = mean + np.array([0, -margin, margin, -further, further])
    estimate, low, high, next_low, next_high = (1 / (1 + np.exp(-bounds))).tolist()
    i2 = max(0.0, 1 - (studies - 1) / fit.q) if fit.q > 0 else 0.0
    return Pooled(estimate, low, high, float(fit.tau2), float(i2), next_low, next_high)


def _counts(count: ArrayLike, total: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays of one shape, or one sentence about the first pair that cannot be."""
    try:
        count, total = (np.asarray(values, dtype=float) for values in (count, total))
    except (TypeError, ValueError):
        raise ValueError("counts and totals must be numbers, none of them missing") from None
    try:
        count, total = np.broadcast_arrays(count, total)
    except ValueError:
        problem = f"there are {count.size} counts and {total.size} totals; give one total a count"
        raise ValueError(problem) from None
    if count.size == 0:
        raise ValueError("there are no counts; give at least one")
    for part, whole in zip(count.flat, total.flat, strict=True):
        if not (np.isfinite(part) and np.isfinite(whole)):
            raise ValueError("counts and totals must be numbers, none of them missing")
        if part % 1 or whole % 1:
            raise ValueError(f"{part:g} of {whole:g} is not made of whole numbers")
        if whole < 1:
            raise ValueError(f"the total {whole:g} is less than 1")
        if not 0 <= part <= whole:
            problem = "less than 0" if part < 0 else f"larger than the total {whole:g}"
            raise ValueError(f"the count {part:g} is {problem}")
    return count, total
