"""What a spreadsheet, a download or a merge leaves in a table: one line, word for word."""

import pytest

from helpers.tables import load
from tests.small_package import change, line_of, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "data")


WHOLE = "is not a whole number; write digits only, such as 12"
DATE = "is not a date; write year-month-day, such as 2026-03-14"
SPACE = "starts or ends with a space; delete the space"
EMPTY = "is no value; leave the cell empty"
UNSEEN = "holds a character that is not seen"
SHORT = "has 1 cell, the header has 13; add the missing ones, or delete the row"
MEANT = "is not on the list of this column; did you mean"
NO_COLUMN = "is not a column of this table;"
DESCRIBE = "delete it, or describe it in datapackage.json"

CELLS = [  # (in cohorts.csv this, becomes that, the line after "data/cohorts.csv, ")
    (",4,148", ",4,1'480", "row 4, total: '1'480' has a thousands separator; write 1480"),
    (",4,148", ",4,1\u00a0480", "row 4, total: '1\u00a0480' has a thousands separator; write 1480"),
    (",4,148", ",4,1.480", f"row 4, total: '1.480' {WHOLE}"),
    (",4,148", ",4,1e3", f"row 4, total: '1e3' {WHOLE}"),
    (",4,148", ",4-Mar,148", f"row 4, count: '4-Mar' {WHOLE}"),
    (",4,148", ",2.7%,148", f"row 4, count: '2.7%' {WHOLE}"),
    (",4,148", ",\u22124,148", f"row 4, count: '\u22124' {WHOLE}"),
    (",4,148", ",=A1+1,148", f"row 4, count: '=A1+1' {WHOLE}"),
    (",4,148", ", 4,148", f"row 4, count: ' 4' {SPACE}"),
    (",4,148", ',"4\n",148', f"row 4, count: '4 ' {SPACE}"),
    (",4,148", ",n/a,148", f"row 4, count: 'n/a' {EMPTY}"),
    (",4,148", ",\u2013,148", f"row 4, count: '\u2013' {EMPTY}"),
    (",2.5,", ",unknown,", f"row 2, size: 'unknown' {EMPTY}"),
    (",2.5,", ",25 %,", "row 2, size: '25 %' has a percent sign; write 25"),
    ("2026-03-14", "2026-3-14", f"row 2, checked_on: '2026-3-14' {DATE}"),
    ("2026-03-14", "46095", f"row 2, checked_on: '46095' {DATE}"),
    (",true,", ",WAHR,", "row 2, autopsy: 'WAHR' is not true or false; write one of them"),
    (",full text,", ",Full Text,", f"row 2, read: 'Full Text' {MEANT} 'full text'?"),
    (",full text,", ",ABSTRACT,", f"row 2, read: 'ABSTRACT' {MEANT} 'abstract'?"),
    (
        ",lung,",
        ",lung\u200b,",
        f"row 2, site_id: 'lung\u200b' {UNSEEN} (U+200B); type the cell again",
    ),
    ("S2,", "\ufeffS2,", f"row 3, row_id: '\ufeffS2' {UNSEEN} (U+FEFF); type the cell again"),
    ("first", "fi\x0brst", f"row 2, note: 'fi rst' {UNSEEN} (U+000B); type the cell again"),
    ("first", "#NAME?", "row 2, note: '#NAME?' is an error of the spreadsheet; type the value"),
    (
        "uka2007;katyal2000",
        '"uka2007,katyal2000"',
        "row 2, study_ids: 'uka2007,katyal2000' has a comma; "
        "separate one study_id from the next by ;",
    ),
    ("S2,", "# from the second hospital\nS2,", f"row 3: {SHORT}"),
    ("S2,", "<<<<<<< HEAD\nS2,", f"row 3: {SHORT}"),
    (",count,", ",count ,", f"row 1, count : {NO_COLUMN} did you mean 'count'?"),
    (",count,", ",count,COUNT,", f"row 1, COUNT: {NO_COLUMN} {DESCRIBE}"),
    ("row_id,", "sep=,\nrow_id,", f"row 1, sep=: {NO_COLUMN} {DESCRIBE}"),
    (
        "row_id,",
        "\ufeff\ufeffrow_id,",
        f"row 1: the name of column 1 {UNSEEN} (U+FEFF); type it again",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), CELLS)
def test_what_a_spreadsheet_leaves_gets_its_line(folder, old, new, line):
    change(folder, "cohorts.csv", old, new)
    assert line_of(load, "cohorts", folder) == f"data/cohorts.csv, {line}"


def quoted(data: bytes) -> bytes:
    rows = data.rstrip(b"\n").split(b"\n")
    return b"".join(b'"' + row.replace(b'"', b'""') + b'"\n' for row in rows)


FILES = [  # (what happens to the bytes of cohorts.csv, the line after "data/cohorts.csv")
    (
        lambda data: b"PK\3\4\24\0\6\0" + data,
        ": is a workbook (.xlsx, .ods) under another name; save it as CSV UTF-8",
    ),
    (
        lambda data: data + bytes(9),
        ", row 5: holds a NUL byte; type the cell again and save as CSV UTF-8",
    ),
    (
        lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
        ": is saved as UTF-16; save it as CSV UTF-8",
    ),
    (quoted, ", row 1: the whole row stands in quotation marks; delete them in every row"),
    (
        lambda data: data.replace(b",", b"|"),
        ", row 1: the columns are separated by bars; save the file with commas",
    ),
    (
        lambda data: b"<!DOCTYPE html><html><body>This page was not found</body></html>\n",
        f", row 1, <!DOCTYPE html><html><body>This page was: {NO_COLUMN} {DESCRIBE}",
    ),
]


@pytest.mark.parametrize(("spoil", "line"), FILES)
def test_a_file_of_another_kind_gets_its_line(folder, spoil, line):
    path = folder / "cohorts.csv"
    path.write_bytes(spoil(path.read_bytes()))
    assert line_of(load, "cohorts", folder) == f"data/cohorts.csv{line}"


def test_a_line_break_and_a_plus_inside_a_cell_do_no_harm(folder):
    change(folder, "cohorts.csv", ",first", ',"first\r\nsecond"')
    change(folder, "cohorts.csv", ",4,148", ",+4,0148")
    frame = load("cohorts", folder)
    assert frame["note"][0] == "first\r\nsecond"
    assert frame.loc[2, ["count", "total"]].tolist() == [4, 148]
