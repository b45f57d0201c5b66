"""The line that speaks: a status text announced as it changes, and the look of its box."""

from pathlib import Path

import anywidget
import traitlets

from helpers import theme

HERE = Path(__file__).parent


def stylesheet(path: Path) -> str:
    """A stylesheet with the theme's colours in place of FOCUS, PAPER and INK."""
    text = path.read_text(encoding="utf-8")
    for colour in ("FOCUS", "PAPER", "INK"):
        text = text.replace(colour, getattr(theme, colour))
    return text


class Status(anywidget.AnyWidget):
    """A polite live region for the foot of a box with the class ``hcc-box``.

    ``text`` is the sentence now, ``title`` names the box and its picture, ``pictured`` is False
    while no picture shows. It also gives each control of the box the name that the eye sees:
    ipywidgets has no ARIA trait.
    """

    _esm = (HERE / "live.js").read_text(encoding="utf-8")
    _css = stylesheet(HERE / "live.css")
    text = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    pictured = traitlets.Bool(True).tag(sync=True)
