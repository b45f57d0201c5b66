"""Recurrence: hand-checks, invariants, patients simulated one by one, and the counts beside it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.intrahepatic import model

KNOWN = st.sampled_from([None, True, False])
KNOBS = st.fixed_dictionaries(
    {
        "size": st.floats(1, 12),
        "microvascular_invasion": KNOWN,
        "margin": st.floats(0, 3),
        "cirrhosis": KNOWN,
        "operation": st.sampled_from(model.OPERATIONS),
    }
)


def test_by_hand_the_rate_of_new_tumours_and_the_colonies():
    base = model.baseline()
    rate = np.log(0.37 / 0.244) / 60
    assert base["rate"] == pytest.approx(rate, rel=0.005)
    colonies = base["far"] + base["near"] + base["outside"]
    assert colonies == pytest.approx(-np.log(0.37) - 60 * rate, rel=0.01)
    assert base["outside"] + base["graft"] == pytest.approx(-np.log(1 - 17 / 126))
    assert base["outside"] / (base["outside"] + base["graft"]) == pytest.approx(15 / 17)
    assert base["near"] == pytest.approx(-np.log(1 - 28 / 149) * (1 - 0.792) ** 0.7)


def test_the_average_patient_meets_the_figures_of_the_fit():
    rows = model.recurrence_hazard([60, 120])
    assert rows["recurrence_free"].tolist() == pytest.approx([0.37, 0.244])
    assert list(rows.columns) == ["months", "early", "late", "total", "recurrence_free"]


@settings(deadline=None, max_examples=50)
@given(KNOBS)
def test_the_share_free_of_recurrence_follows_from_the_hazard(knobs):
    t = np.linspace(0, 120, 4801)
    rows = model.recurrence_hazard(t, **knobs)
    assert (rows["total"] - rows["early"] - rows["late"]).abs().max() < 1e-12
    assert (rows[["early", "late"]] >= 0).all(axis=None)
    free = rows["recurrence_free"]
    assert free.iloc[0] == 1
    assert (free.diff().dropna() <= 1e-12).all()
    total = np.trapezoid(rows["total"], t)
    assert np.exp(-total) == pytest.approx(free.iloc[-1], rel=1e-4)


@settings(deadline=None, max_examples=50)
@given(KNOBS)
def test_early_peaks_in_two_years_and_late_is_constant(knobs):
    rows = model.recurrence_hazard(**knobs)
    assert 0 < rows["early"].idxmax() <= 24
    assert rows["late"].nunique() == 1
    if knobs["operation"] == "transplantation":
        assert (rows["late"] == 0).all()


@settings(deadline=None, max_examples=50)
@given(KNOBS, st.floats(1, 180))
def test_places_of_the_first_recurrence_sum_to_one(knobs, months):
    shares = model.first_recurrence(months, **knobs)
    assert list(shares.index) == list(model.PLACES)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    free = model.recurrence_hazard([months], **knobs)["recurrence_free"].iloc[0]
    assert shares["none"] == pytest.approx(free)


@settings(deadline=None, max_examples=50)
@given(KNOBS)
def test_knobs_push_the_way_that_the_studies_say(knobs):
    def back(**change):
        return 1 - model.first_recurrence(24, **(knobs | change))["none"]

    assert back(microvascular_invasion=True) > back(microvascular_invasion=False)
    assert back(size=12) > back(size=1)
    if knobs["operation"] == "resection":
        assert back(margin=0) > back(margin=3)
        assert back(cirrhosis=True) > back(cirrhosis=False)
    else:
        assert back(margin=0) == back(margin=3)
        assert back(cirrhosis=True) == back(cirrhosis=False)


def test_patients_who_know_nothing_are_the_mean_of_those_who_know():
    mvi, sick = 389 / 1540, 0.49
    yes, no, any_ = (model.processes(microvascular_invasion=k) for k in (True, False, None))
    for part in ("liver", "outside"):
        assert mvi * yes[part] + (1 - mvi) * no[part] == pytest.approx(any_[part])
    yes, no, any_ = (model.processes(cirrhosis=k)["rate"] for k in (True, False, None))
    assert sick * yes + (1 - sick) * no == pytest.approx(any_)


def one_by_one(patients: int, months: float, seed: int, **knobs) -> pd.Series:
    """First recurrence of single patients: each colony gets its own time, new tumours theirs."""
    now = model.processes(**knobs)
    rng = np.random.default_rng(seed)
    peak = model.value("peak")
    counts = dict.fromkeys(model.PLACES, 0)
    for _ in range(patients):
        times = {"liver_same_clone": now["liver"], "outside": now["outside"]}
        # a colony shows itself after two waiting times in a row, each of mean `peak`
        first = {
            place: rng.exponential(peak, (rng.poisson(mean), 2)).sum(axis=1).min(initial=np.inf)
            for place, mean in times.items()
        }
        first["liver_new_tumour"] = rng.exponential(1 / now["rate"]) if now["rate"] else np.inf
        place = min(first, key=first.get)
        counts[place if first[place] <= months else "none"] += 1
    return pd.Series(counts) / patients


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"operation": "transplantation", "microvascular_invasion": True},
        {"size": 9.0, "margin": 0.0, "cirrhosis": True},
    ],
)
def test_patients_one_by_one_agree_with_the_formula(knobs):
    patients = 20_000
    walked, shares = one_by_one(patients, 60, 7, **knobs), model.first_recurrence(60, **knobs)
    error = np.sqrt(shares * (1 - shares) / patients)
    assert ((walked - shares).abs() < 4.5 * error + 1e-4).all()


def test_transplantation_turns_the_place_of_recurrence_round():
    after = model.first_recurrence(60)
    graft = model.first_recurrence(60, operation="transplantation")
    assert after["outside"] / (1 - after["none"]) == pytest.approx(0.14, abs=0.01)
    assert graft["outside"] / (1 - graft["none"]) == pytest.approx(15 / 17, abs=0.001)


def test_the_counts_beside_the_model():
    rows = model.compare_with_counts()
    checks = rows[rows["role"] == "check"].set_index("study_id")
    assert checks.loc["portolani2006", ["count", "total"]].tolist() == [109, 143]
    assert checks.loc["ehr2021", ["count", "total"]].tolist() == [504, 556]
    assert checks.at["portolani2006", "low"] < checks.at["portolani2006", "model"]
    assert checks.at["portolani2006", "model"] < checks.at["portolani2006", "high"]
    assert (checks["model"] - checks["counted"]).abs().max() < 0.10
    fitted = rows[rows["role"] == "fitted"]
    assert (fitted["model"] - fitted["counted"]).abs().max() < 0.001


def test_published_curves_that_the_fit_has_not_seen_lie_round_the_model():
    rows = model.published_curves()
    seen = model.recurrence_hazard(rows["months"])["recurrence_free"].to_numpy()
    gap = np.abs(1 - seen - rows["share"])
    assert gap[rows["role"] == "fitted"].max() < 1e-9
    assert gap[rows["role"] == "check"].max() < 0.10


def test_repeat_operations_agree_on_the_order_and_not_on_the_pace():
    rows = model.clone_curves()
    assert (rows["same_printed"] > rows["new_printed"]).all()
    assert (rows["same_model"] > rows["new_model"]).all()
    assert rows.set_index("months").loc[24, ["same_printed", "new_printed"]].tolist() == [
        0.429,
        0.25,
    ]
    assert (rows["same_model"] - rows["same_printed"]).max() > 0.3


@settings(deadline=None, max_examples=50)
@given(st.floats(1, 60), KNOWN)
def test_evidence_moves_the_chance_of_one_clone(months, cirrhosis):
    chance = {
        (kind, says): model.same_clone(months, kind, says, cirrhosis=cirrhosis)[0]
        for kind in model.EVIDENCE
        for says in (True, False)
    }
    alone = chance["time alone", True]
    assert alone == chance["time alone", False]
    assert chance["microscope", False] < alone < chance["microscope", True]
    assert chance["sequencing", False] < chance["microscope", False]
    assert chance["sequencing", True] > chance["microscope", True]
    odds = chance["microscope", True] / (1 - chance["microscope", True])
    assert odds / (alone / (1 - alone)) == pytest.approx(12 / 5)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: model.recurrence_hazard([-1]), "months lie between 0 and 180"),
        (lambda: model.recurrence_hazard([200]), "months lie between 0 and 180"),
        (lambda: model.recurrence_hazard(["soon"]), "months must be numbers"),
        (lambda: model.recurrence_hazard([]), "months lie between"),
        (lambda: model.recurrence_hazard(size=0), "size .* between 1 and 12 cm"),
        (lambda: model.recurrence_hazard(margin=9), "margin .* between 0 and 3 cm"),
        (lambda: model.recurrence_hazard(cirrhosis="yes"), "cirrhosis must be True, False or None"),
        (lambda: model.recurrence_hazard(microvascular_invasion=1), "microvascular_invasion must"),
        (lambda: model.recurrence_hazard(operation="ablation"), "operation must be resection or"),
        (lambda: model.same_clone(12, "guess"), "evidence must be one of time alone"),
        (lambda: model.same_clone(12, "microscope", "no"), "says_same must be True or False"),
        (lambda: model.same_clone(0, operation="transplantation"), "nothing to tell apart"),
        (lambda: model.clone_timing(24, operation="transplantation"), "recurrences of both kinds"),
    ],
)
def test_bad_input_gets_one_line(call, line):
    with pytest.raises(ValueError, match=line) as caught:
        call()
    assert "\n" not in str(caught.value)
