"""Every control of the case lesson at every value, and the request form as a learner presses it."""

import json

import pytest

from helpers.case import explorers
from helpers.case.parameters import SCANS
from helpers.view import figure_json
from tests import controls

MOVE = 9_000  # bytes that a press sends as figures, of the 10 kB that a move may have
ALL = [getattr(explorers, name) for name in dir(explorers) if name.startswith("explore_")]


def values(widget):
    if isinstance(widget, explorers.RequestForm):
        full = [list(SCANS)] * 10
        return [{"patient": p, "requests": full[:n]} for p in (0, 1, 4) for n in (0, 1, 10)]
    return controls.values(widget)


@pytest.mark.parametrize("explore", ALL, ids=lambda explore: explore.__name__)
def test_every_setting_gives_picture_sentence_and_table(explore):
    explorer = explore()
    # in the doubts of stop 5 each number that nobody measured has its slider
    assert len(explorer.controls) <= (5 if explore is explorers.explore_doubt else 4)
    start, height = explorer.view.sentence, explorer.view.height
    for setting in controls.settings(explorer, values):
        explorer.set(**setting)
        assert explorer.error is None, setting
        assert explorer.view.sentence.endswith(".")
        assert explorer.view.height == height
        assert len(json.dumps(figure_json(explorer.view.figure))) <= MOVE
    explorer.reset()
    assert explorer.view.sentence == start


def test_the_debrief_is_drawn_for_every_form():
    ten_years = explorers.explore_ten_years()
    beside = explorers.debrief(ten_years)
    height = beside.view.height
    for setting in controls.settings(ten_years, values):
        ten_years.set(**setting)
        assert beside.error is None, setting
        assert beside.view.sentence.endswith(".")
        assert beside.view.height == height
        both = [figure_json(e.view.figure) for e in (ten_years, beside)]
        assert len(json.dumps(both)) <= MOVE


def test_the_form_is_filled_in_visit_by_visit():
    explorer = explorers.explore_ten_years()
    form = explorer.controls["forms"]
    form.ticks["chest_ct"].value = True
    form.visit.click()
    assert form.value["requests"] == [["ultrasound", "chest_ct"]]
    assert "visit 1 of 10" in explorer.view.sentence
    form.ticks["ultrasound"].value = False
    assert form.value["requests"] == [["ultrasound", "chest_ct"]]  # a tick waits for the button
    form.visit.click()
    assert form.value["requests"][1] == ["chest_ct"]
    assert form.visit.description == "Visit 3: scan"


def test_the_same_at_every_visit_left_ends_the_course():
    explorer = explorers.explore_ten_years()
    form = explorer.controls["forms"]
    form.rest.click()
    assert form.visit.disabled
    assert form.visit.description == "No visit is left"
    assert "Wei's visits end after 9 years and 8 months" in explorer.view.sentence
    form.again.click()
    assert form.value["patient"] == 1
    assert len(form.value["requests"]) == 10
    form.fresh.click()
    assert form.value == {"patient": 2, "requests": []}
    assert not form.visit.disabled
    explorer.reset()
    assert "Wei stands before" in explorer.view.sentence


def test_an_early_end_does_not_shorten_the_form_of_the_next_patient():
    form = explorers.explore_ten_years().controls["forms"]
    form.value = {"patient": 4, "requests": []}
    form.rest.click()
    assert len(form.value["requests"]) == 7
    form.again.click()
    assert len(form.value["requests"]) == 10


def test_an_unknown_scan_is_refused():
    with pytest.raises(ValueError, match="is not a value of forms"):
        explorers.explore_ten_years().set(forms={"patient": 0, "requests": [["x_ray"]]})


def test_the_claims_wait_behind_a_click():
    html = explorers.claims_of_the_case().html
    assert html.startswith("<details><summary>")
    assert html.count('scope="row"') == 4
