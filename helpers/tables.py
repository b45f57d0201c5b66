"""The only reader of data/: load a table, check it, and say in one line what is wrong.

What a table must look like stands in data/datapackage.json and nowhere else. The tests check the
same files with the frictionless library; it is not used here because its first check takes 1.6 s
and 55 MB, which every notebook would pay. `python -m helpers.tables` writes data/README.md.
"""

import csv
import io
import json
import re
import sys
from pathlib import Path

import pandas as pd

from helpers.table_checks import (
    DTYPES,
    LISTS,
    TableError,
    check_cells,
    check_counts,
    check_unique,
    example,
    fail,
    meant,
    typed,
)

__all__ = ["DATA", "TableError", "dictionary", "load", "names"]

DATA = Path(__file__).resolve().parent.parent / "data"
DESCRIPTOR = "datapackage.json"


def names(folder: str | Path | None = None) -> list[str]:
    """The tables of data/, or of another folder with its own datapackage.json, in its order."""
    return list(_resources(_folder(folder)))


def load(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """A checked table, its columns in the order of the descriptor.

    Controlled lists are categorical, whole numbers Int64, numbers float64, true or false boolean,
    dates datetime64, all else str; an empty cell is missing. Each call reads the file again: a
    changed file is seen, and a changed frame harms nobody. Anything wrong raises TableError.
    """
    folder = _folder(folder)
    resources = _resources(folder)
    if name not in resources:
        hint = meant(str(name), resources, "; names() lists them")
        raise TableError(f"there is no table '{name}'{hint}")
    resource, schema = resources[name], resources[name]["schema"]
    file = f"{folder.name}/{resource['path']}"
    columns, rows = _columns(folder, resource)
    known = _known(folder, resources, resource, columns)
    for field in schema["fields"]:
        check_cells(file, field, columns[field["name"]], rows, known.get(field["name"]))
    for key in _keys(schema):
        check_unique(file, key, columns, rows)
    check_counts(file, columns, rows)
    return pd.DataFrame({f["name"]: typed(f, columns[f["name"]]) for f in schema["fields"]})


# --- the folder and its descriptor ---


def _folder(folder: str | Path | None) -> Path:
    folder = DATA if folder is None else Path(folder)
    if not folder.is_dir():
        problem = "is a file, not a folder" if folder.exists() else "does not exist"
        advice = f"give the folder that holds {DESCRIPTOR}"
        raise TableError(f"the folder '{folder}' {problem}; {advice}")
    return folder.resolve()


def _descriptor(folder: Path) -> dict:
    file = f"{folder.name}/{DESCRIPTOR}"
    try:
        return json.loads(_text(folder / DESCRIPTOR, file))
    except json.JSONDecodeError as error:
        fail(file, f"is not JSON at character {error.colno}: {error.msg}; correct it", error.lineno)


def _resources(folder: Path) -> dict[str, dict]:
    """Each table's part of the descriptor, under its name."""
    file = f"{folder.name}/{DESCRIPTOR}"
    try:
        found = {resource["name"]: resource for resource in _descriptor(folder)["resources"]}
        fields = [
            (f"{name}.{field['name']}", folder / resource["path"], field["type"])
            for name, resource in found.items()
            for field in resource["schema"]["fields"]
        ]
    except (KeyError, TypeError) as error:
        lack = f"{error} is missing" if isinstance(error, KeyError) else "a part has another shape"
        fail(file, f"does not describe tables: {lack}; restore it")
    for field, _, kind in fields:
        if kind not in DTYPES:
            problem = f"the type '{kind}' is not one of {', '.join(DTYPES)}; correct it"
            fail(file, problem, column=field)
    return found


def _listed(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _keys(schema: dict) -> list[list[str]]:
    """Every set of columns that may not repeat."""
    primary = schema.get("primaryKey") or [field["name"] for field in schema["fields"]]
    unique = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    return [_listed(primary), *unique]


def _known(folder: Path, resources: dict, resource: dict, columns: dict) -> dict[str, tuple]:
    """For each column that points at another table: (its file, its column, the keys there)."""
    links = {column: target for column, target in LISTS.items() if column in columns}
    for key in resource["schema"].get("foreignKeys", []):
        target = key["reference"].get("resource") or resource["name"]
        (column,), (pointed,) = _listed(key["fields"]), _listed(key["reference"]["fields"])
        links[column] = (target, pointed)
    known = {}
    for column, (target, pointed) in links.items():
        if target not in resources:
            fail(f"{folder.name}/{DESCRIPTOR}", f"has no table '{target}' for {column}; add it")
        same = target == resource["name"]
        keys = columns if same else _columns(folder, resources[target])[0]
        known[column] = (resources[target]["path"], pointed, set(keys[pointed]))
    return known


# --- from bytes to columns of text ---


def _text(path: Path, file: str) -> str:
    if path.is_dir():
        fail(file, "is a folder, not a file; put the file in its place")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        fail(file, "the file is missing; restore it")
    except PermissionError:
        fail(file, "cannot be opened; close it in other programs and try again")
    if data.count(0) > len(data) / 4:  # every second byte of plain English in UTF-16
        fail(file, "is saved as UTF-16; save it as CSV UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        around = data[max(0, error.start - 8) : error.start + 8].decode("cp1252", "replace")
        word = re.search(r"[^,;\n]*$", around[:8])[0] + re.match(r"[^,;\r\n]*", around[8:])[0]
        word = word.strip(' "')
        fail(file, f"'{word}' is not UTF-8 (Latin-1?); save the file as CSV UTF-8", row)
    for character, problem in (("\0", "a NUL byte"), ("\ufffd", "a lost character (\ufffd)")):
        if character in text:
            row = text.count("\n", 0, text.index(character)) + 1
            fail(file, f"holds {problem}; type the cell again and save as CSV UTF-8", row)
    return text


def _records(text: str, file: str) -> list[list[str]]:
    """Rows as a spreadsheet numbers them; blank rows at the end are dropped."""
    records = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), strict=True):
            records.append(record)
    except csv.Error:
        problem = 'a quotation mark (") is not closed, or stands inside a cell; close or double it'
        fail(file, problem, len(records) + 1)
    while records and not any(records[-1]):
        records.pop()
    return records


def _columns(folder: Path, resource: dict) -> tuple[dict[str, tuple[str, ...]], range]:
    """The cells of each column as text, and the numbers of the rows."""
    file = f"{folder.name}/{resource['path']}"
    records = _records(_text(folder / resource["path"], file), file)
    if not records:
        fail(file, "is empty; restore it")
    header, *records = records
    _check_header(file, header, [field["name"] for field in resource["schema"]["fields"]])
    if not records:
        fail(file, "has a header and no rows; restore the rows")
    for row, record in enumerate(records, 2):
        if not any(record):
            fail(file, "the row is empty; delete it", row)
        if len(record) != len(header):
            problem = f"has {len(record)} cells, the header has {len(header)}"
            fail(file, f"{problem}; put quotation marks round a text with a comma", row)
    return dict(zip(header, zip(*records, strict=True), strict=True)), range(2, len(records) + 2)


def _check_header(file: str, header: list[str], expected: list[str]) -> None:
    if not any(header):
        fail(file, "the row is empty; delete it", 1)
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            fail(file, f"the columns are separated by {word}; save the file with commas", 1)
    missing = [name for name in expected if name not in header]
    for place, name in enumerate(header, 1):
        if not name.strip():
            fail(file, f"column {place} has no name; delete the column or name it", 1)
        if header.count(name) > 1:
            fail(file, "the column stands twice; delete one", 1, name)
        if name not in expected:
            hint = meant(name, missing, f"; delete it, or describe it in {DESCRIPTOR}")
            fail(file, f"is not a column of this table{hint}", 1, name)
    if missing:
        fail(file, "the column is missing; add it", 1, missing[0])


# --- the data dictionary ---


def dictionary(folder: str | Path | None = None) -> str:
    """The data dictionary in Markdown: tables, fields, sources, licences and row counts."""
    folder = _folder(folder)
    package, resources = _descriptor(folder), _resources(folder)
    parts = [f"# {package['title']}", package["description"]]
    parts.append(f"Written from `{DESCRIPTOR}` by `python -m helpers.tables`; do not edit it here.")
    parts.append(f"Licence: {_links(package['licenses'])}.")
    counts = {name: len(_columns(folder, resource)[1]) for name, resource in resources.items()}
    overview = [f"| [`{n}`](#{n}) | {counts[n]} | {resources[n]['title']} |" for n in resources]
    parts.append("\n".join(["| table | rows | holds |", "|---|---|---|", *overview]))
    for name, resource in resources.items():
        parts.append(f"## {name}")
        link = f"[`{resource['path']}`]({resource['path']})"
        parts.append(f"{resource['title']}: {link}, {counts[name]} rows.")
        parts.append(resource["description"])
        parts.append(_field_table(resource["schema"]))
        for word in ("sources", "licenses"):
            if word in resource:
                label = {"sources": "Sources", "licenses": "Licence"}[word]
                parts.append(f"{label}: {_links(resource[word])}.")
    return "\n\n".join(parts) + "\n"


def _links(entries: list[dict]) -> str:
    shown = []
    for entry in entries:
        title = entry.get("title") or entry["name"]
        shown.append(f"[{title}]({entry['path']})" if "path" in entry else title)
    return "; ".join(shown)


def _field_table(schema: dict) -> str:
    rows = ["| field | type | unit | meaning | rules |", "|---|---|---|---|---|"]
    for field in schema["fields"]:
        cells = [f"`{field['name']}`", field["type"], field.get("unit", "")]
        cells += [field.get("description", field.get("title", "")), _rules(field, schema)]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _rules(field: dict, schema: dict) -> str:
    name, rules = field["name"], field.get("constraints", {})
    words = ["key"] * (name in _listed(schema.get("primaryKey", [])))
    words += [word for word in ("required", "unique") if rules.get(word)]
    words += [f"at least {rules['minimum']}"] if "minimum" in rules else []
    words += [f"at most {rules['maximum']}"] if "maximum" in rules else []
    words += [f"one of: {', '.join(rules['enum'])}"] if "enum" in rules else []
    words += [f"written like `{example(field)}`"] if "pattern" in rules else []
    for key in schema.get("foreignKeys", []):
        if name in _listed(key["fields"]):
            words.append(f"a row of {key['reference']['resource'] or 'this table'}")
    words += [f"rows of {LISTS[name][0]}, separated by ;"] if name in LISTS else []
    return "; ".join(words)


if __name__ == "__main__":
    try:
        (DATA / "README.md").write_text(dictionary(), encoding="utf-8", newline="\n")
    except TableError as error:
        sys.exit(str(error))
