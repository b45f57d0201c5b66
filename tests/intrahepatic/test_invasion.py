"""Invasion by size: the curve, its band and the counts that they rest on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import tables
from helpers.intrahepatic import invasion, model
from helpers.statistics import wilson


def test_the_curve_runs_through_what_was_printed_as_well_as_a_line_can():
    rows = model.printed()
    fitted = model.invasion_by_size(rows["middle_cm"])["share"].to_numpy()
    assert np.abs(fitted - rows["share"]).max() < 0.06
    assert rows["share"].tolist() == [0.25, 0.40, 0.55, 0.63]


def test_the_size_classes_are_those_that_the_facts_name():
    facts = tables.load("facts").set_index("fact_id")
    words = {"F059": "up to 3 cm", "F060": "3.1-5 cm", "F061": "5.1-6.5 cm", "F062": "above 6.5 cm"}
    for name, text in words.items():
        assert text in facts.at[name, "statement"]
    assert invasion.PRINTED["F060"] == (3, 5)


def test_the_slope_is_steeper_than_another_cohorts_and_the_lesson_says_so():
    _, slope = model.line()
    deng = tables.load("facts").set_index("fact_id").loc["F201"]
    assert np.exp(slope) == pytest.approx(1.29, abs=0.01)
    assert np.exp(slope) > deng["ci_high"]


@settings(deadline=None, max_examples=50)
@given(st.floats(1, 10), st.floats(1, 10))
def test_more_size_more_invasion_and_the_curve_inside_its_band(one, other):
    small, large = sorted([one, other])
    rows = model.invasion_by_size([small, large])
    assert rows["share"].is_monotonic_increasing
    assert ((rows["low"] <= rows["share"]) & (rows["share"] <= rows["high"])).all()


def test_the_band_is_the_lowest_and_the_highest_counted_series():
    here = model.invasion_by_size(2).iloc[0]
    assert here["low"] == pytest.approx(83 / 458)
    assert here["high"] == pytest.approx(168 / 414)


@pytest.mark.parametrize("definition", model.DEFINITIONS)
def test_definitions_are_kept_apart_and_intervals_are_wilsons(definition):
    rows = model.counted(definition)
    assert set(rows["definition"]) == {definition}
    low, high = wilson(rows["count"], rows["total"])
    assert rows["low"].tolist() == pytest.approx(list(low))
    assert rows["high"].tolist() == pytest.approx(list(high))


def test_every_definition_of_the_table_has_words():
    assert set(tables.load("intrahepatic_invasion")["definition"]) == set(model.DEFINITIONS)


@pytest.mark.parametrize("size", [0.5, 11, [2, 20], "big", None, float("nan")])
def test_a_size_out_of_range_gets_one_line(size):
    with pytest.raises(ValueError, match="size_cm"):
        model.invasion_by_size(size)


def test_an_unknown_definition_gets_one_line():
    with pytest.raises(ValueError, match="definition must be one of microvascular_invasion"):
        model.counted("mvi")
