"""Figures and explorers: every state draws; picture, sentence and table say the same numbers."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from helpers.blood import cells, diagram, explorers, figures, model
from helpers.explorer import Explorer
from tests.controls import values

EXPLORERS = [
    getattr(explorers, name) for name in dir(explorers) if name.startswith(("explore_", "follow_"))
]


def numbers(text):
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", text)]


@pytest.mark.parametrize("make", EXPLORERS, ids=lambda make: make.__name__)
def test_every_state_draws(make):
    explorer = make()
    assert isinstance(explorer, Explorer)
    assert len(explorer.controls) <= 4
    for name, widget in explorer.controls.items():
        for value in values(widget, between=2):
            explorer.set(**{name: value})
            assert explorer.error is None, f"{name} = {value}: {explorer.error}"
    explorer.reset()


@pytest.mark.parametrize("make", EXPLORERS, ids=lambda make: make.__name__)
def test_each_control_changes_what_is_shown(make):
    explorer = make()
    for name, widget in explorer.controls.items():
        explorer.reset()
        start = (explorer.view.sentence, str(explorer.view.picture()))
        shown = set()
        for value in values(widget, between=2):
            explorer.set(**{name: value})
            shown.add((explorer.view.sentence, str(explorer.view.picture())))
        assert shown - {start}, f"{name} changes nothing"


def test_every_pair_of_detours_draws():
    ends = [0.0, 0.1]
    for shares in itertools.product(ends, repeat=4):
        assert figures.detours(*shares).figure is not None


@pytest.mark.parametrize("stage", figures.STAGES.values())
def test_drawing_sentence_and_table_of_the_first_pass_agree(stage):
    view = figures.first_pass(stage, 0.5)
    drawn = ET.fromstring(view.svg)
    words = [
        t.text for t in drawn.iter("{http://www.w3.org/2000/svg}text") if "stop" in (t.text or "")
    ]
    in_table = [f"{figures._whole(n / 1000)} stop" for n in view.table.iloc[:, 1]]
    assert sorted(words) == sorted(in_table)


def test_the_first_pass_tells_the_numbers_of_the_model():
    flow, end = model.first_pass(), model.arrest_shares()
    assert numbers(figures.first_pass("liver").sentence) == [1000, 740, 370, 630]
    assert flow.at["liver", "stopped"] == pytest.approx(0.37)
    assert numbers(figures.first_pass("lung").sentence) == [630, 315]
    assert flow.at["lung", "stopped"] == pytest.approx(0.315)
    assert (
        "403 of 1,000 cells lie in the liver, 410 in the lungs"
        in figures.first_pass("end").sentence
    )
    assert 1000 * end["lung"] == pytest.approx(410, abs=0.5)
    assert figures.first_pass("end").table.iloc[:, 1].sum() == pytest.approx(1000)


def test_the_steps_into_the_body_and_to_the_end_tell_the_numbers_of_the_model():
    stopped, end = 1000 * model.first_pass()["stopped"], 1000 * model.arrest_shares()
    rows = ("kidney", "brain", "bone")
    body = numbers(figures.first_pass("body").sentence)
    assert body[2:5] == [round(stopped[row]) for row in rows]
    assert numbers(figures.first_pass("end").sentence)[4:] == [round(end[row]) for row in rows]


def test_first_pass_keeps_every_cell():
    """What arrives stops or goes on, and what passes the lungs is what the arteries share out."""
    for knobs in ({}, {"arrest": 0.8}, {"shunt_share": 0.1, "batson_share": 0.1}):
        flow = model.first_pass(**knobs)
        assert (flow["stopped"] + flow["passed"] - flow["arrived"]).abs().max() < 1e-12
    flow = model.first_pass()
    vessels = [
        "tumour",
        "portal_vein",
        "hepatic_veins",
        "right_heart",
        "left_heart",
        "liver",
        "lung",
    ]
    assert flow["arrived"].drop(vessels).sum() == pytest.approx(flow.at["lung", "passed"])


def test_the_arrest_sentence_is_the_hand_check():
    sentence = figures.arrest(0.9).sentence
    assert "83.3 to 1, which is 1 / (0.1 × 0.12)" in sentence


def test_single_cells_add_up():
    view = figures.single_cells(1000, patient=3)
    assert view.table.iloc[:, 1].sum() == 1000
    liver = int(view.table.set_index("Where").at["liver", "Cells stopped in this patient"])
    assert f"{liver} stopped in the liver" in view.sentence
    assert view.svg.count("<circle r=") == cells.DRAWN


def test_the_first_patients_single_cell_leaves_the_liver():
    path = model.follow_cells(1, seed=figures.FIRST_PATIENT)
    assert "lung" in set(path["site_id"].iloc[:-1])


def test_cells_run_along_vessels_that_are_drawn():
    """Every vessel of the model has a course in the drawing: level, upright or inside the liver."""
    paths = model.follow_cells(3000, seed=0)
    for _, route in paths.groupby("cell")["site_id"]:
        assert all(diagram.place_of(site) in diagram.PLACES for site in route)
        points = cells._points(tuple(route))
        for (x0, y0), (x, y) in itertools.pairwise(points):
            slanted = x != x0 and y != y0
            assert not slanted or max(x, x0) <= diagram.PLACES["hepatic_veins"][0]


def test_motion_can_be_stopped_and_yields_to_the_system():
    paths = model.follow_cells(20, seed=1)
    running, still = cells.dots(paths, "a"), cells.dots(paths, "a", running=False)
    assert "prefers-reduced-motion:no-preference" in running
    assert "animation" not in still
    assert "offset-distance:100%" in still


def test_soil_figure_repeats_the_counts_and_the_misfit():
    view = figures.soil("hiroshima_2007")
    table = view.table.set_index("Site")
    assert table.loc["bone", "Seen"] == "56 of 151 (37 %)"
    misfit = model.predicted("flow", "hiroshima_2007")["log10_ratio"]
    assert f"{10 ** (misfit**2).mean() ** 0.5:.1f} times off" in view.sentence
    assert 10 ** misfit["kidney"] == pytest.approx(29, abs=0.5)
    assert "kidney 29 × too many" in view.sentence


def test_a_soil_fitted_on_the_patients_shown_is_right_everywhere():
    view = figures.soil(fitted=True)
    assert set(view.table["Both, soil of Basel 1969–83: misfit"]) == {"right"}
    assert "both together right. A soil that was fitted on these very patients" in view.sentence


def test_held_out_shows_every_cohort_but_the_fitted_one():
    view = figures.held_out()
    assert len(view.table) == len(model.cohort_names("hold_out"))
    assert "−0.07 to 0.25" in view.sentence
    table = view.table.set_index("Cohort")
    assert table.loc["Massachusetts 1914–43", "Flow only"] == "−0.07"
    assert table.loc["Basel 1988–2012", "Soil fitted on Basel 1969–83"] == "0.90"
    with pytest.raises(ValueError, match="measure must be one of"):
        figures.held_out("speed")


def test_detours_meet_what_they_need():
    """At the share that the sentence names, square and diamond stand at the same place."""
    view = figures.detours(batson=0.136)
    bone = view.table.set_index("Site").loc["bone"]
    assert float(bone.iloc[1]) == pytest.approx(float(bone.iloc[2]), rel=0.02)
    assert "Alone, Batson's veins would have to carry 14 %" in view.sentence
    assert "14 stop in bone (14 would be needed), 0.15 in the adrenal glands (14)" in view.sentence


def test_blood_and_metastases_is_the_answer_to_the_predictions():
    view = figures.blood_and_metastases()
    assert "19 %" in view.sentence
    assert "1 of 85 patients" in view.sentence
    assert "17 of 85 patients" in view.sentence


def test_slider_ranges_and_labels_come_from_the_knobs():
    detours = explorers.explore_detours().controls
    for control, knob in (("shunt", "shunt_share"), ("batson", "batson_share")):
        widget, known = detours[control], model.KNOBS[knob]
        assert (widget.min, widget.max) == (100 * known.low, 100 * known.high)
        assert known.label in widget.description
        assert "(%)" in widget.description


def test_labels_say_what_a_slider_moves():
    """The words that learners see; a change of meaning or of a label must be meant."""
    labels = {name: knob.label for name, knob in model.KNOBS.items()}
    assert labels == {
        "arrest": "Chance that a capillary bed stops a cell",
        "lung_arrest": "Chance that the lung stops a cell",
        "hepatic_vein_share": "Share of cells that leave by the hepatic veins",
        "collateral_share": "Share of portal blood that goes round the liver",
        "shunt_share": "Share of blood that bypasses the lung",
        "batson_share": "Share of the liver's venous blood in Batson's veins",
        "adrenal_share": "Share of cells that enter the adrenal gland directly",
        "death": "Chance that a cell dies on each pass",
    }


def test_unknown_stage_gets_one_line():
    with pytest.raises(ValueError, match="stage must be one of liver"):
        figures.first_pass("moon")
