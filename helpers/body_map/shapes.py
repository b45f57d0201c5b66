"""What is on the drawing: its layers, and the shape, name and place of each site."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from helpers import tables

DRAWING = tables.DATA / "body_map.svg"
SVG = "{http://www.w3.org/2000/svg}"
SEXES = ("female", "male")
_ROW = 36  # mm: shapes whose markers lie this close in height are read from left to right


@dataclass(frozen=True)
class Shape:
    """One site on the drawing; places and sizes in mm of the drawing.

    ``at`` holds a point for each side, ``text`` the short text of a segment, region or station
    ("" if it has none), ``marker`` whether it is so small or thin that a map marks it, ``sex`` the
    pelvis it belongs to ("" for both).
    """

    id: str
    layer: str
    at: tuple[tuple[float, float], ...]
    text: str
    marker: bool
    sex: str


@dataclass(frozen=True)
class Layer:
    """``view`` is x, y, width, height in mm; ``beside`` is drawn in full, ``under`` pale beneath.

    Both name layers; ``under`` may name single shapes of a layer instead.
    """

    view: tuple[float, float, float, float]
    beside: tuple[str, ...]
    under: tuple[str, ...]
    alone: bool


@cache
def drawing() -> ET.Element:
    """The parsed drawing, shared: copy it before a change."""
    return ET.parse(DRAWING).getroot()


@cache
def layers() -> dict[str, Layer]:
    """The layers of the drawing in their order from back to front."""
    return {
        group.get("id").removeprefix("layer-"): Layer(
            view=tuple(float(x) for x in group.get("data-view").split()),
            beside=tuple(group.get("data-with", "").split()),
            under=tuple(group.get("data-under", "").split()),
            alone=group.get("data-alone") == "true",
        )
        for group in drawing().iter(f"{SVG}g")
        if group.get("id", "").startswith("layer-")
    }


@cache
def shapes() -> dict[str, Shape]:
    """Every shape of the drawing by its id, in the order in which it is painted."""
    found = {}
    for name in layers():
        for group in drawing().find(f".//{SVG}g[@id='layer-{name}']").iter(f"{SVG}g"):
            if group.get("data-at"):
                found[group.get("id")] = _shape(group, name)
    return found


def _shape(group: ET.Element, layer: str) -> Shape:
    numbers = [float(x) for x in re.split(r"[ ,]+", group.get("data-at"))]
    inside = [
        sex
        for sex in SEXES
        for pelvis in drawing().iterfind(f".//{SVG}g[@id='pelvis-{sex}']")
        if group in list(pelvis)
    ]
    return Shape(
        id=group.get("id"),
        layer=layer,
        at=tuple(zip(numbers[::2], numbers[1::2], strict=True)),
        text=group.get("data-text", ""),
        marker=group.get("data-marker") == "true",
        sex=inside[0] if inside else "",
    )


@cache
def _sites() -> dict[str, tuple[str, str, str]]:
    """Name, map_shape and part_of of each site; "" where there is none."""
    table = tables.load("sites")[["site_id", "name", "map_shape", "part_of"]]
    rows = table.astype(object).fillna("").itertuples(index=False, name=None)
    return {site_id: (name, shape, whole) for site_id, name, shape, whole in rows}


def name(site_id: str) -> str:
    """The site's name as readers say it."""
    return _sites()[site_id][0]


def check(site_ids: Iterable[str]) -> list[str]:
    """The ids as a list; ValueError with the nearest spelling for one that sites.csv lacks."""
    site_ids = list(site_ids)
    for site_id in site_ids:
        if site_id not in _sites():
            near = get_close_matches(str(site_id), _sites(), n=1, cutoff=0.5)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise ValueError(f"there is no site '{site_id}' in sites.csv{hint}")
    return site_ids


def chosen_layers(layer: str) -> tuple[str, ...]:
    """The layers named by "organs" or "organs+vessels", from back to front.

    Raises ValueError for an unknown layer and for one that is shown alone or not at all.
    """
    wanted = layer.split("+")
    for item in wanted:
        if item not in layers():
            raise ValueError(f"there is no layer '{item}'; there are {', '.join(layers())}")
    if len(wanted) > 1 and any(layers()[item].alone for item in wanted):
        raise ValueError("the liver segments are a drawing of their own: show that layer alone")
    return tuple(item for item in layers() if item in wanted)


def roles(layer: tuple[str, ...]) -> dict[str, str]:
    """For each layer on the page: "full" or "pale". The bones stand beneath all but the inset."""
    full = {beside for item in layer for beside in layers()[item].beside} | set(layer)
    pale = {shapes()[name].layer if name in shapes() else name for name in _under(layer)}
    return {item: "full" if item in full else "pale" for item in layers() if item in full | pale}


def _under(layer: tuple[str, ...]) -> set[str]:
    """Layers and shapes of the background. Layers shown together need none but the bones."""
    if len(layer) > 1:
        return {"bones"}
    bones = set() if any(layers()[item].alone for item in layer) else {"bones"}
    return bones.union(*(layers()[item].under for item in layer))


def on_page(layer: tuple[str, ...], sex: str) -> list[str]:
    """Every shape that is drawn, in full or pale, in the order in which it is painted.

    Raises ValueError for a sex that is not in SEXES.
    """
    if sex not in SEXES:
        raise ValueError(f"the drawing has a female and a male pelvis, not '{sex}'")
    shown, under = roles(layer), _under(layer)
    return [
        shape.id
        for shape in shapes().values()
        if shape.sex in ("", sex)
        and (shown.get(shape.layer) == "full" or under & {shape.layer, shape.id})
    ]


def view(layer: tuple[str, ...]) -> tuple[float, float, float, float]:
    """The part of the plane that holds all the layers: x, y, width, height in mm."""
    boxes = [layers()[item].view for item in layer]
    left, top = min(x for x, *_ in boxes), min(y for _, y, *_ in boxes)
    right, bottom = max(x + w for x, _, w, _ in boxes), max(y + h for _, y, _, h in boxes)
    return left, top, right - left, bottom - top


def owners(wanted: Iterable[str], on_page: Iterable[str]) -> dict[str, str]:
    """Which of the wanted sites each shape speaks for: {shape: site_id}.

    A shape speaks for its own site; else for the first wanted site that shares it (the jejunum is
    drawn with the small intestine); else for the nearest whole it is part of (the femur for bone).
    """
    wanted = list(wanted)
    sharing: dict[str, str] = {}
    for site_id in wanted:
        sharing.setdefault(_sites()[site_id][1], site_id)
    found = {}
    for shape in on_page:
        whole = shape if shape in wanted else sharing.get(shape) or shape
        while whole and whole not in wanted:
            whole = _sites()[whole][2]
        if whole:
            found[shape] = whole
    return found


def reading_order(on_page: Iterable[str]) -> list[str]:
    """Shapes from the crown down, those at one height from left to right."""
    places = {shape: shapes()[shape].at[0] for shape in on_page}
    return sorted(places, key=lambda shape: (places[shape][1] // _ROW, places[shape][0]))
