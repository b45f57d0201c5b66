"""The room that a figure asks for holds the words at its axes."""

import pytest

from helpers.margins import margins

BARS = {"type": "bar", "x": [71, 56], "y": ["lung", "adrenal gland"]}
TITLE = {"text": "patients (%)"}
NOWHERE = dict.fromkeys("lrtb", 0)


def test_longer_words_get_more_room_on_the_left():
    short = margins([BARS | {"y": ["lung", "bone"]}], {})
    long = margins([BARS], {})
    assert long["l"] > short["l"] + 40
    assert long["b"] == short["b"]


@pytest.mark.parametrize(
    ("axis", "side", "least"),
    [
        ({"title": TITLE}, "l", 25),
        ({"tickfont": {"size": 28}}, "l", 60),
        ({"ticktext": ["a very long name of a station"]}, "l", 80),
    ],
)
def test_what_takes_room_is_counted(axis, side, least):
    assert margins([BARS], {"yaxis": axis})[side] >= margins([BARS], {})[side] + least


def test_lines_stack_and_marks_have_no_width():
    plain = {"yaxis": {"ticktext": ["hilar", "phrenic"]}}
    broken = {"yaxis": {"ticktext": ["<b>hilar</b>", "phrenic<br><sup>hilar</sup>"]}}
    assert margins([BARS], broken)["l"] == margins([BARS], plain)["l"]
    under = {"xaxis": {"ticktext": ["no scan", "head MRI<br>every year"]}}
    assert margins([BARS], under)["b"] > margins([BARS], {})["b"] + 10


def test_an_axis_that_is_not_at_the_edge_or_not_seen_takes_none():
    second = {"type": "scatter", "x": [1], "y": ["a far longer name than the others"]}
    second |= {"xaxis": "x2", "yaxis": "y2"}
    beside = {"xaxis2": {"domain": [0.6, 1]}}
    assert margins([BARS, second], beside)["l"] == margins([BARS], {})["l"]
    assert margins([BARS, second], {})["l"] > margins([BARS], {})["l"]
    hidden = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    assert margins([BARS], hidden) == NOWHERE
    assert margins([{"type": "sankey"}], {}) == NOWHERE
    labels_off = margins([BARS], {"yaxis": {"showticklabels": False}})
    assert labels_off["l"] < margins([BARS], {})["l"] / 2


TWO = [BARS | {"name": "the one series"}, BARS | {"name": "the other series"}]


def test_a_legend_has_its_rows_where_it_hangs():
    none = margins([BARS], {})
    one, many = margins(TWO, {}), margins(TWO * 4, {})  # 8 entries of 140 px
    assert (none["t"], one["t"], many["t"] - one["t"]) == (0, 51, 21)
    assert one["b"] == none["b"]
    under = margins(TWO, {"legend": {"y": 0, "yanchor": "bottom"}})
    assert (under["t"], under["b"] - none["b"]) == (0, 51)


@pytest.mark.parametrize(
    "layout",
    [
        {"showlegend": False},
        {"legend": {"yref": "paper", "y": 0.5}},
        {"legend": {"orientation": "v"}},
    ],
)
def test_a_legend_inside_the_plot_takes_no_room(layout):
    assert margins(TWO, layout) == margins([BARS], {})


def test_a_legend_of_one_series_is_shown_where_it_is_asked_for():
    one = TWO[:1]
    assert margins(one, {})["t"] == 0
    assert margins(one, {"showlegend": True})["t"] > 40
    assert margins([TWO[0], TWO[1] | {"showlegend": False}], {})["t"] == 0


def test_an_axis_on_top_has_its_room_there():
    top = margins([BARS], {"xaxis": {"side": "top"}})
    assert (top["t"], top["b"]) == (margins([BARS], {})["b"], 0)
