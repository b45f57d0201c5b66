"""The widget's side in Python: what it sends, what it accepts, what stands where no kernel is."""

import json
import xml.etree.ElementTree as ET
import zlib

import pandas as pd
import pytest

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.widget import BodyMap

TWENTY = list(shapes.shapes())[:20]
SENTENCE = (
    "At these settings the lung holds most of the cells that leave the liver, 53 of each 100."
)


@pytest.fixture
def sent(monkeypatch):
    """Every message of a widget, as the bytes of its JSON."""
    messages = []

    def listen(widget):
        monkeypatch.setattr(
            widget.comm, "send", lambda data=None, **_: messages.append(json.dumps(data))
        )
        return messages

    return listen


def test_the_drawing_is_sent_once_and_small():
    one, everything = BodyMap(layer="lymph"), BodyMap(layers=shapes.layers())
    for widget, most in [(one, 60_000), (everything, 100_000)]:
        told = sum(len(json.dumps(value, default=len)) for value in widget.get_state().values())
        assert len(widget._svg) + told < most / 2
        ET.fromstring(zlib.decompress(widget._svg))


def test_a_move_is_one_short_message(sent):
    widget = BodyMap(dict.fromkeys(TWENTY, 0), words=theme.percent, route="blood", high=1)
    messages = sent(widget)
    widget.show({site: (i + 1) / 21 for i, site in enumerate(TWENTY)}, SENTENCE)
    (message,) = messages
    assert len(message) < 2_000
    state = json.loads(message)["state"]
    assert set(state) == {"_paint", "label"}
    assert state["_paint"][TWENTY[0]] == [5, "4.8 %"]
    assert len(state["_paint"]) == 20


def test_values_alone_do_the_same_and_equal_values_send_nothing(sent):
    widget = BodyMap({"lung": 1})
    messages = sent(widget)
    widget.values = pd.Series({"lung": 0.5, "liver": 2})
    assert len(messages) == 1
    widget.values = {"lung": 0.5, "liver": 2}
    assert len(messages) == 1


def test_what_can_be_chosen():
    assert {"skull", "lung", "kidney"} <= set(BodyMap().sites)
    by_value = BodyMap({"bone": 1, "skin": 2}).sites
    assert "bone" in by_value
    assert not {"skull", "skin"} & set(by_value)
    named = BodyMap(sites=["bone", "lung", "gonads"])
    assert set(named.sites) == {"bone", "lung", "gonads"}  # the gonads in the dropdown alone
    assert named._owner["femur"] == "bone"
    assert "gonads" not in named._owner.values()


def test_selected_is_checked():
    widget = BodyMap(sites=["bone", "lung", "brain"], max_selected=2, selected=["lung"])
    widget.selected = ["lung", "brain"]
    for wrong, complaint in [
        (["lugn"], "did you mean 'lung'"),
        (["liver"], "liver cannot be chosen on this map"),
        (["lung", "brain", "bone"], "at most 2 sites, not 3"),
    ]:
        with pytest.raises(ValueError, match=complaint):
            widget.selected = wrong
        assert widget.selected == ["lung", "brain"]


def test_a_message_from_the_browser_is_followed():
    widget, heard = BodyMap(max_selected=3), []
    widget.observe(lambda change: heard.append(change["new"]), "selected")
    widget.set_state({"selected": ["lung", "brain"]})
    assert heard == [["lung", "brain"]]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"layer": "organ"}, "there is no layer 'organ'"),
        ({"sex": "men"}, "a female and a male pelvis"),
        ({"values": {"lugn": 1}}, "did you mean 'lung'"),
        ({"sites": ["lugn"]}, "did you mean 'lung'"),
        ({"selected": ["lung", "liver"]}, "at most 1 sites, not 2"),
        ({"highlight": ["lugn"]}, "did you mean 'lung'"),
        ({"marks": "all"}, "marks are text, value, name"),
    ],
)
def test_bad_input_gets_one_clear_line(arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        BodyMap(**arguments)


def test_layer_and_sex_change_only_to_what_was_sent():
    widget = BodyMap(layer="organs", layers=["lymph", "organs+vessels"])
    widget.layer = "organs+vessels"
    widget.sex = "male"
    with pytest.raises(ValueError, match="made with organs, lymph, organs"):
        widget.layer = "pci"
    with pytest.raises(ValueError, match="a female and a male pelvis"):
        widget.sex = "men"
    assert widget.layer == "organs+vessels"


def test_the_legend_has_the_scale_and_names_what_is_not_drawn():
    assert BodyMap()._legend == {}
    told = BodyMap({"lung": 1, "skin": 2, "gonads": 3}, legend="Cells")._legend
    assert told["title"] == "Cells"
    assert [words for _, words in told["steps"]] == ["3", "2.25", "1.5", "0.75", "0"]
    absent = f"Not on the drawing: {shapes.name('skin')}, {shapes.name('gonads')}"
    assert told["note"] == absent
    assert BodyMap({"lung": 1})._legend["note"] == ""


def test_every_layer_knows_its_page():
    widget = BodyMap(layers=shapes.layers())
    for layer, page in widget._pages.items():
        drawn = {shape for sex in shapes.SEXES for shape in shapes.on_page((layer,), sex)}
        assert set(page["shapes"]) == drawn
        assert page["shapes"] == shapes.reading_order(page["shapes"])
    identified = {part.get("id") for part in ET.fromstring(zlib.decompress(widget._svg)).iter()}
    assert set(shapes.shapes()) <= identified


def test_without_a_kernel_it_is_a_picture_a_sentence_and_a_table():
    widget = BodyMap(
        {"skin": 0.2, "lung": 0.5}, label="Lung < skin", legend="Share", words=theme.percent
    )
    widget.selected = ["lung"]
    data, _ = widget._repr_mimebundle_()
    assert data["text/plain"] == "Lung < skin; skin 20 %; lung 50 %"
    html = data["text/html"]
    assert html.count("data:image/svg+xml,") == 1
    assert "<figcaption>Lung &lt; skin</figcaption>" in html
    assert html.index(">skin</th>") < html.index(">lung</th>")
    assert "marked: lung" in widget.static()
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_map_to_choose_on_stands_without_numbers():
    data, _ = BodyMap(max_selected=5, label="Pick five places")._repr_mimebundle_()
    assert data["text/plain"] == "Pick five places"
    assert "<table" not in data["text/html"]
