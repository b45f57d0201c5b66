"""What a lesson asks and says around its figures: predict, check, progress, claims, sources.

lesson.predict("blood_predict_1", figures.first_pass())   the result waits for an answer
lesson.check("02_blood")                                  questions with a reason per option
lesson.progress()                                         the learner's own file of answers
"""

import os
from functools import cached_property
from typing import Any

import ipywidgets as widgets

from helpers import tables
from helpers.controls import make
from helpers.explorer import Explorer, View
from helpers.explorer import still as show_still
from helpers.quiz import words
from helpers.quiz.card import Card
from helpers.quiz.citations import claims, safety, sources
from helpers.quiz.form import Form
from helpers.quiz.picker import Picker
from helpers.quiz.questions import Question, question, questions
from helpers.view import PICTURES

__all__ = ["check", "claims", "predict", "progress", "safety", "sources"]


class Asked:
    """Questions as a live form and as HTML; ``form`` is the widget, ``reveal`` what waits.

    A single question about places has a ``picker``: the body map beside the list.
    """

    def __init__(self, asked: list[Question], reveal: View | Explorer | None = None) -> None:
        self._given = reveal
        self.form = Form(asked, self._after)
        self.picker = Picker(asked[0], self.form) if asked[0].kind == "sites" else None
        question_box = self.picker.box if self.picker else self.form
        self._revealed = make(widgets.VBox, [])
        self.box = make(widgets.VBox, [question_box, self._revealed]) if reveal else question_box
        self._after(0)

    def _after(self, index: int) -> None:
        """The result appears with the answer and goes when the learner guesses again."""
        done = self.form.result(index)["done"]
        if self.picker is not None:
            self.picker.mark(done)
        if self._given is not None:
            self._revealed.children = [self.reveal.box] if done else []

    @cached_property
    def reveal(self) -> Explorer | None:
        """What an answer shows; a figure is not sent to the page before that."""
        is_view = isinstance(self._given, View)
        return show_still(self._given, "The result") if is_view else self._given

    def to_html(self) -> str:
        """The questions, their options and, folded away, the answers: the same for everybody."""
        reveal = self.reveal.to_html() if self.reveal else ""
        form = self.form
        return "\n".join(
            words.still(asked, form.number(i), reveal) for i, asked in enumerate(form.asked)
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = widgets.DOMWidget._repr_mimebundle_(self.box)
        form = self.form
        plain = "\n".join(words.plain(asked, form.number(i)) for i, asked in enumerate(form.asked))
        # the answers as HTML are for a page without a kernel: live, nobody sees them
        stored = {"text/html": self.to_html()} if PICTURES in os.environ else {}
        return live | stored | {"text/plain": plain}


def predict(question_id: str, reveal: View | Explorer | None = None) -> Asked:
    """Ask before showing: the reasons and ``reveal`` appear after an answer or Skip.

    Raises TableError for an unknown question or one that is not a prediction.
    """
    asked = question(question_id)
    if asked.purpose != "predict":
        raise tables.TableError(f"question '{question_id}' is for check(), not for predict()")
    return Asked([asked], reveal)


def check(notebook: str) -> Asked:
    """The questions of a notebook, each with a hint, a reason for every option and its source."""
    return Asked(questions(notebook, "check"))


def progress() -> Card:
    """How far the learner is, with their answers to download or to load again."""
    return Card()
