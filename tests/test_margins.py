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


def test_a_legend_above_the_plot_has_its_rows():
    layout = {"height": 400}
    assert margins([BARS], layout)["t"] == 0
    one = margins(TWO, layout)["t"]
    assert one > 40
    many = margins(TWO * 4, layout)["t"]  # 8 entries of 140 px
    assert many - one == 21
    assert margins(TWO, {"height": 900})["t"] > one


@pytest.mark.parametrize(
    "layout",
    [
        {"showlegend": False},
        {"legend": {"y": -0.2, "yanchor": "top"}},
        {"legend": {"y": 0.5}},
        {"legend": {"orientation": "v"}},
    ],
)
def test_a_legend_elsewhere_takes_no_room_above(layout):
    assert margins(TWO, {"height": 400} | layout)["t"] == 0


def test_a_legend_of_one_series_is_shown_where_it_is_asked_for():
    one, layout = TWO[:1], {"height": 400}
    assert margins(one, layout)["t"] == 0
    assert margins(one, layout | {"showlegend": True})["t"] > 40
    assert margins([TWO[0], TWO[1] | {"showlegend": False}], layout)["t"] == 0
