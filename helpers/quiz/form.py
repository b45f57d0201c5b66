"""Questions as a live form: what a press of its buttons does, and what is shown after it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import traitlets

from helpers.controls import shared
from helpers.quiz import progress, words
from helpers.quiz.questions import UNANSWERED, Answer, Question, key, listed, mark, missing
from helpers.script import Script, Scripted, stylesheet

HERE = Path(__file__).parent


class Form(Scripted):
    """Questions with native controls; ``answers`` holds what is chosen now, by question_id.

    ``result_0``, ``result_1`` ... hold what stands under each question, one trait each, so that an
    answer sends only its own: a line, the reasons as HTML, whether it is right and whether it is
    done. ``after(i)`` is called when the result of question i has changed.
    """

    _script = Script((HERE / "form.js").read_text(encoding="utf-8"), stylesheet(HERE / "form.css"))
    _esm = _script.stub
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
        self.tally = self._told()
        self.on_msg(lambda _, message, __: self._pressed(message))

    def result(self, index: int) -> dict[str, Any]:
        """What stands under question ``index``: line, html, right, done."""
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
            self._show(index, _open(self._lacking(index, lack)))
            return
        marked = mark(asked, answer)
        note = progress.save({asked.question_id: {"answer": answer, "right": marked.right}})
        self._show(index, _answered(asked, answer), note)

    def skip(self, index: int) -> None:
        """Show the answer without a guess, and remember that it was skipped."""
        asked = self.asked[index]
        note = progress.save({asked.question_id: {"skipped": True}})
        self._show(index, _skipped(asked), note)

    def again(self, index: int) -> None:
        """Ask again; the remembered answer stays until there is a new one."""
        self._show(index, _open())

    def _pressed(self, message: dict[str, Any]) -> None:
        pressed = {"answer": self.submit, "skip": self.skip, "again": self.again}
        pressed[message["do"]](message["question"])

    def _show(self, index: int, result: dict[str, Any], note: str = "") -> None:
        setattr(self, f"result_{index}", result | {"line": f"{result['line']} {note}".strip()})
        self.tally = self._told()
        self.after(index)

    def _lacking(self, index: int, lack: str) -> str:
        if not self.many:
            return f"{lack[0].upper()}{lack[1:]}."
        if lack == UNANSWERED:
            return f"You did not answer {index + 1}."
        return f"Question {index + 1}: {lack}."

    def _told(self) -> str:
        """How many are right and which are open, once there is an answer."""
        results = [self.result(index) for index in range(len(self.asked))]
        todo = [str(index + 1) for index, result in enumerate(results) if not result["done"]]
        if not self.many or len(todo) == len(results):
            return ""
        line = f"{sum(result['right'] for result in results)} of {len(results)} right."
        return f"{line} You did not answer {listed(todo)}." if todo else line

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
        answers, results = {}, {f"result_{index}": _open() for index in range(len(self.asked))}
        results["result_0"] = _open(note)
        for name, asked in zip(results, self.asked, strict=True):
            entry = stored.get(asked.question_id, {})
            answer = entry.get("answer")
            if "skipped" in entry:
                results[name] = _skipped(asked)
            elif not missing(asked, answer):
                answers[asked.question_id] = answer
                results[name] = _answered(asked, answer)
        return {"answers": answers, "results": results}


def _open(line: str = "") -> dict[str, Any]:
    return {"line": line, "html": "", "right": False, "done": False}


def _answered(asked: Question, answer: Answer) -> dict[str, Any]:
    marked = mark(asked, answer)
    line = words.line(marked, asked, answer)
    return {"line": line, "html": words.why(marked, asked), "right": marked.right, "done": True}


def _skipped(asked: Question) -> dict[str, Any]:
    solved = key(asked)
    line = f"You skipped this prediction. {solved.line}"
    return {"line": line, "html": words.why(solved, asked), "right": False, "done": True}
