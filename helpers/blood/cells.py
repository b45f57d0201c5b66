"""Single cells on the drawing of the circulation: each runs along its own vessels and stays where
it stopped.

Only CSS moves them (`offset-path`), so they run without a kernel too; whoever asks the system for
less motion, or clears the box "Let the cells run", sees them where they stopped.
"""

import math
from collections import defaultdict
from itertools import pairwise

import pandas as pd

from helpers import theme
from helpers.blood import diagram

DRAWN = 40  # more dots than that are neither told apart nor worth their bytes
SPEED = 280  # drawing units a second: a first round takes about five seconds
STAGGER = 2.0  # seconds over which the cells leave
# where stopped cells line up, as (x, y of the first, dots a row), beside the words of the box
SLOTS = {"liver": (44, 292, 14), "lung": (442, 26, 12)} | {
    row: (588, y - 4, 6) for row, (_, y) in diagram.ROWS.items()
}
GAP = 9


def dots(paths: pd.DataFrame, patient: str, running: bool = True) -> str:
    """SVG of at most DRAWN cells of ``paths`` (as from ``model.follow_cells``), on top of the
    drawing.
    """
    routes = paths.groupby("cell", sort=False)["site_id"].agg(tuple).head(DRAWN)
    kinds = {route: number for number, route in enumerate(dict.fromkeys(routes))}
    name = f"hb{patient}"  # rules in a page are shared: no two patients may use the same
    taken: dict[str, int] = defaultdict(int)
    cells = []
    for number, route in enumerate(routes):
        x, y = _slot(route[-1], taken)
        wait = STAGGER * number / max(len(routes), 1)
        style = f"--x:{x:g}px;--y:{y:g}px" + (f";--w:{wait:.2g}s" if running else "")
        cells.append(f'<g class="{name}-{kinds[route]}" style="{style}"><circle r="4"/></g>')
    rules = "".join(_rule(f"{name}-{i}", route, running) for route, i in kinds.items())
    colour = f'fill="{theme.ROUTES["blood"].colour}" stroke="{theme.OUTLINE}"'
    drawn = f"<g class={name!r} {colour}>{''.join(cells)}</g>"
    return f"<style>{_common(name, running)}{rules}</style>{drawn}"


def _common(name: str, running: bool) -> str:
    """Every cell lies at the end of its way, moved to its slot; the animation only tells where it
    came from.
    """
    still = (
        f".{name} g{{offset-rotate:0deg;offset-distance:100%}}"
        f".{name} circle{{transform:translate(var(--x),var(--y))}}"
    )
    if not running:
        return still
    return (
        f"{still}@media(prefers-reduced-motion:no-preference){{"
        f".{name} g{{animation:{name}r var(--t) linear var(--w) backwards}}"
        f".{name} circle{{animation:{name}s .4s linear calc(var(--w) + var(--t)) backwards}}}}"
        f"@keyframes {name}r{{from{{offset-distance:0}}}}"
        f"@keyframes {name}s{{from{{transform:none}}}}"
    )


def _rule(name: str, route: tuple[str, ...], running: bool) -> str:
    points = _points(route)
    time = f";--t:{_length(points) / SPEED:.2g}s" if running else ""
    return f".{name}{{offset-path:path('{_path(points)}'){time}}}"


def _points(route: tuple[str, ...]) -> list[tuple[float, float]]:
    places = [diagram.place_of(site) for site in route]
    points = [diagram.PLACES[places[0]]]
    for start, end in pairwise(places):
        points += diagram.course(start, end)[1:]
    return points


def _path(points: list[tuple[float, float]]) -> str:
    """The shortest way to write a line of mostly level and upright pieces."""
    text = f"M{points[0][0]} {points[0][1]}"
    for (x0, y0), (x, y) in pairwise(points):
        text += f"V{y}" if x == x0 and y != y0 else f"H{x}" if y == y0 else f"L{x} {y}"
    return text


def _length(points: list[tuple[float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _slot(site_id: str, taken: dict[str, int]) -> tuple[float, float]:
    """Where the next cell that stops there lies, relative to the place's own point."""
    place = diagram.place_of(site_id)
    box = "lung" if place == "bronchial_circulation" else place
    left, top, row = SLOTS[box]
    down, along = divmod(taken[box], row)
    taken[box] += 1
    x, y = diagram.PLACES[place]
    return left + GAP * along - x, top + GAP * down - y
