"""Questions and their marks as HTML and plain text, with and without the answer."""

from html import escape

import pandas as pd

from helpers.quiz import citations
from helpers.quiz.questions import Answer, Mark, Option, Question, key, said, to_number


def title(asked: Question, number: int | None) -> str:
    """The question, with its number where it stands in a row of them."""
    return asked.text if number is None else f"{number}. {asked.text}"


def reasons(mark: Mark, asked: Question) -> str:
    """Each option with its verdict, its reason and its source as an HTML list."""
    known = citations.studies()
    items = "".join(_reason(verdict, option, asked.unit, known) for verdict, option in mark.options)
    cited = {study_id for _, option in mark.options for study_id in option.study_ids}
    others = tuple(study_id for study_id in asked.study_ids if study_id not in cited)
    linked = citations.links(others, known)
    return f"<ul>{items}</ul>" * bool(items) + f"<p>Source: {linked}.</p>" * bool(linked)


def line(mark: Mark, asked: Question, answer: Answer) -> str:
    """The line of a mark; for a prediction the guess comes first, and no symbol judges it."""
    if asked.purpose == "check":
        return mark.line
    return f"Your guess: {said(asked, answer)}. {mark.line.split(' ', 1)[1]}"


def why(mark: Mark, asked: Question) -> str:
    """The reasons as they follow an answer; folded after a prediction, whose figure comes next."""
    html = reasons(mark, asked)
    if asked.purpose == "check" or not html:
        return html
    on_map = "<p>On the map a tick is your guess and a heavy outline a right place.</p>"
    folded = f"<details><summary>Why, one by one</summary>{html}</details>"
    return on_map + folded if asked.kind == "sites" else folded


def _reason(verdict: str, option: Option, unit: str, known: pd.DataFrame) -> str:
    symbol, words = verdict.split(" ", 1)
    name = f"{option.text} {unit}" if to_number(option.text) is not None else option.text
    name, reason = (escape(text, quote=False) for text in (name.strip().rstrip("."), option.reason))
    linked = citations.links(option.study_ids, known)
    source = f" ({linked})" if linked else ""
    return f"<li>{symbol} <strong>{name}</strong> ({words}). {reason}{source}</li>"


def still(asked: Question, number: int | None, reveal: str = "") -> str:
    """The question and its options as HTML, the answer folded away; ``reveal`` goes with it."""
    solved = key(asked)
    head = escape(title(asked, number), quote=False)
    unit = f" ({escape(asked.unit)})" if asked.unit else ""
    options = "".join(f"<li>{escape(o.text, quote=False)}</li>" for o in _choices(asked))
    choices = f"<ul>{options}</ul>\n" if options else ""
    hint = f"<p>Hint: {escape(asked.hint, quote=False)}</p>\n" if asked.hint else ""
    answer = f"<p>{escape(solved.line, quote=False)}</p>\n{reasons(solved, asked)}\n{reveal}"
    return (
        '<section style="margin-bottom: 1em">\n'
        f"<p><strong>{head}</strong>{unit}</p>\n{choices}{hint}"
        f"<details><summary>Show the answer</summary>\n{answer}</details>\n</section>"
    )


def plain(asked: Question, number: int | None) -> str:
    """The question as text; its options are in the HTML."""
    return title(asked, number)


def _choices(asked: Question) -> tuple[Option, ...]:
    return () if asked.kind == "number" else asked.options
