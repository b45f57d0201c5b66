"""Questions as a live form: what a press of its buttons does, and what is shown after it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from helpers.controls import shared
from helpers.live import stylesheet
from helpers.quiz import progress, words
from helpers.quiz.questions import UNANSWERED, Question, key, listed, mark, missing

HERE = Path(__file__).parent
_EMPTY = {"line": "", "html": ""}
_SKIPPED = "You skipped this prediction."


class Form(anywidget.AnyWidget):
    """Questions with native controls; ``answers`` holds what is chosen now, by question_id.

    ``result_0``, ``result_1`` ... hold what stands under each question, one trait each, so that an
    answer sends only its own. ``after(i)`` is called when the result of question i has changed.
    """

    _esm = (HERE / "form.js").read_text(encoding="utf-8")
    _css = stylesheet(HERE / "form.css")
    questions = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    tally = traitlets.Unicode().tag(sync=True)

    def __init__(self, asked: list[Question], after: Callable[[int], None] | None = None) -> None:
        self.asked = asked
        self.after = after or (lambda index: None)
        self.many = asked[0].purpose == "check"
        state = self._remembered()
        self.add_traits(**{name: traitlets.Dict().tag(sync=True) for name in state["results"]})
        super().__init__(
            questions=[self._described(index) for index in range(len(asked))],
            answers=state["answers"],
            layout=shared(widgets.Layout),
            **state["results"],
        )
        self._count()
        self.on_msg(lambda _, message, __: self._pressed(message))

    def result(self, index: int) -> dict[str, str]:
        """What stands under question ``index``: a line, and the reasons as HTML once answered."""
        return getattr(self, f"result_{index}")

    def number(self, index: int) -> int | None:
        """The number a learner sees; a prediction has none."""
        return index + 1 if self.many else None

    def submit(self, index: int) -> None:
        """Mark the answer to question ``index`` and remember it."""
        asked = self.asked[index]
        answer = self.answers.get(asked.question_id)
        lack = missing(asked, answer)
        if lack:
            self._show(index, {"line": self._lacking(index, lack), "html": ""})
            return
        marked = mark(asked, answer)
        note = progress.save({asked.question_id: {"answer": answer, "right": marked.right}})
        line = f"{marked.line} {note}".strip()
        self._show(index, {"line": line, "html": words.reasons(marked, asked)})

    def skip(self, index: int) -> None:
        """Show the answer without a guess, and remember that it was skipped."""
        asked = self.asked[index]
        note = progress.save({asked.question_id: {"skipped": True}})
        shown = _skipped(asked)
        self._show(index, {**shown, "line": f"{shown['line']} {note}".strip()})

    def again(self, index: int) -> None:
        """Ask again; the remembered answer stays until there is a new one."""
        self._show(index, _EMPTY)

    def _pressed(self, message: dict[str, Any]) -> None:
        {"answer": self.submit, "skip": self.skip, "again": self.again}[message["do"]](
            message["question"]
        )

    def _show(self, index: int, result: dict[str, str]) -> None:
        setattr(self, f"result_{index}", result)
        self._count()
        self.after(index)

    def _lacking(self, index: int, lack: str) -> str:
        if not self.many:
            return f"{lack[0].upper()}{lack[1:]}."
        if lack == UNANSWERED:
            return f"You did not answer {index + 1}."
        return f"Question {index + 1}: {lack}."

    def _count(self) -> None:
        if not self.many:
            return
        answered = [bool(self.result(index)["html"]) for index in range(len(self.asked))]
        right = sum(self.result(index)["line"].startswith("✓") for index in range(len(self.asked)))
        line = f"{right} of {len(self.asked)} right."
        if not all(answered):
            open_ = [str(index + 1) for index, done in enumerate(answered) if not done]
            line += f" You did not answer {listed(open_)}."
        self.tally = line if any(answered) else ""

    def _described(self, index: int) -> dict[str, Any]:
        asked = self.asked[index]
        return {
            "id": asked.question_id,
            "kind": asked.kind,
            "text": words.title(asked, self.number(index)),
            "hint": asked.hint,
            "unit": asked.unit,
            "options": [option.text for option in asked.options],
            "skip": not self.many,
            "button": "Check answer" if self.many else "Show the result",
        }

    def _remembered(self) -> dict[str, Any]:
        """Answers and results as the progress file has them; what it no longer fits is left out."""
        stored, note = progress.load()
        answers, results = {}, {}
        for index, asked in enumerate(self.asked):
            entry = stored.get(asked.question_id, {})
            answer = entry.get("answer")
            results[f"result_{index}"] = {"line": note if index == 0 else "", "html": ""}
            if entry.get("skipped"):
                results[f"result_{index}"] = _skipped(asked)
            elif not missing(asked, answer):
                marked = mark(asked, answer)
                answers[asked.question_id] = answer
                html = words.reasons(marked, asked)
                results[f"result_{index}"] = {"line": marked.line, "html": html}
        return {"answers": answers, "results": results}


def _skipped(asked: Question) -> dict[str, str]:
    solved = key(asked)
    return {"line": f"{_SKIPPED} {solved.line}", "html": words.reasons(solved, asked)}
