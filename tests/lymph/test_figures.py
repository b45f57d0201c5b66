"""Pictures, sentences and tables of the lymph lesson agree, and say what the data say."""

from itertools import pairwise

import pandas as pd
import pytest

from helpers import theme
from helpers.lymph import figures, model, rate_figures, series


def drawn(view, name):
    """The x values of the trace whose name begins so."""
    return next(trace for trace in view.figure.data if trace.name and trace.name.startswith(name)).x


def test_the_net_draws_every_arrow_of_the_table_by_its_strength():
    view = figures.drainage_net("all")
    words = {letter: name for letter, (name, *_) in figures.STRENGTH.items()}
    lines = {trace.name: trace.line for trace in view.figure.data if trace.name in words.values()}
    dashes = {name: line.dash for name, line in lines.items()}
    assert dashes == {"human source": "solid", "teaching page": "solid", "inferred by us": "dash"}
    assert lines["human source"].width > 2 * lines["teaching page"].width
    arrows = sum(len(drawn(view, name)) // 3 for name in words.values())
    table = view.table[["From", "To"]].drop_duplicates()
    assert arrows == len(table)
    inferred = view.table.groupby(["From", "To"])["Evidence"].agg(
        lambda rows: set(rows) == {"inferred by us"}
    )
    assert f"{inferred.sum()} of the {arrows} arrows are inferred" in view.sentence


def test_names_at_one_height_do_not_meet_on_a_narrow_page():
    unit, letter = 41, 7.5  # px of one step to the right on a page of 640, and of a letter
    below = [name for name, (*_, side) in figures.PLACES.items() if side == "bottom center"]
    spans = {}
    for name in below:
        x, y, _ = figures.PLACES[name]
        half = max(map(len, figures.broken(figures.DRAWN[name]).split("<br>"))) * letter / unit / 2
        spans.setdefault(y, []).append((x - half, x + half))
    for one in spans.values():
        for (_, end), (start, _) in pairwise(sorted(one)):
            assert end < start


@pytest.mark.parametrize("system", model.SYSTEMS)
def test_a_way_of_lymph_shows_its_own_arrows_only(system):
    view = figures.drainage_net(system)
    assert set(view.table["Way"]) == {system}
    assert set(view.table["From"]) == {"Liver"}
    for station in view.table["To"]:
        assert station in view.sentence


def test_the_stations_over_time_are_the_models():
    every = model.involvement_over_time()
    view, now = figures.stations_over_time(4), every.loc[4]
    assert view.table["Chance of disease (%)"].tolist() == pytest.approx((100 * now).tolist())
    most, least = theme.percent(now.max()), theme.percent(now.min())
    assert view.sentence == (
        f"After 4 of 10 steps the chance of disease is highest in Hilar (12), {most}, "
        f"and lowest in Left supraclavicular, {least}."
    )
    assert f"(station 12): {most}<" in view.svg
    assert f">{theme.percent(every.to_numpy().max())}<" in view.svg  # the scale reaches the highest
    assert (
        figures.stations_over_time(0).sentence == "Before the first step every station is healthy."
    )


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
    before = figures.finding_risks({}, 80, 50, "late").sentence
    assert before == (
        "No finding yet: in late disease Hilar (12) is the likeliest to be involved, 19 %."
    )
    every = dict.fromkeys(model.STATIONS, True)
    view = figures.finding_risks(every, 80, 50, "early")
    assert "test says 8 involved: " in view.sentence
    assert "rises" in view.sentence


def test_many_findings_are_counted_so_that_the_sentence_stays_short():
    found = dict.fromkeys(list(model.STATIONS)[:5], True) | {"node_mediastinal": False}
    sentence = figures.finding_risks(found, 80, 50, "late").sentence
    assert sentence.startswith("Late disease, test says 5 involved and 1 healthy: ")
    two = figures.finding_risks(dict(list(found.items())[:2]), 80, 50, "late").sentence
    assert "test says Hilar (12) involved, Hepatic artery (8) involved: " in two


@pytest.mark.parametrize(("sensitivity", "specificity"), [(50, 100), (100, 50), (80, 50)])
def test_the_words_beside_a_bar_have_room(sensitivity, specificity):
    every = dict.fromkeys(model.STATIONS, True)
    words = figures.finding_risks(every, sensitivity, specificity, "late").figure.data[-1]
    for x, side, text in zip(words.x, words.textposition, words.text, strict=True):
        assert text.endswith("· involved")
        room = x if side == "middle left" else figures.WIDTH - x
        assert room > 50  # of the axis: on a page at 200 % zoom the words need about that
        assert "(100–100)" not in text


def test_a_mark_at_zero_is_drawn_whole():
    found = figures.finding_risks({"node_12_hilar": False}, 100, 100, "late").figure
    mark = next(trace for trace in found.data if trace.name == "after the test")
    assert min(mark.x) == 0
    assert mark.cliponaxis is False


def test_what_the_model_gives_is_called_illustrative_where_it_shows():
    risks, time = figures.finding_risks({}, 80, 50, "late"), figures.stations_over_time(3)
    assert "illustrative" in risks.figure.layout.xaxis.title.text
    assert "illustrative" in time.svg
    assert "illustrative" in rate_figures.sentinel("late", 42, 100).figure.data[2].y[0]
    for view in (risks, time):
        assert set(view.table["Kind"]) == {"illustrative"}


def test_the_sentinel_picture_sets_the_model_beside_counted_series():
    view = rate_figures.sentinel("late", 42, 100)
    table = view.table.set_index("What")
    breast = "Breast, NSABP B-32 (J Nucl Med Table)"
    missed = "Of the diseased: tested negative (%)"
    assert table.loc[breast, missed] == pytest.approx(100 * 75 / 766)
    assert table.loc[breast, "After a negative test (%)"] == pytest.approx(3.9)
    assert table.loc["Liver, model (illustrative) (teaching fit)", missed] == pytest.approx(42)
    assert table.loc["Any node, in the model", "Before the test (%)"] == pytest.approx(33.3)
    assert "misses 42 % of node-positive patients" in view.sentence
    assert "A pure chain" in rate_figures.sentinel("late", 0, 100).sentence
    assert list(drawn(view, "of the diseased")) == pytest.approx(table[missed].dropna().tolist())


@pytest.mark.parametrize("stage", model.STAGES)
@pytest.mark.parametrize(("skip", "sensitivity"), [(0, 100), (42, 50), (60, 50)])
def test_no_mark_of_the_sentinel_tests_leaves_the_axis(stage, skip, sensitivity):
    figure = rate_figures.sentinel(stage, skip, sensitivity).figure
    for trace in figure.data:
        axis = figure.layout.xaxis2 if trace.xaxis == "x2" else figure.layout.xaxis
        assert max(trace.x) < axis.range[1], trace.name


def test_every_patient_is_one_dot():
    view = rate_figures.enlarged_nodes("Any node over 1 cm, cirrhosis")
    assert [len(trace.x) for trace in view.figure.data] == view.table["Patients"].tolist()
    assert view.table["Patients"].tolist() == [2, 251, 254]
    assert view.sentence == (
        "Dodd 1997: 253 of 507 (50 %) patients had an enlarged node, and 2 of 253 (0.79 %) of "
        "these were malignant."
    )


def test_a_presumed_metastasis_is_not_called_malignant():
    view = rate_figures.enlarged_nodes("Cardiophrenic node over 8 mm, HCC")
    assert "2 of 71 (2.8 %) of these were presumed malignant, if both" in view.sentence
    assert view.table["Node"].tolist()[0] == "enlarged, presumed malignant"
    assert not any("benign" in trace.name for trace in view.figure.data)


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
    assert not rows[["Who was counted", "Which nodes"]].isna().any(axis=None)
    assert rows.loc["Sarma 2021", "Which nodes"] != rows.loc["Uka 2007", "Which nodes"]


@pytest.mark.parametrize("group", series.GROUPS)
def test_one_group_of_studies_keeps_the_height(group):
    view = rate_figures.node_rates(group)
    assert set(view.table["Looked at"]) == {group}
    assert view.height == rate_figures.node_rates("all").height


def test_the_staging_lists_disagree_over_two_stations():
    view = rate_figures.staging_lists()
    assert "hilar (12) and caval nodes regional" in view.sentence
    assert "differ over common hepatic artery (8) and inferior phrenic nodes" in view.sentence
    assert len(set(view.table["Station"])) == len(view.table)
    rows = view.table.set_index("Station")
    hepatic = rows.loc["common hepatic artery (8)"].to_dict()
    assert hepatic == {"AJCC 7": "regional", "UICC": "not named in that list"} | {
        "SEER 2018": "regional"  # both name "hepatic artery"
    }
    assert sum(len(trace.x) for trace in view.figure.data) == 3 * len(view.table)


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        (lambda: figures.drainage_net("sideways"), "'sideways' is no way of lymph"),
        (lambda: figures.stations_over_time(11), "there are 10 steps, so none with the number 11"),
        (lambda: rate_figures.enlarged_nodes("all"), "'all' is no series of node sizes"),
        (lambda: rate_figures.node_rates("nobody"), "'nobody' is no group"),
    ],
)
def test_unknown_choices_get_one_line(draw, line):
    with pytest.raises(ValueError, match=line):
        draw()
