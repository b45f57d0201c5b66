"""Claims, sources and the safety line."""

import pandas as pd
import pytest

from helpers import lesson, tables
from helpers.quiz.citations import address, link, studies

FOUND = {"doi": "10.1/x", "pmid": "123", "url": "https://a.org/x?a=1&b=2"}


def test_claims_have_verdict_reason_and_studies():
    shown = lesson.claims("C12")
    assert "± needs nuance" in shown.html
    assert 'href="https://doi.org/10.3748/wjg.v13.i3.414"' in shown.html
    assert shown.plain.startswith("C12 ± needs nuance: ")
    assert len(repr(lesson.claims()).splitlines()) == len(tables.load("claims"))


def test_sources_say_how_each_was_read():
    shown = lesson.sources("terada2013", "uka2007")
    assert repr(shown).splitlines()[1] == "Uka 2007 (read in full)"
    assert ">Terada 2013</a>: Unusual extrahepatic" in shown.html
    assert shown.html.count("<li>") == 2


def test_a_source_of_which_little_was_shown_names_its_subject():
    shown = lesson.sources("autopsy80", "right_atrium_thrombus")
    assert repr(shown).splitlines()[0] == "a source on 80 HCC autopsies, Japan (abstract read)"
    assert ">a source on 80 HCC autopsies, Japan</a> (abstract read)</li>" in shown.html
    assert repr(shown).splitlines()[1].startswith("a source without author and title (")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lesson.sources("nobody1999"), "has no study_id 'nobody1999'"),
        (lambda: lesson.sources(), "at least one study_id"),
        (lambda: lesson.claims("C99"), "has no claim_id 'C99'"),
        (lambda: link("nobody1999", studies()), "has no study 'nobody1999'"),
    ],
)
def test_unknown_ids_are_one_line(call, message):
    with pytest.raises(tables.TableError, match=message):
        call()


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (("doi", "pmid", "url"), "https://doi.org/10.1/x"),
        (("pmid", "url"), "https://pubmed.ncbi.nlm.nih.gov/123/"),
        (("url",), "https://a.org/x?a=1&b=2"),
        ((), ""),
    ],
)
def test_a_study_is_read_at_the_place_that_lasts_longest(found, place):
    row = studies().loc["uka2007"].astype(object)
    row[list(FOUND)] = [FOUND[name] if name in found else pd.NA for name in FOUND]
    assert address(row) == place
    shown = link("uka2007", row.to_frame().T)
    assert shown.endswith(">Uka 2007</a>") if place else shown == "Uka 2007"
    assert f'href="{place.replace("&", "&amp;")}"' in shown or not place


def test_safety_says_what_this_is_not():
    assert "not care" in lesson.safety().plain
    assert lesson.safety().plain in lesson.safety().html
