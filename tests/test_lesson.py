"""Predict, check, progress: what a learner is asked, told and what is remembered."""

import json
import os

import pandas as pd
import plotly.graph_objects as go
import pytest

from helpers import lesson, tables
from helpers.explorer import View
from helpers.quiz import progress
from helpers.quiz.questions import UNANSWERED, mark, missing, question, questions, said, to_number

COLUMNS = "question_id notebook position purpose kind text hint answer tolerance unit study_ids"
ASKED = [
    ["five", "n", 1, "predict", "sites", "Which two?", "Think.", None, None, None, "uka2007"],
    ["guess", "n", 2, "predict", "number", "How many?", None, 42, 5, "of 100", None],
    ["one", "n", 1, "check", "single", "Which?", "Look.", None, None, None, "uka2007"],
    ["some", "n", 2, "check", "multiple", "Which ones?", None, None, None, None, None],
    ["row", "n", 3, "check", "order", "In which order?", None, None, None, None, None],
    ["share", "n", 4, "check", "number", "What share?", None, 7.1, 0.2, "%", None],
]
CHOICES = {
    "five": [("lung", True, None), ("bone", True, None), ("rest_of_body", False, None)],
    "one": [("Right.", True, None), ("wrong <b>", False, None), ("worse", False, None)],
    "some": [("a", True, None), ("b", True, None), ("c", False, None), ("d", False, None)],
    "row": [("first", None, 1), ("second", None, 2), ("third", None, 3)],
    "share": [("7.1", True, None), ("47", False, None)],
    "guess": [],
}
REST = "rest of the body"
VIEW = View("The figure.", pd.DataFrame({"x": [1]}), go.Figure(go.Bar(x=[1], y=[2])))


def frames() -> dict[str, pd.DataFrame]:
    options = [
        [name, place + 1, text, correct, right, f"Because {text}", "terada2013"]
        for name, rows in CHOICES.items()
        for place, (text, correct, right) in enumerate(rows)
    ]
    header = ["question_id", "position", "text", "correct", "right_place", "reason", "study_ids"]
    return {
        "questions": pd.DataFrame(ASKED, columns=COLUMNS.split()),
        "question_options": pd.DataFrame(options, columns=header),
    }


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    """Our own questions, and a course folder whose notebooks folder is where we are."""
    ours, load = frames(), tables.load
    monkeypatch.setattr(
        tables, "load", lambda name: ours[name].copy() if name in ours else load(name)
    )
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr(progress, "_unsaved", {})
    return tmp_path


def lines(form) -> list[str]:
    return [form.result(index)["line"] for index in range(len(form.asked))]


# --- marking ---


@pytest.mark.parametrize(
    ("name", "answer", "right", "line"),
    [
        ("one", "Right.", True, "✓ Right."),
        ("one", "worse", False, "✗ Not this. Right is: Right."),
        ("some", ["a", "b"], True, "✓ Right."),
        ("some", ["a", "c"], False, "✗ 1 of 2 found: a; missed: b; not among them: c."),
        ("some", ["c", "d"], False, "✗ 0 of 2 found; missed: b and a; not among them: d and c."),
        ("row", {"first": 1, "second": 2, "third": 3}, True, "✓ Right order."),
        ("row", {"first": 2, "second": 1, "third": 3}, False, "✗ 1 of 3 in the right place."),
        ("share", "7.1", True, "✓ Right: 7.1 %."),
        ("share", "7,3 %", True, "✓ Right: 7.3 % is close enough to 7.1 %."),
        ("share", "47", False, "✗ Too high: you said 47 %, it is 7.1 %."),
        ("share", "0.5", False, "✗ Too low: you said 0.5 %, it is 7.1 %."),
        ("five", ["lung"], False, "✗ 1 of 2 found: lung; missed: bone."),
    ],
)
def test_marking(name, answer, right, line):
    marked = mark(question(name), answer)
    assert (marked.right, marked.line) == (right, line)


@pytest.mark.parametrize(
    ("name", "answer", "verdicts"),
    [
        ("one", "worse", {"✓ right, not your answer", "✗ not this", "✗ not this, your answer"}),
        ("share", "47", {"✓ right, not your answer", "✗ not this, your answer"}),
        ("share", "12", {"✓ right, not your answer", "✗ not this"}),
        (
            "row",
            {"first": 2, "second": 1, "third": 3},
            {"✗ place 1, you said 2", "✗ place 2, you said 1", "✓ place 3"},
        ),
    ],
)
def test_every_option_gets_a_verdict_in_symbol_and_words(name, answer, verdicts):
    marked = mark(question(name), answer)
    assert {words for words, _ in marked.options} == verdicts
    assert len(marked.options) == len(CHOICES[name])


@pytest.mark.parametrize(
    ("name", "answer", "lack"),
    [
        ("one", None, UNANSWERED),
        ("some", [], UNANSWERED),
        ("one", "not there", "choose among the options"),
        ("some", {"a": 1}, "choose among the options"),
        ("five", ["lung", "bone", REST], "choose at most 2, not 3"),
        ("row", {"first": 1}, "give every item a place"),
        ("row", ["first"], "give every item a place"),
        ("row", {"first": 1, "second": 1, "third": 2}, "give each place to one item only"),
        ("share", "a lot", "write one number, such as 12 or 0.5"),
        ("share", "inf", "write one number, such as 12 or 0.5"),
        ("share", "0", ""),
    ],
)
def test_what_an_answer_lacks(name, answer, lack):
    assert missing(question(name), answer) == lack
    if lack:
        with pytest.raises(ValueError, match=lack):
            mark(question(name), answer)


def test_an_answer_in_words():
    assert said(question("row"), {"second": 1, "first": 2, "third": 3}) == "second, first, third"
    assert said(question("share"), "47") == "47 %"
    assert to_number(" 0,5 % ") == 0.5


def test_the_right_option_need_not_come_first():
    shown = [option.text for option in question("some").options]
    assert shown == ["d", "c", "b", "a"], "a shuffle, and the same on every machine"
    assert [option.text for option in question("five").options] == ["bone", "lung", REST]


def test_unknown_questions_are_one_line():
    with pytest.raises(tables.TableError, match="has no question 'nine'"):
        question("nine")
    with pytest.raises(tables.TableError, match="has no check question for '99_none'"):
        questions("99_none", "check")
    with pytest.raises(tables.TableError, match="'one' is for check"):
        lesson.predict("one")


# --- the form ---


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


def test_an_answer_that_no_longer_fits_is_left_out():
    progress.save({"one": {"answer": "an option of last year", "right": True}})
    form = lesson.check("n").form
    assert form.answers == {}
    assert lines(form)[0] == ""


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
    assert "Because" not in head
    assert VIEW.sentence in answer
    assert "Because lung" in answer
    plain = lesson.check("n")._repr_mimebundle_()["text/plain"]
    assert plain.startswith("1. Which?\n- ")
    assert "4. What share?" in plain


# --- the file ---


def test_the_file_lies_beside_the_notebooks_and_holds_no_name(course):
    progress.save({"one": {"answer": "Right.", "right": True}})
    assert progress.path() == course / "progress.json"
    assert json.loads(progress.path().read_text(encoding="utf-8")) == {
        "format": progress.FORMAT,
        "answers": {"one": {"answer": "Right.", "right": True}},
    }
    assert [path.name for path in course.iterdir() if path.is_file()] == ["progress.json"]


def test_two_lessons_do_not_overwrite_each_other():
    progress.save({"one": {"skipped": True}})
    progress.save({"two": {"skipped": True}})
    assert set(progress.load()[0]) == {"one", "two"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"format": "liver', "it is damaged in line 1"),
        (b'{"tasks": 3}', "it is not a progress file of these lessons"),
        (b"[1, 2]", "it is not a progress file of these lessons"),
        (b"\xff\xfe\x00", "it is not text"),
        (
            json.dumps({"format": progress.FORMAT, "answers": {"one": 3}}).encode(),
            "it holds an answer that these lessons did not write",
        ),
    ],
)
def test_a_damaged_or_foreign_file_is_told_and_kept(course, content, problem):
    progress.path().write_bytes(content)
    form = lesson.check("n").form
    assert lines(form)[0] == f"progress.json cannot be used: {problem}. It is left as it is."
    assert progress.path().read_bytes() == content, "reading changes nothing"
    form.answers = {"one": "Right."}
    form.submit(0)
    assert lines(form)[0] == (
        f"✓ Right. progress.json could not be used: {problem}. "
        "It is kept as progress-kept-1.json; a new one is begun."
    )
    assert (course / "progress-kept-1.json").read_bytes() == content
    assert set(progress.load()[0]) == {"one"}


def test_a_kept_file_is_never_overwritten(course):
    for number in (1, 2):
        progress.path().write_text(f"damage {number}", encoding="utf-8")
        progress.save({"one": {"skipped": True}})
    kept = [(course / f"progress-kept-{n}.json").read_text(encoding="utf-8") for n in (1, 2)]
    assert kept == ["damage 1", "damage 2"]


def test_a_full_or_locked_disk_loses_nothing(monkeypatch):
    progress.save({"one": {"skipped": True}})
    before = progress.path().read_text(encoding="utf-8")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", locked)
        line = progress.save({"two": {"skipped": True}})
    assert line == (
        "Not saved to progress.json: Permission denied. Download your answers before you leave."
    )
    assert progress.path().read_text(encoding="utf-8") == before
    assert set(progress.load()[0]) == {"one", "two"}, "still there in this kernel"
    assert '"two"' in progress.text()
    assert [path.name for path in progress.path().parent.glob(".progress-*")] == []
    assert progress.save({"three": {"skipped": True}}) == ""
    assert set(progress.parse(progress.path().read_text(encoding="utf-8"))) == {
        *("one", "two", "three")
    }


def test_download_and_load_again(monkeypatch):
    form = lesson.check("n").form
    form.answers = {"one": "Right."}
    form.submit(0)
    card, sent = lesson.progress(), []
    monkeypatch.setattr(card, "send", sent.append)
    card._handle_custom_msg({"do": "download"}, [])
    progress.path().unlink()
    other = lesson.progress()
    assert "<td>0</td>" in other.summary
    other._handle_custom_msg({"do": "load", "text": sent[0]["text"]}, [])
    assert other.line == "1 answers loaded. Run the cells of a lesson again to see them."
    assert "<th scope=row style=text-align:left>n</th><td>6</td><td>1</td>" in other.summary
    assert lines(lesson.check("n").form)[0] == "✓ Right."


def test_a_foreign_upload_changes_nothing():
    progress.save({"one": {"skipped": True}})
    before = progress.path().read_text(encoding="utf-8")
    card = lesson.progress()
    card.load("not json")
    assert card.line == "This file was not loaded: it is damaged in line 1."
    assert progress.path().read_text(encoding="utf-8") == before


# --- claims, sources, safety ---


def test_claims_have_verdict_reason_and_studies():
    shown = lesson.claims("C12")
    assert "± needs nuance" in shown.html
    assert 'href="https://doi.org/10.3748/wjg.v13.i3.414"' in shown.html
    assert shown.plain.startswith("C12 ± needs nuance: ")
    assert len(repr(lesson.claims()).splitlines()) == len(tables.load("claims"))


def test_sources_say_how_each_was_read():
    shown = lesson.sources("terada2013", "uka2007")
    assert repr(shown).splitlines()[0].startswith("Terada 2013: ")
    assert "(read in full)" in repr(shown).splitlines()[1]
    assert shown.html.count("<li>") == 2


def test_a_source_of_which_little_was_shown_names_its_subject():
    shown = lesson.sources("autopsy80", "right_atrium_thrombus")
    assert repr(shown).splitlines()[0] == "a source on 80 HCC autopsies, Japan (abstract read)"
    assert ">a source on 80 HCC autopsies, Japan</a> (abstract read)</li>" in shown.html
    assert repr(shown).splitlines()[1].startswith("a source without author and title (")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lesson.sources("nobody1999"), "has no study_id 'nobody1999'"),
        (lambda: lesson.sources(), "at least one study_id"),
        (lambda: lesson.claims("C99"), "has no claim_id 'C99'"),
    ],
)
def test_unknown_ids_are_one_line(call, message):
    with pytest.raises(tables.TableError, match=message):
        call()


def test_safety_says_what_this_is_not():
    assert "not care" in lesson.safety().plain
    assert lesson.safety().plain in lesson.safety().html


# --- the real tables ---


def test_every_real_question_can_be_asked_and_answered(monkeypatch):
    monkeypatch.undo()  # no question of ours, and no file: nothing here is saved
    frame = tables.load("questions")
    for question_id in frame["question_id"]:
        asked = question(question_id)
        best = {
            "single": asked.correct[0] if asked.kind == "single" else None,
            "order": {option.text: option.place for option in asked.options},
            "number": asked.answer,
        }.get(asked.kind, asked.correct)
        assert mark(asked, best).right, question_id
        assert all(option.reason for option in asked.options), question_id
