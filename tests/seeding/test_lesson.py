"""The numbers that the lesson's prose takes from the model and the tables are theirs."""

import nbformat
import pytest

from helpers import tables
from helpers.seeding import explorers, figures, model

CELLS = nbformat.read(tables.DATA.parent / "notebooks" / "04_seeding.ipynb", 4).cells
TEXT = " ".join(" ".join(cell.source.split()) for cell in CELLS if cell.cell_type == "markdown")
COUNTED = tables.load("seeding_frequencies").set_index("frequency_id")
LABELS = {
    "explore_flow": ["Start", "Posture", "Free fluid (ascites or blood)"],
    "explore_doubt": [
        "Start",
        "Posture",
        "Free fluid (ascites or blood)",
        "Each strength may be off by (times)",
    ],
    "explore_regions": ["Region", "Mark where fluid rests"],
    "explore_rupture": ["Question"],
    "explore_needle": ["Time after biopsy (years)"],
    "explore_neighbours": ["Neighbour"],
}


def test_the_strengths_are_those_of_the_table():
    number = tables.load("seeding_parameters").set_index("parameter")["value"]
    strong, ordinary, weak, blocked = (
        number[name] for name in ("strong", "ordinary", "weak", "blocked")
    )
    assert (
        f'"Strong" counts {strong:g}, "ordinary" {ordinary:g}, "weak" {weak:g} '
        f'and "blocked" {blocked:g}'
    ) in TEXT
    fluid = [number[f"fluid_{ascites}"] for ascites in model.ASCITES]
    assert "by {:g}, {:g} or {:g}".format(*fluid) in TEXT


def test_the_hand_check_stands_in_the_picture_under_the_first_guess():
    stays = figures.about(model.landing_shares("right_surface")["greater_omentum"])
    assert f"= {stays.removesuffix(' %')} stay. Find the {stays} in the picture" in TEXT
    assert stays in figures.landing("right_surface").figure.data[0].text


def test_the_doubt_in_numbers():
    upright = model.landing_spread("rupture", posture="upright")["first"]
    draws = round(model.DRAWS * upright["pouch_of_douglas"])
    assert f"leads in {draws:,} of {model.DRAWS:,} draws" in TEXT
    supine = model.landing_spread("rupture", posture="supine")["first"]
    assert supine["hepatorenal_pouch"] > 0.95, "nearly all"
    for release in ("right_surface", "rupture", "surgery"):
        dry = model.landing_spread(release, posture="upright", ascites="none")["first"]
        assert dry.max() < 0.5, "upright with hardly any fluid no place leads reliably"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("P001", "biopsied patients"),
        ("P010", "patients after radiofrequency"),
        ("P043", "after freezing"),
        ("P013", "after resection"),
        ("P015", "operated patients"),
        ("P022", "patients"),
    ],
)
def test_a_count_in_the_prose_is_the_row_of_the_table(row, words):
    count, total = COUNTED.loc[row, ["count", "total"]]
    assert f"{count:,} of {total:,} {words}" in TEXT


def test_the_needle_in_numbers():
    pooled, rate = model.fact("X015"), model.fact("X016")
    assert f"{rate['value']} % a year, {rate['ci_low']:g} to {rate['ci_high']:g}" in TEXT
    assert f"{pooled['value']} % pooled" in TEXT
    assert f"the interval reaches {pooled['ci_high']:g}" in TEXT
    after = 1000 * model.needle_tract_risk(17 / 12)["risk"].iloc[0]
    assert f"0.009 × 17 / 12 × 1,000 = {after:.0f}" in TEXT


@pytest.mark.parametrize("stop", LABELS)
def test_every_control_says_what_it_is_with_its_unit(stop):
    controls = getattr(explorers, stop)().controls.values()
    assert [control.description for control in controls] == LABELS[stop]


def test_no_stop_is_left_out():
    assert set(LABELS) == {name for name in dir(explorers) if name.startswith("explore_")}


def test_no_count_of_the_needle_stands_above_the_guess():
    sources = [cell.source for cell in CELLS]
    guess = next(place for place, source in enumerate(sources) if "seeding_needle_guess" in source)
    count, total = COUNTED.loc["P001", ["count", "total"]]
    told = [place for place, source in enumerate(sources) if f"{count} of {total:,}" in source]
    assert min(told) > guess
