"""What a figure says: a picture, the sentence that states it and the numbers behind it."""

import base64
import json
import math
import os
import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from pandas.api.types import is_numeric_dtype

from helpers import theme
from helpers.margins import margins

PLOTLY = "application/vnd.plotly.v1+json"
HEIGHT = 380  # px: picture, controls and sentence fit one 1280 x 800 screen of JupyterLab
_LEFT = " style=text-align:left"  # JupyterLab sets the text of tables to the right
_SAFE = " !$&'()*+,-./:;=?@[]^_`{|}~"  # what need not be escaped in a data address
# Set while lessons are stored, compared or published. A live lesson has its pictures in its widgets
# already: a second copy, which nobody sees, would double the bytes on a slow line.
PICTURES = "LESSONS_WITH_PICTURES"
_DIGITS = 5  # significant digits of a number inside a figure: equal on every machine, few bytes


@dataclass(frozen=True)
class Text:
    """Something to show as HTML, with its plain words."""

    html: str
    plain: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.plain


@dataclass(frozen=True)
class View:
    """What a state of an explorer shows; sentence, table and picture come from the same numbers.

    ``sentence`` states what the picture shows now, ``table`` holds the same numbers under columns
    in the reader's words (the first column names the row), and the picture is either a plotly
    ``figure`` or an ``svg`` string (a body map).
    Raises ValueError where one of them is missing or there are two pictures.
    """

    sentence: str
    table: pd.DataFrame
    figure: go.Figure | None = None
    svg: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.sentence, str) or not self.sentence.strip():
            raise ValueError("a View needs a sentence that states what its picture shows")
        if not isinstance(self.table, pd.DataFrame) or self.table.empty:
            raise ValueError("a View needs a table with the numbers of its picture")
        if (self.figure is None) == (self.svg is None):
            raise ValueError("a View needs exactly one picture: a figure or an svg")
        if self.svg is not None and not re.match(r"<svg\b[^>]*\bxmlns=", self.svg):
            raise ValueError("the svg of a View begins with <svg xmlns=...: it is also shown alone")

    @property
    def height(self) -> int:
        """Least height of the picture in px: a drawing has its own at every width, so none."""
        return 0 if self.figure is None else int(self.figure.layout.height or HEIGHT)

    def picture(self) -> dict[str, Any]:
        """MIME bundle of the picture alone: plotly JSON, or HTML around the drawing."""
        if self.figure is None:
            return {"text/html": self.svg}
        return {PLOTLY: figure_json(self.figure)}

    def html(self, title: str = "") -> str:
        """HTML figure that needs no kernel: picture, sentence, table.

        The picture is there where the environment has PICTURES. A plot is an empty box that
        carries its JSON in ``data-plot``; HYDRATE draws it where plotly.js runs. A drawing is an
        image.
        """
        name = title or self.sentence
        head = f"<p><strong>{escape(title)}</strong></p>\n" if title else ""
        return (
            f'<figure role="group" aria-label="{escape(self.sentence)}" style="margin: 0">\n'
            f"{head}{self._still(name)}\n"
            f"<figcaption>{escape(self.sentence, quote=False)}</figcaption>\n"
            "<details open><summary>The same numbers as a table</summary>\n"
            f"{table_html(self.table, name)}\n</details>\n</figure>"
        )

    def _still(self, alt: str) -> str:
        if PICTURES not in os.environ:
            return ""
        if self.figure is None:
            # as an image: JupyterLab takes inline SVG out of a notebook that was not run yet
            drawing = escape(quote(self.svg, safe=_SAFE))
            return f'<img alt="{escape(alt)}" src="data:image/svg+xml,{drawing}">'
        plot = json.dumps(figure_json(self.figure), ensure_ascii=False, separators=(",", ":"))
        plot = plot.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
        return f"<div class=\"hcc-plot\" data-plot='{plot}'></div>"


# Draws every figure of a page once plotly.js is there. A screen reader meets the sentence and the
# table instead of loose tick labels. A figure inside closed details has no width until they open.
HYDRATE = """
for (const box of document.querySelectorAll("[data-plot]")) {
  const figure = JSON.parse(box.dataset.plot);
  box.style.height = figure.layout.height + "px";
  box.setAttribute("aria-hidden", "true");
  Plotly.newPlot(box, figure.data, figure.layout, {...figure.config, responsive: true});
  for (let node = box.closest("details"); node; node = node.parentElement.closest("details"))
    node.addEventListener("toggle", () => Plotly.Plots.resize(box));
}
"""


def figure_json(figure: go.Figure) -> dict[str, Any]:
    """Plotly's MIME JSON: arrays as lists, numbers rounded, the house's template and config."""
    plain = _plain(figure.to_dict())
    data, layout = plain.get("data", []), {"height": HEIGHT, **plain.get("layout", {})}
    given = theme.TEMPLATE["layout"]["margin"] | layout.get("margin", {})
    room = margins(data, layout)
    layout["margin"] = {side: max(least, room.get(side, 0)) for side, least in given.items()}
    layout["template"] = theme.TEMPLATE
    return {"data": data, "layout": layout, "config": theme.CONFIG}


def _plain(value: Any) -> Any:
    """Lists, dicts, strings and rounded numbers only; NaN becomes null, as in plotly's own JSON."""
    if isinstance(value, dict):
        if (
            "bdata" in value
        ):  # plotly's packed array: unreadable in a diff and unequal across machines
            array = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            shape = [int(n) for n in value.get("shape", str(len(array))).split(",")]
            return _plain(array.reshape(shape).tolist())
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple | pd.Series | pd.Index):
        return [_plain(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return _rounded(float(value))
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value


def _rounded(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    short = float(f"{value:.{_DIGITS}g}")
    return int(short) if short.is_integer() else short


def table_html(table: pd.DataFrame, caption: str) -> str:
    """A frame as an HTML table with a caption, column and row headers and worded numbers.

    The first column names the row. The index is not shown.
    """
    words = [not is_numeric_dtype(kind) for kind in table.dtypes]
    ends = ["th", *["td"] * (len(words) - 1)]
    head = _row([str(name) for name in table.columns], ["th"] * len(words), words, "col")
    body = "\n".join(
        _row([_cell(cell) for cell in cells], ends, words, "row")
        for cells in table.itertuples(index=False, name=None)
    )
    return (
        f'<table class="hcc-table"><caption{_LEFT}>{escape(caption, quote=False)}</caption>\n'
        f"<thead>{head}</thead>\n<tbody>\n{body}\n</tbody></table>"
    )


def _row(cells: list[str], tags: list[str], words: list[bool], scope: str) -> str:
    row = []
    for cell, tag, word in zip(cells, tags, words, strict=True):
        scoped = f" scope={scope}" if tag == "th" else ""
        row.append(f"<{tag}{scoped}{_LEFT if word else ''}>{escape(cell, quote=False)}</{tag}>")
    return f"<tr>{''.join(row)}</tr>"


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return "not known"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.integer | np.floating):
        return theme.number(float(value))
    return str(value)
