"""What an answer is worth, and what is said to it."""

import pytest

from helpers import lesson, tables
from helpers.quiz.questions import (
    UNANSWERED,
    key,
    mark,
    missing,
    question,
    questions,
    said,
    to_number,
)
from tests.quiz.conftest import CHOICES

REST = "rest of the body"


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


@pytest.mark.parametrize(
    ("name", "line", "verdicts"),
    [
        ("one", "Right: Right.", {"✓ right", "✗ not this"}),
        ("share", "It is 7.1 %.", {"✓ right", "✗ not this"}),
        ("row", "The right order:", {"✓ place 1", "✓ place 2", "✓ place 3"}),
    ],
)
def test_the_key_says_what_is_right_and_blames_nobody(name, line, verdicts):
    solved = key(question(name))
    assert (solved.right, solved.line) == (False, line)
    assert {words for words, _ in solved.options} == verdicts


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
