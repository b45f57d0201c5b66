"""Pictures, sentences and tables of the lymph lesson agree, and say what the data say."""

import pandas as pd
import pytest

from helpers.lymph import figures, model, rate_figures, series


def drawn(view, name):
    """The x values of the trace whose name begins so."""
    return next(trace for trace in view.figure.data if trace.name and trace.name.startswith(name)).x


def test_the_net_draws_every_arrow_of_the_table_by_its_strength():
    view = figures.drainage_net("all")
    words = {letter: name for letter, (name, _) in figures.STRENGTH.items()}
    dashes = {
        trace.name: trace.line.dash for trace in view.figure.data if trace.name in words.values()
    }
    assert dashes == {"human source": "solid", "teaching page": "dash", "inferred": "dot"}
    arrows = sum(len(drawn(view, name)) // 3 for name in words.values())
    table = view.table[["From", "To"]].drop_duplicates()
    assert arrows == len(table)
    inferred = view.table.groupby(["From", "To"])["Evidence"].agg(
        lambda rows: set(rows) == {"inferred"}
    )
    assert f"{inferred.sum()} of the {arrows} arrows are inferred" in view.sentence


@pytest.mark.parametrize("system", model.SYSTEMS)
def test_a_way_of_lymph_shows_its_own_arrows_only(system):
    view = figures.drainage_net(system)
    assert set(view.table["Way"]) == {system}
    assert set(view.table["From"]) == {"Liver"}
    for station in view.table["To"]:
        assert station in view.sentence


def test_the_instrument_shows_the_risks_of_the_model():
    view = figures.finding_risks({"node_12_hilar": False}, 80, 50, "late")
    test = {"sensitivity": 0.8, "specificity": 0.5, "stage": "late"}
    risk = 100 * model.node_risk({"node_12_hilar": False}, **test)
    assert view.table["After (%)"].tolist() == pytest.approx(risk.tolist())
    assert list(drawn(view, "after")) == pytest.approx(risk.tolist())
    assert list(drawn(view, "before")) == pytest.approx(view.table["Before (%)"].tolist())
    assert "Hilar (12) healthy" in view.sentence
    assert "falls from 18 % to 11 %" in view.sentence
    assert "Phrenic stays at 4.7 %" in view.sentence


def test_the_instrument_speaks_before_any_finding_and_with_all_of_them():
    assert "No finding yet" in figures.finding_risks({}, 80, 50, "early").sentence
    every = dict.fromkeys(model.STATIONS, True)
    assert "rises" in figures.finding_risks(every, 80, 50, "early").sentence


def test_the_sentinel_picture_sets_the_model_beside_counted_series():
    view = rate_figures.sentinel("late", 42, 100)
    table = view.table.set_index("What")
    breast = "Breast, NSABP B-32 (J Nucl Med Table)"
    missed = "With disease, but test negative (%)"
    assert table.loc[breast, missed] == pytest.approx(100 * 75 / 766)
    assert table.loc[breast, "After a negative test (%)"] == pytest.approx(3.9)
    assert table.loc["Liver, this model (illustrative)", missed] == pytest.approx(42)
    assert table.loc["Any node, in the model", "Before the test (%)"] == pytest.approx(33.3)
    assert "misses 42 % of node-positive patients" in view.sentence
    assert "A pure chain" in rate_figures.sentinel("late", 0, 100).sentence
    assert list(drawn(view, "with disease")) == pytest.approx(table[missed].dropna().tolist())


def test_every_patient_is_one_dot():
    view = rate_figures.enlarged_nodes("Any node over 1 cm, cirrhosis")
    assert [len(trace.x) for trace in view.figure.data] == view.table["Patients"].tolist()
    assert view.table["Patients"].tolist() == [2, 251, 254]
    assert "253 of 507 (50 %)" in view.sentence
    assert "2 of 253 (0.79 %)" in view.sentence


def test_the_studies_stand_beside_each_other_with_their_denominators():
    view = rate_figures.node_rates("all")
    rows = view.table.set_index("Study")
    assert rows.loc["Chen 2022", "Found"] == "56 of 1,346 (4.2 %)"
    assert rows.loc["Hasegawa 2014", "Share (%)"] == pytest.approx(100 * 112 / 14872)
    assert rows.loc["Schlageter 2016", "Found"] == "count not printed"
    assert pd.isna(rows.loc["Yoshioka 1985", "to (%)"])
    assert "at autopsy 14 % to 50 %" in view.sentence
    drawn_shares = [x for trace in view.figure.data for x in trace.x]
    assert drawn_shares == pytest.approx(rows["Share (%)"].tolist())
    assert not rows["Who was counted"].isna().any()


@pytest.mark.parametrize("group", series.GROUPS)
def test_one_group_of_studies_keeps_the_height(group):
    view = rate_figures.node_rates(group)
    assert set(view.table["Looked at"]) == {group}
    assert view.height == rate_figures.node_rates("all").height


def test_the_staging_lists_disagree_over_two_stations():
    view = rate_figures.staging_lists()
    assert "they differ over common hepatic artery nodes" in view.sentence
    assert "inferior phrenic nodes" in view.sentence.split("differ")[1]
    assert sum(len(trace.x) for trace in view.figure.data) == 3 * len(view.table)


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        (lambda: figures.drainage_net("sideways"), "'sideways' is no way of lymph"),
        (lambda: rate_figures.enlarged_nodes("all"), "'all' is no series of node sizes"),
        (lambda: rate_figures.node_rates("nobody"), "'nobody' is no group"),
    ],
)
def test_unknown_choices_get_one_line(draw, line):
    with pytest.raises(ValueError, match=line):
        draw()
