"""What a plan finds: hand-checks, invariants, and patients played one by one against the chain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from helpers.case import model, parameters
from helpers.case.model import OUTCOMES
from helpers.case.parameters import OUTSIDE, PARTS, PLANS, SCANS, Plan, settings
from helpers.case.patients import follow

EVERYTHING = Plan("everything", ("chest_ct", "bone_scan", "pet_ct", "head_ct", "head_mri"))
shares = st.floats(0, 1)
outside = [scan for scan in SCANS if SCANS[scan].sees != ("liver",)]
head = [scan for scan in SCANS if SCANS[scan].sees == ("brain",)]


@st.composite
def plans(draw):
    every = draw(st.lists(st.sampled_from(outside), unique=True))
    later = draw(st.lists(st.sampled_from(head), unique=True))
    return Plan("drawn", tuple(every), tuple(scan for scan in later if scan not in every))


@st.composite
def changes(draw):
    early, late = sorted((draw(st.floats(0.01, 0.9)), draw(st.floats(0.01, 0.9))))
    months = st.floats(1, 36)
    return {
        "spread_5y": early,
        "spread_10y": late,
        "leave": draw(st.floats(0, 0.5)),
        "brain_10y": draw(st.sampled_from([0.0, 1e-4, 2e-3])),
        **{f"silent_{part}": draw(months) for part in OUTSIDE},
        **{f"{scan}_sensitivity": draw(shares) for scan in outside},
        **{f"{scan}_specificity": draw(shares) for scan in outside},
    }


def test_one_year_by_hand():
    """A bone metastasis of 10 % in five years and none later; every month a third is felt."""
    given_all = {"bone_share": 1.0, "spread_5y": 0.1, "spread_10y": 0.1, "silent_bone": 3.0}
    given_all |= {"leave": 1.0, "bone_scan_sensitivity": 0.8, "lung_share": 0.5}
    h = 1 - 0.9 ** (1 / 60)
    silent = felt = 0.0
    for month in range(12):
        felt, silent = felt + silent / 3, silent * 2 / 3 + h * (1 - h) ** month
    found = model.expected(Plan("one", ("bone_scan",)), **given_all).parts.loc["bone"]
    assert found["found"] == pytest.approx(0.8 * silent)
    assert found["silent"] == pytest.approx(0.2 * silent)
    assert found["unlooked"] == pytest.approx(felt)
    assert found["missed"] == 0


def test_bayes_by_hand():
    positive, negative = model.after_test(0.0035, 0.95, 0.993)
    assert positive == pytest.approx(0.0035 * 0.95 / (0.0035 * 0.95 + 0.9965 * 0.007))
    assert negative == pytest.approx(0.0035 * 0.05 / (0.0035 * 0.05 + 0.9965 * 0.993))
    assert model.after_test(0.3, 0.5, 0.5) == pytest.approx((0.3, 0.3))


@given(shares, shares, shares)
def test_bayes_conserves_the_chance(before, sensitivity, specificity):
    positive, negative = model.after_test(before, sensitivity, specificity)
    says = before * sensitivity + (1 - before) * (1 - specificity)
    total = (positive * says if says > 0 else 0) + (negative * (1 - says) if says < 1 else 0)
    assert total == pytest.approx(before, abs=1e-9)


@tries(max_examples=25, deadline=None)
@given(plans(), changes())
def test_every_metastasis_has_one_outcome_and_no_count_is_negative(plan, changed):
    found, none = model.expected(plan, **changed), model.expected(Plan("none"), **changed)
    assert (found.parts.to_numpy() >= -1e-12).all()
    assert (found.scans.to_numpy() >= -1e-12).all()
    assert found.parts.sum(axis=1).to_numpy() == pytest.approx(none.parts.sum(axis=1).to_numpy())
    assert (found.scans["done"] <= 10 + 1e-9).all()
    assert (found.scans["false_alarms"] <= found.scans["done"] + 1e-12).all()


@tries(max_examples=15, deadline=None)
@given(changes())
def test_without_scans_nothing_is_found_before_it_is_felt(changed):
    nothing = model.expected(PLANS["nothing outside the liver"], **changed)
    assert not nothing.parts[["found", "missed"]].to_numpy().any()
    assert nothing.scans.empty
    assert nothing.dose == 0


@tries(max_examples=15, deadline=None)
@given(plans(), changes())
def test_perfect_scans_overlook_nothing_and_frighten_nobody(plan, changed):
    perfect = {f"{scan}_{kind}": 1.0 for scan in outside for kind in ("sensitivity", "specificity")}
    found = model.expected(plan, **(changed | perfect))
    assert found.parts["missed"].to_numpy() == pytest.approx(0)
    assert found.scans["false_alarms"].to_numpy(float) == pytest.approx(0)
    for part in OUTSIDE:
        if any(part in SCANS[scan].sees for scan in plan.every):
            assert found.parts.loc[part, "silent"] == pytest.approx(0)


def test_the_published_cumulative_shares_are_met_when_nobody_leaves():
    every = model.expected(Plan("none"), leave=0.0).parts.sum(axis=1)
    given_all = settings()
    assert every["lung"] == pytest.approx(0.350 * given_all["lung_share"])
    assert every["bone"] == pytest.approx(0.350 * given_all["bone_share"])
    assert every["brain"] == pytest.approx(given_all["brain_10y"])


@pytest.mark.parametrize("name", [*PLANS, "everything"])
def test_patients_one_by_one_agree_with_the_chain(name):
    """Within 4 standard errors, part by part, outcome by outcome, with a brain far less rare."""
    plan, changed = PLANS.get(name, EVERYTHING), {"brain_10y": 0.06, "silent_brain": 8.0}
    number = 40_000
    played, exact = follow(plan, number, seed=5, **changed), model.expected(plan, **changed)
    for part in OUTSIDE:
        for outcome in OUTCOMES:
            share = exact.parts.loc[part, outcome]
            counted = (played.outcomes[part] == outcome).mean()
            error = np.sqrt(max(share * (1 - share), 1e-9) / number)
            assert abs(counted - share) <= 4 * error, (part, outcome)
    for scan in exact.scans.index:
        each = played.scans[scan]
        error = each.std() / np.sqrt(number)
        assert abs(each.mean() - exact.scans.loc[scan, "done"]) <= 4 * error, scan
    error = max(played.false_alarms.std(), 1e-9) / np.sqrt(number)
    assert abs(played.false_alarms.mean() - exact.scans["false_alarms"].sum()) <= 4 * error
    assert played.dose.mean() == pytest.approx(exact.dose, rel=0.02)


def test_the_head_waits_for_the_lung():
    waiting = follow(PLANS["chest CT, and head MRI once a lung metastasis is known"], 3000)
    known = waiting.outcomes["lung"].isin(["found", "missed", "unlooked"])
    assert waiting.scans.loc[~known, "head_mri"].sum() == 0
    assert waiting.scans.loc[known, "head_mri"].sum() > 0


def test_the_brain_follows_the_lung():
    nothing = follow(PLANS["nothing outside the liver"], 60_000, leave=0.0)
    with_brain = nothing.outcomes[nothing.outcomes["brain"] != ""]
    both = (with_brain["lung"] != "").mean()
    error = np.sqrt(0.09 / len(with_brain))
    assert abs(both - 0.91) < 4 * error


def test_scans_of_the_same_part_add_up():
    one = model.expected(PLANS["chest CT"]).parts
    more = model.expected(Plan("two", ("chest_ct", "pet_ct"))).parts
    assert more.loc["lung", "found"] > one.loc["lung", "found"]
    assert more.loc["brain"].to_numpy() == pytest.approx(one.loc["brain"].to_numpy())
    chosen = settings()
    joint = 1 - (1 - chosen["chest_ct_sensitivity"]) * (1 - chosen["pet_ct_sensitivity"])
    assert model.seen("lung", ("chest_ct", "pet_ct"), chosen) == pytest.approx(joint)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: model.after_test(1.2, 0.9, 0.9), "the chance before the test lies between 0 and"),
        (lambda: settings(luck=1), "'luck' is no parameter of the case"),
        (lambda: settings(leave=5), "patients who stop coming .* is a share between 0 and 1"),
        (lambda: settings(silent_brain=0.5), "is one month or more, not 0.5"),
        (lambda: settings(wei_brain_seen=float("nan")), "is one month or more, not nan"),
        (lambda: settings(chest_ct_dose=-5), "is 0 mSv or more, not -5"),
        (lambda: settings(spread_10y=0.1), "cannot be rarer than one by five years"),
        (lambda: Plan("x", ("x_ray",)), "'x_ray' is no scan; it is one of ultrasound"),
        (lambda: Plan("x", ("head_ct",), ("head_ct",)), "Head CT is on the plan twice"),
        (lambda: Plan("x", (), ("chest_ct",)), "only scans of the head can wait"),
        (lambda: model.expected(PLANS["chest CT"], lung_share=0.0), "nobody has a lung metastasis"),
        (lambda: follow(PLANS["chest CT"], 0), "at least one patient must be followed"),
    ],
)
def test_bad_input_gets_one_line(call, line):
    with pytest.raises(ValueError, match=line) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_every_number_has_a_source_or_says_that_it_is_illustrative():
    table = parameters.parameters()
    sourced = table["kind"].isin(["target", "derived"])
    assert table.loc[sourced, "study_id"].notna().all()
    assert table.loc[~sourced, "study_id"].isna().all()
    within = table.dropna(subset=["low", "high"])
    assert within["value"].between(within["low"], within["high"]).all()
    assert {part for scan in SCANS.values() for part in scan.sees} == set(PARTS)
