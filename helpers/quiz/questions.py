"""The questions of data/questions.csv and how an answer is marked, in words; no widget, no page."""

import hashlib
import math
from dataclasses import dataclass

import pandas as pd

from helpers import tables
from helpers.quiz.citations import split
from helpers.theme import number

Answer = str | list[str] | dict[str, int] | float | None  # what a form or a progress file holds
UNANSWERED = "you have not answered yet"


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in order, and why it is right or not.

    ``site_id`` names the place where the question asks for places.
    """

    text: str
    correct: bool
    place: int | None
    reason: str
    study_ids: tuple[str, ...]
    site_id: str = ""


@dataclass(frozen=True)
class Question:
    """A row of questions.csv; ``kind`` is single, multiple, order, number or sites.

    ``options`` stand as a learner sees them: places by name, all others in a fixed shuffle, so that
    an author may write the right one first. Those of a number are answers that people give.
    """

    question_id: str
    notebook: str
    purpose: str
    kind: str
    text: str
    hint: str
    answer: float | None
    tolerance: float
    unit: str
    study_ids: tuple[str, ...]
    options: tuple[Option, ...]

    @property
    def correct(self) -> list[str]:
        """The right options, in the right order where there is one."""
        if self.kind == "order":
            return [o.text for o in sorted(self.options, key=lambda option: option.place)]
        return [option.text for option in self.options if option.correct]


@dataclass(frozen=True)
class Mark:
    """``right`` or not, ``line`` in words, and for each option a pair (verdict, option)."""

    right: bool
    line: str
    options: list[tuple[str, Option]]


def questions(notebook: str, purpose: str) -> list[Question]:
    """The questions of one notebook for ``predict`` or ``check``, by position.

    Raises TableError where the notebook has none.
    """
    frame = tables.load("questions")
    rows = frame[(frame["notebook"] == notebook) & (frame["purpose"] == purpose)]
    if rows.empty:
        raise tables.TableError(f"data/questions.csv has no {purpose} question for '{notebook}'")
    options = tables.load("question_options")
    return [_question(row, options) for _, row in rows.sort_values("position").iterrows()]


def question(question_id: str) -> Question:
    """One question by its id. Raises TableError for an id that is not in the table."""
    frame = tables.load("questions")
    rows = frame[frame["question_id"] == question_id]
    if rows.empty:
        raise tables.TableError(f"data/questions.csv has no question '{question_id}'")
    return _question(rows.iloc[0], tables.load("question_options"))


def _question(row: pd.Series, options: pd.DataFrame) -> Question:
    mine = options[options["question_id"] == row["question_id"]].sort_values("position")
    sites = tables.load("sites") if row["kind"] == "sites" else None  # options are site_ids there
    names = {} if sites is None else dict(zip(sites["site_id"], sites["name"], strict=True))
    found = [_option(option, names) for _, option in mine.iterrows()]
    return Question(
        **{name: str(row[name]) for name in ("question_id", "notebook", "purpose", "kind", "text")},
        hint=_text(row["hint"]),
        answer=None if pd.isna(row["answer"]) else float(row["answer"]),
        tolerance=0.0 if pd.isna(row["tolerance"]) else float(row["tolerance"]),
        unit=_text(row["unit"]),
        study_ids=split(row["study_ids"]),
        options=tuple(sorted(found, key=_by_name if names else _shuffled)),
    )


def _by_name(option: Option) -> str:
    return option.text


def _shuffled(option: Option) -> bytes:
    return hashlib.sha256(option.text.encode()).digest()  # the same on every machine


def _option(row: pd.Series, names: dict[str, str]) -> Option:
    return Option(
        text=names.get(row["text"], str(row["text"])),
        correct=bool(not pd.isna(row["correct"]) and row["correct"]),
        place=None if pd.isna(row["right_place"]) else int(row["right_place"]),
        reason=_text(row["reason"]),
        study_ids=split(row["study_ids"]),
        site_id=row["text"] if names else "",
    )


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def missing(asked: Question, answer: Answer) -> str:
    """What an answer still lacks before it can be marked, or an empty text."""
    if answer in (None, "", [], {}):
        return UNANSWERED
    if asked.kind == "number":
        return "" if to_number(answer) is not None else "write one number, such as 12 or 0.5"
    if asked.kind == "order":
        return _missing_places(asked, answer)
    chosen = [answer] if asked.kind == "single" else answer
    known = [option.text for option in asked.options]  # a file may hold what cannot be in a set
    if not isinstance(chosen, list) or any(text not in known for text in chosen):
        return "choose among the options"
    many = asked.kind == "sites" and len(chosen) > len(asked.correct)
    return f"choose at most {len(asked.correct)}, not {len(chosen)}" if many else ""


def _missing_places(asked: Question, places: Answer) -> str:
    if not isinstance(places, dict):
        return "give every item a place"
    given = [places.get(option.text) or 0 for option in asked.options]
    if 0 in given:
        return "give every item a place"
    if any(place not in given for place in range(1, len(given) + 1)):
        return "give each place to one item only"
    return ""


def said(asked: Question, answer: Answer) -> str:
    """A complete answer in words: "lung, bone and spleen", "47 %"."""
    if asked.kind == "number":
        return _amount(to_number(answer), asked)
    if asked.kind == "order":
        return ", ".join(sorted(answer, key=lambda text: answer[text]))
    return listed([answer] if isinstance(answer, str) else answer)


def to_number(typed: Answer) -> float | None:
    """The number a learner typed; "12", "12 %" and "0,5" are numbers, anything else is None."""
    text = str(typed).strip().rstrip("%").strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def mark(asked: Question, answer: Answer) -> Mark:
    """Mark a complete answer. Raises ValueError where something is missing."""
    lack = missing(asked, answer)
    if lack:
        raise ValueError(lack)
    return _MARKERS[asked.kind](asked, answer)


def key(asked: Question) -> Mark:
    """The answer key, worded as a mark that nobody earned."""
    if asked.kind == "order":
        places = sorted(asked.options, key=lambda option: option.place)
        return Mark(False, "The right order:", [(f"✓ place {o.place}", o) for o in places])
    if asked.kind == "number":
        line = f"It is {_amount(asked.answer, asked)}."
    else:
        line = f"Right: {listed(asked.correct)}."
    return Mark(False, line, [(_verdict(o.correct), o) for o in asked.options])


def _mark_number(asked: Question, answer: Answer) -> Mark:
    typed = to_number(answer)
    mine, found = _amount(typed, asked), _amount(asked.answer, asked)
    right = _near(typed, asked.answer, asked)
    if mine == found:
        line = f"✓ Right: {found}."
    elif right:
        line = f"✓ Right: {mine} is close enough to {found}."
    else:
        line = f"✗ Too {'low' if typed < asked.answer else 'high'}: you said {mine}, it is {found}."
    verdicts = [(_verdict(o.correct, _is(o, typed, asked)), o) for o in asked.options]
    return Mark(right, line, verdicts)


def _is(option: Option, typed: float, asked: Question) -> bool:
    value = to_number(option.text)
    return value is not None and _near(typed, value, asked)


def _near(typed: float, value: float, asked: Question) -> bool:
    return abs(typed - value) <= asked.tolerance + 1e-9


def _amount(value: float, asked: Question) -> str:
    return f"{number(value)} {asked.unit}".strip()


def _mark_order(asked: Question, places: dict[str, int]) -> Mark:
    verdicts = [
        (words if places[o.text] == o.place else f"✗ place {o.place}, you said {places[o.text]}", o)
        for words, o in key(asked).options
    ]
    good = sum(words.startswith("✓") for words, _ in verdicts)
    right = good == len(verdicts)
    line = "✓ Right order." if right else f"✗ {good} of {len(verdicts)} in the right place."
    return Mark(right, line, verdicts)


def _mark_choice(asked: Question, answer: str | list[str]) -> Mark:
    chosen = {answer} if isinstance(answer, str) else set(answer)
    verdicts = [(_verdict(o.correct, o.text in chosen), o) for o in asked.options]
    right = chosen == set(asked.correct)
    if right:
        line = "✓ Right."
    elif asked.kind == "single":
        line = f"✗ Not this. Right is: {listed(asked.correct)}."
    else:
        line = _difference(asked, chosen)
    return Mark(right, line, verdicts)


def _verdict(correct: bool, chosen: bool | None = None) -> str:
    """In a symbol and words; without ``chosen`` nobody has answered."""
    if chosen is None:
        return "✓ right" if correct else "✗ not this"
    if correct:
        return "✓ right, your answer" if chosen else "✓ right, not your answer"
    return "✗ not this, your answer" if chosen else "✗ not this"


def _difference(asked: Question, chosen: set[str]) -> str:
    """What matched, what was missed and what was too many, in the order of the options."""
    order = [option.text for option in asked.options]
    correct = asked.correct
    matched, missed = [t for t in correct if t in chosen], [t for t in correct if t not in chosen]
    extra = [text for text in order if text in chosen and text not in correct]
    parts = [f"{len(matched)} of {len(correct)} found"]
    if matched:
        parts[0] += f": {listed(matched)}"
    if missed:
        parts.append(f"missed: {listed(missed)}")
    if extra:
        parts.append(f"not among them: {listed(extra)}")
    return f"✗ {'; '.join(parts)}."


def listed(texts: list[str]) -> str:
    """ "a, b and c", without the full stop that an option may end with."""
    bare = [text.rstrip(".") for text in texts]
    return bare[0] if len(bare) == 1 else f"{', '.join(bare[:-1])} and {bare[-1]}"


_MARKERS = {
    "single": _mark_choice,
    "multiple": _mark_choice,
    "sites": _mark_choice,
    "number": _mark_number,
    "order": _mark_order,
}
