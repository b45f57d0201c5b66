"""How far a learner is, and their file of answers to take along."""

from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
import traitlets

from helpers import tables
from helpers.controls import shared
from helpers.quiz import progress
from helpers.script import Script, Scripted, stylesheet
from helpers.view import table_html

HERE = Path(__file__).parent
STILL = (
    "Your answers are kept in progress.json beside the notebooks folder: no name, no network. "
    "Run this cell to see how far you are, to download the file or to load one."
)


class Card(Scripted):
    """A summary of the answers, a button that downloads them and a field that loads them."""

    _script = Script((HERE / "card.js").read_text(encoding="utf-8"), stylesheet(HERE / "form.css"))
    _esm = _script.stub
    summary = traitlets.Unicode().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        answers, line = progress.load()
        super().__init__(summary=_summary(answers), line=line, layout=shared(widgets.Layout))
        self.on_msg(lambda _, message, __: self._pressed(message))

    def _pressed(self, message: dict[str, Any]) -> None:
        if message["do"] == "download":
            self.send({"text": progress.text()})
        else:
            self.load(message["text"])

    def load(self, text: str) -> None:
        """Take over the answers in the text of a progress file; they win over those of now."""
        try:
            answers = progress.parse(text)
        except progress.ProgressError as problem:
            self.line = f"This file was not loaded: {problem}."
            return
        note = progress.save(answers)
        done = f"{len(answers)} answers loaded. Run the cells of a lesson again to see them."
        self.summary = _summary(progress.load()[0])
        self.line = f"{done} {note}".strip()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = widgets.DOMWidget._repr_mimebundle_(self)
        return live | {"text/html": f"<p>{STILL}</p>", "text/plain": STILL}


def _summary(answers: dict[str, dict[str, Any]]) -> str:
    frame = tables.load("questions")
    entries = frame["question_id"].map(lambda name: answers.get(name, {}))
    told = pd.DataFrame(
        {
            "lesson": frame["notebook"].astype(str),
            "questions": 1,
            "answered": entries.map(lambda entry: int("answer" in entry)),
            "right": entries.map(lambda entry: int(entry.get("right") is True)),
            "skipped": entries.map(lambda entry: int("skipped" in entry)),
        }
    )
    return table_html(told.groupby("lesson", as_index=False).sum(), "Your answers so far")
