"""The only reader of data/: load a table, check it, and say in one line what is wrong.

What a table must look like stands in data/datapackage.json and nowhere else. The tests check the
same files with the frictionless library; it is not used here because its first check takes 1.6 s
and 55 MB, which every notebook would pay. `python -m helpers.tables` writes data/README.md.
"""

import csv
import hashlib
import io
import json
import re
import sys
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.table_checks import (
    DTYPES,
    LISTS,
    TableError,
    check_cells,
    check_counts,
    check_header,
    check_unique,
    example,
    fail,
    meant,
    typed,
)

__all__ = ["DATA", "TableError", "dictionary", "load", "names"]

DATA = Path(__file__).resolve().parent.parent / "data"
DESCRIPTOR = "datapackage.json"
# What was last found good of each table: (its descriptor, digest of its files, the frame).
_CHECKED: dict[tuple[Path, str], tuple[dict, bytes, pd.DataFrame]] = {}


def names(folder: str | Path | None = None) -> list[str]:
    """The tables of data/, or of another folder with its own datapackage.json, in its order."""
    return list(_resources(_folder(folder)))


def load(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """A checked table, its columns in the order of the descriptor.

    Controlled lists are categorical, whole numbers Int64, numbers float64, true or false boolean,
    dates datetime64, all else str; an empty cell is missing. Each call reads the files again, so a
    changed file is seen; what is unchanged is not checked twice, because a figure asks at every
    move. Each caller has a frame of its own. Anything wrong raises TableError.
    """
    folder = _folder(folder)
    resources = _resources(folder)
    if name not in resources:
        hint = meant(str(name), resources, "; names() lists them")
        raise TableError(f"there is no table '{name}'{hint}")
    targets = _targets(folder, resources, name)
    used = dict.fromkeys([name, *(table for table, _ in targets.values())])
    data = {table: _bytes(folder, resources[table]["path"]) for table in used}
    state = (resources, hashlib.sha256(b"\0".join(data.values())).digest())
    if _CHECKED.get((folder, name), ())[:2] != state:
        columns = {table: _columns(folder, resources[table], data[table]) for table in used}
        _CHECKED[folder, name] = (*state, _checked(name, folder, resources, targets, columns))
    return _CHECKED[folder, name][2].copy()


def _checked(
    name: str, folder: Path, resources: dict, targets: dict, columns: dict[str, dict]
) -> pd.DataFrame:
    """The table as a frame, after every check; columns are its own and those it points at."""
    cells, schema = columns[name], resources[name]["schema"]
    file = f"{folder.name}/{resources[name]['path']}"
    rows = range(2, len(next(iter(cells.values()))) + 2)
    for field in schema["fields"]:
        table, key = targets.get(field["name"], (None, None))
        known = (resources[table]["path"], key, set(columns[table][key])) if table else None
        check_cells(file, field, cells[field["name"]], rows, known)
    for key in _keys(schema):
        check_unique(file, key, cells, rows)
    check_counts(file, cells, rows)
    return pd.DataFrame({f["name"]: typed(f, cells[f["name"]]) for f in schema["fields"]})


# --- the folder and its descriptor ---


def _folder(folder: str | Path | None) -> Path:
    folder = DATA if folder is None else Path(folder)
    if not folder.is_dir():
        problem = "is a file, not a folder" if folder.exists() else "does not exist"
        advice = f"give the folder that holds {DESCRIPTOR}"
        raise TableError(f"the folder '{folder}' {problem}; {advice}")
    return folder.resolve()


def _descriptor(folder: Path) -> dict:
    return _parsed(_text(_bytes(folder, DESCRIPTOR), f"{folder.name}/{DESCRIPTOR}"), folder.name)


@lru_cache(maxsize=4)
def _parsed(text: str, folder_name: str) -> dict:
    """The descriptor, checked so far that the tables can be found."""
    file = f"{folder_name}/{DESCRIPTOR}"
    try:
        package = json.loads(text)
        fields = [
            (f"{resource['name']}.{field['name']}", Path(resource["path"]), field["type"])
            for resource in package["resources"]
            for field in resource["schema"]["fields"]
        ]
    except json.JSONDecodeError as error:
        fail(file, f"is not JSON at character {error.colno}: {error.msg}; correct it", error.lineno)
    except (KeyError, TypeError) as error:
        lack = f"{error} is missing" if isinstance(error, KeyError) else "a part has another shape"
        fail(file, f"does not describe tables: {lack}; restore it")
    for field, _, kind in fields:
        if kind not in DTYPES:
            problem = f"the type '{kind}' is not one of {', '.join(DTYPES)}; correct it"
            fail(file, problem, column=field)
    return package


def _resources(folder: Path) -> dict[str, dict]:
    """Each table's part of the descriptor, under its name."""
    return {resource["name"]: resource for resource in _descriptor(folder)["resources"]}


def _listed(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _keys(schema: dict) -> list[list[str]]:
    """Every set of columns that may not repeat."""
    primary = schema.get("primaryKey") or [field["name"] for field in schema["fields"]]
    unique = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    return [_listed(primary), *unique]


def _targets(folder: Path, resources: dict, name: str) -> dict[str, tuple[str, str]]:
    """For each column that points at a table, this one or another: (that table, its column)."""
    schema = resources[name]["schema"]
    fields = {field["name"] for field in schema["fields"]}
    targets = {column: target for column, target in LISTS.items() if column in fields}
    for key in schema.get("foreignKeys", []):
        (column,), (pointed,) = _listed(key["fields"]), _listed(key["reference"]["fields"])
        targets[column] = (key["reference"].get("resource") or name, pointed)
    for column, (table, _) in targets.items():
        if table not in resources:
            fail(f"{folder.name}/{DESCRIPTOR}", f"has no table '{table}' for {column}; add it")
    return targets


# --- from bytes to columns of text ---


def _bytes(folder: Path, path: str) -> bytes:
    file = f"{folder.name}/{path}"
    if (folder / path).is_dir():
        fail(file, "is a folder, not a file; put the file in its place")
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        fail(file, "the file is missing; restore it")
    except PermissionError:
        fail(file, "cannot be opened; close it in other programs and try again")


def _text(data: bytes, file: str) -> str:
    if data.startswith(b"PK\3\4"):
        fail(file, "is a workbook (.xlsx, .ods) under another name; save it as CSV UTF-8")
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


def _columns(folder: Path, resource: dict, data: bytes) -> dict[str, tuple[str, ...]]:
    """The cells of each column as text."""
    file = f"{folder.name}/{resource['path']}"
    records = _records(_text(data, file), file)
    if not records:
        fail(file, "is empty; restore it")
    header, *records = records
    check_header(file, header, [field["name"] for field in resource["schema"]["fields"]])
    if not records:
        fail(file, "has a header and no rows; restore the rows")
    for row, record in enumerate(records, 2):
        if not any(record):
            fail(file, "the row is empty; delete it", row)
        if len(record) != len(header):
            short, found = len(record) < len(header), f"{len(record)} cell{'s' * (len(record) > 1)}"
            advice = "put quotation marks round a text with a comma"
            advice = "add the missing ones, or delete the row" if short else advice
            fail(file, f"has {found}, the header has {len(header)}; {advice}", row)
    return dict(zip(header, zip(*records, strict=True), strict=True))


# --- the data dictionary ---


def dictionary(folder: str | Path | None = None) -> str:
    """The data dictionary in Markdown: tables, fields, sources, licences and row counts."""
    folder = _folder(folder)
    package, resources = _descriptor(folder), _resources(folder)
    written = f"Written from `{DESCRIPTOR}` by `python -m helpers.tables`; do not edit it here."
    licence = f"Licence: {_links(package['licenses'])}."
    parts = [f"# {package['title']}", package["description"], written, licence]
    counts = {name: len(load(name, folder)) for name in resources}
    overview = [f"| [`{n}`](#{n}) | {counts[n]} | {resources[n]['title']} |" for n in resources]
    parts.append("\n".join(["| table | rows | holds |", "|---|---|---|", *overview]))
    for name, resource in resources.items():
        parts.append(f"## {name}")
        link = f"[`{resource['path']}`]({resource['path']})"
        parts.append(f"{resource['title']}: {link}, {counts[name]} rows.")
        parts += [resource["description"], _field_table(resource["schema"])]
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
