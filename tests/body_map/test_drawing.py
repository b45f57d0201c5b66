"""The static map: what is on it, what it says and in which colours."""

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from urllib.parse import unquote

import pandas as pd
import pytest

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.drawing import LINE, as_image, body_map
from helpers.body_map.paint import paint, shade

SVG = shapes.SVG
VALUES = {"lung": 0.5, "bone": 0.2, "adrenal_gland": 0.1, "brain": 0.0}


def parse(**arguments) -> ET.Element:
    return ET.fromstring(body_map(prefix="", **arguments).replace(id_prefix(**arguments), ""))


def id_prefix(**arguments) -> str:
    return re.search(r'id="(m[0-9a-f]{8}-)', body_map(**arguments))[1]


def group(root: ET.Element, name: str) -> ET.Element | None:
    return root.find(f".//{SVG}g[@id='{name}']")


@pytest.mark.parametrize("layer", [*shapes.layers(), "organs+vessels"])
@pytest.mark.parametrize("sex", shapes.SEXES)
@pytest.mark.parametrize("marks", ["", "text", "value", "name"])
def test_every_layer_is_well_formed_and_small(layer, sex, marks):
    text = body_map(VALUES, layer=layer, sex=sex, marks=marks, highlight=["lung"])
    ET.fromstring(text)
    assert len(text.encode()) < 85_000


@pytest.mark.parametrize("layer", shapes.layers())
def test_hidden_layers_are_not_in_the_string(layer):
    root = parse(layer=layer)
    drawn = {item for item in shapes.layers() if group(root, f"layer-{item}") is not None}
    assert drawn == set(shapes.roles((layer,)))
    assert group(root, "pelvis-male") is None
    on_page = {part.get("id") for part in root.iter() if part.get("data-at")}
    assert on_page == set(shapes.on_page((layer,), "female"))


def test_same_arguments_same_string_and_no_shared_ids():
    assert body_map(VALUES) == body_map(pd.Series(VALUES))
    ids = [set(re.findall(r' id="([^"]+)', body_map(VALUES, prefix=p))) for p in ("a-", "b-")]
    assert not ids[0] & ids[1]
    for reference in re.findall(r'href="#([^"]+)', body_map(VALUES, prefix="a-")):
        assert reference in ids[0]


def test_it_has_a_name_and_its_numbers_in_words():
    text = body_map({"lung": 0.5, "skin": 0.1}, label="Lungs < bones", words=theme.percent)
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Lungs < bones" == root.find(f"{SVG}title").text
    said = root.find(f"{SVG}desc")
    assert said.get("id") == root.get("aria-describedby")
    assert said.text == "lung: 50 %; skin: 10 %; not on the drawing: skin"


def test_a_number_colours_its_shape_and_the_rest_goes_quiet():
    plain, coloured = parse(), parse(values=VALUES, route="blood", high=1)
    colour = shade(theme.ROUTES["blood"].colour, 0.5)
    assert group(coloured, "lung").get("color") == colour
    assert group(coloured, "lung").find(f"{SVG}title").text == "lung: 0.5"
    assert group(coloured, "femur").get("color") == shade(theme.ROUTES["blood"].colour, 0.2)
    assert group(coloured, "femur").find(f"{SVG}title").text == "bone: 0.2"
    quiet = group(coloured, "spleen").get("color")
    assert quiet != group(plain, "spleen").get("color")
    assert theme.contrast(quiet, theme.PAPER) < 1.3
    assert group(plain, "lung").get("color") == shapes_colour("lung")


def shapes_colour(name: str) -> str:
    return group(shapes.drawing(), name).get("color")


def test_a_missing_number_is_said_and_not_coloured():
    for missing in (math.nan, None, pd.NA):
        root = parse(values={"lung": missing, "liver": 1})
        assert group(root, "lung").find(f"{SVG}title").text == "lung: not known"
        assert group(root, "lung").get("color") == group(parse(values={}), "lung").get("color")


def test_small_sites_get_a_marker_in_their_colour():
    fills = [dot.get("fill") for dot in parse(values=VALUES, high=1).iter(f"{SVG}circle")]
    grey = theme.NEUTRAL["text"]
    spine_and_rib, adrenals = [shade(grey, 0.2)] * 2, [shade(grey, 0.1)] * 2
    assert sorted(fills) == sorted(spine_and_rib + adrenals)


def test_a_highlight_is_seen_without_colour():
    root = parse(highlight=["kidney"])
    assert group(root, "kidney").get("stroke") == theme.INK
    assert len(list(root.iter(f"{SVG}circle"))) == 4  # a target on each side
    assert root.find(f"{SVG}desc").text == "marked: kidney"


def test_texts_on_the_map():
    def texts(**arguments):
        return [node.text for node in parse(**arguments).iter(f"{SVG}text")]

    assert sorted(texts(layer="segments", marks="text")) == sorted(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    )
    assert texts(highlight=["bone", "lung"], marks="name") == ["bone", "lung"]
    assert texts() == []
    words = texts(values={"lung": 1, "skin": 2}, legend="Cells", marks="value", high=4)
    steps = ["4", "3", "2", "1", "0", "no number"]
    assert words == ["1", "Cells", *steps, "Not on the drawing:", "skin"]


@pytest.mark.parametrize("route", ["", *theme.ROUTES])
def test_the_scale_darkens_step_by_step_under_a_line_that_is_seen(route):
    colour = theme.ROUTES[route].colour if route else theme.NEUTRAL["text"]
    steps = [theme.contrast(shade(colour, level / 20), theme.PAPER) for level in range(21)]
    assert all(lower < higher for lower, higher in pairwise(steps))
    assert steps[-1] > 6
    assert theme.contrast(LINE, theme.PAPER) > 7
    assert theme.contrast(shade(colour, 0), "#f7ece4") >= 1  # skin: the outline tells them apart


def test_the_scale_ends_at_a_round_number():
    for largest, end in [(0.53, 0.6), (0.0123, 0.016), (7, 8), (1, 1), (0.1, 0.1), (96, 100)]:
        assert paint({"lung": largest}, ["lung"]).high == pytest.approx(end)
    assert paint({"lung": 0}, ["lung"]).high == 1


def test_a_value_over_the_end_takes_the_last_colour():
    root = parse(values={"lung": 3}, high=1)
    assert group(root, "lung").get("color") == shade(theme.NEUTRAL["text"], 1)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"values": {"lugn": 1}}, "there is no site 'lugn' in sites.csv; did you mean 'lung'?"),
        ({"highlight": ["lugn"]}, "there is no site 'lugn'"),
        ({"values": {"lung": -0.1}}, "values from 0 up, and lung has -0.1"),
        ({"values": {"lung": math.inf}}, "values from 0 up, and lung has inf"),
        ({"values": {"lung": "much"}}, "numbers, and lung has 'much'"),
        ({"values": pd.Series([1, 2], ["lung", "lung"])}, "lung has more than one value"),
        ({"values": {"lung": 1}, "high": 0}, "a number above 0, not 0"),
        ({"layer": "organ"}, "there is no layer 'organ'"),
        ({"sex": "men"}, "a female and a male pelvis, not 'men'"),
        ({"route": "nerve"}, "there is no route 'nerve'"),
        ({"marks": "all"}, "marks are text, value, name or '', not 'all'"),
    ],
)
def test_bad_input_gets_one_clear_line(arguments, complaint):
    with pytest.raises(ValueError, match=r"^[^\n]+$") as error:
        body_map(**arguments)
    assert complaint in str(error.value)


def test_as_an_image_it_carries_its_file():
    svg = body_map(VALUES, label='5 % of "all"')
    image = as_image(svg, '5 % of "all"')
    assert unquote(re.search(r'src="data:image/svg\+xml,([^"]*)"', image)[1]) == svg
    assert 'alt="5 % of &quot;all&quot;"' in image
