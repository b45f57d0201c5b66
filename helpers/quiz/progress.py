"""The learner's own file of answers: read, saved and merged; no names, no network.

``progress.json`` lies beside the notebooks folder, or in the working folder elsewhere:

    {"format": "liver-cancer-routes progress 1",
     "answers": {"<question_id>": {"answer": "lung", "right": true}, "<other>": {"skipped": true}}}

A file that cannot be read is never overwritten: it is renamed to ``progress-kept-1.json`` when the
next answer is saved, and the learner is told.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

FORMAT = "liver-cancer-routes progress 1"
FILE = "progress.json"

_unsaved: dict[str, dict[str, Any]] = {}  # answers of this kernel that the disk did not take


class ProgressError(ValueError):
    """A progress file that cannot be used, in one line."""


def path() -> Path:
    """Where the answers are kept."""
    folder = Path.cwd()
    return (folder.parent if folder.name == "notebooks" else folder) / FILE


def parse(text: str) -> dict[str, dict[str, Any]]:
    """The answers in the text of a progress file. Raises ProgressError with what is wrong."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as problem:
        raise ProgressError(f"it is damaged in line {problem.lineno}") from problem
    answers = content.get("answers") if isinstance(content, dict) else None
    if not isinstance(answers, dict) or content.get("format") != FORMAT:
        raise ProgressError("it is not a progress file of these lessons")
    good = all(isinstance(a, dict) and ("answer" in a or "skipped" in a) for a in answers.values())
    if not good:
        raise ProgressError("it holds an answer that these lessons did not write")
    return answers


def text() -> str:
    """The text of the progress file as it is to be downloaded."""
    return _write_text(load()[0])


def load() -> tuple[dict[str, dict[str, Any]], str]:
    """The answers so far and a line to show, empty when all is well. Nothing on disk is changed."""
    try:
        stored, line = _read(), ""
    except ProgressError as problem:
        stored = {}
        line = f"{FILE} cannot be used: {problem}. It is left as it is."
    return stored | _unsaved, line


def save(new: dict[str, dict[str, Any]]) -> str:
    """Add or replace answers by question_id; returns a line to show, empty when all is well."""
    try:
        stored, line = _read(), ""
    except ProgressError as problem:
        kept = _set_aside()
        if kept is None:
            _unsaved.update(new)
            return f"Not saved: {FILE} cannot be used ({problem}) and cannot be renamed."
        stored = {}
        line = f"{FILE} could not be used: {problem}. It is kept as {kept}; a new one is begun."
    try:
        _replace(_write_text(stored | _unsaved | new))
    except OSError as problem:
        _unsaved.update(new)
        return f"Not saved to {FILE}: {problem.strerror}. Download your answers before you leave."
    _unsaved.clear()
    return line


def _read() -> dict[str, dict[str, Any]]:
    try:
        return parse(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as problem:
        raise ProgressError("it is not text") from problem
    except OSError as problem:
        raise ProgressError(f"it cannot be read ({problem.strerror})") from problem


def _set_aside() -> str | None:
    """Rename the file to the first free name; None where the disk refuses."""
    number = 1
    while (kept := path().with_name(f"progress-kept-{number}.json")).exists():
        number += 1
    try:
        path().rename(kept)
    except OSError:
        return None
    return kept.name


def _write_text(answers: dict[str, dict[str, Any]]) -> str:
    content = {"format": FORMAT, "answers": dict(sorted(answers.items()))}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _replace(content: str) -> None:
    """Write beside the file and rename: a crash leaves the old answers whole."""
    handle, name = tempfile.mkstemp(dir=path().parent, prefix=".progress-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        os.replace(name, path())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
