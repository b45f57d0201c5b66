"""The circulation as a drawing: lungs above the heart, veins on the left, arteries on the right,
the liver aside.

Pure text: SVG for an 880 x 400 box. A vessel is as wide as the number of cells in it; a box carries
how many stopped there.
"""

from collections.abc import Mapping
from html import escape

from helpers import theme

WIDTH, HEIGHT = 880, 404
ROW_X, ROW_WIDTH, ROW_HEIGHT = 500, 316, 26
VEIN_X, ARTERY_X = 308, 690
# rows of the body from head to gut; the last one drains into the portal vein
ROWS = {
    "brain": ("brain", 165),
    "heart": ("heart muscle", 199),
    "kidney": ("kidneys", 233),
    "adrenal_gland": ("adrenal glands", 267),
    "bone": ("bone", 301),
    "rest": ("muscle, skin, fat, the rest", 335),
    "gut": ("stomach, gut, pancreas, spleen", 369),
}
GUT = ("stomach", "small_intestine", "large_intestine", "pancreas", "spleen")
PLACES = {
    "tumour": (84, 244),
    "portal_vein": (190, 316),
    "liver": (190, 258),
    "hepatic_veins": (256, 214),
    "azygos_vein": (280, 316),
    "vertebral_plexus": (326, 301),
    "right_heart": (425, 105),
    "left_heart": (575, 105),
    "aorta": (ARTERY_X, 152),
    "lung": (500, 40),
    "bronchial_circulation": (500, 40),
    **{row: (ROW_X, y) for row, (_, y) in ROWS.items()},
}
# what a vessel passes on its way between two places, besides its ends
BENDS = {
    ("hepatic_veins", "right_heart"): ((VEIN_X, 214), (VEIN_X, 105)),
    ("right_heart", "lung"): ((425, 40),),
    ("lung", "left_heart"): ((575, 40),),
    ("left_heart", "bronchial_circulation"): ((650, 105), (650, 40)),
    ("bronchial_circulation", "left_heart"): ((575, 40),),
    ("left_heart", "liver"): ((ARTERY_X, 105), (ARTERY_X, 398), (150, 398), (150, 258)),
    ("left_heart", "aorta"): ((ARTERY_X, 105),),
    ("gut", "portal_vein"): ((190, 369),),
    ("azygos_vein", "right_heart"): ((VEIN_X, 316), (VEIN_X, 105)),
    **{("left_heart", row): ((ARTERY_X, 105), (ARTERY_X, y)) for row, (_, y) in ROWS.items()},
    **{(row, "right_heart"): ((VEIN_X, y), (VEIN_X, 105)) for row, (_, y) in ROWS.items()},
}
ALWAYS = [
    ("tumour", "hepatic_veins"),
    ("tumour", "portal_vein"),
    ("portal_vein", "liver"),
    ("liver", "hepatic_veins"),
    ("hepatic_veins", "right_heart"),
    ("right_heart", "lung"),
    ("lung", "left_heart"),
    ("left_heart", "liver"),
    ("gut", "portal_vein"),
    *(("left_heart", row) for row in ROWS),
    *((row, "right_heart") for row in ROWS if row != "gut"),
]


def place_of(site_id: str) -> str:
    """The place of a model state in the drawing: its own, or the row that it belongs to."""
    if site_id in PLACES:
        return site_id
    return "gut" if site_id in GUT else "rest"


def course(start: str, end: str) -> list[tuple[float, float]]:
    """The points of the vessel between two places, both ends included."""
    return [PLACES[start], *BENDS.get((start, end), ()), PLACES[end]]


def draw(
    moving: Mapping[tuple[str, str], float],
    stopped: Mapping[str, str],
    extra: str = "",
) -> str:
    """The drawing as an SVG string.

    ``moving`` gives the share of cells (0 to 1) in each vessel as a pair of places, ``stopped`` the
    words for each place that cells stop in, ``extra``
    SVG drawn on top (single cells).
    """
    vessels = "".join(_vessel(pair, 0.0) for pair in [*ALWAYS, *(set(moving) - set(ALWAYS))])
    flows = "".join(_vessel(pair, share) for pair, share in moving.items() if share > 0)
    places = "".join(_box(name, stopped.get(name, "")) for name in _BOXES if name != "liver")
    style = (
        f"display:block;width:100%;max-width:{WIDTH}px;height:auto;background:{theme.PAPER};"
        "font:14px system-ui,Segoe UI,Helvetica,Arial,sans-serif"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true" style="{style}" fill="{theme.INK}">'
        f"{_box('liver', stopped.get('liver', ''))}"
        f'<g fill="none" stroke-linejoin="round">{vessels}{flows}</g>'
        f"{places}{_tumour()}{_legend()}{extra}</svg>"
    )


_BOXES = {
    "lung": (500, 40, 236, 60, "lungs"),
    "right_heart": (425, 105, 104, 34, "right heart"),
    "left_heart": (575, 105, 104, 34, "left heart"),
    "liver": (150, 260, 250, 144, "liver"),
    **{row: (ROW_X, y, ROW_WIDTH, ROW_HEIGHT, label) for row, (label, y) in ROWS.items()},
}


def _vessel(pair: tuple[str, str], share: float) -> str:
    points = " ".join(f"{x},{y}" for x, y in course(*pair))
    colour, width = theme.NEUTRAL["line"], 1.5
    if share > 0:
        colour, width = theme.ROUTES["blood"].colour, max(2.0, 22 * share)
    return f'<polyline points="{points}" stroke="{colour}" stroke-width="{width:.3g}"/>'


def _box(name: str, words: str) -> str:
    x, y, width, height, label = _BOXES[name]
    fill, corner = (theme.NEUTRAL["wash"], 30) if name == "liver" else (theme.PAPER, 8)
    shape = (
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" '
        f'rx="{corner}" fill="{fill}" stroke="{theme.OUTLINE}" stroke-width="1.2"/>'
    )
    if name == "liver":
        return shape + _liver(words)
    if name.endswith("_heart"):
        return shape + _text(x, y + 5, label, "middle")
    left, right = x - width / 2 + 8, x + width / 2 - 8
    return shape + _text(left, y + 5, label, "start") + _text(right, y + 5, words, "end", True)


def _liver(words: str) -> str:
    return _text(50, 214, "liver", "start") + _text(204, 284, words, "start", True)


def _tumour() -> str:
    x, y = PLACES["tumour"]
    return (
        f'<circle cx="{x}" cy="{y}" r="13" fill="{theme.ROUTES["intrahepatic"].colour}" '
        f'stroke="{theme.OUTLINE}" stroke-width="1.2"/>' + _text(x, y + 30, "tumour", "middle")
    )


def _legend() -> str:
    quiet = f'fill="{theme.NEUTRAL["text"]}" font-size="13"'
    return (
        f'<text x="{VEIN_X - 8}" y="150" text-anchor="end" {quiet}>veins</text>'
        f'<text x="{ARTERY_X + 8}" y="150" {quiet}>aorta and arteries</text>'
        f'<text x="200" y="386" {quiet}>portal vein</text>'
        f'<text x="{ARTERY_X + 8}" y="394" {quiet}>hepatic artery</text>'
    )


def _text(x: float, y: float, words: str, anchor: str, bold: bool = False) -> str:
    weight = f' font-weight="600" fill="{theme.ROUTES["blood"].ink}"' if bold else ""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f"<text {place}{weight}>{escape(words, quote=False)}</text>"
