"""The words on a static map: title and description, texts on the sites, legend, ids."""

import re
import textwrap
import xml.etree.ElementTree as ET

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.paint import Paint
from helpers.body_map.shapes import SVG

NO_NUMBER = "#f4f1ee"  # swatch of the legend: sites without a number
_FONT, _LINE = 13, 17  # px of a text and from line to line
_LETTER = 7.2  # px of an average letter
_COLUMN = 184  # px of the legend beside the drawing
_LETTERS = 22  # of a line in that column
_NARROW = ("vessels", "lymph")  # layers whose shapes are narrower than a text


def numbers(*values: float) -> str:
    """Numbers as an SVG attribute: two decimals at most."""
    return " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in values)


def with_prefix(svg: str, prefix: str) -> str:
    """Every id and every reference to one starts with ``prefix``: two maps share a page."""
    svg = re.sub(r'\b(id|aria-describedby)="', rf'\1="{prefix}', svg)
    return svg.replace('href="#', f'href="#{prefix}').replace("url(#", f"url(#{prefix}")


def add_title(root: ET.Element, label: str, colours: Paint, ringed: dict[str, str]) -> None:
    """The name of the picture and every number on it, for who does not see it."""
    said = [f"{shapes.name(site)}: {colours.said(site)}" for site in colours.numbers or ()]
    marked = sorted({shapes.name(site) for site in ringed.values()})
    if marked:
        said.append(f"marked: {', '.join(marked)}")
    if colours.not_drawn():
        said.append(f"not on the drawing: {', '.join(map(shapes.name, colours.not_drawn()))}")
    title = root.find(f"{SVG}title")
    title.text = label
    title.set("id", "title")
    desc = ET.Element(f"{SVG}desc", {"id": "desc"})
    desc.text = "; ".join(said) or "The drawing in its own colours."
    root.insert(1, desc)
    root.attrib.update({"role": "img", "aria-label": label, "aria-describedby": "desc"})


def add_texts(
    over: ET.Element,
    marks: str,
    colours: Paint,
    ringed: dict[str, str],
    page: list[str],
    box: tuple[float, float, float, float],
    unit: float,
) -> None:
    """The short text of each shape, or once a site its number or name."""
    owner = colours.owner if marks == "value" else ringed | colours.owner
    said = set()
    for name in shapes.reading_order((page if marks == "text" else owner) if marks else ()):
        shape = shapes.shapes()[name]
        site = name if marks == "text" else owner[name]
        words = {"text": shape.text, "name": shapes.name(site)}
        text = colours.said(site) if marks == "value" else words[marks]
        if text and site not in said:
            narrow = shape.marker or shape.layer in _NARROW or name in ringed
            _place(over, shape.at[0], text, box, unit, beside=narrow)
        said.add(site)


def _place(over, at: tuple[float, float], text: str, box: tuple, unit: float, beside: bool) -> None:
    """A text on a point, or beside it: away from the midline if it fits."""
    x, y = at
    long = len(text) * _LETTER * unit
    style = {"stroke": theme.PAPER, "stroke-width": numbers(3 * unit), "paint-order": "stroke"}
    if beside:
        gap = 10 * unit
        left = x - gap - long > box[0] and (x < 0 or x + gap + long > box[0] + box[2])
        x, style["text-anchor"] = (x - gap, "end") if left else (x + gap, "start")
    else:
        x = min(max(x, box[0] + long / 2), box[0] + box[2] - long / 2)
        style["text-anchor"] = "middle"
    _text(over, x, y + 4.5 * unit, text, unit, style)


def add_legend(
    over: ET.Element,
    box: tuple[float, float, float, float],
    unit: float,
    colours: Paint,
    words: str,
) -> float:
    """The scale in a column beside the drawing; gives the width of both in mm of the drawing."""
    edge, y = box[0] + box[2], box[1] + _LINE * unit
    paper = {"x": numbers(edge), "y": numbers(box[1]), "width": numbers(_COLUMN * unit)}
    ET.SubElement(over, f"{SVG}rect", paper | {"height": numbers(box[3]), "fill": theme.PAPER})
    left = edge + 8 * unit
    for line in textwrap.wrap(words, _LETTERS):
        _text(over, left, y, line, unit, {"font-weight": "600"})
        y += _LINE * unit
    for fill, text in [*colours.legend(), (NO_NUMBER, "no number")]:
        place = {"x": numbers(left), "y": numbers(y), "fill": fill, "stroke": theme.INK}
        size = {"width": numbers(22 * unit), "height": numbers(14 * unit)}
        ET.SubElement(over, f"{SVG}rect", place | size | {"stroke-width": numbers(unit)})
        _text(over, left + 30 * unit, y + 12 * unit, text, unit)
        y += 20 * unit
    missing = colours.not_drawn()
    note = f"Not on the drawing: {', '.join(map(shapes.name, missing))}" if missing else ""
    for line in textwrap.wrap(note, _LETTERS):
        y += _LINE * unit
        _text(over, left, y, line, unit)
    return box[2] + _COLUMN * unit


def _text(over: ET.Element, x: float, y: float, text: str, unit: float, more: dict | None = None):
    place = {"x": numbers(x), "y": numbers(y), "font-size": numbers(_FONT * unit)}
    ET.SubElement(over, f"{SVG}text", place | {"fill": theme.INK} | (more or {})).text = text
