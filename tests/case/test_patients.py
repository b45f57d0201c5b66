"""One patient, year by year: what is hidden stays hidden, and Wei's course is the written one."""

import pytest

from helpers.case.parameters import SCANS, settings
from helpers.case.patients import WEI, play

FULL = [tuple(SCANS)] * 10


def test_wei_is_found_in_the_chest_and_never_in_time_in_the_head():
    played = play(FULL)
    given_all = settings()
    assert played.visible["lung"] == given_all["wei_lung_seen"]
    assert played.found == {"lung": 108}
    assert played.over
    assert played.month == given_all["wei_brain_felt"] == 116
    assert set(played.results["month"]) == {12 * year for year in range(1, 10)}
    head = played.results[played.results["part"] == "brain"]
    assert not head["overlooked"].any()
    assert set(head["result"]) <= {"clear", "false alarm"}


def test_the_dose_of_a_plan_is_that_of_the_table():
    assert play([("chest_ct",)] * 9).dose == pytest.approx(9 * 7)
    assert play([("ultrasound", "liver_mri", "head_mri")] * 9).dose == 0


@pytest.mark.parametrize("patient", range(12))
def test_a_longer_play_repeats_the_shorter_one(patient):
    long = play(FULL, patient)
    for years in (1, 4, 7):
        short = play(FULL[:years], patient)
        begun = long.results[long.results["month"] <= 12 * years]
        assert short.results.equals(begun.reset_index(drop=True))


@pytest.mark.parametrize("patient", range(1, 80))
def test_what_is_asked_changes_no_course_and_nothing_is_found_before_it_is_there(patient):
    full, empty = play(FULL, patient), play([()] * 10, patient)
    assert full.visible == empty.visible
    assert not empty.found
    assert empty.dose == 0
    for part, month in full.found.items():
        assert full.visible[part] <= month < full.felt[part]
    for row in full.results.itertuples():
        if row.result == "false alarm":
            assert all(full.visible[part] > row.month for part in SCANS[row.scan].sees)


def test_patients_differ_and_most_tumours_come_back_in_the_liver():
    courses = [play([], patient).visible for patient in range(1, 400)]
    share = {p: sum(c[p] <= 120 for c in courses) / len(courses) for p in courses[0]}
    assert 0.68 < share["liver"] < 0.83
    assert share["liver"] > share["lung"] > share["brain"]


def test_bad_requests_get_one_line():
    with pytest.raises(ValueError, match="there are 10 visits, so no requests for 11"):
        play([()] * 11, WEI)
    with pytest.raises(ValueError, match="'x_ray' is no scan"):
        play([("x_ray",)])
