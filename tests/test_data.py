"""The tables in data/ keep the rules by which they were made."""

import json
import re

import pandas as pd
import pytest

from helpers.table_checks import DTYPES, ROUNDING_POINTS, RULES
from helpers.tables import DATA, dictionary, load, names

PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
FIELDS = [(name, f) for name, r in RESOURCES.items() for f in r["schema"]["fields"]]
POINTS_AT = {  # a column of this name holds keys of that table
    "site_id": "sites",
    "from_site": "sites",
    "to_site": "sites",
    "part_of": "sites",
    "study_id": "studies",
    "denominator": "denominators",
    "time_point": "time_points",
}


@pytest.fixture(scope="module")
def every() -> dict[str, pd.DataFrame]:
    return {name: load(name) for name in names()}


def holding(every, *columns) -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in every.items() if set(columns) <= set(frame.columns)}


# --- the descriptor ---


def test_frictionless_finds_the_package_valid():
    from frictionless import Package

    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []


def test_every_file_is_described_and_every_description_has_its_file():
    assert {r["path"] for r in RESOURCES.values()} == {path.name for path in DATA.glob("*.csv")}
    assert all(r["path"] == f"{name}.csv" for name, r in RESOURCES.items())


def test_a_table_says_what_it_is():
    words = ("title", "description", "sources", "licenses")
    assert [(name, w) for name, r in RESOURCES.items() for w in words if not r.get(w)] == []


def test_a_field_is_described_in_terms_that_the_reader_checks():
    wrong = [
        f"{name}.{field['name']}"
        for name, field in FIELDS
        if not field.get("description")
        or field["type"] not in DTYPES
        or not set(field.get("constraints", {})) <= RULES
        or not re.fullmatch(r"[a-z][a-z0-9_]*", field["name"])
        or (field["name"] in ("count", "total") and field["type"] != "integer")
    ]
    assert wrong == []


def test_a_field_with_a_pattern_shows_how_a_cell_is_written():
    patterned = {f"{n}.{f['name']}": f for n, f in FIELDS if "pattern" in f.get("constraints", {})}
    unlike = [
        name
        for name, field in patterned.items()
        if not re.fullmatch(field["constraints"]["pattern"], field.get("example", ""))
    ]
    assert patterned
    assert unlike == []


def test_a_number_has_its_unit():
    bare = [
        f"{name}.{f['name']}" for name, f in FIELDS if f["type"] == "number" and "unit" not in f
    ]
    assert bare == []


def test_keys_point_at_their_tables():
    for name, resource in RESOURCES.items():
        schema = resource["schema"]
        assert schema.get("missingValues", [""]) == [""], name
        declared = {}
        for key in schema.get("foreignKeys", []):
            (column,) = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
            declared[column] = key["reference"]["resource"] or name
        columns = {field["name"] for field in schema["fields"]} & POINTS_AT.keys()
        columns -= {"sites": {"site_id"}, "studies": {"study_id"}}.get(name, set())
        assert {c: declared.get(c) for c in columns} == {c: POINTS_AT[c] for c in columns}, name


# --- the files ---


@pytest.mark.parametrize("name", RESOURCES)
def test_a_table_loads(name):
    frame = load(name)
    assert len(frame) > 0
    assert list(frame.columns) == [field["name"] for field in RESOURCES[name]["schema"]["fields"]]


@pytest.mark.parametrize("name", RESOURCES)
def test_a_file_is_plain(name):
    """What a spreadsheet does harmlessly is read, but not kept here."""
    data = (DATA / RESOURCES[name]["path"]).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


def test_the_dictionary_is_not_stale():
    stale = "data/README.md is stale; run: python -m helpers.tables"
    assert (DATA / "README.md").read_text(encoding="utf-8") == dictionary(), stale


# --- the accounts ---


def test_every_row_with_a_study_says_how_it_was_read(every):
    for name, frame in holding(every, "study_id").items():
        unread = frame["study_id"].notna() & frame["read"].isna()
        assert not unread.any(), f"{name}, rows {list(frame.index[unread] + 2)}"


def test_every_frequency_has_its_study_denominator_and_time_point(every):
    tables = holding(every, "count", "total", "denominator", "time_point")
    assert {"site_frequencies", "lymph_frequencies", "seeding_frequencies"} <= set(tables)
    for name, frame in tables.items():
        whole = frame[["study_id", "total", "denominator", "time_point"]].notna().all(axis=1)
        assert whole.all(), f"{name}, rows {list(frame.index[~whole] + 2)}"


def test_every_frequency_has_a_count_or_says_why_not(every):
    for name, frame in holding(every, "count", "total", "denominator", "time_point").items():
        silent = frame["count"].isna() & frame.reindex(columns=["flag"])["flag"].isna()
        assert not silent.any(), f"{name}, rows {list(frame.index[silent] + 2)}"


def test_count_is_part_of_total(every):
    for name, frame in holding(every, "count", "total").items():
        both = frame.dropna(subset=["count", "total"])
        assert both["count"].between(0, both["total"]).all(), name


def test_a_printed_percent_that_disagrees_is_flagged(every):
    disagreeing = 0
    for name, frame in holding(every, "printed_percent", "flag").items():
        gap = (frame["printed_percent"] - 100 * frame["count"] / frame["total"]).abs()
        disagrees = (gap > ROUNDING_POINTS).fillna(False)
        assert frame.loc[disagrees, "flag"].notna().all(), name
        disagreeing += disagrees.sum()
    assert disagreeing > 0  # Takamori in Silva 2008 at least


def test_percentages_are_computed_and_not_stored(every):
    for name, frame in holding(every, "count", "total").items():
        stored = [c for c in frame.columns if "percent" in c and c != "printed_percent"]
        assert stored == [], name


MISPRINTS = [  # (table, study, site, column, what stands there)
    ("seeding_frequencies", "silva2008", "abdominal_wall", "flag", "5.8 %"),
    ("site_frequencies", "kow2012", "peritoneum", "flag", "3.0 %"),
    ("site_frequencies", "guo_seer_brain", "brain", "flag", "0.33 %"),
    ("site_frequencies", "witjes2013", "bone", "flag", "41 %"),
    ("facts", "sarma2021", "node_paratracheal", "note", "misprint"),
    ("facts", "sarma2021", "spine", "note", "misprint"),
    ("blood_cohorts", "schlageter2016", "lung", "flag", "156"),
]


@pytest.mark.parametrize(("table", "study", "site", "column", "text"), MISPRINTS)
def test_a_known_misprint_is_kept_and_named(every, table, study, site, column, text):
    frame = every[table]
    rows = frame[(frame["study_id"] == study) & (frame["site_id"] == site)]
    assert rows[column].str.contains(text, regex=False).any()


def test_at_least_25_numbers_were_checked_and_say_where(every):
    checked = 0
    for name, frame in holding(every, "checked_on", "checked_where").items():
        assert (frame["checked_on"].notna() == frame["checked_where"].notna()).all(), name
        checked += frame["checked_on"].notna().sum()
    assert checked >= 25


# --- sites, studies, claims ---


def test_one_spelling_of_each_site(every):
    sites = every["sites"]
    assert sites["site_id"].str.fullmatch(r"[a-z][a-z0-9_]*").all()
    assert sites["site_id"].is_unique
    assert sites["name"].is_unique
    assert set(sites["map_shape"].dropna()) <= set(sites["site_id"])


def test_a_site_is_not_part_of_itself(every):
    parents = every["sites"].set_index("site_id")["part_of"].dropna()
    for site in parents.index:
        above = [site]
        while above[-1] in parents.index:
            above.append(parents[above[-1]])
            assert len(above) == len(set(above)), above


@pytest.mark.parametrize("column", ["doi", "pmid", "pmcid"])
def test_one_paper_is_one_study(every, column):
    known = every["studies"][column].dropna().astype(str).str.lower()
    assert sorted(known[known.duplicated(keep=False)]) == []


def test_addresses_name_a_host_and_not_a_number(every):
    for name, frame in holding(every, "url").items():
        urls = frame["url"].dropna()
        assert urls.str.match(r"https?://").all(), name
        assert not urls.str.match(r"https?://(\d+\.){3}\d+").any(), name


def test_identifiers_are_written_one_way(every):
    studies = every["studies"]
    assert studies["doi"].dropna().str.match(r"10\.\d{4,}/\S+$").all()
    assert studies["pmid"].dropna().astype(str).str.fullmatch(r"\d{1,8}").all()
    assert studies["pmcid"].dropna().str.fullmatch(r"PMC\d+").all()


def test_the_source_article_has_26_claims_each_with_verdict_and_study(every):
    claims = every["claims"]
    assert claims["claim_id"].tolist() == [f"C{number:02d}" for number in range(1, 27)]
    assert set(claims["verdict"]) == {"supported", "nuance", "contested"}
    assert claims[["statement", "explanation", "study_ids"]].notna().all(axis=None)


def test_the_autopsy_table_is_whole(every):
    autopsies = every["blood_autopsies"]
    assert len(autopsies) == 41 * 30
    assert autopsies["primary"].nunique() == 41
    assert (autopsies.groupby("primary").size() == 30).all()
