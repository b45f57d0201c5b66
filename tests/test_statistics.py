"""Intervals and pooling, held to published worked examples and to the defining equations."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.statistics import pooled_proportion, wilson

# Newcombe 1998, Stat Med 17:857, table I, method 3 (the score interval without correction).
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

# Stijnen 2010, Stat Med 29:3046: bloodstream infections with a standard central venous catheter in
# 18 trials (data of Niel-Weise 2007). Table II, normal-normal model: mean logit -3.30 (SE 0.24),
# between-study variance 0.66, proportion 0.035. One trial has no infection. The paper fits by REML.
INFECTED = [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1]
PATIENTS = [117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69]


@pytest.mark.parametrize(("count", "total", "low", "high"), NEWCOMBE)
def test_wilson_gives_the_published_bounds(count, total, low, high):
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_columns_equals_wilson_of_each():
    count, total = pd.Series([81, 15], dtype="Int64"), pd.Series([263, 148], dtype="Int64")
    low, high = wilson(count, total)
    assert [wilson(81, 263), wilson(15, 148)] == list(zip(low, high, strict=True))
    assert wilson([1, 2], 29)[0].shape == (2,)


def test_wilson_of_numbers_is_two_plain_floats():
    assert [type(bound) for bound in wilson(1, 29)] == [float, float]


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=50, deadline=None)
def test_wilson_agrees_with_statsmodels_and_holds_the_proportion(pair):
    from statsmodels.stats.proportion import proportion_confint

    count, total = pair
    low, high = wilson(count, total, level=0.9)
    other = proportion_confint(count, total, alpha=0.1, method="wilson")
    assert (low, high) == pytest.approx(other, abs=1e-12)
    assert 0 <= low <= count / total <= high <= 1


def test_wilson_is_exact_at_the_ends():
    assert all(wilson(0, n)[0] == 0 and wilson(n, n)[1] == 1 for n in range(1, 400))


@pytest.mark.parametrize(
    ("count", "total", "message"),
    [
        (5, 3, "the count 5 is larger than the total 3"),
        ([1, 7], [3, 3], "the count 7 is larger than the total 3"),
        (-1, 3, "the count -1 is less than 0"),
        (0, 0, "the total 0 is less than 1"),
        (1, -4, "the total -4 is less than 1"),
        (1.5, 2, "1.5 of 2 is not made of whole numbers"),
        ([], [], "there are no counts; give at least one"),
        ([1, 2], [3, 3, 3], "there are 2 counts and 3 totals; give one total a count"),
        ("many", 3, "counts and totals must be numbers, none of them missing"),
        (pd.NA, 3, "counts and totals must be numbers, none of them missing"),
        (math.inf, 3, "counts and totals must be numbers, none of them missing"),
        (
            pd.Series([1, None], dtype="Int64"),
            3,
            "counts and totals must be numbers, none of them missing",
        ),
    ],
)
def test_what_is_not_a_count_gets_one_sentence(count, total, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message follows
        wilson(count, total)
    assert str(caught.value) == message


@pytest.mark.parametrize("level", [95, 1, 0, -0.5, math.nan])
def test_a_level_in_percent_or_without_width_is_refused(level):
    message = rf"^the level {level} is not between 0 and 1; write 95 % as 0\.95$"
    with pytest.raises(ValueError, match=message):
        wilson(1, 2, level=level)


def test_pooled_gives_the_published_estimate():
    """Paule and Mandel's variance and the REML of the paper agree to the decimals printed."""
    pooled = pooled_proportion(INFECTED, PATIENTS)
    assert round(pooled.estimate, 4) == 0.0355
    assert round(logit(pooled.estimate), 2) == -3.30
    assert round(pooled.tau2, 2) == 0.66


def test_pooled_bounds_follow_from_the_published_mean_error_and_variance():
    """The paper takes normal quantiles; ours are t, so they are computed here from its numbers.

    t (97.5 %) is 2.110 with 17 and 2.120 with 16 degrees of freedom, from the printed tables.
    """
    pooled = pooled_proportion(INFECTED, PATIENTS)
    mean, error, tau2 = -3.3018, 0.2378, 0.6629  # to four decimals from the same data and model
    margin, further = 2.110 * error, 2.120 * math.sqrt(tau2 + error**2)
    bounds = (pooled.low, pooled.high, pooled.prediction_low, pooled.prediction_high)
    expected = (mean - margin, mean + margin, mean - further, mean + further)
    assert [logit(bound) for bound in bounds] == pytest.approx(expected, abs=2e-3)


def test_i2_follows_from_q_by_hand():
    """I2 = 1 - df / Q (Higgins 2002, Stat Med 21:1539), with Q about the inverse-variance mean."""
    pooled = pooled_proportion([10, 20, 30], [100, 100, 100])
    logits, weights = [math.log(1 / 9), math.log(1 / 4), math.log(3 / 7)], [9, 16, 21]
    mean = sum(w * y for w, y in zip(weights, logits, strict=True)) / 46
    q = sum(w * (y - mean) ** 2 for w, y in zip(weights, logits, strict=True))
    assert pooled.i2 == pytest.approx(1 - 2 / q)
    assert 0.8 < pooled.i2 < 0.9


def test_two_studies_by_hand():
    """Mirror images pool to one half; their equal variances give tau2 = d2 / 2 - v exactly."""
    pooled = pooled_proportion([20, 80], [100, 100])
    variance, distance = 1 / 20 + 1 / 80, 2 * math.log(4)
    assert pooled.estimate == pytest.approx(0.5)
    assert pooled.tau2 == pytest.approx(distance**2 / 2 - variance, abs=1e-4)
    assert math.isnan(pooled.prediction_low)
    assert math.isnan(pooled.prediction_high)


def test_equal_studies_have_no_variance_between_them(recwarn):
    pooled = pooled_proportion([5, 5, 5], [10, 10, 10])
    assert (pooled.tau2, pooled.i2, pooled.estimate) == (0, 0, pytest.approx(0.5))
    # Each logit has variance 1/5 + 1/5; t with 2 degrees of freedom is 4.303 in the tables. The
    # scale of Hartung and Knapp alone would be 0 here and the interval a point.
    assert logit(pooled.low) == pytest.approx(-4.303 * math.sqrt(0.4 / 3), abs=1e-3)
    assert not recwarn.list


def test_nobody_and_everybody_count_half_a_patient_more():
    """0 of 10 is taken as 0.5 of 11, as table II of Stijnen 2010 does."""
    pooled = pooled_proportion([0, 0], [10, 10])
    assert pooled.estimate == pytest.approx(0.5 / 11)
    assert pooled_proportion([10, 10], [10, 10]).estimate == pytest.approx(10.5 / 11)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 300)), min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_pooling_solves_the_equation_of_paule_and_mandel(pairs):
    """At their variance the weighted squares add up to k - 1, or stay below it at 0."""
    counts, totals = np.array(pairs, dtype=float).T
    pooled = pooled_proportion(counts, totals)
    half = np.where((counts == 0) | (counts == totals), 0.5, 0)
    with_it, without = counts + half, totals - counts + half
    logits = np.log(with_it / without)
    weights = 1 / (1 / with_it + 1 / without + pooled.tau2)
    mean = (weights * logits).sum() / weights.sum()
    squares = (weights * (logits - mean) ** 2).sum()
    excess = squares - (len(pairs) - 1)
    assert abs(excess) < 1e-3 if pooled.tau2 > 0 else excess < 1e-3
    assert logit(pooled.estimate) == pytest.approx(mean, abs=1e-6)
    assert 0 <= pooled.low <= pooled.estimate <= pooled.high <= 1
    assert 0 <= pooled.i2 < 1
    if len(pairs) > 2:
        assert pooled.prediction_low <= pooled.low
        assert pooled.prediction_high >= pooled.high


@pytest.mark.parametrize(
    ("counts", "totals", "message"),
    [
        ([3], [10], "pooling needs at least two studies; give a list of counts and of totals"),
        (3, 10, "pooling needs at least two studies; give a list of counts and of totals"),
        ([], [], "there are no counts; give at least one"),
        ([3, 11], [10, 10], "the count 11 is larger than the total 10"),
        ([3, -1], [10, 10], "the count -1 is less than 0"),
    ],
)
def test_what_cannot_be_pooled_gets_one_sentence(counts, totals, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message follows
        pooled_proportion(counts, totals)
    assert str(caught.value) == message


def test_an_interval_loads_neither_scipy_nor_statsmodels():
    code = (
        "import sys; from helpers.statistics import wilson; wilson(1, 29);"
        "sys.exit('scipy' in sys.modules or 'statsmodels' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, timeout=60).returncode == 0


def logit(share: float) -> float:
    return math.log(share / (1 - share))
