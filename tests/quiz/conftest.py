"""Questions of our own, and a course folder for the file of answers."""

import pandas as pd
import pytest

from helpers import tables
from helpers.quiz import progress

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
