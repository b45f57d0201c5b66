"""The liver as a drawing: portal tree, tumour, and where each patient's cell settled; beside it the
counts as bars.

Pure text: SVG for a 900 x 380 box. What no control changes is written the same each time, so a move
sends the cells, the bars and the tumour alone.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers import theme
from helpers.intrahepatic import liver, model

ROUTE = theme.ROUTES["intrahepatic"]
WIDTH, HEIGHT = 900, 380
OWN = "#F6E4EE"  # wash of the tumour's segment
VEIN = "#9DB8CC"
BRANCH = "#5A5F66"
BEHIND = "segment_1"  # lies behind the others, drawn in front of them
DRAWN_LEVELS = 4  # branchings inside a segment that are drawn; the model has more
_UNIT = 5.5  # px of one unit of the liver
_LEFT, _FOOT = 6, 372  # px: where the lower left corner of the liver's box lies
_WIDTHS = ((4.0, 5.5), (2.2, 2.8), (1.2, 1.5), (0.0, 0.9))  # mm of radius and above, px of the line
_NUMBERS = {  # where the number of a segment stands, in units of the liver
    "segment_1": (55.6, 44.6),
    "segment_2": (83, 51),
    "segment_3": (70, 29.5),
    "segment_4": (58.5, 23.5),
    "segment_5": (44.5, 20.5),
    "segment_6": (8.5, 19),
    "segment_7": (9.5, 45),
    "segment_8": (34, 59),
}
_BARS, _PATIENT = 680, 1.18  # px: where the bars begin, and the length of one patient
_TOP, _ROW = 14, 37  # px: middle of the first bar, and from bar to bar


def draw(cells: pd.DataFrame, expected: pd.Series, tumour_segment: str, grown_to: str) -> str:
    """The drawing as an SVG string.

    ``cells`` as from ``model.simulate``, ``expected`` the average count by ``site_id``.
    """
    style = (
        f"display:block;width:100%;max-width:{WIDTH}px;height:auto;background:{theme.PAPER};"
        "font:14px system-ui,Segoe UI,Helvetica,Arial,sans-serif"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true" style="{style}" fill="{theme.INK}">'
        f"{_segments(tumour_segment)}{_vessels()}{_thrombus(tumour_segment, grown_to)}"
        f"{_cells(cells, tumour_segment)}{_tumour(tumour_segment)}{_words()}"
        f"{_bars(cells, expected, tumour_segment)}</svg>"
    )


def _px(points: Iterable) -> np.ndarray:
    """(points, 2) px of the drawing for units of the liver, whose y runs upwards."""
    return np.asarray(points, dtype=float) * (_UNIT, -_UNIT) + (_LEFT, _FOOT)


def _path(points: Iterable) -> str:
    """Through these points, in units of the liver."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _px(points))


def _segments(tumour_segment: str) -> str:
    """Each segment with its wash, then the lines between them and the outline."""
    dotted = f'stroke="{theme.NEUTRAL["line"]}" stroke-dasharray="1.5 3"'
    shapes = ""
    for name, border in sorted(liver.segments().items(), key=lambda item: item[0] == BEHIND):
        wash = OWN if name == tumour_segment else theme.PAPER
        rim = f" {dotted}" if name == BEHIND else ""
        if name == BEHIND:
            lines = "".join(_path(line) for line in liver.borders())
            shapes += f'<path d="{lines}" fill="none" {dotted}/>'
        shapes += f'<path d="{_path(border)}Z" fill="{wash}"{rim}/>'
    outline = f'stroke="{theme.OUTLINE}" stroke-width="2" stroke-linejoin="round"'
    return f'{shapes}<path d="{_path(liver.outline())}Z" fill="none" {outline}/>'


@lru_cache(maxsize=1)
def _vessels() -> str:
    """Hepatic veins below, portal tree above."""
    tree, place = model.portal_tree(), liver.places()
    depth = np.zeros(len(tree.parent), dtype=int)
    for branch in range(len(tree.parent)):
        inside = tree.segment[branch] >= 0 and not tree.name[branch]
        depth[branch] = depth[tree.parent[branch]] + 1 if inside else 0
    # segment 1 is drawn so small that its finer branches would only blacken it
    levels = np.where(tree.segment == model.SEGMENTS.index(BEHIND), 1, DRAWN_LEVELS)
    above = (np.inf, *(least for least, _ in _WIDTHS))
    veins = "".join(_path(vein) for vein in liver.veins())
    lines = f'<path d="{veins}" stroke="{VEIN}" stroke-width="5"/>'
    for (least, width), most in zip(_WIDTHS, above, strict=False):
        drawn = (tree.radius_mm >= least) & (tree.radius_mm < most) & (depth <= levels)
        ways = (
            _path([place[tree.parent[b]] if tree.parent[b] >= 0 else liver.STEM_FOOT, place[b]])
            for b in np.flatnonzero(drawn)
        )
        lines += f'<path d="{"".join(ways)}" stroke="{BRANCH}" stroke-width="{width}"/>'
    return f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{lines}</g>'


def _thrombus(segment: str, grown_to: str) -> str:
    """The portal branches that the tumour has grown along, half way through the last of them."""
    tree, place = model.portal_tree(), liver.places()
    path = tree.above(model.tumour_branch(segment))
    reached = path[: path.index(model.tumour_branch(segment, grown_to)) + 1]
    fork = tree.parent[reached[-1]]
    front = (place[reached[-1]] + (place[fork] if fork >= 0 else liver.STEM_FOOT)) / 2
    return (
        f'<path d="{_path([*place[reached], front])}" fill="none" stroke="{ROUTE.ink}" '
        'stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _tumour(segment: str) -> str:
    x, y = _px(liver.places()[model.tumour_branch(segment)])
    return f'<g transform="translate({x:.1f} {y:.1f})">{_disc(11, 2)}</g>'


def _disc(radius: float, width: float) -> str:
    look = f'fill="{ROUTE.colour}" stroke="{theme.OUTLINE}" stroke-width="{width}"'
    return f'<circle r="{radius}" {look}/>'


def _cells(cells: pd.DataFrame, segment: str) -> str:
    """A circle for a cell in the tumour's segment, a diamond for one in another."""
    settled = cells[cells["branch"] >= 0]
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, len(settled))
    # cells in the tumour's own branch lie round the tumour, the others at the end of theirs
    beside = (settled["branch"] == model.tumour_branch(segment)).to_numpy()
    away = np.where(beside, rng.uniform(2.0, 4.5, len(settled)), rng.uniform(0, 0.9, len(settled)))
    turned = away[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    place = _px(liver.places()[settled["branch"]] + turned)
    own = (settled["site_id"] == segment).to_numpy()
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in place[own])
    diamonds = "".join(
        f'<path class="cell" d="M{x:.1f} {y:.1f}{_DIAMOND}"/>' for x, y in place[~own]
    )
    return (
        f'<g fill="{ROUTE.colour}" stroke="{theme.OUTLINE}">{circles}</g>'
        f'<g fill="{ROUTE.ink}" stroke="{theme.OUTLINE}">{diamonds}</g>'
    )


_DIAMOND = "m-5.5 0l5.5-5.5 5.5 5.5-5.5 5.5z"


def _words() -> str:
    """Numbers of the segments, names of the vessels, and what the marks mean."""
    halo = f'stroke="{theme.PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
    numbers = "".join(
        _text(x, y + 6, name[-1], "middle")
        for name, (x, y) in zip(_NUMBERS, _px(list(_NUMBERS.values())), strict=True)
    )
    names = _text(20, 18, "patient's right") + _text(306, 18, "hepatic veins, to the heart")
    names += _text(332, 334, "portal vein")
    keys = ("tumour", "cell in its segment", "cell in another")
    key = "".join(_text(452, 300 + 24 * row, word) for row, word in enumerate(keys))
    signs = (
        f'<g transform="translate(438 295)">{_disc(8, 2)}</g>'
        f'<g transform="translate(438 319)">{_disc(4, 1)}</g>'
        f'<path d="M438 343{_DIAMOND}" fill="{ROUTE.ink}" stroke="{theme.OUTLINE}"/>'
    )
    return (
        f'<g font-size="17" font-weight="bold" {halo}>{numbers}</g>'
        f'<g font-size="13" fill="{theme.NEUTRAL["text"]}">{names}{key}</g>{signs}'
    )


def _bars(cells: pd.DataFrame, expected: pd.Series, segment: str) -> str:
    counts = cells["site_id"].value_counts().reindex(expected.index, fill_value=0)
    middle = _TOP + _ROW * np.arange(len(counts))
    foot = _TOP + _ROW * (len(counts) - 0.5)
    scale = "".join(
        f'<path d="M{x:.0f} 0V{foot:.0f}" stroke="{theme.NEUTRAL["grid"]}"/>'
        + _text(x, foot + 16, str(patients), "middle")
        for patients in (0, 50, 100, 150)
        for x in [_BARS + _PATIENT * patients]
    )
    rows = ""
    for name, count, average, y in zip(counts.index, counts, expected, middle, strict=True):
        colour = ROUTE.colour if name == segment else VEIN if name == model.AWAY else ROUTE.ink
        label = "left the liver" if name == model.AWAY else f"segment {name[-1]}"
        length, line = _PATIENT * count, _BARS + _PATIENT * average
        rows += (
            f"{_text(_BARS - 8, y + 5, label, 'end')}"
            f'<rect x="{_BARS}" y="{y - 12:.0f}" width="{length:.1f}" height="24" fill="{colour}" '
            f'stroke="{theme.OUTLINE}"/><path d="M{line:.1f} {y - 8:.0f}v16" '
            f'stroke="{theme.INK}" stroke-width="3"/>'
            f"{_text(max(_BARS + length, line) + 7, y + 5, str(count))}"
        )
    title = _text(_BARS + 75 * _PATIENT, foot + 36, "patients (line: average)", "middle")
    return f"{scale}{rows}{title}"


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{words}</text>'
