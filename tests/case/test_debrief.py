"""The debrief answers to the requests, and says no more of the lists than was read."""

import pytest

from helpers import tables
from helpers.case.explorers import debrief, explore_ten_years
from helpers.case.figures_debrief import PET, beside_lists
from helpers.case.parameters import PARTS, SCANS
from helpers.case.patients import WEI, play

EVERYTHING = [tuple(SCANS)] * 10
LISTS = tables.load("case_lists")


def test_without_requests_the_lists_are_there_already():
    view = beside_lists([], WEI)
    assert view.sentence.startswith("You have asked for no scan. Liver (0 visits): follow-up")
    assert "Chest (0 visits): 5 of 14 staging lists name it, 9 were not reached." in view.sentence
    assert "2 of 14 staging lists name it, 1 if there are symptoms, 10 were" in view.sentence
    assert "not listed in what we read of 5 staging lists, 9 were not reached" in view.sentence
    assert view.sentence.endswith("What hindsight hides is told when Wei's visits are over.")
    assert set("; ".join(view.table["Who"]).split("; ")) == {"You", *LISTS["label"]}


def test_requests_are_counted_by_scan_with_their_dose_and_by_part():
    view = beside_lists([("chest_ct", "pet_ct"), ("chest_ct",), ()], WEI)
    assert view.sentence.startswith("You asked for 2 × Chest CT (14 mSv), 1 × PET/CT (25 mSv).")
    assert "Chest (2 visits)" in view.sentence
    assert "Bone (1 visit)" in view.sentence
    assert "Head (0 visits)" in view.sentence
    assert PET in view.sentence
    yours = view.table.set_index("Who").loc["You", list(PARTS.values())]
    assert yours.tolist() == ["0", "2", "1", "0"]


def test_the_picture_stays_until_the_visits_are_over():
    asked = [("chest_ct", "pet_ct"), ("chest_ct",), *[()] * 8]
    start, nine, end = (beside_lists(asked[:n], 1).figure for n in (0, 9, 10))
    assert start == nine  # then the page gets no picture with each visit
    names = [text.split("<br>") for text in end.layout.yaxis.ticktext]
    assert names == [
        ["<b>Liver</b>", "0 visits"],
        ["<b>Chest</b>", "2 visits"],
        ["<b>Bone</b>", "1 visit"],
        ["<b>Head</b>", "0 visits"],
    ]


def test_every_text_is_one_mark_a_part():
    figure = beside_lists([], WEI).figure
    drawn = [place for t in figure.data for place in zip(t.x, t.y, strict=True)]
    assert len(drawn) == len(set(drawn)) == len(LISTS)
    for trace in figure.data:
        for y, part in enumerate(PARTS):
            said = (LISTS["part"] == part) & (LISTS["says"] == trace.name)
            assert list(trace.y).count(y) == said.sum()


def test_hindsight_is_told_only_at_the_end():
    nine, end = (beside_lists([("head_mri",)] * years, WEI).sentence for years in (9, 10))
    assert "nothing was there" not in nine
    assert "when to look" not in nine
    assert "at 9 of 9 scans nothing was there to see yet" in end
    assert "Now you know when to look: chest in months 103" not in end  # Wei's chest is never felt
    assert "Now you know when to look: head in months 110 to 115." in end
    assert "look: head in month 75. Then" in beside_lists([("chest_ct",)] * 10, 4).sentence


@pytest.mark.parametrize("patient", range(8))
def test_idle_scans_are_those_before_anything_could_be_seen(patient):
    played = play(EVERYTHING, patient)
    idle = sum(
        all(played.visible[part] > month for part in SCANS[scan].sees)
        for month in set(played.results["month"])
        for scan in SCANS
    )
    done = 8 * played.results["month"].nunique()
    sentence = beside_lists(EVERYTHING, patient).sentence
    assert f"at {idle} of {done} scans" in sentence
    assert f"{done // 8} × Bone scan (" in sentence
    assert f"{done // 8} × PET/CT (" in sentence


def test_ten_years_without_a_scan():
    quiet = next(p for p in range(1, 50) if min(play([], p).felt.values()) > 120)
    sentence = beside_lists([()] * 10, quiet).sentence
    assert sentence.startswith("You have asked for no scan.")
    assert sentence.endswith("You looked nowhere, and nothing showed itself.")
    assert "head in months 110 to 115" in beside_lists([()] * 10, WEI).sentence


def test_the_debrief_follows_the_form_and_its_reset():
    ten_years = explore_ten_years()
    beside = debrief(ten_years)
    start, form = beside.view.sentence, ten_years.controls["forms"]
    form.ticks["head_mri"].value = True
    assert beside.view.sentence == start  # a tick waits for the button
    form.visit.click()
    assert "1 × Ultrasound and AFP, 1 × Head MRI" in beside.view.sentence
    form.rest.click()
    assert "What hindsight hides: at" in beside.view.sentence
    form.fresh.click()
    assert beside.view.sentence == start.replace("Wei", "Patient 1")
    ten_years.reset()
    assert beside.view.sentence == start


def test_nothing_sounds_like_advice_against_a_scan():
    for requests in ([], EVERYTHING):
        view = beside_lists(requests, 3)
        words = (view.sentence + view.table.to_string()).lower()
        assert not any(no in words for no in ("against", "guidelines say", "not recommended"))


def test_the_sentence_on_pet_is_the_one_statement_that_was_read():
    rows = tables.load("case_guidelines").query("topic.str.contains('PET')")
    read = rows[~rows["recommendation"].str.contains("not reached")]
    assert read["body"].tolist() == ["Japan, evidence-based HCC guideline"]
    assert read["year"].tolist() == [2009]
    assert "when extrahepatic metastasis is suspected" in read["recommendation"].iloc[0]


def test_each_interval_stands_in_the_statement_it_is_taken_from():
    said = tables.load("case_guidelines").set_index("body")["recommendation"]
    every = LISTS.dropna(subset="every_low_months")
    assert len(every) == 4
    for row in every.itertuples():
        words = said.loc[[row.body]].str.contains(f"every {row.every_low_months}-")
        assert words.any(), row.body
        assert f"{row.every_low_months}-{row.every_high_months} months" in said[row.body]
    assert set(LISTS["body"]) <= set(said.index)
