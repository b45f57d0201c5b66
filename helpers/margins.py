"""Room around a plot for the words at its axes, known before it is drawn.

plotly measures the words and, where they do not fit, draws once more (``automargin``): half of the
time of a move. With room enough it draws once. Where this estimate is too small it still widens.
"""

import math
import re
from collections.abc import Iterator
from typing import Any

from helpers import theme

_FONT = 14  # px, as in the template
_LINE = 1.3  # height of a line, in heights of the font
_BESIDE, _UNDER = 20, 12  # px around the labels of an axis
_TITLE = 12 + _FONT * _LINE  # px: distance from the labels, and one line
_RIGHT = 26  # px: half of a number under the last tick
_WIDTH = 900  # px: of a figure in a lesson on a laptop; a narrower one may need another row
_ENTRY, _ROW, _AROUND = 45, 21, 30  # px in a legend: beside the words, a row, around the rows
_NUMBER = "0000"  # the longest that plotly writes at ticks of its own choice in our figures
_NARROW, _WIDE = frozenset(" .,:;'|!()[]-/ijlftrI"), frozenset("mwMW%@")


def margins(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, int]:
    """Least margins ``l``, ``r``, ``t`` and ``b`` in px for data and layout in plotly's JSON.

    A figure without visible axes needs none beside and under it, one without a legend none above.
    """
    across = [_left(axis, words) for axis, words in _axes("y", data, layout)]
    down = {"top": 0, "bottom": 0}
    for axis, words in _axes("x", data, layout):
        side = axis.get("side", "bottom")
        down[side] = max(down[side], _below(axis, words))
    legend = _legend(data, layout)
    return {
        "l": max(across, default=0),
        "r": _RIGHT if any(down.values()) else 0,
        "t": down["top"] + legend["top"],
        "b": down["bottom"] + legend["bottom"],
    }


def _legend(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, int]:
    """Rows of a legend along the top or the bottom of the figure; inside the plot it takes none."""
    legend = theme.LEGEND | layout.get("legend", {})
    names = [trace["name"] for trace in data if trace.get("showlegend", True) and "name" in trace]
    room, along = {"top": 0, "bottom": 0}, (legend["yref"], legend["orientation"])
    if along == ("container", "h") and layout.get("showlegend", len(names) > 1):
        size = legend.get("font", {}).get("size", _FONT)
        rows = math.ceil(sum(_ENTRY + size * _width(name) for name in names) / _WIDTH)
        room[legend["yanchor"]] = rows * _ROW + _AROUND
    return room


def _axes(
    letter: str, data: list[dict[str, Any]], layout: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """The visible axes of a letter at the edge of the figure, with the words at their ticks."""
    other = {"x": "y", "y": "x"}[letter]
    drawn = [trace for trace in data if trace.get("type") != "sankey"]
    for number in sorted({trace.get(f"{letter}axis", letter)[1:] for trace in drawn}):
        axis = layout.get(f"{letter}axis{number}", {})
        starts = layout.get(f"{other}axis{number}", {}).get("domain", [0])[0]
        if axis.get("visible", True) and starts == 0:
            mine = [t for t in drawn if t.get(f"{letter}axis", letter)[1:] == number]
            yield axis, _words(axis, [t.get(letter) or [] for t in mine])


def _words(axis: dict[str, Any], values: list[list[Any]]) -> list[str]:
    if not axis.get("showticklabels", True):
        return []
    if "ticktext" in axis:
        return [str(text) for text in axis["ticktext"]]
    return [v for column in values for v in column if isinstance(v, str)] or [_NUMBER]


def _left(axis: dict[str, Any], words: list[str]) -> int:
    size = axis.get("tickfont", {}).get("size", _FONT)
    width = max((_width(line) for text in words for line in text.split("<br>")), default=0)
    return round(width * size + _BESIDE + _title(axis))


def _below(axis: dict[str, Any], words: list[str]) -> int:
    size = axis.get("tickfont", {}).get("size", _FONT)
    lines = max((text.count("<br>") + 1 for text in words), default=0)
    return round(lines * size * _LINE + _UNDER + _title(axis))


def _title(axis: dict[str, Any]) -> float:
    text = axis.get("title", {}).get("text") or ""
    return _TITLE + _FONT * _LINE * text.count("<br>") if text else 0


def _width(line: str) -> float:
    """In heights of the font, by DejaVu Sans, the widest of the fonts that readers have."""
    if "<sup>" in line:  # plotly sets it at seven tenths
        return 0.7 * _width(line.replace("<sup>", ""))
    return sum(_letter(letter) for letter in re.sub(r"<[^>]+>", "", line))


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.92
    return 0.7 if letter.isupper() else 0.62
