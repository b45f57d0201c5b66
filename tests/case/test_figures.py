"""Pictures, sentences and tables of the case agree, and say what the data say."""

import re

import numpy as np
import pytest

from helpers.case import (
    censoring,
    figures,
    figures_plans,
    figures_scans,
    figures_studies,
    figures_tests,
    figures_yearly,
    model,
    series,
)
from helpers.case.parameters import OUTSIDE, PLANS, SCANS, parameters

CHEST, NOTHING = "chest CT", "nothing outside the liver"


def test_the_timeline_hides_until_it_is_over():
    early = figures.timeline([("chest_ct", "head_mri")] * 9, 0)
    late = figures.timeline([("chest_ct", "head_mri")] * 10, 0)
    assert "What was there" not in early.table
    assert "could be seen" not in [trace.name for trace in early.figure.data]
    assert late.table["What was there"].iloc[-1] == "chest, head"
    assert "9 years and 8 months" in late.sentence
    assert "18 scans, 63 mSv, 0 false alarms" in late.sentence
    assert "Found before it was felt: chest (month 108)" in late.sentence
    bar = next(t for t in late.figure.data if t.name == "could be seen")
    assert bar.x[:2] == (110 / 12, 116 / 12)


def test_every_report_is_one_mark():
    view = figures.timeline([("chest_ct", "bone_scan", "pet_ct")] * 10, 10)
    marks = {words for words, *_ in figures.MARKS.values()}
    drawn = [x for t in view.figure.data if t.name in marks for x in t.x if x is not None]
    assert len(drawn) == 10 * (1 + 1 + 2)


@pytest.mark.parametrize("right", [NOTHING, CHEST, list(PLANS)[-1]])
def test_four_groups_hold_every_patient_once(right):
    view = figures_plans.thousand(CHEST, right, "patients", 3)
    bars = [trace for trace in view.figure.data if trace.type == "bar"]
    assert [bar.marker.color for bar in bars] == [c for _, c in figures_plans.GROUPS.values()]
    columns = figures_plans.COLUMNS
    heights = np.array([bar.y for bar in bars]).reshape(4, 2, columns)  # group, plan, column
    assert (heights.sum(axis=0) == 40).all()  # whole columns, so 1,000 squares a plan
    filled = heights.cumsum(axis=0)
    assert (np.diff(filled, axis=2) <= 0).all()  # each row from the left
    assert (np.ptp(filled, axis=2) <= 1).all()
    for side, name in enumerate((CHEST, right)):
        counts = figures_plans.groups(figures_plans._followed(name, 3))
        assert sum(counts.values()) == 1000
        assert heights[:, side].sum(axis=1).tolist() == list(counts.values())
        felt = f"patients {counts['felt']} feel", f"{counts['felt']} of 1,000 patients feel"
        assert felt[name == NOTHING] in view.sentence
        written = [note.text for note in view.figure.layout.annotations]
        spoken = [f"{n} {figures_plans.GROUPS[kind][0]}" for kind, n in counts.items() if n]
        assert set(spoken) <= set(written)


def test_the_squares_are_cut_between_every_two_rows_and_columns():
    figure = figures_plans.thousand(CHEST, NOTHING, "patients", 3).figure
    bars, across, down = figure.data[:4], figure.data[4], figure.data[5]
    assert figure.layout.bargap == 0
    heights = [across.y0 + n * across.dy for n in range(len(across.x))]
    assert set(range(1, 40)) <= set(heights)
    assert min(across.x) < min(bars[0].x)
    assert max(across.x) > max(bars[0].x)
    edges = {down.x0 + n * down.dx for n in range(len(down.y))}
    assert {x + half for x in bars[0].x for half in (-0.5, 0.5)} <= edges
    assert not set(down.y) & set(range(41))  # it turns outside the squares


def test_the_thousand_are_the_same_people_under_both_plans():
    one, other = (figures_plans._followed(name, 1).outcomes for name in (CHEST, NOTHING))
    assert ((one == "") == (other == "")).to_numpy().all()


def test_the_table_sets_the_count_beside_what_is_expected():
    table = figures_plans.thousand(CHEST, NOTHING, "counts", 0).table.set_index("Of 1,000 patients")
    exact = model.expected(PLANS[CHEST])
    row = table.loc["Chest: found before it was felt"]
    assert float(row[f"{CHEST}, expected"]) == pytest.approx(
        1000 * exact.parts.loc["lung", "found"], abs=0.06
    )
    count = int(row[CHEST].split(" ")[0])
    followed = figures_plans._followed(CHEST, 0)
    assert count == (followed.outcomes["lung"] == "found").sum()
    assert table.loc["Bone: found before it was felt", CHEST] == "0 (0–4)"


def test_the_worked_example_of_the_lesson():
    sentence = figures_tests.result_means("brain", 0.35, figures_tests.QUALITIES[0]).sentence
    assert "35 have a metastasis" in sentence
    assert "sees 33 of them and misses 2; it also alarms 70" in sentence
    assert "is 32 %, after a negative one 0.02 %" in sentence
    chest = figures_tests.result_means("lung", 5, figures_tests.QUALITIES[0])
    assert "After a positive result the chance is 31 %" in chest.sentence


def test_the_least_good_test_is_no_better():
    for part in figures_yearly.USUAL:
        used, worst = (figures_tests.performance(part, q) for q in figures_tests.QUALITIES)
        assert all(low <= value for low, value in zip(worst, used, strict=True))


@pytest.mark.parametrize("question", series.QUESTIONS)
def test_a_question_shows_its_series_with_intervals(question):
    view, rows = figures_studies.answers(question), series.counted(question)
    assert list(view.figure.data[0].x) == pytest.approx((100 * rows["share"]).tolist())
    assert (rows["low"] <= rows["share"]).all()
    assert (rows["share"] <= rows["high"]).all()
    assert 100 * rows["high"].max() < view.figure.layout.xaxis.range[1]
    assert view.height == figures_studies.answers(next(iter(series.QUESTIONS))).height


def test_bleeding_runs_from_24_to_88_percent():
    assert "8 of 33 (24 %)" in figures_studies.answers("Did it bleed?").sentence
    assert "14 of 16 (88 %)" in figures_studies.answers("Did it bleed?").sentence


def test_the_lists_are_not_said_to_advise_against_anything():
    view = figures_studies.lists()
    assert "Of 14 lists, 5 name the chest and 2 the bones" in view.sentence
    assert "None that was read names the head; for 9 of them" in view.sentence
    lists = "; ".join(view.table["List"]).split("; ")
    assert sum(len(trace.x) for trace in view.figure.data) == 3 * len(lists)
    table = view.table.set_index("List")
    heads = {words.split(":")[0] for words in table["Head"]}
    assert heads == {"not listed in what we read", "not reached", "asked, answer not reached"}
    assert table.loc["BC Cancer, undated", "Bone"] == (
        "if symptoms: bone scan when there are bone symptoms"
    )
    assert table.loc["ESMO 2018", "How it was read"] == "secondary"


def test_each_scan_stands_with_its_values_its_doubt_and_its_dose():
    view, table = figures_scans.scans(), parameters()
    assert "Sensitivity runs from 66 % (Liver CT) to 95 % (Head MRI, illustrative)" in view.sentence
    assert "specificity from 84 % (Ultrasound and AFP) to 99.3 % (Head MRI)" in view.sentence
    assert "cannot be ranked" in view.sentence
    for trace in view.figure.data:
        for n, scan in enumerate(SCANS):
            row = table.loc[f"{scan}_{trace.name}"]
            assert trace.x[n] == pytest.approx(100 * row["value"])
            assert trace.x[n] + trace.error_x.array[n] == pytest.approx(100 * row["high"])
            assert trace.marker.symbol[n].endswith("open") == (row["kind"] == "illustrative")
    doses = [note.text for note in view.figure.layout.annotations]
    assert doses == ["0 mSv", "20 mSv", "0 mSv", "7 mSv", "4.2 mSv", "25 mSv", "2 mSv", "0 mSv"]
    words = view.table.to_string()
    assert "illustrative: no figure found" in words
    assert not re.search(r"\b[a-z]+\d{3,4}\b", words)  # studies by name


def test_survival_shows_only_when_it_is_asked_for():
    closed, shown = (figures_studies.ten_years(13.5, show) for show in (False, True))
    assert "alive" not in " ".join(closed.table.columns)
    assert "%" not in closed.sentence
    assert all(trace.name != "died" for trace in closed.figure.data)
    assert "Seen alive at ten years: 7 % of all" in shown.sentence


def test_actual_survival_by_hand_and_by_many_patients():
    assert censoring.actual_by_hand(13.7, 0.268) == pytest.approx(0.268 * 3.7 / 13.7)
    many = censoring.cohort(13.5, patients=40_000)
    error = np.sqrt(0.07 * 0.93 / 40_000)
    assert abs(many.actual - censoring.actual_by_hand(13.5, 0.268)) < 4 * error
    assert many.actuarial == pytest.approx(0.268, abs=0.015)


def test_the_survival_estimate_by_hand():
    times, alive = censoring.kaplan_meier(
        np.array([1.0, 2, 2, 3]), np.array([True, True, False, True])
    )
    assert times.tolist() == [0, 1, 2, 3]
    assert alive == pytest.approx([1, 3 / 4, 3 / 4 * 2 / 3, 0])


@pytest.mark.parametrize("part", OUTSIDE)
def test_a_longer_silence_is_found_more_often(part):
    table = figures_yearly.yearly_scan(part, 6, 90, 99, 5).table
    found = table["found before it was felt (%)"]
    assert found.is_monotonic_increasing
    assert table.iloc[:, 1:5].sum(axis=1).to_numpy() == pytest.approx(100)


def test_a_less_specific_scan_brings_more_false_alarms_and_finds_no_more():
    usual, worse = (figures_yearly.yearly_scan("brain", 3, 95, s, 5) for s in (99.3, 97.3))
    assert "4,799 scans and brings 34 false alarms" in usual.sentence
    assert "4,799 scans and brings 130 false alarms" in worse.sentence
    alarms = "False alarms for one finding"
    ratio = (worse.table[alarms] / usual.table[alarms]).to_numpy()
    assert ratio == pytest.approx(2.7 / 0.7)
    assert worse.table.drop(columns=alarms).equals(usual.table.drop(columns=alarms))


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        (lambda: figures_plans.thousand("luck", CHEST, "counts", 0), "'luck' is no plan"),
        (lambda: figures_plans.thousand(CHEST, CHEST, "dots", 0), "'dots' cannot be shown"),
        (lambda: figures_tests.result_means("liver", 5, "x"), "'liver' is no part here"),
        (lambda: figures_tests.result_means("lung", 5, "x"), "'x' is not one of"),
        (lambda: figures_yearly.yearly_scan("liver", 5, 90, 99, 5), "'liver' is no part here"),
        (lambda: figures_studies.answers("why"), "'why' is no question"),
        (lambda: series.lists("stagng"), "there are lists about staging and follow-up, none ab"),
        (lambda: censoring.cohort(0), "a cohort needs years of recruitment"),
        (lambda: censoring.cohort(float("nan")), "a cohort needs years of recruitment"),
        (lambda: censoring.actual_by_hand(0, 0.5), "a cohort needs years of recruitment"),
        (lambda: censoring.actual_by_hand(12, 1.5), "a survival between 0 and 1"),
    ],
)
def test_unknown_choices_get_one_line(draw, line):
    with pytest.raises(ValueError, match=line):
        draw()
