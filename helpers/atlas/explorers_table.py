"""The table of routes and organs with its filters and its download."""

from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from helpers import theme
from helpers.atlas import figures_table
from helpers.controls import make, shared
from helpers.live import Status
from helpers.view import table_html

TITLE = "Which routes lead where, and where was it counted?"
FILE = "routes_and_organs.csv"


class Download(anywidget.AnyWidget):
    """A button that saves the table of its box; ``saved`` is how many rows it saved last."""

    _esm = (Path(__file__).parent / "download.js").read_text(encoding="utf-8")
    file = traitlets.Unicode(FILE).tag(sync=True)
    saved = traitlets.Int().tag(sync=True)


class RoutesTable:
    """Three filters, the rows that are left, their number in words, and a download.

    ``route``, ``who`` and ``counted`` are the controls, ``table`` the frame of now.
    """

    def __init__(self) -> None:
        routes = {figures_table.EVERY: figures_table.EVERY}
        routes |= {style.name: key for key, style in theme.ROUTES.items()}
        choice = partial(make, widgets.Dropdown, css="hcc-choice")
        self.route = choice(options=list(routes.items()), description="Route")
        self.who = choice(options=figures_table.people(), description="Who was counted")
        self.who.value = figures_table.WITH
        self.counted = make(
            widgets.Checkbox, description=figures_table.COUNTED, value=True, indent=False
        )
        self.download = Download(layout=shared(widgets.Layout))
        self.download.observe(lambda _: self._saved(), "saved")
        self._shown = make(widgets.HTML, css="hcc-numbers")
        self.again = make(widgets.Button, description="Reset")
        self.status = Status(title=TITLE, pictured=False, layout=shared(widgets.Layout))
        bar = partial(make, widgets.HBox, css="hcc-controls")
        self.box = make(
            widgets.VBox,
            [
                make(widgets.HTML, f'<div class="hcc-title">{escape(TITLE)}</div>'),
                bar([self.route, self.who, self.counted]),
                self.status,
                bar([self.again, self.download]),
                self._shown,
            ],
            css="hcc-box",
        )
        for control in (self.route, self.who, self.counted):
            control.observe(lambda _: self._draw(), "value")
        self.again.on_click(lambda _: self.reset())
        self._draw()

    @property
    def table(self) -> pd.DataFrame:
        """The rows of now, in a reader's words."""
        return figures_table.routes_table(self.route.value, self.who.value, self.counted.value)

    @property
    def sentence(self) -> str:
        """What the table holds now."""
        return figures_table.sentence(self.table, self.route.value, self.who.value)

    def reset(self) -> None:
        """Every filter back to its start."""
        self.route.value, self.who.value = figures_table.EVERY, figures_table.WITH
        self.counted.value = True

    def _draw(self) -> None:
        table = self.table
        self._shown.value = _html(table)
        self.status.text = figures_table.sentence(table, self.route.value, self.who.value)

    def _saved(self) -> None:
        self.status.text = f"{self.sentence} {self.download.saved} rows saved as {FILE}."

    def to_html(self) -> str:
        """The sentence and the table as they are now."""
        return (
            f'<figure role="group" aria-label="{escape(self.sentence)}" style="margin: 0">\n'
            f"<figcaption>{escape(self.sentence, quote=False)}</figcaption>\n"
            f"{table_html(self.table, TITLE)}</figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = widgets.DOMWidget._repr_mimebundle_(self.box)
        return live | {"text/html": self.to_html(), "text/plain": self.sentence}


def _html(table: pd.DataFrame) -> str:
    """A table in few bytes, without the end tags that HTML lets go: a row has under 100."""
    head = "".join(
        f'<th scope="col" style="text-align:left">{escape(name)}' for name in table.columns
    )
    body = "".join(
        "<tr><th scope=row>" + "<td>".join(escape(str(cell)) for cell in row)
        for row in table.itertuples(index=False, name=None)
    )
    style = "line-height:1.4;max-height:400px;overflow:auto"
    return (
        f'<div style="{style}" tabindex="0" role="region" aria-label="{escape(TITLE)}">'
        # whole lines, kept apart: a narrow page scrolls them, or they would be cut to a word a line
        '<table class="hcc-table" style="white-space:nowrap;border-spacing:8px 2px">'
        f"<thead><tr>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def explore_table() -> RoutesTable:
    """Routes against organs and stations, to filter and to take along as CSV."""
    return RoutesTable()
