"""The file of answers: kept, told, never overwritten."""

import json
import os
from pathlib import Path

import pytest

from helpers import lesson
from helpers.quiz import progress


def lines(form) -> list[str]:
    return [form.result(index)["line"] for index in range(len(form.asked))]


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
    progress.path().unlink()
    assert progress.load() == ({}, ""), "once on the disk, the disk alone counts"


def test_a_damaged_file_that_cannot_be_renamed_stays_and_nothing_is_lost(course, monkeypatch):
    progress.path().write_text("damage", encoding="utf-8")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", locked)
    line = progress.save({"one": {"skipped": True}})
    assert line == (
        "Not saved: progress.json cannot be used (it is damaged in line 1) and cannot be renamed."
    )
    assert progress.path().read_text(encoding="utf-8") == "damage"
    assert set(progress.load()[0]) == {"one"}, "still there in this kernel"


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
