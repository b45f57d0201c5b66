"""The numbers that the lesson and its questions state are those of the model."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers import tables, theme
from helpers.blood import chain, cohorts, comparison, explorers, figures, figures_checks, model

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "02_blood.ipynb"


@pytest.fixture(scope="module")
def prose():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return " ".join(source.replace("**", "").split())


def test_where_cells_stop(prose):
    shares = model.arrest_shares()
    assert shares["liver"] + shares["lung"] == pytest.approx(0.8, abs=0.02)
    assert "the liver and the lungs together stop eight of ten cells" in prose


def test_time_in_blood(prose):
    assert f"the mean time in the blood is about {model.transit_times().sum():.0f} seconds" in prose


def test_hand_check(prose):
    f = model.flow_shares()
    assert "12 % of those 50 cells go there: 6 cells" in prose
    assert f["brain"] == pytest.approx(0.12)
    assert "1 / (0.1 × 0.12) = 83" in prose
    shares = model.arrest_shares(0.9)
    assert shares["lung"] / shares["brain"] == pytest.approx(83, abs=0.5)


def test_supplies_of_the_liver(prose):
    f = model.flow_shares()
    gut = f[["stomach", "small_intestine", "large_intestine", "pancreas", "spleen"]].sum()
    assert f"{100 * gut:.0f} % and {100 * f['liver']:.1f} % of a man's cardiac output" in prose
    assert gut / (gut + f["liver"]) == pytest.approx(0.75, abs=0.01)


def test_which_line_falls_fastest(prose):
    ends = [model.arrest_shares(model.KNOBS["arrest"].low), model.arrest_shares(0.95)]
    lung = [shares["lung"] for shares in ends]
    other = [1 - shares["lung"] - shares["liver"] for shares in ends]
    assert other[0] - other[1] > lung[0] - lung[1] > 0
    assert f"falls fastest, from {100 * other[0]:.0f} % to {100 * other[1]:.0f} %" in prose


def test_the_registry_beside_the_fitted_soil(prose):
    ratios = model.ratio_checks().set_index(["cohort_id", "site_id"])
    bone = 100 * ratios.loc[("seer_at_diagnosis", "bone"), ["flow_soil", "other_cancers"]]
    rates = tables.load("blood_cohorts").query("cohort_id == 'seer_at_diagnosis'")
    seen = rates.set_index("site_id").eval("count / total").astype(float)
    assert f"{100 * seen['bone'] / seen['lung']:.0f} patients with bone metastasis" in prose
    told = (
        f"gives {bone['flow_soil']:.0f}, the average of other cancers {bone['other_cancers']:.0f}"
    )
    assert told in prose


def test_every_number_of_the_model_stands_with_what_it_rests_on(prose):
    shown = figures.knobs()
    assert shown.html.count("<tr>") == len(model.KNOBS) + 1 == 9
    for knob in model.KNOBS.values():
        assert f"{knob.label}: {knob.source}" in shown.plain
    assert shown.html.count(model.NOT_FOUND) == 6
    assert "Eight numbers of the model can be moved, five of them by the controls above." in prose
    assert "Six of the eight say no measurement found" in prose
    names = [n for n in dir(explorers) if n.startswith(("explore", "follow"))]
    sliders = {w.description for n in names for w in getattr(explorers, n)().controls.values()}
    moved = [k for k in model.KNOBS.values() if any(s.startswith(k.label) for s in sliders)]
    assert len(moved) == 5
    assert "Mähringer-Kunz 2021" in shown.html


def test_what_side_ways_would_carry(prose):
    needed = figures_checks.shares_needed()
    assert f"carry {100 * needed['batson_share']:.0f} % of the blood of the hepatic veins" in prose
    assert f"the direct way {100 * needed['adrenal_share']:.0f} % of the cells" in prose


def test_a_collateral_alone_leaves_the_ratios_to_the_lung(prose):
    plain, round_the_liver = model.arrest_shares(), model.arrest_shares(collateral_share=0.6)
    ratios = [(shares / shares["lung"]).drop("liver") for shares in (plain, round_the_liver)]
    assert ratios[0].to_numpy() == pytest.approx(ratios[1].to_numpy())
    assert round_the_liver["liver"] < plain["liver"] / 2
    assert "all other organs keep their ratio to the lung" in prose


def test_half_a_patient_more_in_the_picture_of_the_soil(prose):
    shown = {c: model.predicted("flow", c).loc["kidney"] for c in (model.FIT, "hiroshima_2007")}
    places = [f"{r['count']:.0f} of {r['total']:.0f}" for r in shown.values()]
    at = [theme.percent(row["observed"]) for row in shown.values()]
    assert f"So {places[0]} stands at {at[0]}, and {places[1]} at {at[1]};" in prose


def test_soil_alone_and_flow_alone(prose):
    soil = 10 ** model.predicted("receptivity", model.FIT)["log10_ratio"]
    assert "some 200 times too few patients with lung metastasis" in prose
    assert 1 / soil["lung"] == pytest.approx(206, abs=10)
    flow = 10 ** model.predicted("flow", model.FIT)["log10_ratio"]
    assert flow["lung"] == pytest.approx(1, abs=0.15)
    assert flow["kidney"] == pytest.approx(9.4, abs=0.1)
    assert 1 / flow["adrenal_gland"] == pytest.approx(72, abs=1)
    assert flow["brain"] > 3


def test_equal_organs_beat_flow_in_three_of_four(prose):
    scores = model.compare_with_cohorts().query("role == 'hold_out'")
    rmse = scores.pivot(index="cohort_id", columns="model", values="rmse")
    assert (rmse["equal"] < rmse["flow"]).sum() == 3
    assert "than that of flow alone in three of the four groups" in prose


@pytest.mark.parametrize(
    ("question", "organ"), [("blood_hand_check", "brain"), ("blood_ratio", "kidney")]
)
def test_answers_of_the_number_questions(question, organ):
    shares = model.arrest_shares()
    row = tables.load("questions").set_index("question_id").loc[question]
    assert row["answer"] == pytest.approx(shares["lung"] / shares[organ], abs=0.05)


def test_rho_in_the_question_about_the_saturated_model():
    text = tables.load("questions").set_index("question_id").at["blood_saturated", "text"]
    scores = model.compare_with_cohorts().set_index(["cohort_id", "model"])
    assert f"rho {scores.at[('basel_1988_2012', 'flow_soil'), 'rho']:.2f}" in text


def test_ranks_of_berlin(prose):
    rows = tables.load("blood_cohorts").query("cohort_id == 'berlin_2000_13'")
    printed = rows.set_index("site_id")["printed_percent"].astype(float)
    sites = [site for site in cohorts.BLOOD_BORNE if site in printed]
    ranks = {
        name: comparison._rho(
            cohorts.predictions(name)[sites].to_numpy(), printed[sites].to_numpy()
        )
        for name in ("flow", "other_cancers")
    }
    assert len(sites) == 7
    assert "the ranks of seven organs" in prose
    assert f"reaches a rho of {ranks['flow']:.2f}" in prose
    assert f"the average of other cancers {ranks['other_cancers']:.2f}" in prose


def test_flow_can_be_tested_on_the_liver_and_fits_as_a_leaky_filter(prose):
    misfit = {p: misfit_with_the_liver_as_target(p) for p in (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)}
    assert sorted(misfit, key=misfit.get)[:2] in ([0.1, 0.2], [0.2, 0.1])
    assert misfit[0.2] < misfit[0] < misfit[0.3] < 1.05 * misfit[0] < misfit[0.4] < misfit[0.5]
    assert "best with *p* of 10 to 20 %, no help at 30 % and worse than no flow from 40 %" in prose


def misfit_with_the_liver_as_target(arrest):
    """Weighted mean square of log colonies that primary, organ and flow leave; 0 is no flow."""
    table = tables.load("blood_autopsies").astype({"primary": str, "site_id": str})
    own = table["note"].fillna("").str.contains("same organ")
    kept = ~own & (table["total"] >= cohorts.LEAST_AUTOPSIES)
    kept &= table["site_id"].isin([*cohorts.BLOOD_BORNE, "liver"])
    table = table[kept & ~table["primary"].isin(["liver", "unknown primary"])]
    assert table["primary"].nunique() == 20
    count = table["count"].to_numpy(dtype=float) + 0.5
    seen = np.log(-np.log1p(-count / (table["total"].to_numpy(dtype=float) + 1)))
    if arrest:
        ways = {way: stopped_after(way, arrest) for way in ("portal_vein", "right_heart")}
        portal = table["primary"].isin(["colon", "rectum", "stomach", "pancreas"])
        entry = np.where(portal, "portal_vein", "right_heart")
        pairs = zip(entry, table["site_id"], strict=True)
        seen -= np.log([ways[way][site] for way, site in pairs])
    columns = [pd.get_dummies(table[name], dtype=float) for name in ("primary", "site_id")]
    design, root = np.hstack([columns[0], columns[1].iloc[:, 1:]]), np.sqrt(count)
    effects, *_ = np.linalg.lstsq(design * root[:, None], seen * root, rcond=None)
    return (count * (seen - design @ effects) ** 2).sum() / count.sum()


def stopped_after(vessel, arrest):
    net, values = chain._chain(arrest=arrest)
    onward, stopping, _ = chain.transitions(net, values)
    start = np.array([float(state == vessel) for state in net.states])
    visits = np.linalg.solve((np.eye(len(start)) - onward).T, start)
    return dict(zip(net.states, visits * stopping, strict=True))
