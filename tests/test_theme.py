"""The look: every pair of colours that meets is far enough apart, and numbers read well."""

import json

import plotly.graph_objects as go
import pytest

from helpers import theme

ROUTES = theme.ROUTES.values()
DARK = "#111111"  # the page of JupyterLab's dark theme


def test_contrast_agrees_with_known_values():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#0072B2", "#FFFFFF") == pytest.approx(5.19, abs=0.01)
    assert theme.contrast("#777777", "#777777") == 1


def test_contrast_refuses_other_spellings():
    with pytest.raises(ValueError, match="'blue' is not a colour written as #RRGGBB"):
        theme.contrast("blue", "#FFFFFF")


@pytest.mark.parametrize("route", ROUTES, ids=theme.ROUTES)
def test_route_colours_stand_out(route):
    assert theme.contrast(route.colour, theme.PAPER) >= 3, "a fill on paper"
    assert theme.contrast(route.ink, theme.PAPER) >= 4.5, "text on paper"
    assert theme.contrast(route.colour, theme.OUTLINE) >= 3, "a fill in its outline"


@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        (theme.INK, theme.PAPER, 7),
        (theme.OUTLINE, theme.PAPER, 3),
        (theme.NEUTRAL["text"], theme.PAPER, 4.5),
        (theme.NEUTRAL["text"], theme.NEUTRAL["wash"], 4.5),
        (theme.NEUTRAL["line"], theme.PAPER, 3),
        (theme.NEUTRAL["fill"], theme.PAPER, 3),
        (theme.FOCUS, theme.PAPER, 3),
        (theme.FOCUS, DARK, 3),
    ],
)
def test_other_pairs_stand_out(colour, ground, least):
    assert theme.contrast(colour, ground) >= least


def test_no_grey_would_do_on_both_pages():
    """Why figures stand on white paper in the dark theme too: no text colour suits both."""
    greys = [f"#{level:02X}{level:02X}{level:02X}" for level in range(256)]
    both = [g for g in greys if min(theme.contrast(g, "#FFFFFF"), theme.contrast(g, DARK)) >= 4.5]
    assert both == []


@pytest.mark.parametrize("cue", ["colour", "ink", "dash", "symbol", "pattern", "name"])
def test_each_cue_tells_the_routes_apart(cue):
    assert len({getattr(route, cue) for route in ROUTES}) == 4


def test_the_template_is_slim_readable_and_known_to_plotly():
    figure = go.Figure(go.Bar(x=[1], y=[2]), layout={"template": theme.TEMPLATE})
    assert figure.layout.template.layout.font.size >= 13
    assert figure.layout.template.layout.xaxis.fixedrange
    assert len(json.dumps(theme.TEMPLATE)) < 1200
    assert theme.CONFIG["displayModeBar"] is False


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.00001, "less than 0.01 %"),
        (0.0001, "0.01 %"),
        (0.00123, "0.12 %"),
        (0.0035, "0.35 %"),
        (0.03, "3 %"),
        (0.0345, "3.5 %"),
        (0.00995, "1 %"),
        (0.0995, "10 %"),
        (0.12, "12 %"),
        (71 / 151, "47 %"),
        (0.994, "99 %"),
        (0.995, "more than 99 %"),
        (0.999999, "more than 99 %"),
        (1, "100 %"),
        (1 + 1e-12, "100 %"),
        (-1e-12, "0 %"),
        (float("nan"), "not known"),
        (None, "not known"),
    ],
)
def test_percent(share, words):
    assert theme.percent(share) == words


@pytest.mark.parametrize("share", [12, -0.1, 1.01])
def test_percent_refuses_what_is_no_share(share):
    with pytest.raises(ValueError, match="a share between 0 and 1"):
        theme.percent(share)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.034567, "0.0346"),
        (1234567, "1,234,567"),
        (12.3456, "12.3"),
        (1234.5678, "1,235"),
        (-0.5, "-0.5"),
        (0, "0"),
        (None, "not known"),
    ],
)
def test_number(value, words):
    assert theme.number(value) == words


def test_count_of():
    assert theme.count_of(71, 151) == "71 of 151 (47 %)"
    assert theme.count_of(62, 6919) == "62 of 6,919 (0.9 %)"


@pytest.mark.parametrize(("count", "total"), [(3, 2), (-1, 2), (0, 0)])
def test_count_of_refuses_what_is_no_frequency(count, total):
    with pytest.raises(ValueError, match="is not a frequency"):
        theme.count_of(count, total)
