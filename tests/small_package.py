"""A small data package, for the tests of helpers.tables."""

import json
from pathlib import Path

import pytest

from helpers.tables import TableError

PACKAGE = {
    "name": "small",
    "title": "A small package",
    "description": "For tests.",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "resources": [
        {
            "name": "sites",
            "path": "sites.csv",
            "title": "Sites",
            "description": "One spelling.",
            "schema": {
                "fields": [
                    {
                        "name": "site_id",
                        "type": "string",
                        "constraints": {"required": True, "pattern": "[a-z0-9_]+"},
                    },
                    {"name": "part_of", "type": "string"},
                ],
                "primaryKey": "site_id",
                "foreignKeys": [
                    {"fields": "part_of", "reference": {"resource": "", "fields": "site_id"}}
                ],
            },
        },
        {
            "name": "studies",
            "path": "studies.csv",
            "title": "Studies",
            "description": "One row a paper.",
            "schema": {
                "fields": [
                    {
                        "name": "study_id",
                        "type": "string",
                        "example": "uka2007",
                        "constraints": {"required": True, "pattern": "[a-z]+[0-9]{4}[a-z]?"},
                    },
                    {"name": "year", "type": "year", "constraints": {"maximum": "2030"}},
                    {"name": "doi", "type": "string", "constraints": {"unique": True}},
                ],
                "primaryKey": "study_id",
            },
        },
        {
            "name": "cohorts",
            "path": "cohorts.csv",
            "title": "Cohorts",
            "description": "How often each site is reached.",
            "sources": [{"title": "Uka 2007", "path": "https://doi.org/10.3748/wjg.v13.i3.414"}],
            "schema": {
                "fields": [
                    {"name": "row_id", "type": "string", "constraints": {"required": True}},
                    {"name": "study_id", "type": "string", "constraints": {"required": True}},
                    {"name": "site_id", "type": "string"},
                    {
                        "name": "count",
                        "type": "integer",
                        "unit": "patients",
                        "description": "Patients with the site | at least once.",
                        "constraints": {"minimum": 0},
                    },
                    {"name": "total", "type": "integer", "constraints": {"required": True}},
                    {"name": "size", "type": "number", "unit": "cm"},
                    {"name": "autopsy", "type": "boolean"},
                    {
                        "name": "read",
                        "type": "string",
                        "constraints": {"enum": ["full text", "abstract", "secondary"]},
                    },
                    {"name": "checked_on", "type": "date"},
                    {"name": "printed_percent", "type": "number"},
                    {"name": "flag", "type": "string"},
                    {"name": "study_ids", "type": "string"},
                    {"name": "note", "type": "string"},
                ],
                "primaryKey": ["row_id"],
                "foreignKeys": [
                    {
                        "fields": ["study_id"],
                        "reference": {"resource": "studies", "fields": ["study_id"]},
                    },
                    {
                        "fields": ["site_id"],
                        "reference": {"resource": "sites", "fields": ["site_id"]},
                    },
                ],
            },
        },
        {
            "name": "edges",
            "path": "edges.csv",
            "title": "Edges",
            "description": "Without a key of its own.",
            "schema": {
                "fields": [
                    {"name": "from_site", "type": "string"},
                    {"name": "to_site", "type": "string"},
                ]
            },
        },
    ],
}
FILES = {
    "sites.csv": "site_id,part_of\nlung,\nliver,\nsegment_1,liver\nadrenal_gland,\n",
    "studies.csv": "study_id,year,doi\nuka2007,2007,10.1/a\nkatyal2000,2000,\nsi2003,2003,\n",
    "cohorts.csv": (
        "row_id,study_id,site_id,count,total,size,autopsy,read,checked_on,printed_percent,flag,"
        "study_ids,note\n"
        "S1,uka2007,lung,71,151,2.5,true,full text,2026-03-14,47.0,,uka2007;katyal2000,first\n"
        "S2,uka2007,liver,0,151,,false,abstract,,12.0,misprint,,\n"
        'S3,katyal2000,,4,148,-1e1,,,,,,katyal2000,"a ""quoted"", Müller"\n'
    ),
    "edges.csv": "from_site,to_site\nliver,lung\nlung,liver\n",
}


def write(target: Path) -> Path:
    target.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (target / name).write_bytes(text.encode("utf-8"))
    (target / "datapackage.json").write_text(json.dumps(PACKAGE, indent=1), encoding="utf-8")
    return target


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def line_of(call, *arguments) -> str:
    with pytest.raises(TableError) as caught:
        call(*arguments)
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert "\n" not in str(caught.value)
    return str(caught.value)
