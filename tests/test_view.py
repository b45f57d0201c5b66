"""One picture, its sentence and its numbers, in the form that needs no kernel."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from helpers import theme
from helpers.view import HEIGHT, PICTURES, PLOTLY, View, figure_json, table_html

TABLE = pd.DataFrame({"organ": ["lung", "bone & rib"], "patients": [71, 56]})
FIGURE = go.Figure(go.Bar(x=np.array([71.123456789, 56]), y=["lung", "bone & rib"]))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9"><title>it\'s 50 % "#"</title></svg>'


def bar() -> View:
    return View('Lung leads: 71 of 151 ("47 %"), it\'s <first>.', TABLE, FIGURE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sentence": " "}, "needs a sentence"),
        ({"table": TABLE.iloc[:0]}, "needs a table"),
        ({"table": None}, "needs a table"),
        ({"figure": None}, "exactly one picture"),
        ({"svg": SVG}, "exactly one picture"),
        ({"figure": None, "svg": "<p>no</p>"}, "begins with <svg xmlns"),
    ],
)
def test_a_view_lacks_nothing(change, message):
    good = {"sentence": "It shows this.", "table": TABLE, "figure": FIGURE}
    with pytest.raises(ValueError, match=message):
        View(**{**good, **change})


class Tags(HTMLParser):
    """Opening and closing tags in order, to see that they pair up."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.seen = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attrs for name, attrs in self.seen if name == tag]


def test_html_has_picture_sentence_and_table():
    page = Tags(bar().html("How often?"))
    assert page.open == []
    assert page.all("figure") == [
        {"role": "group", "aria-label": bar().sentence, "style": "margin: 0"}
    ]
    assert len(page.all("figcaption")) == len(page.all("caption")) == 1
    assert "<p><strong>How often?</strong></p>" in bar().html("How often?")
    assert "<strong>" not in bar().html()
    assert [th["scope"] for th in page.all("th")] == ["col", "col", "row", "row"]
    (plot,) = [div for div in page.all("div") if "data-plot" in div]
    assert json.loads(plot["data-plot"]) == figure_json(FIGURE)


@pytest.mark.parametrize("view", [bar(), View("A drawing.", TABLE, svg=SVG)])
def test_a_live_lesson_stores_no_second_copy_of_its_picture(view, monkeypatch):
    assert "data-plot" in view.html() or "<img" in view.html()
    monkeypatch.delenv(PICTURES)
    page = Tags(view.html())
    assert not [attrs for _, attrs in page.seen if {"data-plot", "src"} & set(attrs)]
    assert view.sentence in unescape(view.html())


def test_html_is_the_same_every_time():
    assert bar().html("How often?") == bar().html("How often?")


def test_a_drawing_is_an_image_with_the_same_content():
    page = Tags(View("A drawing.", TABLE, svg=SVG).html("Where?"))
    (image,) = page.all("img")
    head, _, data = image["src"].partition(",")
    assert head == "data:image/svg+xml"
    assert image["alt"] == "Where?"
    assert unquote(data) == SVG
    assert not set('"<>#') & set(data), "a browser would cut the address there"


def test_figures_are_plain_rounded_numbers():
    plain = figure_json(
        go.Figure(
            go.Scatter(
                x=np.array([1.23456789, np.nan]),
                y=pd.Series([1, 2]),
                customdata=np.array([[1.0, 2.5], [3.0, np.inf]]),
                meta={"when": pd.Timestamp("2026-03-14"), "good": np.bool_(True)},
            )
        )
    )
    trace = plain["data"][0]
    assert trace["x"] == [1.2346, None]
    assert trace["y"] == [1, 2]
    assert trace["customdata"] == [[1, 2.5], [3, None]]
    assert "bdata" not in json.dumps(plain, allow_nan=False)


def test_figures_get_the_template_the_config_and_a_height():
    plain = figure_json(go.Figure(layout={"height": 300, "template": "plotly_dark"}))
    assert plain["layout"]["template"] == theme.TEMPLATE
    assert plain["config"] == theme.CONFIG
    assert plain["layout"]["height"] == 300
    assert figure_json(FIGURE)["layout"]["height"] == HEIGHT
    assert View("A plot.", TABLE, figure=FIGURE).height == HEIGHT
    assert View("A drawing.", TABLE, svg=SVG).height == 0  # it shrinks on a narrow page
    assert bar().picture() == {PLOTLY: figure_json(FIGURE)}
    assert View("A drawing.", TABLE, svg=SVG).picture() == {"text/html": SVG}


def test_a_figure_is_not_changed_by_being_shown():
    before = FIGURE.to_json()
    bar().html()
    assert FIGURE.to_json() == before


def test_table_cells_are_worded():
    frame = pd.DataFrame(
        {
            "place": ["lung", None],
            "share": [0.034567, float("nan")],
            "count": pd.array([1234, None], dtype="Int64"),
            "seen": [True, False],
        }
    )
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", table_html(frame, "T"))
    assert [unescape(cell) for cell in cells] == [
        *["place", "share", "count", "seen"],
        *["lung", "0.0346", "1,234", "yes"],
        *["not known", "not known", "not known", "no"],
    ]


def test_words_of_a_table_stand_left_and_numbers_right():
    cells = [attrs for tag, attrs in Tags(table_html(TABLE, "T")).seen if tag in ("th", "td")]
    assert [attrs.get("style") for attrs in cells] == ["text-align:left", None] * 3
