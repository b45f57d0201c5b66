"""Body maps in few bytes: only what the atlas talks about."""

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from helpers.body_map import shapes
from helpers.body_map.drawing import as_image, body_map, drop
from helpers.view import PICTURES

LAYERS = "organs+lymph+spaces"  # together they hold every site of a complaint
HEIGHT = 420


def slim(svg: str, site_ids: Iterable[str], layers: Iterable[str] = ()) -> str:
    """A static map without relief and without the shapes of other sites.

    ``layers`` are kept whole.
    """
    root = ET.fromstring(svg)
    kept = set(shapes.owners(site_ids, shapes.shapes()))
    kept |= {shape.id for shape in shapes.shapes().values() if shape.layer in layers}
    drop(root, lambda part: part.get("data-at") and part.get("id").partition("-")[2] not in kept)
    drop(root, lambda part: part.get("class") in ("shade", "detail"))
    for layer in root.iterfind("*[@id]"):
        whole = layer.get("id").endswith(tuple(f"-layer-{name}" for name in layers))
        for part in list(layer) if "-layer-" in layer.get("id") and not whole else ():
            if not any(inner.get("data-at") for inner in part.iter()):
                layer.remove(part)  # what only joins the stations
    return ET.tostring(root, encoding="unicode")


def sites_marked(site_ids: list[str], label: str) -> str:
    """The body with some sites dark and ringed; ``label`` says what it shows.

    Raises ValueError for an unknown site.
    """
    even = dict.fromkeys(site_ids, 1.0)
    svg = body_map(even, layer=LAYERS, high=2, highlight=site_ids, label=label, height=HEIGHT)
    root = ET.fromstring(slim(svg, site_ids, ("organs", "bones")))
    view = shapes.view(shapes.chosen_layers(LAYERS))
    root.set("viewBox", "{:g} {:g} {:g} {:g}".format(*view))  # no scale: all have the same colour
    root.set("width", str(marked_width()))
    root.find(f"{shapes.SVG}desc").text = f"marked: {', '.join(map(shapes.name, site_ids))}"
    return ET.tostring(root, encoding="unicode")


def marked_width() -> int:
    """Width of the drawing of `sites_marked`, in px."""
    _, _, width, height = shapes.view(shapes.chosen_layers(LAYERS))
    return round(HEIGHT * width / height)


def stored(svg: str, label: str) -> str:
    """HTML of a map as an image where pictures are stored; a live lesson has it in its widget."""
    return as_image(svg, label) + "\n" if PICTURES in os.environ else ""
