"""Every control of the lymph lesson at every value; buttons and lists do the same."""

import ipywidgets as widgets
import pytest

from helpers.lymph import explorers, figures, model
from tests import controls

ALL = [getattr(explorers, name) for name in dir(explorers) if name.startswith("explore_")]


def values(widget):
    if isinstance(widget, explorers.Stations):
        every = dict.fromkeys(model.STATIONS, False)
        return [{}, {"node_12_hilar": True}, {"node_mediastinal": False}, every]
    return controls.values(widget)


@pytest.mark.parametrize("explore", ALL, ids=lambda explore: explore.__name__)
def test_every_setting_gives_picture_sentence_and_table(explore):
    explorer = explore()
    assert len(explorer.controls) <= 4
    for setting in controls.settings(explorer, values):
        explorer.set(**setting)
        assert explorer.error is None, setting
        assert explorer.view.sentence.endswith(".")
        assert len(explorer.view.table)
    start = explore().view.sentence
    explorer.reset()
    assert explorer.view.sentence == start


def test_a_button_leads_through_three_states_and_says_so():
    explorer = explorers.explore_finding()
    stations = explorer.controls["findings"]
    button = stations._buttons["node_12_hilar"]
    seen = []
    for _ in range(4):
        seen.append((button.description, stations.value.get("node_12_hilar")))
        button.click()
    assert seen == [
        ("Hilar (12): unknown", None),
        ("Hilar (12): involved", True),
        ("Hilar (12): healthy", False),
        ("Hilar (12): unknown", None),
    ]


def test_the_lists_do_what_the_buttons_do():
    one, other = explorers.explore_finding(), explorers.explore_finding()
    one.controls["findings"]._buttons["node_9_coeliac"].click()
    lists = other.controls["findings"]
    lists._site.value = "node_9_coeliac"
    lists._state.value = "involved"
    assert one.view.sentence == other.view.sentence
    lists._site.value = "node_12_hilar"
    assert lists._state.value == "unknown"
    assert other.state["findings"] == {"node_9_coeliac": True}


def test_the_list_of_states_never_goes_blank():
    stations = explorers.explore_finding().controls["findings"]
    for words in ("involved", "unknown", "healthy", "unknown"):
        stations._state.value = words
        assert stations._state.index is not None
        assert stations._state.value == words
    assert stations.value == {}


def test_the_body_map_does_what_the_buttons_do():
    explorer = explorers.explore_finding()
    stations = explorer.controls["findings"]
    assert not any(isinstance(part, explorers.BodyMap) for part in stations.children)
    stations._ask.value = True
    assert stations.map in stations.children
    for state in (True, False, None):
        stations.map.selected = ["node_mediastinal"]
        assert stations.value.get("node_mediastinal") is state
        assert stations.map.selected == []
    stations.press("node_12_hilar")
    assert stations.map.highlight == ["node_12_hilar"]
    stations._ask.value = False
    assert stations.map not in stations.children


def test_findings_that_cannot_be_get_one_line_and_the_next_move_recovers():
    explorer = explorers.explore_finding()
    found = {"node_12_hilar": False, "node_8_common_hepatic": True}
    explorer.set(findings=found, sensitivity=100, specificity=100)
    assert (
        str(explorer.error)
        == "these findings cannot occur together: with this test, one must be wrong"
    )
    explorer.set(sensitivity=80)
    assert explorer.error is None


def test_a_finding_about_an_unknown_station_is_refused():
    with pytest.raises(ValueError, match="is not a value of findings"):
        explorers.explore_finding().set(findings={"hilum": True})


def test_every_control_says_what_it_is():
    for explore in ALL:
        for widget in explore().controls.values():
            assert isinstance(widget, explorers.Stations) or widget.description
            if isinstance(widget, widgets.IntSlider):
                assert "%" in widget.description or "step" in widget.description
    assert set(figures.SHORT) == set(model.STATIONS)
