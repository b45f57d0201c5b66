"""Predict and check: what a learner is asked, when the result appears, what is kept."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from helpers import lesson
from helpers.explorer import View
from helpers.quiz import progress

VIEW = View("The figure.", pd.DataFrame({"x": [1]}), go.Figure(go.Bar(x=[1], y=[2])))
REST = "rest of the body"


def lines(form) -> list[str]:
    return [form.result(index)["line"] for index in range(len(form.asked))]


def test_check_tells_what_is_open_and_what_is_right():
    form = lesson.check("n").form
    assert form.tally == ""
    form.submit(1)
    assert lines(form)[1] == "You did not answer 2."
    form.answers = {"some": ["a", "b"], "row": {"first": 1}}
    form.submit(1)
    form.submit(2)
    assert lines(form)[2] == "Question 3: give every item a place."
    assert form.tally == "1 of 4 right. You did not answer 1, 3 and 4."


def test_reasons_and_sources_come_with_the_answer_only():
    form = lesson.check("n").form
    assert "Because" not in json.dumps(form.questions)
    form.answers = {"one": "worse"}
    form.submit(0)
    html = form.result(0)["html"]
    assert html.count("<li>") == html.count("Because") == html.count("Terada 2013") == 3
    assert "wrong &lt;b&gt;" in html
    assert "Uka 2007" in html
    form.answers = {"share": "47"}
    form.submit(3)
    assert "<strong>47 %</strong> (not this, your answer). Because 47" in form.result(3)["html"]


def test_reasons_are_open_after_a_check_and_folded_after_a_prediction():
    def html(form, name, answer):
        index = [asked.question_id for asked in form.asked].index(name)
        form.answers = {name: answer}
        form.submit(index)
        return form.result(index)["html"]

    assert html(lesson.check("n").form, "some", ["a"]).startswith("<ul>")
    places = html(lesson.predict("five").form, "five", ["lung"])
    assert places.startswith("<p>On the map a tick is your guess")
    assert "<details><summary>Why, one by one</summary><ul>" in places
    assert html(lesson.predict("guess").form, "guess", "12") == "", "nothing to fold"


def test_a_press_of_a_button_reaches_the_form():
    form = lesson.check("n").form
    form.answers = {"one": "Right."}
    form._handle_custom_msg({"do": "answer", "question": 0}, [])
    assert lines(form)[0] == "✓ Right."


def test_a_prediction_waits_then_keeps_the_guess_beside_the_result():
    asked = lesson.predict("guess", VIEW)
    assert asked._revealed.children == ()
    asked.form.submit(0)
    assert lines(asked.form) == ["You have not answered yet."]
    assert asked._revealed.children == ()
    asked.form.answers = {"guess": "12"}
    asked.form.submit(0)
    assert lines(asked.form) == [
        "Your guess: 12 of 100. Too low: you said 12 of 100, it is 42 of 100."
    ]
    assert asked._revealed.children == (asked.reveal.box,)
    asked.form.again(0)
    assert asked._revealed.children == ()


def test_skip_shows_the_result_and_is_remembered_as_skipped():
    asked = lesson.predict("guess", VIEW)
    asked.form.skip(0)
    assert lines(asked.form) == ["You skipped this prediction. It is 42 of 100."]
    assert asked._revealed.children == (asked.reveal.box,)
    assert progress.load()[0] == {"guess": {"skipped": True}}
    assert lines(lesson.predict("guess").form) == lines(asked.form)


def test_map_and_list_choose_the_same_places():
    asked = lesson.predict("five")
    form, page = asked.form, asked.picker.map
    form.answers = {"five": [REST, "lung"]}
    assert set(page.selected) == {"rest_of_body", "lung"}
    page.selected = ["bone"]
    assert form.answers == {"five": ["bone"]}
    form.submit(0)
    assert page.disabled
    assert set(page.highlight) == {"lung", "bone"}
    form.again(0)
    assert not page.disabled
    assert page.highlight == []


def test_more_places_in_the_list_than_the_map_takes():
    asked = lesson.predict("five")
    asked.form.answers = {"five": ["bone", "lung", REST]}
    assert len(asked.picker.map.selected) == 2
    asked.form.submit(0)
    assert lines(asked.form) == ["Choose at most 2, not 3."]


def test_answers_are_there_again_after_a_restart():
    form = lesson.check("n").form
    form.answers = {"one": "Right.", "row": {"first": 1, "second": 3, "third": 2}, "share": "47"}
    for index in (0, 2, 3):
        form.submit(index)
    again = lesson.check("n").form
    assert lines(again) == lines(form)
    assert again.answers == form.answers
    assert again.tally == form.tally == "1 of 4 right. You did not answer 2."


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("one", "an option of last year"),
        ("one", ["Right."]),  # more than one could be right last year
        ("one", {"Right.": 1}),
        ("some", "a"),
        ("some", [["a"]]),
        ("row", {"first": "1", "second": 2, "third": 3}),
        ("share", ["7.1"]),
    ],
)
def test_an_answer_that_no_longer_fits_is_left_out(name, answer):
    progress.save({name: {"answer": answer, "right": True}})
    form = lesson.check("n").form
    assert form.answers == {}
    assert lines(form) == ["", "", "", ""]


def test_the_stored_form_is_the_same_with_and_without_answers():
    def stored():
        shown = [lesson.check("n"), lesson.predict("five", VIEW), lesson.progress()]
        bundles = [item._repr_mimebundle_() for item in shown]
        return [(bundle["text/html"], bundle["text/plain"]) for bundle in bundles]

    before = stored()
    form = lesson.check("n").form
    form.answers = {"one": "Right."}
    form.submit(0)
    lesson.predict("five").form.skip(0)
    assert stored() == before


def test_the_stored_form_holds_question_options_and_folded_answer():
    html = lesson.predict("five", VIEW).to_html()
    head, _, answer = html.partition("<details>")
    assert "Which two?" in head
    assert f"<li>{REST}</li>" in head
    assert "<p>Hint: Think.</p>" in head
    assert "Because" not in head
    assert VIEW.sentence in answer
    assert "Because lung" in answer
    plain = lesson.check("n")._repr_mimebundle_()["text/plain"]
    assert plain.startswith("1. Which?\n2. ")
    assert "4. What share?" in plain
    assert "<strong>4. What share?</strong> (%)</p>\n<details>" in lesson.check("n").to_html()
