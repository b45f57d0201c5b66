"""How the lessons look and word their numbers: route colours, plotly template, percentages."""

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """One way the tumour spreads, with every cue that marks it.

    ``colour`` fills shapes and ``ink``, the same hue but darker, writes text on white. ``dash``,
    ``symbol`` and ``pattern`` are plotly's line dash, marker symbol and bar hatch: the second cue,
    for readers who do not see the colour.
    """

    name: str
    colour: str
    ink: str
    dash: str
    symbol: str
    pattern: str


# Fills: Okabe and Ito, Color Universal Design (2008). Inks keep the hue and reach 4.5:1 on PAPER.
ROUTES = {
    "intrahepatic": Route("Intrahepatic", "#CC79A7", "#9C3F74", "solid", "circle", ""),
    "blood": Route("Haematogenous (blood)", "#D55E00", "#A84A00", "dash", "square", "/"),
    "lymph": Route("Lymphatic", "#009E73", "#00734F", "dot", "diamond", "."),
    "seeding": Route(
        "Seeding (transcoelomic)", "#0072B2", "#005C91", "dashdot", "triangle-up", "x"
    ),
}

PAPER = (
    "#FFFFFF"  # figures stand on white paper in light and dark themes: no grey is legible on both
)
INK = "#1F2328"
OUTLINE = "#1F2328"  # 3:1 against every route fill as well as the paper
FOCUS = "#1A73E8"  # the focus ring, 3:1 on white and on JupyterLab's dark #111111
NEUTRAL = {
    "text": "#57606A",
    "line": "#767676",
    "fill": "#8C8C8C",
    "grid": "#E3E6E8",
    "wash": "#F3F4F5",
}

_AXIS = {
    "automargin": True,
    "fixedrange": True,
    "gridcolor": NEUTRAL["grid"],
    "linecolor": NEUTRAL["line"],
    "zeroline": False,
    "ticklabelstandoff": 6,
    "title": {"font": {"size": 14}, "standoff": 12},
}
# From the corner of the figure: on the scale of the plot it slides over the first row at first.
LEGEND = {"orientation": "h", "xref": "container", "yref": "container"}
LEGEND |= {"x": 0, "y": 1, "yanchor": "top"}
TEMPLATE = {
    "layout": {
        "font": {
            "family": "system-ui, Segoe UI, Helvetica, Arial, sans-serif",
            "size": 14,
            "color": INK,
        },
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "colorway": [*(route.colour for route in ROUTES.values()), NEUTRAL["fill"]],
        "margin": {"l": 16, "r": 16, "t": 16, "b": 16},
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": OUTLINE,
            "font": {"size": 14, "color": INK},
        },
        "legend": LEGEND,
        "dragmode": False,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
# Nothing responsive: JupyterLab resizes a plot itself. A responsive one that was first drawn before
# our stylesheet came would take its height from its empty box, which is then none.
CONFIG = {"displayModeBar": False}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour written as #RRGGBB")
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def number(value: float) -> str:
    """A number as a reader wants it: three significant digits, whole numbers whole, commas.

    ``number(0.034567)`` is "0.0346", ``number(1234567)`` is "1,234,567", a missing value is
    "not known".
    """
    if value is None or math.isnan(value):
        return "not known"
    if float(value).is_integer():
        return f"{int(value):,}"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    return _trim(f"{value:,.{places}f}")


def percent(share: float) -> str:
    """A share between 0 and 1 as "12 %", "3.5 %", "0.35 %"; never a false 0 % or 100 %.

    Raises ValueError for a share outside 0 to 1 (a percentage given by mistake).
    """
    if share is None or math.isnan(share):
        return "not known"
    if not -1e-9 <= share <= 1 + 1e-9:
        raise ValueError(f"percent() takes a share between 0 and 1, not {share}")
    value = min(max(100 * share, 0.0), 100.0)
    if 0 < value < 0.01:
        return "less than 0.01 %"
    if 99.5 <= value < 100 - 1e-7:
        return "more than 99 %"
    places = 0 if value >= 9.95 else 1 if value >= 0.995 else 2
    return f"{_trim(f'{value:.{places}f}')} %"


def count_of(count: int, total: int) -> str:
    """A frequency with its denominator: "71 of 151 (47 %)".

    Raises ValueError unless 0 <= count <= total and total > 0.
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"{count} of {total} is not a frequency")
    return f"{int(count):,} of {int(total):,} ({percent(count / total)})"


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
