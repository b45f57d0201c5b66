"""One line, word for word, for each bad input of helpers.tables."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.tables import TableError, load
from tests.small_package import FILES, change, line_of, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "data")


# The ends of lines that come more than once.
WHOLE = "is not a whole number; write digits only, such as 12"
NUMBER = "is not a number; write digits and a point, such as 12.5"
SPACE = "starts or ends with a space; delete the space"
QUOTE = 'a quotation mark (") is not closed, or stands inside a cell; close or double it'
LENGTH = "cells, the header has 13; put quotation marks round a text with a comma"
SHORT = "cells, the header has 13; add the missing ones, or delete the row"
AGAIN = "type the cell again and save as CSV UTF-8"
NEW = "delete it, or describe it in datapackage.json"
WHY = "fill them in, or say why in flag"
MEANT = "did you mean 'lung'?"
ADD = "add it there or correct it"

BAD_CELLS = [  # (in cohorts.csv this, becomes that, the line after "data/cohorts.csv, ")
    (",71,151", ",212,151", "row 2, count: 212 is larger than total 151; correct one of them"),
    (",4,148", ",-4,148", "row 4, count: -4 is less than 0, the least possible; correct it"),
    (",71,151", ",,151", f"row 2, printed_percent: stands without count and total; {WHY}"),
    (",4,148", ",4,", "row 4, total: is empty; fill it in"),
    (",0,151", ",0,0", "row 3, total: 0 is not the size of a group; correct it"),
    (",4,148", ",four,148", f"row 4, count: 'four' {WHOLE}"),
    (",4,148", ",4.0,148", f"row 4, count: '4.0' {WHOLE}"),
    (",4,148", ',"4,5",148', f"row 4, count: '4,5' {WHOLE}"),
    (",4,148", ",4 %,148", f"row 4, count: '4 %' {WHOLE}"),
    (",4,148", ",1234567890123456,148", f"row 4, count: '1234567890123456' {WHOLE}"),
    (",4,148", ",\u0664,148", f"row 4, count: '\u0664' {WHOLE}"),
    (",4,148", ',4,"1,480"', "row 4, total: '1,480' has a thousands separator; write 1480"),
    (",4,148", ",4,1 480", "row 4, total: '1 480' has a thousands separator; write 1480"),
    (",4,148", ",4,#REF!", "row 4, total: '#REF!' is an error of the spreadsheet; type the value"),
    (",2.5,", ',"2,5",', "row 2, size: '2,5' has a decimal comma; write 2.5"),
    (",2.5,", ',"1,234.5",', "row 2, size: '1,234.5' has a thousands separator; write 1234.5"),
    (",2.5,", ",<3,", f"row 2, size: '<3' {NUMBER}"),
    (",2.5,", ",nan,", "row 2, size: 'nan' is no value; leave the cell empty"),
    (",2.5,", ",1e999,", f"row 2, size: '1e999' {NUMBER}"),
    (",true,", ",yes,", "row 2, autopsy: 'yes' is not true or false; write one of them"),
    (
        ",full text,",
        ",fulltext,",
        "row 2, read: 'fulltext' is not on the list of this column; did you mean 'full text'?",
    ),
    (
        ",full text,",
        ",quickly,",
        "row 2, read: 'quickly' is not on the list of this column; "
        "use one of: full text, abstract, secondary",
    ),
    (
        "2026-03-14",
        "14/03/2026",
        "row 2, checked_on: '14/03/2026' is not a date; write year-month-day, such as 2026-03-14",
    ),
    (
        "2026-03-14",
        "2026-02-30",
        "row 2, checked_on: '2026-02-30' is not a day of the calendar; correct it",
    ),
    (",47.0,", ",48.0,", "row 2, printed_percent: 48.0 is not 71 of 151 (47.0); say why in flag"),
    (
        ",12.0,misprint",
        ",12.0,",
        "row 3, printed_percent: 12.0 is not 0 of 151 (0.0); say why in flag",
    ),
    (",lung,", ",lungs,", f"row 2, site_id: 'lungs' is not a site_id of sites.csv; {MEANT}"),
    (",lung,", ",LUNG,", f"row 2, site_id: 'LUNG' is not a site_id of sites.csv; {MEANT}"),
    (",lung,", ",thymus,", f"row 2, site_id: 'thymus' is not a site_id of sites.csv; {ADD}"),
    (
        "S1,uka2007",
        "S1,uka2008",
        "row 2, study_id: 'uka2008' is not a study_id of studies.csv; did you mean 'uka2007'?",
    ),
    ("S1,uka2007", "S1,", "row 2, study_id: is empty; fill it in"),
    (
        ";katyal2000",
        ";smith1999",
        f"row 2, study_ids: 'smith1999' is not a study_id of studies.csv; {ADD}",
    ),
    (";katyal2000", ";", f"row 2, study_ids: '' is not a study_id of studies.csv; {ADD}"),
    ("uka2007;katyal2000", "uka2007, katyal2000", f"row 2: has 14 {LENGTH}"),
    (",misprint,,", "", f"row 3: has 10 {SHORT}"),
    (",lung,", ", lung,", f"row 2, site_id: ' lung' {SPACE}"),
    (",lung,", ",lung\u00a0,", f"row 2, site_id: 'lung\u00a0' {SPACE}"),
    (",lung,", ',"lu\nng",', f"row 2, site_id: 'lu ng' is not a site_id of sites.csv; {MEANT}"),
    (
        ",lung,",
        f",{60 * 'x'},",
        f"row 2, site_id: '{40 * 'x'}…' is not a site_id of sites.csv; {ADD}",
    ),
    ("S2,", "S1,", "row 3, row_id: 'S1' stands in row 2 too; change one of them"),
    ("S2,", "\nS2,", "row 3: the row is empty; delete it"),
    ("S2,", ",,,,,,,,,,,,\nS2,", "row 3: the row is empty; delete it"),
    (",first", ',"first', f"row 2: {QUOTE}"),
    (",first", ',"first" one', f"row 2: {QUOTE}"),
    ("first", "fi\0rst", f"row 2: holds a NUL byte; {AGAIN}"),
    ("Müller", "M\ufffdller", f"row 4: holds a lost character (\ufffd); {AGAIN}"),
    (",count,", ",", "row 1, count: the column is missing; add it"),
    (",count,", ",Count,", "row 1, Count: is not a column of this table; did you mean 'count'?"),
    (",note\n", ",colour\n", f"row 1, colour: is not a column of this table; {NEW}"),
    (",note\n", ",note,colour\n", f"row 1, colour: is not a column of this table; {NEW}"),
    (",count,", ",count,count,", "row 1, count: the column stands twice; delete one"),
    (",note\n", ",note,\n", "row 1: column 14 has no name; delete the column or name it"),
]


@pytest.mark.parametrize(("old", "new", "line"), BAD_CELLS)
def test_a_bad_cell_or_row_gets_its_line(folder, old, new, line):
    change(folder, "cohorts.csv", old, new)
    assert line_of(load, "cohorts", folder) == f"data/cohorts.csv, {line}"


BAD_FILES = [  # (what happens to the bytes of cohorts.csv, the line after "data/cohorts.csv")
    (lambda data: b"", ": is empty; restore it"),
    (lambda data: b"\xef\xbb\xbf", ": is empty; restore it"),
    (lambda data: b"\n\n\n", ": is empty; restore it"),
    (lambda data: b"\n" + data, ", row 1: the row is empty; delete it"),
    (lambda data: b" ," + data, ", row 1: column 1 has no name; delete the column or name it"),
    (
        lambda data: data[: data.index(b"\n") + 1],
        ": has a header and no rows; restore the rows",
    ),
    (
        lambda data: data.replace(b",", b";"),
        ", row 1: the columns are separated by semicolons; save the file with commas",
    ),
    (
        lambda data: data.replace(b",", b"\t"),
        ", row 1: the columns are separated by tabs; save the file with commas",
    ),
    (
        lambda data: data.decode().encode("latin-1"),
        ", row 4: 'Müller' is not UTF-8 (Latin-1?); save the file as CSV UTF-8",
    ),
    (lambda data: data.decode().encode("utf-16"), ": is saved as UTF-16; save it as CSV UTF-8"),
    (lambda data: data.decode().encode("utf-16-le"), ": is saved as UTF-16; save it as CSV UTF-8"),
    (
        lambda data: data[data.index(b"\n") + 1 :],
        f", row 1, S1: is not a column of this table; {NEW}",
    ),
]


@pytest.mark.parametrize(("spoil", "line"), BAD_FILES)
def test_a_spoilt_file_gets_its_line(folder, spoil, line):
    path = folder / "cohorts.csv"
    path.write_bytes(spoil(path.read_bytes()))
    found = line_of(load, "cohorts", folder)
    assert found == f"data/cohorts.csv{line}"


OTHERS = [  # (file, in it this, becomes that, the line after "")
    (
        "edges.csv",
        "lung,liver",
        "liver,lung",
        "edges.csv, row 3: repeats row 2; delete one of them",
    ),
    (
        "sites.csv",
        "segment_1,liver",
        "segment_1,livre",
        "sites.csv, row 4, part_of: 'livre' is not a site_id of sites.csv; did you mean 'liver'?",
    ),
    (
        "studies.csv",
        "katyal2000,2000,",
        "katyal2000,2000,10.1/a",
        "studies.csv, row 3, doi: '10.1/a' stands in row 2 too; change one of them",
    ),
    (
        "studies.csv",
        "katyal2000",
        "Katyal 2000",
        "studies.csv, row 3, study_id: 'Katyal 2000' is not written as it should be; "
        "write it like uka2007",
    ),
    (
        "sites.csv",
        "adrenal_gland",
        "Adrenal gland",
        "sites.csv, row 5, site_id: 'Adrenal gland' is not written as it should be; "
        "write it like [a-z0-9_]+",
    ),
    (
        "studies.csv",
        ",2007,",
        ",2070,",
        "studies.csv, row 2, year: 2070 is more than 2030, the most possible; correct it",
    ),
    (
        "studies.csv",
        ",2007,",
        ",07,",
        "studies.csv, row 2, year: '07' is not a year; write four digits, such as 2007",
    ),
    (
        "sites.csv",
        "site_id,part_of",
        "site,part_of",
        "sites.csv, row 1, site: is not a column of this table; did you mean 'site_id'?",
    ),
    (
        "datapackage.json",
        '"resources": [',
        '"resources": ',
        "datapackage.json, row 44: is not JSON at character 3: "
        "Expecting property name enclosed in double quotes; correct it",
    ),
    (
        "datapackage.json",
        '"resources"',
        '"resource"',
        "datapackage.json: does not describe tables: 'resources' is missing; restore it",
    ),
    (
        "datapackage.json",
        '"path": "edges.csv"',
        '"path": ["edges.csv"]',
        "datapackage.json: does not describe tables: a part has another shape; restore it",
    ),
    (
        "datapackage.json",
        '"number"',
        '"float"',
        "datapackage.json, cohorts.size: the type 'float' is not one of "
        "string, integer, year, number, boolean, date; correct it",
    ),
    (
        "datapackage.json",
        '"resource": "studies"',
        '"resource": "papers"',
        "datapackage.json: has no table 'papers' for study_id; add it",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), OTHERS)
def test_another_spoilt_file_gets_its_line(folder, file, old, new, line):
    change(folder, file, old, new)
    name = file.removesuffix(".csv") if file.endswith(".csv") else "cohorts"
    assert line_of(load, name, folder) == f"data/{line}"


@pytest.mark.parametrize("file", ["cohorts.csv", "sites.csv", "datapackage.json"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    assert line_of(load, "cohorts", folder) == f"data/{file}: the file is missing; restore it"


def test_a_folder_in_place_of_a_file_is_named(folder):
    (folder / "cohorts.csv").unlink()
    (folder / "cohorts.csv").mkdir()
    line = "data/cohorts.csv: is a folder, not a file; put the file in its place"
    assert line_of(load, "cohorts", folder) == line


def test_a_file_that_another_program_holds_is_named(folder, monkeypatch):
    def held(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", held)
    line = "data/datapackage.json: cannot be opened; close it in other programs and try again"
    assert line_of(load, "cohorts", folder) == line


@given(place=st.integers(0, 400), cut=st.integers(0, 9), paste=st.binary(max_size=4))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_in_the_file_there_is_a_table_or_one_line(folder, place, cut, paste):
    data = FILES["cohorts.csv"].encode()
    (folder / "cohorts.csv").write_bytes(data[:place] + paste + data[place + cut :])
    try:
        assert len(load("cohorts", folder)) <= 5
    except TableError as error:
        assert str(error).startswith("data/cohorts.csv")  # noqa: PT017 - or no error at all
        assert len(str(error).splitlines()) == 1  # noqa: PT017
