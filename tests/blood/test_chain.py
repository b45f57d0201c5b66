"""The chain: what must hold for every setting, the hand-check, and a simulation that agrees."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.blood import model

CHANCE = st.floats(0.02, 0.98)
SHARE = st.floats(0, 0.9)
SEX = st.sampled_from(["male", "female"])
ANY = st.fixed_dictionaries(
    {
        "arrest": CHANCE,
        "sex": SEX,
        "lung_arrest": st.none() | CHANCE,
        "hepatic_vein_share": st.floats(0, 1),
        "collateral_share": SHARE,
        "shunt_share": SHARE,
        "batson_share": SHARE,
        "adrenal_share": SHARE,
        "death": SHARE,
    }
)
SYSTEMIC = ["brain", "kidney", "bone", "adrenal_gland", "heart", "pancreas", "stomach"]


def outside(shares):
    """Shares among the organs outside the liver."""
    rest = shares.drop("liver")
    return rest / rest.sum()


@given(ANY)
def test_shares_sum_to_one(knobs):
    shares = model.arrest_shares(**knobs)
    assert shares.sum() == pytest.approx(1, abs=1e-9)
    assert (shares >= 0).all()


@given(CHANCE, st.floats(0, 1), SHARE, SEX)
def test_hand_check_is_exact(arrest, release, collateral, sex):
    """lung : organ = 1 : (1 - p) f, whatever the release side and the collaterals."""
    shares = model.arrest_shares(
        arrest, sex=sex, hepatic_vein_share=release, collateral_share=collateral
    )
    expected = 1 / ((1 - arrest) * model.flow_shares(sex)[SYSTEMIC])
    np.testing.assert_allclose(shares["lung"] / shares[SYSTEMIC], expected, rtol=1e-9)


def test_hand_check_of_the_lesson():
    shares = model.arrest_shares(0.5)
    assert shares["lung"] / shares["brain"] == pytest.approx(1 / (0.5 * 0.12), rel=1e-9)


@given(st.floats(0, 1), SEX)
def test_without_arrest_the_flows_decide(release, sex):
    shares = model.arrest_shares(1e-6, sex=sex, hepatic_vein_share=release)
    flows = model.flow_shares(sex)
    np.testing.assert_allclose(
        shares[SYSTEMIC] / shares["brain"], flows[SYSTEMIC] / flows["brain"], rtol=1e-5
    )
    assert shares["lung"] / shares["brain"] == pytest.approx(1 / flows["brain"], rel=1e-5)


def test_full_arrest_leaves_the_lung_alone():
    shares = model.arrest_shares(1.0, hepatic_vein_share=1.0)
    assert shares["lung"] == pytest.approx(1)
    assert shares.drop("lung").abs().max() < 1e-12


@given(CHANCE, st.floats(0, 1), st.floats(0, 1), SHARE, SHARE)
def test_release_side_and_collaterals_keep_the_order_outside(arrest, first, second, one, two):
    here = model.arrest_shares(arrest, hepatic_vein_share=first, collateral_share=one)
    there = model.arrest_shares(arrest, hepatic_vein_share=second, collateral_share=two)
    np.testing.assert_allclose(outside(here), outside(there), atol=1e-9)


@given(CHANCE, SHARE)
def test_death_keeps_the_order_of_arterial_beds(arrest, death):
    alive, dying = model.arrest_shares(arrest), model.arrest_shares(arrest, death=death)
    np.testing.assert_allclose(
        alive[SYSTEMIC] / alive["brain"], dying[SYSTEMIC] / dying["brain"], rtol=1e-9
    )
    assert (model.DIED in dying) == (death > 0)


@given(CHANCE, st.floats(0.01, 0.5))
def test_a_shunt_moves_cells_from_the_lung_to_the_body(arrest, shunt):
    closed, open_ = model.arrest_shares(arrest), model.arrest_shares(arrest, shunt_share=shunt)
    assert open_["lung"] / open_["brain"] < closed["lung"] / closed["brain"]


def knobs_of(number):
    """One setting over the ranges of ANY; a share is off in a third of the settings."""
    rng = np.random.default_rng(number)
    chance, lung = rng.uniform(0.02, 0.98, 2)
    off, shares = rng.random(5) < 1 / 3, rng.uniform(0, 0.9, 5)
    names = ["collateral_share", "shunt_share", "batson_share", "adrenal_share", "death"]
    return dict(zip(names, np.where(off, 0, shares), strict=True)) | {
        "arrest": chance,
        "sex": rng.choice(["male", "female"]),
        "lung_arrest": rng.choice([None, lung]),
        "hepatic_vein_share": rng.uniform(),
    }


# Settings and seeds are fixed, and not left to Hypothesis: 40 settings are some 800 comparisons,
# and a fair simulation leaves 4 standard errors in 1 of 16,000. One run of fixed settings is red by
# chance 1 time in 20, and always or never; a search for the largest deviation would find one. (What
# Hypothesis tries depends, even with derandomize, on the constants of all modules that are loaded.)
@pytest.mark.parametrize("number", range(40))
def test_simulation_agrees_with_the_solver(number):
    """Within 4 standard errors (and one cell for rare states) for every organ."""
    cells, knobs = 200_000, knobs_of(number)
    shares = model.arrest_shares(**knobs)
    counts = model.simulate(cells, seed=number, **knobs)
    assert counts.sum() == cells
    error = np.sqrt(cells * shares * (1 - shares))
    assert ((counts - cells * shares).abs() <= 4 * error + 1).all()


def test_the_settings_of_the_simulations_cover_the_ranges():
    table = pd.DataFrame([knobs_of(number) for number in range(40)])
    assert set(table["sex"]) == {"male", "female"}
    assert 10 < table["lung_arrest"].isna().sum() < 30
    numbers = table.drop(columns=["sex", "lung_arrest"])
    assert (numbers.max() > 0.8).all()
    assert (numbers.min() < 0.1).all()


def test_many_simulations_have_no_bias():
    """Over 200 patients the mean deviation of each organ is within 4 of its standard errors."""
    knobs = {"arrest": 0.3, "shunt_share": 0.2, "adrenal_share": 0.1, "death": 0.1}
    cells, patients, shares = 20_000, 200, model.arrest_shares(**knobs)
    error = np.sqrt(cells * shares * (1 - shares))
    runs = [
        (model.simulate(cells, seed=s, **knobs) - cells * shares) / error for s in range(patients)
    ]
    assert (np.abs(np.mean(runs, axis=0)) < 4 / np.sqrt(patients)).all()
    assert np.std(runs) == pytest.approx(1, abs=0.05)


def test_single_cells_agree_with_the_solver():
    cells = 20_000
    last = model.follow_cells(cells, seed=4).groupby("cell").last()
    assert (last["fate"] == "stopped").all()
    lungs = last["site_id"].isin(["lung", "bronchial_circulation"]).mean()
    share = model.arrest_shares()["lung"]
    assert abs(lungs - share) < 4 * np.sqrt(share * (1 - share) / cells)


def test_paths_follow_the_vessels():
    from helpers.blood.chain import transitions
    from helpers.blood.circulation import arcs, checked

    net = arcs("male")
    onward, *_ = transitions(net, checked())
    paths = model.follow_cells(300, seed=1)
    assert (paths.groupby("cell")["site_id"].first() == "tumour").all()
    place = {site: i for i, site in enumerate(net.states)}
    after = paths["site_id"].shift(-1)
    same = paths["cell"].eq(paths["cell"].shift(-1))
    steps = paths[same].assign(after=after[same])
    assert all(
        onward[place[a], place[b]] > 0
        for a, b in zip(steps["site_id"], steps["after"], strict=True)
    )
    assert (paths.groupby("cell")["seconds"].diff().dropna() >= 0).all()


def test_the_same_seed_gives_the_same_cells_and_another_seed_others():
    first, again, other = (model.simulate(1000, seed=seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


@pytest.mark.parametrize(("arrest", "seconds"), [(0.8, 24), (0.5, 41), (0.1, 223)])
def test_time_in_blood(arrest, seconds):
    """24, 41 and 223 s; the order of the half-lives measured in mice, 40 to 260 s (hamza2021)."""
    assert model.transit_times(arrest=arrest).sum() == pytest.approx(seconds, abs=0.7)


def test_cells_that_die_spend_less_time():
    """What has died waits in no later bed."""
    alive, dying = model.transit_times(), model.transit_times(death=0.2)
    assert (dying <= alive).all()
    assert dying["lung"] < alive["lung"]


def test_time_of_paths_agrees_with_the_chain():
    paths = model.follow_cells(20_000, seed=3)
    last = paths.groupby("cell").last()
    times = model.transit_times()
    # a path ends on arrival in the last bed, the chain counts the stay in it too
    beds = model.transit_seconds().reindex(last["site_id"]).to_numpy()
    assert (last["seconds"] + beds).mean() == pytest.approx(times.sum(), rel=0.03)


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"arrest": 1.2}, "arrest must lie between 0 and 1, not 1.2"),
        ({"arrest": float("nan")}, "arrest must lie between 0 and 1"),
        ({"arrest": "high"}, "arrest must lie between 0 and 1"),
        ({"shunt_share": -0.1}, "shunt_share must lie between"),
        ({"lung_arrest": 2}, "lung_arrest must lie between"),
        ({"sex": "other"}, "sex must be male or female"),
        ({"arrest": 0}, "no cell would ever stop"),
    ],
)
def test_wrong_settings_get_one_line(knobs, words):
    with pytest.raises(ValueError, match=words) as problem:
        model.arrest_shares(**knobs)
    assert "\n" not in str(problem.value)


def test_wrong_names_and_numbers_of_cells_get_one_line():
    with pytest.raises(ValueError, match="no knob 'speed'"):
        model.simulate(10, speed=3)
    for cells in (0, 2.5, True):
        with pytest.raises(ValueError, match="cells must be a whole number"):
            model.simulate(cells)
    with pytest.raises(ValueError, match="circulate for hours"):
        model.simulate(10, arrest=1e-5)
    with pytest.raises(ValueError, match="100000"):
        model.follow_cells(10**6)


def test_arrest_in_the_lung_alone_is_allowed():
    assert model.arrest_shares(0, lung_arrest=0.5)["lung"] == pytest.approx(1)


def test_what_it_would_take():
    """Batson's veins would have to take 13.6 % to explain bone, the direct way 11.3 % for the
    adrenal.
    """
    fit = model.fit_soil()
    shares = model.arrest_shares()
    for knob, site, expected in (
        ("batson_share", "bone", 0.136),
        ("adrenal_share", "adrenal_gland", 0.113),
    ):
        ratio = fit["soil"][site] * shares[site] / shares["lung"]
        assert model.share_needed(knob, site, ratio) == pytest.approx(expected, abs=5e-4)
    assert model.share_needed("batson_share", "bone", 0.0) == 0
    assert np.isnan(model.share_needed("batson_share", "brain", 100))
    with pytest.raises(ValueError, match="do not stop in 'toe'"):
        model.share_needed("batson_share", "toe", 1)


def test_knobs_are_within_their_ranges_and_say_what_was_not_found():
    for knob in model.KNOBS.values():
        assert 0 <= knob.low <= knob.default <= knob.high <= 1
        assert knob.source.startswith(model.NOT_FOUND) != knob.measured
    assert [k for k in model.KNOBS if model.KNOBS[k].measured] == [
        "hepatic_vein_share",
        "collateral_share",
    ]


def test_defaults_stand_once():
    """The signature that learners see has the defaults of KNOBS."""
    import inspect

    for name, parameter in inspect.signature(model.arrest_shares).parameters.items():
        if name in model.KNOBS and name != "lung_arrest":
            assert parameter.default == model.KNOBS[name].default
