"""The body map as the control: pick a site, walk the way there, read what is known of it."""

from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from helpers.atlas import figures_card, figures_ways, known
from helpers.atlas.edges import name_of, sites
from helpers.atlas.figures_map import slim, stored
from helpers.atlas.figures_ways import choices
from helpers.atlas.graph import ends
from helpers.body_map.widget import BodyMap
from helpers.controls import make, shared
from helpers.live import Status
from helpers.view import table_html

TITLE = "Where can it go, and by which way?"
FIRST = "brain"  # the site of the case
FIRST_ROUTE = "blood"
HEIGHT = 480
FULL = 8  # the step from which the colour gets no darker
LEGEND = "Step on the way"
# the list beside the map does what the map's own would, and a label names it
STYLE = (
    "<style>.hcc-ways .bm-side { display: none; } .hcc-known { line-height: 1.4; }"
    ".hcc-known ul { margin: 0 0 6px; } .hcc-known p { margin: 6px 0 0; }"
    ".hcc-known summary { line-height: 24px; cursor: pointer; }</style>"
)


class Ways:
    """A body map, the ways to the chosen site, their steps one by one, and a card of the site.

    ``site_id``, ``route``, ``way`` and ``shown`` (how many steps are drawn) are the state;
    ``choose(site_id)``, ``take(label)`` and ``walk(by)`` change it. ``box`` is the live display.
    """

    def __init__(self) -> None:
        self._busy = False
        self.map = WayMap(sorted(_offered()))
        names = sorted((name_of(site_id), site_id) for site_id in self.map.sites)
        self.sites = make(
            widgets.Dropdown, options=names, description="Choose a site", css="hcc-choice"
        )
        self.way_list = make(widgets.Dropdown, description="The way", css="hcc-choice")
        self.back = make(widgets.Button, description="Step back")
        self.on = make(widgets.Button, description="Next step")
        self._steps = make(widgets.HTML, css="hcc-picture")  # the way in words; no image
        self._card = make(widgets.HTML)
        spoken = {"title": TITLE, "pictured": False, "footed": True, "resets": True}
        self.status = Status(**spoken, layout=shared(widgets.Layout))
        self._assemble()
        self.choose(FIRST)
        self.map.observe(self._picked, "selected")
        self.sites.observe(lambda change: self._picked({"new": [change["new"]]}), "value")
        self.way_list.observe(self._taken, "value")
        self.back.on_click(lambda _: self.walk(-1))
        self.on.on_click(lambda _: self.walk(1))
        self.status.on_msg(lambda *_: self.choose(FIRST))
        self.status.observe(lambda _: self._draw(), "as_table")

    def _assemble(self) -> None:
        bar = partial(make, widgets.HBox, css="hcc-controls")
        way = [bar([self.sites, self.way_list, self.back, self.on]), self._steps]
        beside = make(widgets.VBox, way, layout=shared(widgets.Layout, flex="1 1 330px"))
        wide = shared(widgets.Layout, flex_flow="row wrap", align_items="flex-start")
        pair = make(widgets.HBox, [self.map, beside], layout=wide, css="hcc-ways")
        title = f'{STYLE}<div class="hcc-title">{escape(TITLE)}</div>'
        parts = [make(widgets.HTML, title), pair, self.status, self._card]
        self.box = make(widgets.VBox, parts, css="hcc-box")

    def _picked(self, change: Any) -> None:
        if not self._busy:
            self.choose(*change["new"] or [FIRST])

    def _taken(self, change: Any) -> None:
        if not self._busy:
            self.take(change["new"])

    def choose(self, site_id: str) -> None:
        """Another site, with the whole of its first way. Raises ValueError for an unknown one."""
        name_of(site_id)
        self._choices = choices(site_id)
        self.site_id = site_id
        first = next((c for c in self._choices if self._choices[c][1]), next(iter(self._choices)))
        self._busy = True
        self.sites.value = site_id
        self.way_list.options = list(self._choices)
        self._busy = False
        self._card.value = figures_card.card(site_id)
        self.take(first)

    def take(self, label: str) -> None:
        """Another way to the same site, by its label in the list."""
        if label not in self._choices:
            raise ValueError(f"no way {label!r}; there are {', '.join(self._choices)}")
        self.route, self.way = self._choices[label]
        self.shown = len(self.way.steps) - 1 if self.way else 0
        self._draw()

    def walk(self, by: int) -> None:
        """Steps forward or back; after the last comes the start, before the start the last."""
        self.shown = (self.shown + by) % len(self.way.steps)
        self._draw()

    def _draw(self) -> None:
        self.back.disabled = self.on.disabled = self.way is None
        self._busy = True  # the list and the map follow and do not answer back
        self.way_list.value = next(
            c for c, two in self._choices.items() if two == (self.route, self.way)
        )
        self.map.draw(self)
        self._busy = False
        self._steps.value = figures_ways.steps_html(self.way, self.shown)
        self.status.text = self.sentence
        table = table_html(figures_ways.table(self.way, self.route), self.sentence)
        self.status.table = table if self.status.as_table else ""

    @property
    def sentence(self) -> str:
        """What the map shows now."""
        return figures_ways.sentence(self.site_id, self.route, self.way, self.shown)

    def to_html(self) -> str:
        """The map as it is now, the sentence, the steps as a table and the card of the site."""
        table = table_html(figures_ways.table(self.way, self.route), self.sentence)
        return (
            f'<figure role="group" aria-label="{escape(self.sentence)}" style="margin: 0">\n'
            f"<p><strong>{escape(TITLE)}</strong></p>\n"
            f"{stored(self.map.still(), self.sentence)}"
            f"<figcaption>{escape(self.sentence, quote=False)}</figcaption>\n"
            f"<details open><summary>The same steps as a table</summary>\n{table}\n</details>\n"
            f"{figures_card.card(self.site_id)}</figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = widgets.DOMWidget._repr_mimebundle_(self.box)
        return live | {"text/html": self.to_html(), "text/plain": self.sentence}


class WayMap(BodyMap):
    """A body map that numbers the stations of a way, in the colour of its route."""

    def __init__(self, offered: list[str]) -> None:
        super().__init__(
            {"liver": 0},
            layer=figures_ways.LAYERS[FIRST_ROUTE],
            layers=figures_ways.LAYERS.values(),
            sites=offered,
            route=FIRST_ROUTE,
            high=FULL,
            words="{:.0f}".format,
            marks="value",
            legend=LEGEND,
            label=TITLE,
            height=HEIGHT,
        )

    def still(self) -> str:
        """The static map with nothing but the body's outline and the stations of the way."""
        return slim(self.static(), [*(self.values or ()), *self.selected])

    def draw(self, ways: Ways) -> None:
        """The state of the display: layer, numbers, the site chosen, the station of now."""
        numbers = figures_ways.numbers(ways.way, ways.shown)
        self._scale["route"] = ways.route
        with self.hold_sync():
            self.layer = figures_ways.LAYERS[ways.route]
            self.selected = [ways.site_id]
            self.highlight = list(numbers)[-1:]
            self.show(numbers or None, ways.sentence)


def _offered() -> set[str]:
    """Every site on a way or with a count, and every organ and station of the drawing."""
    shown = {*ends(), *known.routes_table()["site_id"]}
    return shown | {figures_ways.shape(site_id) for site_id in shown if site_id in sites()} - {""}


def explore_ways() -> Ways:
    """Pick a site on the map or in its list: the way there, how often, how it shows."""
    return Ways()
