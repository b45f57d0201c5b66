"""The body map as static SVG: for print, for GitHub and for a page without a kernel."""

import copy
import math
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Collection, Iterable
from html import escape
from typing import Any
from urllib.parse import quote

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.paint import Paint, mute, paint, shade
from helpers.body_map.shapes import SVG
from helpers.body_map.writing import add_legend, add_texts, add_title, numbers, with_prefix

PALE_LINE = "#c9beb4"  # outline of a layer that is only a background
BONE_LINE = "#7b6e63"  # outline of bones that are the subject
LINE = "#4f3b35"  # outline of a site that carries a value
MARKS = ("", "text", "value", "name")

ET.register_namespace("", SVG[1:-1])


def body_map(
    values: Any = None,
    *,
    layer: str = "organs",
    sex: str = "female",
    highlight: Iterable[str] = (),
    label: str = "",
    legend: str = "",
    route: str = "",
    high: float | None = None,
    words: Callable[[float], str] = theme.number,
    marks: str = "",
    height: int = 480,
    prefix: str = "",
) -> str:
    """The map as an SVG string, the same string for the same arguments.

    ``values`` colours sites: a Series or dict of numbers from 0 up by site_id, NaN for "not known".
    A value for a whole (bone) colours its parts unless they have their own. Without ``values`` the
    drawing keeps its own colours. ``layer`` is one of ``shapes.layers()`` or several joined by "+"
    ("organs+vessels"), ``sex`` picks the pelvis, ``highlight`` rings sites. ``label`` is the
    sentence a screen reader says, ``legend`` the words over the scale, ``route`` one of
    ``theme.ROUTES``, ``high`` the upper end of the scale, ``words`` turns a number into text.
    ``marks`` writes on the sites their station or segment ("text"), "value" or "name". ``height``
    is in px; a narrow column shrinks the map. ``prefix`` starts every id: give one where two equal
    maps stand on a page.

    Raises ValueError for an unknown site, layer, sex, route or mark, and for a value below 0.
    """
    layers = shapes.chosen_layers(layer)
    page = shapes.on_page(layers, sex)
    if marks not in MARKS:
        raise ValueError(f"marks are {', '.join(MARKS[1:])} or '', not '{marks}'")
    colours = paint(values, page, route, high, words)
    ringed = shapes.owners(shapes.check(highlight), page)
    root = scene([layers], [sex])
    _dress(root, layers, muted=values is not None)
    _colour(root, colours)
    box = shapes.view(layers)
    unit = box[3] / height  # mm of the drawing for a px
    over = ET.SubElement(root, f"{SVG}g", {"font-family": "system-ui, sans-serif"})
    _mark_small(over, colours, unit)
    _ring(root, over, ringed, unit)
    add_texts(over, marks, colours, ringed, page, box, unit)
    width = add_legend(over, box, unit, colours, legend) if values is not None else box[2]
    add_title(root, label or f"Body map: {layer}", colours, ringed)
    size = {"width": str(round(width / unit)), "height": str(height)}
    size["viewBox"] = numbers(box[0], box[1], width, box[3])
    root.attrib.update(size, style="max-width:100%;height:auto;background:#fff")
    text = ET.tostring(root, encoding="unicode")
    return with_prefix(text, prefix or f"m{zlib.crc32(text.encode()):08x}-")


def as_image(svg: str, label: str) -> str:
    """HTML of a static map as an image that holds its file.

    An untrusted notebook, which is any that was made elsewhere, loses SVG that stands in its HTML
    and keeps such an image.
    """
    source = quote(svg, safe=" /:;=,()-.'")
    return f'<img alt="{escape(label)}" style="max-width:100%" src="data:image/svg+xml,{source}">'


def scene(pages: Collection[tuple[str, ...]], sexes: Collection[str]) -> ET.Element:
    """A copy of the drawing with nothing but what these pages and pelves show.

    A page is a tuple of layers. Whatever a quiet map draws paler says so in ``data-mute``.
    """
    root = copy.deepcopy(shapes.drawing())
    kept = {f"layer-{name}" for page in pages for name in shapes.roles(page)}
    kept |= {f"pelvis-{sex}" for sex in sexes}
    kept |= {shape for page in pages for sex in sexes for shape in shapes.on_page(page, sex)}
    kept |= {"body-outline"} if "layer-bones" in kept else set()
    optional = {f"layer-{name}" for name in shapes.layers()} | shapes.shapes().keys()
    optional |= {f"pelvis-{sex}" for sex in shapes.SEXES} | {"body-outline"}
    drop(root, lambda part: part.get("id") in optional - kept)
    for name in shapes.layers():
        if f"layer-{name}" in kept and not any(_full(name, page) for page in pages):
            drop(root.find(f".//{SVG}g[@id='layer-{name}']"), _inner)
    for part in root.iter():
        part.attrib.pop("display", None)
        own = part.get("color") or part.get("fill", "")
        if own.startswith("#") and part.get("class") != "shade":
            part.set("data-mute", mute(own))
    return root


def _full(name: str, page: tuple[str, ...]) -> bool:
    return shapes.roles(page).get(name) == "full" or name == "bones"


def _inner(part: ET.Element) -> bool:
    """Relief and inner lines, which a background has no need of."""
    return part.get("class") in ("shade", "detail")


def drop(root: ET.Element, unwanted: Callable[[ET.Element], bool]) -> None:
    """Take the unwanted elements out, with all that is in them."""
    for parent in list(root.iter()):
        for child in [child for child in parent if unwanted(child)]:
            parent.remove(child)


def _dress(root: ET.Element, layers: tuple[str, ...], muted: bool) -> None:
    """Turn layers of the background pale; where values are shown, quieten all that has none."""
    for name, role in shapes.roles(layers).items():
        group = root.find(f".//{SVG}g[@id='layer-{name}']")
        if name == "bones":  # pale as drawn
            group.set("stroke", BONE_LINE if "bones" in layers else group.get("stroke"))
            continue
        for part in group.iterfind(".//*[@data-mute]") if muted or role == "pale" else ():
            part.set("color" if part.get("color") else "fill", part.get("data-mute"))
        if role == "pale":
            group.set("stroke", PALE_LINE)
    for part in root.iter():
        part.attrib.pop("data-mute", None)


def _colour(root: ET.Element, colours: Paint) -> None:
    for shape, site_id in colours.owner.items():
        level = colours.level(site_id)
        group = root.find(f".//{SVG}g[@id='{shape}']")
        group.find(f"{SVG}title").text = f"{shapes.name(site_id)}: {colours.said(site_id)}"
        group.set("stroke", LINE)
        if level is not None:
            group.set("color", shade(colours.colour, level))
            group.set("fill-opacity", "1")


def _mark_small(over: ET.Element, colours: Paint, unit: float) -> None:
    """A dot in the value's colour where the shape itself is too small to show it."""
    for shape, site_id in colours.owner.items():
        level = colours.level(site_id)
        for x, y in shapes.shapes()[shape].at if shapes.shapes()[shape].marker else ():
            fill = "#ffffff" if level is None else shade(colours.colour, level)
            _dot(over, x, y, 5 * unit, fill, 1.4 * unit)


def _ring(root: ET.Element, over: ET.Element, ringed: dict[str, str], unit: float) -> None:
    """A heavy outline and a target on each highlighted site: seen without colour."""
    first = {}
    for shape in shapes.reading_order(ringed):
        first.setdefault(ringed[shape], shape)
        group = root.find(f".//{SVG}g[@id='{shape}']")
        most = 2 if shapes.shapes()[shape].layer == "lymph" else math.inf  # a node is 13 mm long
        width = numbers(min(2.6 * unit, most))
        group.attrib.update({"stroke": theme.INK, "stroke-width": width})
    for shape in first.values():  # one is enough for all the bones
        for x, y in shapes.shapes()[shape].at:
            _dot(over, x, y, 7 * unit, theme.PAPER, 2 * unit)
            _dot(over, x, y, 3 * unit, theme.INK, 0)


def _dot(over: ET.Element, x: float, y: float, r: float, fill: str, line: float) -> None:
    place = {"cx": numbers(x), "cy": numbers(y), "r": numbers(r), "fill": fill}
    edge = {"stroke": theme.INK, "stroke-width": numbers(line)} if line else {}
    ET.SubElement(over, f"{SVG}circle", place | edge)
