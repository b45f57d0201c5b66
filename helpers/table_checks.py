"""What may stand in a cell, a row and a column of a table: the checks behind helpers.tables."""

import datetime
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

import pandas as pd

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
RULES = {"required", "unique", "enum", "minimum", "maximum", "pattern"}
FORMS = {  # type: (what a cell must look like, what to tell who wrote something else)
    "integer": (r"[+-]?\d{1,15}", "is not a whole number; write digits only, such as 12"),
    "year": (r"\d{4}", "is not a year; write four digits, such as 2007"),
    "number": (
        r"[+-]?(\d{1,15}\.?\d{0,15}|\.\d{1,15})([eE][+-]?\d\d?)?",
        "is not a number; write digits and a point, such as 12.5",
    ),
    "boolean": (r"true|false|TRUE|FALSE|True|False", "is not true or false; write one of them"),
    "date": (r"\d{4}-\d\d-\d\d", "is not a date; write year-month-day, such as 2026-03-14"),
}
# A cell of these columns holds several keys with ';' between them; a foreign key cannot say so.
LISTS = {"study_ids": ("studies", "study_id")}
# What nobody sees: control characters, soft hyphens, marks of width, direction and byte order.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
NO_VALUE = re.compile(r"n/?a|nan|null|none|unknown|not known|[-–—?./]+", re.IGNORECASE)
# A printed percent may differ from count / total by rounding; by more points it needs a flag.
ROUNDING_POINTS = 0.6
LONGEST = 40  # characters of a cell that a line shows


class TableError(ValueError):
    """One line: file, row as a spreadsheet numbers it, column, what is wrong, what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [str(self)]


def fail(file: str, problem: str, row: int | None = None, column: str | None = None) -> NoReturn:
    """Raise the one line about a place in a file."""
    place = [file] + [f"row {row}"] * (row is not None) + [column] * bool(column)
    raise TableError(" ".join(f"{', '.join(place)}: {problem}".splitlines()))


def meant(word: str, known: Iterable[str], otherwise: str) -> str:
    """A question with the nearest known word, or another advice when none is near."""
    known = list(known)
    near = get_close_matches(word, known, 1) or get_close_matches(word.strip().lower(), known, 1)
    return f"; did you mean '{near[0]}'?" if near else otherwise


def check_header(file: str, header: list[str], expected: list[str]) -> None:
    """Each column of the table once, in any order, and no other."""
    if not any(header):
        fail(file, "the row is empty; delete it", 1)
    for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and mark in header[0]:
            fail(file, f"the columns are separated by {word}; save the file with commas", 1)
    if len(header) == 1 and "," in header[0]:
        fail(file, "the whole row stands in quotation marks; delete them in every row", 1)
    missing = [name for name in expected if name not in header]
    for place, name in enumerate(header, 1):
        if not name.strip():
            fail(file, f"column {place} has no name; delete the column or name it", 1)
        if HIDDEN.search(name):
            fail(file, f"the name of column {place} {_hidden(name)}; type it again", 1)
        if header.count(name) > 1:
            fail(file, "the column stands twice; delete one", 1, name)
        if name not in expected:
            hint = meant(name, missing, "; delete it, or describe it in datapackage.json")
            fail(file, f"is not a column of this table{hint}", 1, name[:LONGEST])
    if missing:
        fail(file, "the column is missing; add it", 1, missing[0])


def check_cells(
    file: str, field: dict, cells: tuple[str, ...], rows: range, known: tuple | None
) -> None:
    """Each cell against its field and, where it is a key, against the keys known elsewhere.

    known is (the other file, its column, the keys there) or None.
    """
    wrong = {cell: _problem(cell, field) or _unknown(cell, field, known) for cell in set(cells)}
    for row, cell in zip(rows, cells, strict=True):
        if wrong[cell]:
            fail(file, wrong[cell], row, field["name"])


def _quoted(cell: str) -> str:
    return f"'{cell[:LONGEST]}…'" if len(cell) > LONGEST else f"'{cell}'"


def _hidden(text: str) -> str:
    return f"holds a character that is not seen (U+{ord(HIDDEN.search(text)[0]):04X})"


def _problem(cell: str, field: dict) -> str:
    """What is wrong with one cell, or an empty text."""
    rules = field.get("constraints", {})
    if not cell:
        return "is empty; fill it in" if rules.get("required") else ""
    if cell != cell.strip():
        return f"{_quoted(cell)} starts or ends with a space; delete the space"
    if HIDDEN.search(cell):
        return f"{_quoted(cell)} {_hidden(cell)}; type the cell again"
    if cell.startswith("#") and cell.rstrip("?!").isupper():
        return f"{_quoted(cell)} is an error of the spreadsheet; type the value"
    form, advice = FORMS.get(field["type"], (None, ""))
    if form and NO_VALUE.fullmatch(cell):
        return f"{_quoted(cell)} is no value; leave the cell empty"
    if form and not re.fullmatch(form, cell, re.ASCII):
        return f"{_quoted(cell)} {_number_advice(cell, field['type']) or advice}"
    if field["type"] == "date" and _date(cell) is None:
        return f"{_quoted(cell)} is not a day of the calendar; correct it"
    return _against_rules(cell, field)


def _number_advice(cell: str, kind: str) -> str:
    if kind not in ("integer", "number"):
        return ""
    if kind == "number" and re.fullmatch(r"[+-]?\d+,\d+", cell):
        return f"has a decimal comma; write {cell.replace(',', '.')}"
    if kind == "number" and re.fullmatch(r"[+-]?\d+(\.\d+)? ?%", cell):
        return f"has a percent sign; write {cell.rstrip(' %')}"
    if re.fullmatch(r"[+-]?\d{1,3}([ ,'\u2019\u00a0\u202f]\d{3})+(\.\d+)?", cell):
        return f"has a thousands separator; write {re.sub(r'[^0-9.+-]', '', cell)}"
    return ""


def example(field: dict) -> str:
    """How a cell with a pattern is written: the example of the descriptor, or the pattern."""
    return field.get("example") or field["constraints"]["pattern"]


def _against_rules(cell: str, field: dict) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules and cell not in rules["enum"]:
        listed = f"; use one of: {', '.join(rules['enum'])}"
        return (
            f"{_quoted(cell)} is not on the list of this column{meant(cell, rules['enum'], listed)}"
        )
    if "minimum" in rules and float(cell) < float(rules["minimum"]):
        return f"{cell} is less than {rules['minimum']}, the least possible; correct it"
    if "maximum" in rules and float(cell) > float(rules["maximum"]):
        return f"{cell} is more than {rules['maximum']}, the most possible; correct it"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return f"{_quoted(cell)} is not written as it should be; write it like {example(field)}"
    return ""


def _unknown(cell: str, field: dict, known: tuple | None) -> str:
    if not known or not cell:
        return ""
    file, key, values = known
    for part in cell.split(";") if field["name"] in LISTS else [cell]:
        if part not in values:
            if field["name"] in LISTS and "," in part:
                return f"{_quoted(part)} has a comma; separate one {key} from the next by ;"
            hint = meant(part, values - {""}, "; add it there or correct it")
            return f"{_quoted(part)} is not a {key} of {file}{hint}"
    return ""


def check_unique(file: str, key: list[str], columns: dict, rows: range) -> None:
    """No two rows share the key; a key of all columns means that no row is repeated."""
    seen: dict[tuple, int] = {}
    for row, value in zip(rows, zip(*(columns[name] for name in key), strict=True), strict=True):
        if value in seen and len(key) == len(columns):
            fail(file, f"repeats row {seen[value]}; delete one of them", row)
        if value in seen and any(value):
            problem = f"'{', '.join(value)}' stands in row {seen[value]} too; change one of them"
            fail(file, problem, row, " + ".join(key))
        seen[value] = row


def check_counts(file: str, columns: dict, rows: range) -> None:
    """count is part of total, and a printed percent that differs from them has a flag."""
    empty = [""] * len(rows)
    names = ("count", "total", "printed_percent", "flag")
    cells = zip(*(columns.get(name, empty) for name in names), strict=True)
    for row, (count, total, percent, flag) in zip(rows, cells, strict=True):
        if total and int(total) < 1:
            fail(file, f"{total} is not the size of a group; correct it", row, "total")
        counted = bool(count and total)
        if counted and int(count) > int(total):
            problem = f"{count} is larger than total {total}; correct one of them"
            fail(file, problem, row, "count")
        if percent and not flag and not counted:
            problem = "stands without count and total; fill them in, or say why in flag"
            fail(file, problem, row, "printed_percent")
        if percent and not flag:
            computed = 100 * int(count) / int(total)
            if abs(float(percent) - computed) > ROUNDING_POINTS:
                problem = f"{percent} is not {count} of {total} ({computed:.1f}); say why in flag"
                fail(file, problem, row, "printed_percent")


def typed(field: dict, cells: tuple[str, ...]) -> pd.Series | pd.Categorical:
    """Checked cells as a column; an empty cell is missing."""
    read = READ.get(field["type"], str)
    values = [read(cell) if cell else None for cell in cells]
    if field["type"] == "string" and "enum" in field.get("constraints", {}):
        return pd.Categorical(values, categories=field["constraints"]["enum"])
    return pd.Series(values, dtype=DTYPES[field["type"]])


def _date(cell: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        return None


def _true(cell: str) -> bool:
    return cell.lower() == "true"


READ = {"integer": int, "year": int, "number": float, "boolean": _true, "date": _date}
