"""The body map as a widget: coloured by value, sites chosen by mouse, finger or key."""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.drawing import MARKS, as_image, body_map, drop, scene
from helpers.body_map.paint import Paint, as_numbers, paint, shade
from helpers.script import Script, Scripted, stylesheet
from helpers.view import table_html

HERE = Path(__file__).parent


class BodyMap(Scripted):
    """A map to read and to choose on; without a kernel it is a static map with its table.

    ``values`` are as in ``drawing.body_map`` and may be set again: the colours change in place.
    ``selected`` is the list of chosen site_ids, at most ``max_selected``. ``layer``, ``sex``,
    ``label`` (the sentence that names the map), ``highlight`` (sites ringed as an answer) and
    ``disabled`` (nothing can be chosen) may be set too. Observe ``selected`` to follow the reader.
    """

    _script = Script(
        "".join((HERE / name).read_text(encoding="utf-8") for name in ("plate.js", "widget.js")),
        stylesheet(HERE / "widget.css"),
    )
    _esm = _script.stub
    _svg = traitlets.Bytes().tag(sync=True)  # compressed
    _pages = traitlets.Dict().tag(sync=True)  # layer -> view, roles, shapes in reading order
    _sites = traitlets.Dict().tag(sync=True)  # site that can be chosen -> name
    _owner = traitlets.Dict().tag(sync=True)  # shape -> site it speaks for
    _paint = traitlets.Dict().tag(sync=True)  # site -> level 0 to 100 or null, number in words
    _ramp = traitlets.List().tag(sync=True)  # colour of each level
    _legend = traitlets.Dict().tag(sync=True)
    _marks = traitlets.Unicode().tag(sync=True)
    _muted = traitlets.Bool().tag(sync=True)
    _asked = traitlets.Bool().tag(sync=True)  # whether the sites to choose from were named
    layer = traitlets.Unicode().tag(sync=True)
    sex = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True)
    highlight = traitlets.List(traitlets.Unicode()).tag(sync=True)
    max_selected = traitlets.Int(1).tag(sync=True)
    disabled = traitlets.Bool().tag(sync=True)
    values = traitlets.Any(allow_none=True)

    def __init__(
        self,
        values: Any = None,
        *,
        layer: str = "organs",
        layers: Iterable[str] = (),
        sex: str = "female",
        sites: Iterable[str] = (),
        selected: Iterable[str] = (),
        max_selected: int = 1,
        highlight: Iterable[str] = (),
        label: str = "",
        legend: str = "",
        route: str = "",
        high: float | None = None,
        words: Callable[[float], str] = theme.number,
        marks: str = "",
        height: int = 480,
    ) -> None:
        """Arguments as in ``drawing.body_map``, and: ``layers`` are those that ``layer`` may become
        later (the browser gets no others), ``sites`` those that can be chosen: the layer's own and
        those with a value, unless given. A whole like bone is chosen by any of its parts, a given
        site that is not on the drawing in the dropdown alone.
        """
        pages = {page: shapes.chosen_layers(page) for page in dict.fromkeys([layer, *layers])}
        if marks not in MARKS:
            raise ValueError(f"marks are {', '.join(MARKS[1:])} or '', not '{marks}'")
        self._scale = {"route": route, "high": high, "words": words}
        self._offered, self._title, self._height = shapes.check(sites), legend, height
        root = scene(pages.values(), shapes.SEXES)
        drop(root, lambda part: part.tag == f"{shapes.SVG}title")  # the names are in _sites
        root.attrib.update(focusable="false", style=f"--height:{height}px")
        self._drawn = [part.get("id") for part in root.iter() if part.get("data-at")]
        super().__init__(
            **self._coloured(values),
            _svg=zlib.compress(ET.tostring(root), 9),
            _pages={name: _page(page) for name, page in pages.items()},
            _marks=marks,
            _asked=bool(self._offered),
            layer=layer,
            sex=sex,
            label=label or f"Body map: {layer}",
            max_selected=max_selected,
            values=values,
            highlight=list(highlight),
            selected=list(selected),
        )

    def show(self, values: Any, label: str = "") -> None:
        """New values, and the sentence that belongs to them, in one message."""
        with self.hold_sync():
            self.values = values
            self.label = label or self.label

    @property
    def sites(self) -> list[str]:
        """The site_ids that can be chosen on some layer of this map."""
        return list(self._sites)

    def _coloured(self, values: Any) -> dict[str, Any]:
        """What the browser needs to know of these values."""
        colours = paint(values, self._drawn, **self._scale)
        owner = shapes.owners(self._offered or self._drawn, self._drawn) | colours.owner
        sites = dict.fromkeys([*owner.values(), *self._offered])
        return {
            "_owner": owner,
            "_sites": {site: shapes.name(site) for site in sites},
            "_ramp": [shade(colours.colour, level / 100) for level in range(101)],
            "_muted": values is not None,
            "_legend": _legend(colours, self._title),
            "_paint": {
                site: [_percent(colours.level(site)), colours.said(site)]
                for site in colours.numbers or ()
            },
        }

    @traitlets.validate("values")
    def _are_numbers(self, proposal: Any) -> dict[str, float] | None:
        return None if proposal["value"] is None else as_numbers(proposal["value"])

    @traitlets.observe("values")
    def _follow(self, change: Any) -> None:
        with self.hold_sync():
            for name, value in self._coloured(change["new"]).items():
                setattr(self, name, value)

    @traitlets.validate("layer")
    def _known_layer(self, proposal: Any) -> str:
        if proposal["value"] not in self._pages:
            known = ", ".join(self._pages)
            raise ValueError(f"this map was made with {known}, not with '{proposal['value']}'")
        return proposal["value"]

    @traitlets.validate("sex")
    def _known_sex(self, proposal: Any) -> str:
        shapes.on_page(("organs",), proposal["value"])
        return proposal["value"]

    @traitlets.validate("selected")
    def _can_be_chosen(self, proposal: Any) -> list[str]:
        chosen = list(dict.fromkeys(shapes.check(proposal["value"])))
        absent = [site for site in chosen if self._sites and site not in self._sites]
        if absent:
            raise ValueError(f"{shapes.name(absent[0])} cannot be chosen on this map")
        if len(chosen) > self.max_selected:
            raise ValueError(f"at most {self.max_selected} sites, not {len(chosen)}")
        return chosen

    @traitlets.validate("highlight")
    def _known_sites(self, proposal: Any) -> list[str]:
        return shapes.check(proposal["value"])

    def static(self) -> str:
        """The map as it is now, as static SVG."""
        return body_map(
            self.values,
            layer=self.layer,
            sex=self.sex,
            highlight=[*self.selected, *self.highlight],
            label=self.label,
            legend=self._title,
            marks=self._marks,
            height=self._height,
            **self._scale,
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        words = self._scale["words"]
        said = {shapes.name(site): words(value) for site, value in (self.values or {}).items()}
        table = pd.DataFrame({"Site": list(said), self._title or "Value": list(said.values())})
        data["text/html"] = (
            f'<figure role="group" aria-label="{escape(self.label)}">\n'
            f"{as_image(self.static(), self.label)}\n"
            f"<figcaption>{escape(self.label)}</figcaption>\n"
            f"{table_html(table, self.label) if said else ''}</figure>"
        )
        numbers = (f"{name} {number}" for name, number in said.items())
        data["text/plain"] = "; ".join([self.label, *numbers])
        return data, metadata


def _page(layers: tuple[str, ...]) -> dict[str, Any]:
    both = dict.fromkeys(shape for sex in shapes.SEXES for shape in shapes.on_page(layers, sex))
    return {
        "view": shapes.view(layers),
        "roles": shapes.roles(layers),
        "shapes": shapes.reading_order(both),
    }


def _legend(colours: Paint, title: str) -> dict[str, Any]:
    if colours.numbers is None:
        return {}
    absent = ", ".join(map(shapes.name, colours.not_drawn()))
    note = f"Not on the drawing: {absent}" if absent else ""
    return {"title": title, "steps": colours.legend(), "note": note}


def _percent(level: float | None) -> int | None:
    return None if level is None else round(100 * level)
