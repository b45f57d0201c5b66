"""Questions and their marks as HTML and plain text, with and without the answer."""

from html import escape

from helpers.quiz import citations
from helpers.quiz.questions import Mark, Option, Question, key


def title(asked: Question, number: int | None) -> str:
    """The question, with its number where it stands in a row of them."""
    return asked.text if number is None else f"{number}. {asked.text}"


def reasons(mark: Mark, asked: Question) -> str:
    """Each option with its verdict, its reason and its source as an HTML list."""
    items = "".join(_reason(verdict, option) for verdict, option in mark.options)
    linked = citations.links(asked.study_ids)
    return (f"<ul>{items}</ul>" if items else "") + (f"<p>Source: {linked}.</p>" if linked else "")


def _reason(verdict: str, option: Option) -> str:
    linked = citations.links(option.study_ids)
    source = f" ({linked})" if linked else ""
    name, reason = option.text.rstrip("."), escape(option.reason, quote=False)
    return f"<li><strong>{verdict}:</strong> {escape(name, quote=False)}. {reason}{source}</li>"


def still(asked: Question, number: int | None, reveal: str = "") -> str:
    """The question and its options as HTML, the answer folded away; ``reveal`` goes with it."""
    solved = key(asked)
    head = escape(title(asked, number), quote=False)
    unit = f" ({escape(asked.unit)})" if asked.unit else ""
    options = "".join(f"<li>{escape(o.text, quote=False)}</li>" for o in _choices(asked))
    choices = f"<ul>{options}</ul>\n" if options else ""
    hint = f"<p>Hint: {escape(asked.hint, quote=False)}</p>\n" if asked.hint else ""
    return (
        f"<p><strong>{head}</strong>{unit}</p>\n{choices}{hint}"
        "<details><summary>Show the answer</summary>\n"
        f"<p>{escape(solved.line, quote=False)}</p>\n{reasons(solved, asked)}\n{reveal}</details>"
    )


def plain(asked: Question, number: int | None) -> str:
    """The question and its options as text, without the answer."""
    return "\n".join([title(asked, number), *(f"- {option.text}" for option in _choices(asked))])


def _choices(asked: Question) -> tuple[Option, ...]:
    return () if asked.kind == "number" else asked.options
