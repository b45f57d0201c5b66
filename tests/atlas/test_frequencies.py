"""The frequencies of the first lesson: one series at a time, the same in every form."""

import pytest

from helpers import statistics, studies, tables
from helpers.atlas import explorers, figures, model


@pytest.fixture(scope="module")
def rows():
    return model.organ_frequencies()


def test_hiroshima_reads_as_published(rows):
    lung = rows.query("study_id == 'uka2007' and site_id == 'lung'").iloc[0]
    assert (lung["count"], lung["total"]) == (71, 151)
    assert (lung["low"], lung["high"]) == pytest.approx(statistics.wilson(71, 151))
    assert lung["denominator"] == "patients with extrahepatic metastasis"


def test_a_series_is_named_as_everywhere_else(rows):
    """A study of which no author was found has a name too."""
    for row in rows.itertuples():
        assert row.series.startswith(f"{studies.names()[row.study_id]}, ")


def test_only_patients_with_metastasis_are_counted(rows):
    published = tables.load("site_frequencies").set_index("frequency_id")
    taken = published.loc[rows["frequency_id"]]
    assert set(taken["series"]) == {"organ_in_ehm"}
    assert set(taken["denominator"]) <= {"hcc_with_metastasis", "autopsied_hcc_with_metastasis"}
    assert rows.groupby("study_id")["total"].nunique().eq(1).all()


def test_every_series_can_be_chosen_and_speaks_for_itself(rows):
    explorer = explorers.explore_frequencies()
    for _, series in explorer.controls["series"].options:
        explorer.set(series=series)
        assert explorer.error is None
        part = rows[rows["series"] == series]
        assert f"Of {part['total'].iloc[0]} " in explorer.view.sentence
        assert len(explorer.view.table) == len(part)


def test_the_coloured_marks_are_the_table(rows):
    series = rows.query("study_id == 'uka2007'")["series"].iloc[0]
    view = figures.organs_reached(rows, series)
    grey, *coloured = view.figure.data
    marks = {
        site: share for trace in coloured for site, share in zip(trace.y, trace.x, strict=True)
    }
    part = rows[rows["series"] == series].set_index("site")
    assert marks == pytest.approx((100 * part["share"]).to_dict())
    assert len(grey.x) == len(rows) - len(part)
    assert view.table["reached"].iloc[0] == "71 of 151 (47 %)"


def test_an_unknown_series_is_one_clear_line(rows):
    with pytest.raises(ValueError, match="no series 'Nobody 1900'; there are Katyal 2000"):
        figures.organs_reached(rows, "Nobody 1900")


def test_the_route_table_spans_the_series():
    table = explorers.organs_by_route()
    lung = table.loc[("Haematogenous (blood)", "lung")]
    assert lung["lowest"].startswith("23 of 50 (46 %)")
    assert lung["highest"].startswith("18 of 21 (86 %)")
    assert lung["series that list it"] == 6
