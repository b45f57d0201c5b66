"""What moves in an explorer besides its controls: the line that speaks, the drawing."""

import json
import re
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Any

import traitlets

from helpers.script import Script, Scripted, stylesheet

HERE = Path(__file__).parent
SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)  # or every element would be written with a prefix


class Status(Scripted):
    """A polite live region for the foot of a box with the class ``hcc-box``.

    ``text`` is the sentence now, ``title`` names the box and its picture, ``pictured`` is False
    while no picture shows and ``height`` is the least that a picture takes, in px. It also gives
    each control of the box the name that the eye sees: ipywidgets has no ARIA trait. ``footed``
    adds a box that sets ``as_table``, and under it ``table``, an HTML table; ``resets`` a button
    that sends "reset".
    """

    _script = Script((HERE / "live.js").read_text(encoding="utf-8"), stylesheet(HERE / "live.css"))
    _esm = _script.stub
    text = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    pictured = traitlets.Bool(True).tag(sync=True)
    height = traitlets.Int(0).tag(sync=True)
    footed = traitlets.Bool().tag(sync=True)
    resets = traitlets.Bool().tag(sync=True)
    as_table = traitlets.Bool().tag(sync=True)
    table = traitlets.Unicode().tag(sync=True)


class Drawing(Scripted):
    """An SVG that is sent once; a later one of the same build sends only what differs.

    A body map has 50 to 65 kB, the difference of two of its states 1 to 10 kB; both are sent
    compressed, to a third.
    """

    _script = Script((HERE / "drawing.js").read_text(encoding="utf-8"))
    _esm = _script.stub
    drawing = traitlets.Bytes().tag(sync=True)
    changes = traitlets.Bytes().tag(sync=True)

    def __init__(self, svg: str, **traits: Any) -> None:
        self._sent = svg
        super().__init__(drawing=_packed(svg), changes=_packed("{}"), **traits)

    def show(self, svg: str) -> None:
        """Change the drawing to this one, in place where the two are alike."""
        whole = _packed(svg)
        changes = patch(self._sent, svg)
        if changes is not None and len(_packed(json.dumps(changes))) < len(whole):
            self.changes = _packed(json.dumps(changes))
            return
        self._sent = svg
        with self.hold_sync():
            self.drawing, self.changes = whole, _packed("{}")


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode())


def patch(old: str, new: str) -> dict[str, dict[str, Any]] | None:
    """What turns one drawing into the other, by element number; None where either is no XML."""
    try:
        before, after = ET.fromstring(old), ET.fromstring(_renamed(new, old))
    except ET.ParseError:
        return None
    numbers = {element: str(number) for number, element in enumerate(before.iter())}
    changes: dict[str, dict[str, Any]] = {}
    pairs = [(before, after)]
    for one, other in pairs:  # grows by the children of each pair that is alike
        change, alike = _change(one, other)
        if change:
            changes[numbers[one]] = change
        if alike:
            pairs += zip(one, other, strict=True)
    return changes


def _renamed(svg: str, like: str) -> str:
    """The drawing under the other's ids: those of one drawing share a prefix."""
    mine, other = (re.search(r'id="([^"]+-)title"', text) for text in (svg, like))
    return svg.replace(mine[1], other[1]) if mine and other else svg


def _change(one: ET.Element, other: ET.Element) -> tuple[dict[str, Any], bool]:
    """How an element differs, and whether its children can be compared one by one."""
    keys = {**one.attrib, **other.attrib}
    differ = {key: other.get(key) for key in keys if one.get(key) != other.get(key)}
    change: dict[str, Any] = {"attributes": differ} if differ else {}
    if _build(one) == _build(other):
        return change, True
    if len(one) or len(other):
        change["children"] = _inside(other)
    else:
        change["text"] = other.text or ""
    return change, False


def _build(element: ET.Element) -> list[str | None]:
    return [element.text or None, *(part for child in element for part in (child.tag, child.tail))]


def _inside(element: ET.Element) -> str:
    inner = (ET.tostring(child, encoding="unicode") for child in element)
    return ((element.text or "") + "".join(inner)).replace(f' xmlns="{SVG}"', "")
