"""How a study is named: by author, journal, title or subject, whichever was found first."""

import pandas as pd
import pytest

from helpers import studies, tables

NOTHING = {name: pd.NA for name in ("first_author", "year", "journal", "title", "note")}


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ({"first_author": "Uka K", "year": 2007, "journal": "J 1(2):3"}, "Uka 2007"),
        ({"first_author": "Mac Donald AB (probably)", "title": "T"}, "Mac Donald"),
        ({"first_author": "Lee S-Y", "year": 2001}, "Lee 2001"),
        ({"journal": "HPB 21(8):935-944", "title": "T", "year": 2019}, "HPB 2019"),
        ({"title": "Lymph of the liver in man"}, "Lymph of the liver ..."),
        ({"note": "read on a copy; subject: 80 autopsies ; Japan"}, "a source on 80 autopsies"),
        ({"note": "subject: skull", "year": 2012}, "a source of 2012 on skull"),
        ({"note": "a quoted range"}, "a source without author and title"),
        ({}, "a source without author and title"),
    ],
)
def test_a_study_is_named_by_what_was_found(found, name):
    assert studies.short(pd.Series(NOTHING | found)) == name


def test_every_study_has_a_name():
    names = studies.names()
    assert list(names) == tables.load("studies")["study_id"].tolist()
    assert not [name for name in names.values() if {"nan", "<NA>"} & set(name.split()) or not name]
    assert names["uka2007"] == "Uka 2007"
