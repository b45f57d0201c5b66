"""The fluid model against hand-checks, anatomy, a simulation and another library."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables
from helpers.seeding import model

STATES = st.fixed_dictionaries(
    {
        "release": st.sampled_from(list(model.RELEASES)),
        "posture": st.sampled_from(model.POSTURES),
        "ascites": st.sampled_from(model.ASCITES),
    }
)


def chain(posture, ascites):
    """The chain built again from the tables, path by path: {space: {next: chance}}."""
    number = tables.load("seeding_parameters").set_index("parameter")["value"]
    out = {}
    for row in tables.load("seeding_weights").itertuples():
        strength = number[getattr(row, posture)]
        if row.driver != "settling":
            strength *= number[f"fluid_{ascites}"]
        out.setdefault(row.from_site, {})[row.to_site] = strength
    return {s: {t: w / sum(ways.values()) for t, w in ways.items()} for s, ways in out.items()}


def starts(release):
    rows = tables.load("seeding_releases").query("release == @release")
    return dict(zip(rows["site_id"], rows["share_percent"] / 100, strict=True))


# --- what must always hold ---


@given(STATES)
def test_every_cell_ends_somewhere(state):
    shares = model.landing_shares(**state)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    assert shares.index.is_unique
    assert set(shares.index) <= set(tables.load("sites")["site_id"])


@given(STATES)
def test_what_flows_into_a_space_flows_out_or_settles(state):
    shares, flows = model.landing_shares(**state), model.flows(**state)
    into = flows.groupby("to_site")["passages"].sum().reindex(shares.index, fill_value=0)
    out = flows.groupby("from_site")["passages"].sum().reindex(shares.index, fill_value=0)
    begun = pd.Series(starts(state["release"])).reindex(shares.index, fill_value=0)
    assert (begun + into - out).to_numpy() == pytest.approx(shares.to_numpy())


@given(STATES, st.floats(1, 10))
def test_the_spread_surrounds_the_share(state, uncertainty):
    spread = model.landing_spread(**state, uncertainty=uncertainty)
    assert (spread["low"] <= spread["high"]).all()
    assert spread["first"].sum() == pytest.approx(1)
    assert spread["share"].equals(model.landing_shares(**state))


# --- what the anatomy says ---


@pytest.mark.parametrize("release", ["right_surface", "rupture", "surgery"])
@pytest.mark.parametrize(
    ("posture", "first"), [("upright", "pouch_of_douglas"), ("supine", "hepatorenal_pouch")]
)
def test_the_lowest_place_gathers_most(release, posture, first):
    for ascites in ("moderate", "large"):
        shares = model.landing_shares(release, posture=posture, ascites=ascites)
        assert shares.idxmax() == first


@pytest.mark.parametrize("posture", model.POSTURES)
def test_the_phrenicocolic_ligament_shields_the_left(posture):
    """From the pelvis next to nothing passes on the left; the right gets many times more."""
    shares = model.landing_shares("pelvis", posture=posture, ascites="large")
    assert shares["left_subphrenic_space"] < 0.002
    flows = model.flows("pelvis", posture=posture, ascites="large").set_index(
        ["from_site", "to_site"]
    )["passages"]
    left = flows["left_paracolic_gutter", "left_subphrenic_space"]
    right = flows["right_paracolic_gutter", "hepatorenal_pouch"]
    assert right > 20 * left


def test_the_right_subphrenic_space_is_reached_through_the_right_gutter(monkeypatch):
    before = model.landing_shares("pelvis", posture="supine", ascites="large")
    assert before["right_subphrenic_space"] > 0.005
    weights = model._weights()
    up = (weights["from_site"] == "right_paracolic_gutter") & (weights["driver"] == "breathing")
    assert up.sum() == 1
    monkeypatch.setattr(model, "_weights", lambda: weights[~up].reset_index(drop=True))
    after = model.landing_shares("pelvis", posture="supine", ascites="large")
    assert after["right_subphrenic_space"] == 0


@pytest.mark.parametrize("posture", model.POSTURES)
@pytest.mark.parametrize("release", ["right_surface", "left_surface", "surgery"])
def test_more_fluid_carries_cells_further(release, posture):
    begun = list(starts(release))
    near = [
        model.landing_shares(release, posture=posture, ascites=ascites)[begun].sum()
        for ascites in model.ASCITES
    ]
    assert near[0] > near[1] > near[2]


def test_no_path_leads_to_the_ovary():
    """The one path drawn there is inferred, and the best described case was blood-borne."""
    assert "ovary" not in model.landing_shares("pelvis").index


# --- hand-check, simulation, another library ---


def test_a_hand_check_on_the_omentum():
    """20 of 100 cells begin there: settling 1, two weak ways out of 0.25 each: 20 x 1 / 1.5."""
    assert model.landing_shares("right_surface")["greater_omentum"] == pytest.approx(0.2 / 1.5)


def test_cells_followed_one_by_one_agree():
    ways, begun = chain("supine", "large"), starts("rupture")
    random, cells = np.random.default_rng(4), 4000
    ends = dict.fromkeys([*ways, model.LYMPH], 0)
    for place in random.choice(list(begun), cells, p=list(begun.values())):
        here, before = str(place), None
        while here != before and here in ways:
            before, here = here, str(random.choice(list(ways[here]), p=list(ways[here].values())))
        ends[here] += 1
    shares = model.landing_shares("rupture", posture="supine", ascites="large")
    counted = pd.Series(ends)[shares.index] / cells
    error = np.sqrt(shares * (1 - shares) / cells)
    assert ((counted - shares).abs() <= 4 * error + 1e-9).all()


def test_another_library_agrees():
    from pydtmc import MarkovChain

    ways = chain("upright", "moderate")
    names = [*ways, *(f"settled:{space}" for space in ways), model.LYMPH]
    matrix = pd.DataFrame(0.0, index=names, columns=names)
    for space, onward in ways.items():
        for target, chance in onward.items():
            matrix.loc[space, f"settled:{target}" if target == space else target] = chance
    for end in names[len(ways) :]:
        matrix.loc[end, end] = 1
    other = MarkovChain(matrix.to_numpy(), names).absorption_probabilities()
    for release in model.RELEASES:
        begun = pd.Series(starts(release)).reindex(list(ways), fill_value=0)
        expected = pd.Series(other @ begun.to_numpy(), index=[*ways, model.LYMPH])
        shares = model.landing_shares(release)
        assert shares.to_numpy() == pytest.approx(expected[shares.index].to_numpy())


def test_without_uncertainty_nothing_spreads():
    spread = model.landing_spread("rupture", uncertainty=1)
    assert spread["low"].to_numpy() == pytest.approx(spread["share"].to_numpy())
    assert spread.loc["pouch_of_douglas", "first"] == 1


# --- the tables behind it ---


def test_a_path_of_the_model_is_the_sourced_path_it_names():
    edges = tables.load("seeding_edges").set_index("edge_id")
    rows = tables.load("seeding_weights").dropna(subset="edge_id")
    for row in rows.itertuples():
        edge = edges.loc[row.edge_id]
        assert row.to_site == edge["to_site"]
        # D02 names the liver's capsule, which the right subphrenic space bathes
        assert row.from_site == edge["from_site"] or row.edge_id == "D02"


def test_the_shares_of_a_release_add_up():
    rows = tables.load("seeding_releases")
    assert (rows.groupby("release")["share_percent"].sum() == 100).all()


# --- the needle tract ---


def test_the_yearly_rate_meets_the_pooled_risk():
    """3 years at 0.9 % a year are the 2.7 % (1.8 to 4.0) that the same analysis pooled."""
    risk = model.needle_tract_risk(model.followed_years()).iloc[0]
    assert risk["risk"] == pytest.approx(0.027, abs=0.0005)
    assert (risk["low"], risk["high"]) == pytest.approx((0.018, 0.040), abs=0.002)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=5))
def test_the_risk_grows_with_time(years):
    risks = model.needle_tract_risk(sorted(years))
    assert len(risks) == len(years)
    assert risks["risk"].is_monotonic_increasing
    assert ((risks["low"] <= risks["risk"]) & (risks["risk"] <= risks["high"])).all()
    assert risks[["risk", "low", "high"]].to_numpy().min() >= 0
    assert risks[["risk", "low", "high"]].to_numpy().max() < 1


def test_beyond_the_studies_is_said():
    assert model.needle_tract_risk([1, 3, 5])["observed"].tolist() == [True, True, False]


# --- what is not known is one clear line ---


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: model.landing_shares("spleen"), "release must be one of right_surface, left_surf"),
        (lambda: model.landing_shares("rupture", posture="lying"), "posture must be one of up"),
        (lambda: model.landing_shares("rupture", ascites=2), "ascites must be one of none"),
        (lambda: model.flows(None), "release must be one of"),
        (lambda: model.landing_spread("rupture", uncertainty=0.5), "uncertainty must lie between"),
        (lambda: model.landing_spread("rupture", uncertainty=float("nan")), "uncertainty must lie"),
        (lambda: model.needle_tract_risk(-1), "years must lie between 0 and 10, not at -1"),
        (lambda: model.needle_tract_risk([1, 11]), "years must lie between 0 and 10, not at 11"),
        (lambda: model.needle_tract_risk(float("nan")), "years must lie between 0 and 10"),
        (lambda: model.needle_tract_risk("soon"), "years must be numbers, not 'soon'"),
        (lambda: model.needle_tract_risk([]), "give at least one year"),
        (lambda: model.needle_tract_risk([[1, 2]]), "give at least one year"),
    ],
)
def test_bad_input_is_one_clear_line(call, line):
    with pytest.raises(ValueError, match=line) as problem:
        call()
    assert "\n" not in str(problem.value)
