"""The body map with the flow of peritoneal fluid drawn on it: arrows, ligaments, ranks."""

import re
from html import escape

import pandas as pd

from helpers import theme
from helpers.body_map import shapes
from helpers.body_map.drawing import body_map

HEIGHT = 440  # px of the drawing
REGION_HEIGHT = 400
RANKS = 6  # places that get a number on the map and a line in the list
LEGEND = "Share of released cells (illustrative)"
_FAINT = 0.015  # passages a released cell below which no arrow is drawn
_LIST_Y, _LINE, _WIDER = 190, 19, 60  # px: top of the list, from line to line, room beside the map
_SPACES = shapes.layers()["spaces"].view
_PCI = shapes.layers()["pci"].view
_UNIT = _SPACES[3] / HEIGHT  # mm of the drawing for a px
# Where an arrow leaves and enters a space, in mm of the drawing, where its middle would not do.
_DOOR = {
    ("right_subphrenic_space", "right_paracolic_gutter"): ((-136, 606), (-152, 664), (-145, 690)),
    ("right_subphrenic_space", "hepatorenal_pouch"): ((-118, 562), (-96, 590), (-92, 626)),
    ("hepatorenal_pouch", "right_subphrenic_space"): ((-76, 622), (-70, 580), (-92, 546)),
    ("hepatorenal_pouch", "right_paracolic_gutter"): ((-108, 664), (-124, 690), (-138, 700)),
    ("right_paracolic_gutter", "hepatorenal_pouch"): ((-134, 730), (-104, 720), (-90, 672)),
    ("right_paracolic_gutter", "pouch_of_douglas"): ((-138, 780), (-116, 850), (-34, 866)),
    ("paravesical_recesses", "right_paracolic_gutter"): ((-62, 892), (-148, 892), (-144, 800)),
    ("paravesical_recesses", "left_paracolic_gutter"): ((62, 892), (148, 892), (144, 800)),
    ("left_paracolic_gutter", "pouch_of_douglas"): ((138, 780), (116, 850), (34, 866)),
    ("pouch_of_douglas", "paravesical_recesses"): ((-22, 884), (-34, 896), (-46, 890)),
    ("right_subphrenic_space", "diaphragm_lacunae"): ((-96, 524), (-98, 508), (-92, 496)),
    ("ileocaecal_region", "right_paracolic_gutter"): ((-94, 812), (-116, 812), (-130, 796)),
}
_BARS = (((128, 650), (160, 644)), ((4, 522), (6, 546)))  # phrenicocolic, falciform ligament


def short_name(site_id: str) -> str:
    """The site's name without what stands in brackets."""
    return shapes.name(site_id).split(" (")[0]


def about(share: float) -> str:
    """A share as a whole percentage: the model knows no decimals."""
    return "under 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def flow_map(shares: pd.Series, flows: pd.DataFrame, label: str) -> str:
    """The map of the fluid spaces: coloured and numbered by share, an arrow a path in use."""
    svg = body_map(
        shares,
        layer="spaces",
        route="seeding",
        high=1.0,
        words=about,
        legend=LEGEND,
        label=label,
        height=HEIGHT,
    )
    ranked = shares.sort_values(ascending=False).head(RANKS)
    drawn = [*map(_bar, _BARS), *_arrows(flows), *_ranks(ranked), *_list(ranked)]
    words = f'<g font-family="system-ui, sans-serif" fill="{theme.INK}">{"".join(drawn)}</g>'
    return _widened(_without_needle(svg)).replace("</svg>", f"{words}</svg>")


def region_map(chosen: str, resting: list[str], marked: bool, label: str) -> str:
    """The 13 regions with their numbers: one ringed; if ``marked``, where fluid rests."""
    svg = body_map(layer="pci", highlight=[chosen], marks="text", label=label, height=REGION_HEIGHT)
    size = 12 * _PCI[3] / REGION_HEIGHT
    words = [
        f'<text x="{x:.0f}" y="{y + 2.2 * size:.0f}">fluid rests</text>'
        for site in resting
        for x, y in shapes.shapes()[site].at
    ]
    # hidden rather than left out: a drawing of one build changes in place
    style = (
        f'visibility="{"visible" if marked else "hidden"}" font-size="{size:.1f}" '
        f'font-weight="600" font-family="system-ui, sans-serif" text-anchor="middle" '
        f'fill="{theme.INK}" stroke="#fff" stroke-width="{size / 4:.1f}" paint-order="stroke"'
    )
    return svg.replace("</svg>", f"<g {style}>{''.join(words)}</g></svg>")


def _arrows(flows: pd.DataFrame) -> list[str]:
    used = flows[flows["passages"] > _FAINT].sort_values("passages", ascending=False)
    return [_arrow(row.from_site, row.to_site, row.passages) for row in used.itertuples()]


def _arrow(start: str, end: str, passages: float) -> str:
    """A curve from space to space, as wide as it is used, with a head; white beneath it."""
    (ax, ay), (bx, by), (cx, cy) = _DOOR.get((start, end)) or _straight(start, end)
    wide = (1.2 + 4.5 * min(passages, 1) ** 0.5) * _UNIT
    long = ((cx - bx) ** 2 + (cy - by) ** 2) ** 0.5 or 1
    ux, uy = (cx - bx) / long, (cy - by) / long
    head = 3 * _UNIT + 1.3 * wide
    px, py = cx - head * ux, cy - head * uy
    path = f"M{ax:.0f} {ay:.0f}Q{bx:.0f} {by:.0f} {px:.1f} {py:.1f}"
    side = 0.62 * head
    tip = (
        f"M{cx:.1f} {cy:.1f}L{px - side * uy:.1f} {py + side * ux:.1f}"
        f"L{px + side * uy:.1f} {py - side * ux:.1f}Z"
    )
    ink = theme.ROUTES["seeding"].ink
    return (
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="{wide + 2.4:.1f}"/>'
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{wide:.1f}"/>'
        f'<path d="{tip}" fill="{ink}" stroke="#fff" stroke-width="1"/>'
    )


def _straight(start: str, end: str) -> tuple[tuple[float, float], ...]:
    """A slightly bent way between the middles of two spaces that does not reach into either."""
    (ax, ay), (cx, cy) = (shapes.shapes()[site].at[0] for site in (start, end))
    dx, dy = cx - ax, cy - ay
    return (
        (ax + 0.2 * dx, ay + 0.2 * dy),
        (ax + 0.5 * dx - 0.12 * dy, ay + 0.5 * dy + 0.12 * dx),
        (cx - 0.2 * dx, cy - 0.2 * dy),
    )


def _bar(ends: tuple[tuple[float, float], tuple[float, float]]) -> str:
    (ax, ay), (bx, by) = ends
    path = f'd="M{ax} {ay}L{bx} {by}" fill="none" stroke-linecap="round"'
    return (
        f'<path {path} stroke="#fff" stroke-width="8"/>'
        f'<path {path} stroke="{theme.INK}" stroke-width="5"/>'
    )


def _ranks(ranked: pd.Series) -> list[str]:
    drawn = []
    for rank, site in enumerate(ranked.index, start=1):
        x, y = shapes.shapes()[site].at[0]
        drawn.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{9 * _UNIT:.1f}" fill="#fff" '
            f'stroke="{theme.INK}" stroke-width="1.5"/>'
            f'<text x="{x:.0f}" y="{y + 4.5 * _UNIT:.1f}" text-anchor="middle" '
            f'font-weight="700" font-size="{13 * _UNIT:.1f}">{rank}</text>'
        )
    return drawn


def _list(ranked: pd.Series) -> list[str]:
    """The ranked places under the legend, and what bars and arrows mean."""
    lines = [
        f"{rank}  {short_name(site)} {about(share)}"
        for rank, (site, share) in enumerate(ranked.items(), start=1)
    ]
    lines += ["", "arrow: the wider, the more cells", "black bar: a ligament in the way"]
    lines += ["small ring: colour of a narrow space"]
    left = _SPACES[0] + _SPACES[2] + 8 * _UNIT
    size = f'font-size="{13 * _UNIT:.1f}"'
    return [
        f'<text x="{left:.1f}" y="{_SPACES[1] + (_LIST_Y + _LINE * number) * _UNIT:.1f}" {size}>'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    ]


def _without_needle(svg: str) -> str:
    """The needle of the drawing belongs to the tract; where fluid runs it explains nothing."""
    return re.sub(r'<g id="[^"]*-needle">.*?</g>', "", svg)


def _widened(svg: str) -> str:
    """The same drawing with more room on the right, for the list."""

    def wider(match: re.Match) -> str:
        *start, width, height = (float(part) for part in match[1].split())
        return f'viewBox="{start[0]:g} {start[1]:g} {width + _WIDER * _UNIT:g} {height:g}"'

    svg = re.sub(r'viewBox="([^"]+)"', wider, svg, count=1)
    return re.sub(r'\bwidth="(\d+)"', lambda m: f'width="{int(m[1]) + _WIDER}"', svg, count=1)
