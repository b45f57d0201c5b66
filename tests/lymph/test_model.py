"""The lymph model against exact enumeration, simulation, the library's own risk and hand-checks."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lymph import model

TOYS = {  # three sizes of the same toy anatomy: spreads per step
    "chain of two": {("tumour", "a"): 0.2, ("a", "b"): 0.3},
    "chain and a way round": {("tumour", "a"): 0.1, ("a", "b"): 0.4, ("tumour", "c"): 0.05},
    "net of four": {
        ("tumour", "a"): 0.1,
        ("tumour", "c"): 0.05,
        ("a", "b"): 0.4,
        ("c", "d"): 0.3,
        ("b", "d"): 0.2,
    },
}
SHARES = st.floats(0.01, 0.99)
STATIONS = list(model.STATIONS)
FINDINGS = st.dictionaries(st.sampled_from(STATIONS), st.sampled_from([True, False, None]))
STAGES = st.sampled_from(model.STAGES)


def enumerated(spreads: dict, names: list[str], steps: int) -> dict[tuple[int, ...], float]:
    """Chance of each state after the steps, summed over every pair of states."""
    now = {(0,) * len(names): 1.0}
    for _ in range(steps):
        after: dict[tuple[int, ...], float] = {}
        for state, chance in now.items():
            for new in product((0, 1), repeat=len(names)):
                step = chance * step_chance(spreads, names, state, new)
                after[new] = after.get(new, 0) + step
        now = after
    return now


def step_chance(spreads: dict, names: list[str], state: tuple, new: tuple) -> float:
    chance = 1.0
    for place, name in enumerate(names):
        involved = [a == "tumour" or state[names.index(a)] for a, b in spreads if b == name]
        rates = [rate for (_, b), rate in spreads.items() if b == name]
        stays = np.prod([1 - rate if on else 1 for rate, on in zip(rates, involved, strict=True)])
        if state[place]:
            chance *= new[place]
        else:
            chance *= 1 - stays if new[place] else stays
    return float(chance)


@pytest.mark.parametrize("toy", TOYS)
def test_evolution_and_bayes_agree_with_enumeration(toy):
    spreads = TOYS[toy]
    names, states, chances = model.evolution(spreads, 4)
    exact = enumerated(spreads, names, 4)
    assert chances[4] == pytest.approx([exact[tuple(state)] for state in states])
    findings = [None, *([True] * (len(names) - 1))]
    weights = {}
    for state, chance in exact.items():
        for involved, found in zip(state, findings, strict=True):
            if found is not None:
                chance *= 0.8 if involved else 0.1
        weights[state] = chance
    whole = sum(weights.values())
    expected = [sum(w for s, w in weights.items() if s[n]) / whole for n in range(len(names))]
    assert model.posterior(states, chances[4], findings, 0.8, 0.9) == pytest.approx(expected)


def test_simulated_patients_agree_with_the_model():
    spreads, rng, patients = model.fit().spreads, np.random.default_rng(3), 20_000
    involved = {name: np.zeros(patients, bool) for name in model.STATIONS}
    involved[model.TUMOUR] = np.ones(patients, bool)
    for _ in range(10):
        before = {name: state.copy() for name, state in involved.items()}
        for (start, end), rate in spreads.items():
            involved[end] |= before[start] & (rng.random(patients) < rate)
    expected = model.involvement_over_time().loc[10]
    for name, share in expected.items():
        error = np.sqrt(share * (1 - share) / patients)
        assert involved[name].mean() == pytest.approx(share, abs=4 * error), name


def test_our_bayes_agrees_with_the_risk_of_the_library():
    from lymph.models import Unilateral

    library = Unilateral.binary(
        graph_dict={("tumor", "T"): ["a"], ("lnl", "a"): ["b"], ("lnl", "b"): []}
    )
    library.set_params(spread=0.3)
    library.set_modality("test", spec=0.7, sens=0.9)
    library.set_distribution("late", [0] * 10 + [1])
    risk = library.risk({"b": True}, given_diagnosis={"test": {"a": False}}, t_stage="late")
    names, states, chances = model.evolution({("tumour", "a"): 0.3, ("a", "b"): 0.3}, 10)
    ours = model.posterior(states, chances[10], [False, None], 0.9, 0.7)
    assert ours[names.index("b")] == pytest.approx(risk)


def test_fit_meets_its_targets_and_says_what_it_is_not():
    fitted = model.fit()
    assert fitted.table["target"].tolist() == pytest.approx([0.042, 0.333, 0.42])
    assert fitted.table["model"].tolist() == pytest.approx(fitted.table["target"].tolist())
    assert "three different populations" in fitted.note
    assert "Edges between stations are not identified" in fitted.note
    for onward in (0.05, 0.5):
        other = model.fit(onward=onward)
        assert other.table["model"].tolist() == pytest.approx(fitted.table["target"].tolist())


def test_fit_by_hand():
    """Late: the hilar station clear in 1 - 0.333 * 0.58 = 0.807; (0.807 ** 0.1 = 0.979)."""
    spared = 1 - (1 - (1 - 0.333 * 0.58) ** 0.1) / 0.9
    fitted = model.fit()
    assert fitted.spreads["tumour", "node_12_hilar"] == pytest.approx(1 - spared)
    assert fitted.spreads["tumour", "node_12_hilar"] == pytest.approx(0.0236, abs=5e-5)
    assert fitted.early_chance == pytest.approx(0.097, abs=5e-4)


@settings(deadline=None, max_examples=20)
@given(early=SHARES, late=SHARES, skip=st.floats(0, 0.95), onward=SHARES)
def test_fit_meets_any_targets_that_can_be_met(early, late, skip, onward):
    early, late = sorted((early * 0.9, late * 0.9))
    fitted = model.fit(any_early=early, any_late=late, skip=skip, onward=onward)
    assert all(0 <= rate <= 1 for rate in fitted.spreads.values())
    assert fitted.table["model"].tolist() == pytest.approx([early, late, skip], abs=1e-9)


@pytest.mark.parametrize(
    ("targets", "line"),
    [
        ({"any_early": 0.5}, "node shares must rise from early to late disease and stay below 1"),
        ({"skip": 1.2}, "skip must lie between 0 and 1, not 1.2"),
        ({"any_late": 1.0}, "node shares must rise from early to late disease and stay below 1"),
    ],
)
def test_fit_refuses_what_cannot_be(targets, line):
    with pytest.raises(ValueError, match=line):
        model.fit(**targets)


def test_a_perfect_test_makes_a_finding_certain():
    found = {"node_12_hilar": True, "node_mediastinal": False}
    risk = model.node_risk(found, sensitivity=1, specificity=1, stage="late")
    assert risk["node_12_hilar"] == pytest.approx(1)
    assert risk["node_mediastinal"] == 0


@settings(deadline=None, max_examples=40)
@given(findings=FINDINGS, share=SHARES, stage=STAGES)
def test_a_useless_test_changes_nothing(findings, share, stage):
    risk = model.node_risk(findings, sensitivity=share, specificity=1 - share, stage=stage)
    before = model.node_risk({}, sensitivity=1, specificity=1, stage=stage)
    assert risk.to_numpy() == pytest.approx(before.to_numpy())


@settings(deadline=None, max_examples=40)
@given(findings=FINDINGS, sensitivity=SHARES, specificity=SHARES, stage=STAGES)
def test_risks_are_chances_and_order_does_not_matter(findings, sensitivity, specificity, stage):
    test = {"sensitivity": sensitivity, "specificity": specificity, "stage": stage}
    one = model.node_risk_spread(findings, **test)
    other = model.node_risk_spread(dict(reversed(findings.items())), **test)
    pd.testing.assert_frame_equal(one, other)
    assert one.to_numpy().min() >= 0
    assert one.to_numpy().max() <= 1
    assert (one["low"] <= one["high"]).all()


@settings(deadline=None, max_examples=40)
@given(station=st.sampled_from(STATIONS), stage=STAGES, test=st.floats(0.55, 1))
def test_a_positive_finding_raises_and_a_negative_one_lowers_every_risk(station, stage, test):
    given_ = {"sensitivity": test, "specificity": test, "stage": stage}
    before = model.node_risk({}, **given_)
    assert (model.node_risk({station: True}, **given_) >= before - 1e-12).all()
    assert (model.node_risk({station: False}, **given_) <= before + 1e-12).all()


def test_late_disease_is_riskier_than_early():
    test = {"sensitivity": 0.8, "specificity": 0.9}
    early = model.node_risk({}, **test, stage="early")
    assert (model.node_risk({}, **test, stage="late") > early).all()


def test_a_clean_sentinel_clears_a_pure_chain_to_the_printed_value():
    tested = model.sentinel(stage="late", skip=0, sensitivity=0.8)
    way_on = tested.risks.loc[
        ["node_9_coeliac", "node_16_para_aortic", "node_left_supraclavicular"]
    ]
    assert (way_on["after"] < way_on["before"]).all()
    assert way_on.loc["node_9_coeliac"].tolist() == pytest.approx([0.225, 0.061], abs=0.001)
    assert tested.any_after == pytest.approx(0.333 * 0.2 / (0.333 * 0.2 + 0.667))
    assert tested.missed == pytest.approx(0.2)
    perfect = model.sentinel(stage="late", skip=0, sensitivity=1)
    assert perfect.risks["after"].max() == 0


def test_a_clean_hilar_node_does_not_clear_the_chest():
    perfect = {"sensitivity": 1, "specificity": 1, "stage": "late"}
    before = model.node_risk({}, **perfect)
    after = model.node_risk({"node_12_hilar": False}, **perfect)
    assert after["node_8_common_hepatic"] == 0  # reached through the hilar station only
    assert after["node_mediastinal"] == pytest.approx(before["node_mediastinal"], rel=0.01)
    tested = model.sentinel(stage="late", skip=0.42, sensitivity=1)
    assert tested.missed == pytest.approx(0.42)
    assert tested.risks.loc["node_mediastinal", "after"] > 0.1


@pytest.mark.parametrize(
    ("findings", "test", "line"),
    [
        ({"hilum": True}, {}, "'hilum' is no station of this model; it has node_12_hilar"),
        ({"node_12_hilar": "yes"}, {}, "a finding is True, False or None, not 'yes'"),
        (
            {"node_caval": True, "node_16_para_aortic": False},
            {},
            "node_16_para_aortic contradicts another finding: both count as node_16_para_aortic",
        ),
        ({}, {"sensitivity": 1.5}, "sensitivity must lie between 0 and 1, not 1.5"),
        ({}, {"specificity": -0.1}, "specificity must lie between 0 and 1, not -0.1"),
        ({}, {"stage": "middle"}, "stage is 'early' or 'late', not 'middle'"),
        (
            {"node_12_hilar": False, "node_8_common_hepatic": True},
            {"sensitivity": 1, "specificity": 1},
            "these findings cannot occur together",
        ),
    ],
)
def test_bad_input_gets_one_line(findings, test, line):
    given_ = {"sensitivity": 0.8, "specificity": 0.9, "stage": "late", **test}
    with pytest.raises(ValueError, match=line) as problem:
        model.node_risk(findings, **given_)
    assert "\n" not in str(problem.value)


def test_a_merged_station_answers_for_its_members():
    test = {"sensitivity": 0.8, "specificity": 0.9, "stage": "late"}
    whole = model.node_risk({"node_16_para_aortic": True}, **test)
    assert model.node_risk({"node_caval": True}, **test).to_dict() == whole.to_dict()


def test_the_graph_is_the_contracted_table():
    edges = {(a, b): d["strength"] for a, b, d in model.drainage().edges(data=True)}
    assert {a for a, _ in edges if a == "tumour"}
    assert edges["node_12_hilar", "node_9_coeliac"] == "A"
    assert edges["node_12_hilar", "node_8_common_hepatic"] == "I"
    assert edges["node_16_para_aortic", "node_left_supraclavicular"] == "B"  # along the duct
    assert ("tumour", "node_left_supraclavicular") not in edges  # no node on the way: left out
    assert len(edges) == 15


def test_a_new_row_of_the_table_changes_the_graph(monkeypatch):
    from helpers.lymph import drainage

    table = drainage.tables.load("lymph_edges")
    row = table[table["edge_id"] == "E05"].assign(
        edge_id="E99", from_site="node_juxtaphrenic", to_site="node_16_para_aortic"
    )
    monkeypatch.setattr(drainage.tables, "load", lambda name: pd.concat([table, row]))
    monkeypatch.setattr(drainage, "vessels", drainage.vessels.__wrapped__)
    assert drainage.drainage.__wrapped__().has_edge("node_juxtaphrenic", "node_16_para_aortic")
