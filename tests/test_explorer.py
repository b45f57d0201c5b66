"""A control moves; picture, sentence and table follow together, or one clear line says why not."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
import plotly.graph_objects as go
import pytest

from helpers import explorer as explorer_module
from helpers.explorer import Button, Choice, Explorer, Slider, Toggle, View, still
from helpers.live import Drawing, patch
from helpers.view import HEIGHT, PLOTLY

SPACE = "http://www.w3.org/2000/svg"
SVG = f'<svg xmlns="{SPACE}"><title id="m{{0}}-title">{{1}}</title>{{2}}</svg>'


def bars(share, sex, detour, patient) -> View:
    if detour and share == 100:
        raise ValueError("Nothing is left to take the detour.")
    if patient == 3:
        raise KeyError("patient 3")
    numbers = pd.DataFrame({"organ": ["lung", "rest"], "cells": [share, 100 - share]})
    figure = go.Figure(go.Bar(x=numbers["cells"], y=numbers["organ"]))
    return View(f"{share} % stop in the lung ({sex}, patient {patient}).", numbers, figure)


@pytest.fixture
def explorer() -> Explorer:
    return Explorer(
        "Where do they stop?",
        bars,
        share=Slider("Cells that stop", 0, 100, 5, 50, "%"),
        sex=Choice("Sex", {"a woman": "female", "a man": "male"}, "female"),
        detour=Toggle("With a detour"),
        patient=Button("New patient"),
    )


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def shown(explorer) -> tuple[str, dict]:
    (output,) = next(w for w in walk(explorer.box) if isinstance(w, widgets.Output)).outputs
    return explorer._status.text, output["data"]


def in_step(explorer) -> bool:
    sentence, data = shown(explorer)
    return sentence == explorer.view.sentence and data == explorer.view.picture()


def test_opens_with_its_start_values(explorer):
    assert explorer.state == {"share": 50, "sex": "female", "detour": False, "patient": 0}
    assert in_step(explorer)
    assert explorer.error is None


@pytest.mark.parametrize(("name", "value"), [("share", 0), ("share", 100), ("sex", "male")])
def test_a_move_changes_everything_together(explorer, name, value):
    before = shown(explorer)
    explorer.controls[name].value = value
    assert explorer.state[name] == value
    assert in_step(explorer)
    assert shown(explorer)[0] != before[0]


def test_a_press_counts(explorer):
    explorer.controls["patient"].click()
    explorer.controls["patient"].click()
    assert explorer.state["patient"] == 2
    assert "patient 2" in shown(explorer)[0]


def test_a_value_error_is_one_line_in_place_of_the_figure(explorer):
    explorer.set(detour=True, share=100)
    sentence, data = shown(explorer)
    assert sentence == "There is no figure for these settings."
    assert data == {
        "text/html": '<div class="hcc-error" role="alert">Nothing is left to take the detour.</div>'
    }
    assert not explorer._status.pictured
    with pytest.raises(ValueError, match="Nothing is left"):
        explorer.to_html()
    explorer.controls["share"].value = 95
    assert explorer.error is None
    assert explorer._status.pictured
    assert in_step(explorer)


def test_any_other_error_is_told_and_kept(explorer):
    explorer.set(patient=3)
    assert isinstance(explorer.error, KeyError)
    assert (
        "This figure could not be drawn: &#x27;patient 3&#x27;" in shown(explorer)[1]["text/html"]
    )
    explorer.reset()
    assert in_step(explorer)


def test_a_view_that_is_none_is_told_too():
    explorer = Explorer("T", lambda: None)
    assert isinstance(explorer.error, AttributeError)
    assert "This figure could not be drawn" in explorer._repr_mimebundle_()["text/plain"]


def test_reset_goes_back_and_draws_once(explorer):
    states = []
    explorer._function = lambda **state: states.append(state) or bars(**state)
    explorer.set(share=10, sex="male", patient=2)
    explorer.reset()
    assert [state["share"] for state in states] == [10, 50]
    assert explorer.state == {"share": 50, "sex": "female", "detour": False, "patient": 0}


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"speed": 1}, "no control 'speed'; this explorer has share, sex, detour, patient"),
        ({"share": 101}, "share lies between 0 and 100, not at 101"),
        ({"share": "much"}, "'much' is not a value of share"),
        ({"share": 62.5}, "62.5 is not a value of share"),
        ({"sex": "robot"}, "'robot' is not a value of sex"),
        ({"sex": None}, "None is not a value of sex"),
        ({"patient": -1}, "patient counts presses from 0, it cannot be -1"),
    ],
)
def test_set_refuses_in_one_line_and_leaves_every_control(explorer, state, message):
    explorer.set(share=20, patient=2)
    before = explorer.state
    with pytest.raises(ValueError, match=message):
        explorer.set(detour=True, **state)
    assert explorer.state == before
    assert in_step(explorer)


def test_the_number_field_and_the_slider_agree(explorer):
    field = next(w for w in walk(explorer.box) if isinstance(w, widgets.BoundedIntText))
    field.value = 62
    assert (explorer.state["share"], field.value) == (60, 60), "to the nearest step"
    field.value = 61
    assert (explorer.state["share"], field.value) == (60, 60), "even where the slider stays"
    field.value = 1000
    assert explorer.state["share"] == 100
    explorer.controls["share"].value = 5
    assert field.value == 5


def test_controls_are_labelled_and_calm(explorer):
    slider = explorer.controls["share"]
    assert slider.description == "Cells that stop (%)"
    assert slider.continuous_update is False
    for widget in walk(explorer.box):
        if isinstance(widget, widgets.DOMWidget) and getattr(widget, "description", ""):
            assert getattr(widget.style, "description_width", "initial") == "initial"


def test_the_table_is_sent_only_while_it_shows(explorer):
    assert explorer._status.table == ""
    explorer._status.as_table = True
    assert "<td>50</td>" in explorer._status.table
    explorer.controls["share"].value = 95
    assert "<td>95</td>" in explorer._status.table
    explorer.set(detour=True, share=100)
    assert explorer._status.table == ""


def test_nothing_jumps(explorer):
    heights = {explorer._status.height}
    explorer.set(detour=True, share=100)
    heights.add(explorer._status.height)
    assert heights == {HEIGHT}


def test_three_forms_in_one_bundle(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.view.sentence
    assert bundle["text/html"] == explorer.to_html() == explorer.view.html("Where do they stop?")
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_page_of_its_own_needs_no_network(explorer):
    page = explorer.to_html(page=True)
    assert page.startswith("<!DOCTYPE html>")
    assert explorer.to_html() in page
    assert "Plotly.newPlot(box" in page
    assert 'src="http' not in page


def test_a_still_has_no_controls(explorer):
    alone = still(explorer.view, "Still")
    assert alone.controls == {}
    assert not any(isinstance(w, widgets.Button) for w in walk(alone.box))
    assert in_step(alone)


def test_the_width_comes_with_the_box_and_waits_for_no_stylesheet(explorer):
    """A plot drawn before the stylesheet came was cut at the right edge of the box."""
    css = (Path(explorer_module.__file__).parent / "live.css").read_text(encoding="utf-8")
    layout = explorer.box.layout
    assert f".hcc-box {{ max-width: {layout.max_width}; padding: {layout.padding};" in css


def test_layouts_are_shared(explorer):
    other = still(explorer.view)
    layouts = {w.layout.model_id for e in (explorer, other) for w in walk(e.box)}
    assert len(layouts) == 2, "one for boxes, one for the rest: each costs 1.7 kB to open"


# --- drawings ---


def drawn(level) -> View:
    shape = f'<g><path d="M0 0" fill="#{level}"/><text>{level} %</text></g>'
    extra = "".join(f'<circle r="{r * r % 97}"/>' for r in range(20)) if level == 3 else ""
    svg = SVG.format(level, f"level {level}", shape + extra)
    return View(f"Level {level}.", pd.DataFrame({"level": [level]}), svg=svg)


def sent(drawing: Drawing) -> ET.Element:
    """The drawing as the page has it: what was sent, with the changes applied."""
    root = ET.fromstring(zlib.decompress(drawing.drawing))
    elements = list(root.iter())
    for number, change in json.loads(zlib.decompress(drawing.changes)).items():
        element = elements[int(number)]
        for key, value in change.get("attributes", {}).items():
            element.attrib.pop(key, None) if value is None else element.set(key, value)
        if "children" in change:
            inside = ET.fromstring(f'<g xmlns="{SPACE}">{change["children"]}</g>')
            element[:], element.text = list(inside), inside.text
        if "text" in change:
            element.text = change["text"]
    return root


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_drawing_is_changed_in_place(level):
    explorer = Explorer("D", drawn, level=Slider("Level", 0, 3, 1, 0))
    first = explorer._drawing.drawing
    explorer.set(level=level)
    assert explorer._drawing.drawing == first, "not sent again"
    wanted = explorer.view.svg.replace(f"m{level}-", "m0-")
    assert ET.canonicalize(ET.tostring(sent(explorer._drawing))) == ET.canonicalize(wanted)


def test_a_drawing_that_is_no_xml_is_sent_whole():
    drawing = Drawing(drawn(0).svg)
    for level in (0, 1):
        drawing.show(SVG.format(level, "<br>", level))
        assert zlib.decompress(drawing.drawing).decode() == SVG.format(level, "<br>", level)
        assert zlib.decompress(drawing.changes) == b"{}"


def test_a_drawing_comes_back_after_an_error():
    def view(level):
        if level == 1:
            raise ValueError("Not this one.")
        return drawn(level)

    explorer = Explorer("D", view, level=Slider("Level", 0, 2, 1, 0))
    explorer.set(level=1)
    assert "Not this one." in shown(explorer)[1]["text/html"]
    explorer.set(level=2)
    assert explorer._picture.children == (explorer._drawing,)
    assert b"level 2" in zlib.decompress(explorer._drawing.changes)


def test_a_patch_holds_only_what_differs():
    old, new = drawn(0).svg, drawn(1).svg
    assert patch(old, old) == {}
    assert patch(old, new) == {
        "1": {"text": "level 1"},
        "3": {"attributes": {"fill": "#1"}},
        "4": {"text": "1 %"},
    }
    assert patch("", new) is None


def test_children_that_differ_are_sent_without_prefixes():
    """In a process of its own: the registry of prefixes belongs to the whole process."""
    old, new = (f'<svg xmlns="{SPACE}"><g>{inside}</g></svg>' for inside in ("", "<path/>"))
    code = f"from helpers.live import patch; print(patch({old!r}, {new!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "{'1': {'children': '<path />'}}", done.stderr


def test_plots_are_sent_as_plain_json(explorer):
    assert list(shown(explorer)[1]) == [PLOTLY]
