"""The shape of the drawn liver: outline, eight segments, and where each portal branch lies in them.

Seen from the front, so the patient's right is on the reader's left. Lengths are drawing units, and
areas are not to scale. A segment is the part of the outline between planes, as Couinaud cut it; a
branch lies in the middle of the piece of its segment that it feeds.
"""

from functools import lru_cache

import numpy as np

from helpers.intrahepatic.tree import SEGMENTS, Tree, portal_tree

WIDTH, HEIGHT = 100.0, 66.0
# Corner points of the outline, clockwise from the lower right border; rounded below.
_CORNERS = (
    (5, 22), (5, 36), (8, 47), (15, 56), (26, 61), (38, 62), (48, 59), (56, 55), (65, 55),
    (76, 55), (87, 52), (96, 47), (97, 43), (90, 39), (82, 35), (74, 29), (66, 23), (57, 19),
    (51, 20), (44, 15), (36, 9), (26, 5), (16, 4), (9, 9),
)  # fmt: skip
# Planes as (point on it, point on it): what lies to the left of the way from first to second.
_RIGHT_VEIN = ((27, 0), (31, 70))
_MIDDLE_VEIN = ((46, 0), (52, 70))
_FISSURE = ((63, 0), (65, 70))
_RIGHT_BRANCH = ((0, 32), (60, 34))  # upper and lower segments of the right liver
_LEFT_BRANCH = ((50, 38), (100, 47))  # segments 2 and 3
_CAUDATE = (55.6, 37.0, 4.4, 6.0)  # centre and half axes: it lies behind, drawn in front
# Named branches: bends of the stem and its first divisions.
STEM_FOOT = (57.0, 10.0)
_NAMED = {
    "portal_vein": (51.5, 27.0),
    "right_branch": (40.0, 31.0),
    "left_branch": (60.0, 33.0),
    "right_anterior": (37.0, 36.0),
    "right_posterior": (24.0, 32.0),
    "left_lateral": (69.0, 41.0),
}
# The hepatic veins run between the segments to the vena cava: ends and handles of their curves.
_VEINS = {
    "right": ((28, 14), (29, 42), (32, 56), (49, 60)),
    "middle": ((48, 21), (49, 38), (50, 52), (50, 60)),
    "left": ((76, 42.7), (66, 45), (56, 52), (51, 60)),
}


@lru_cache(maxsize=1)
def outline() -> np.ndarray:
    """(points, 2) the rounded outline, closed."""
    points = np.array(_CORNERS, dtype=float)
    for _ in range(2):  # Chaikin: each corner is cut twice
        after = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * after, 0.25 * points + 0.75 * after], axis=1)
        points = points.reshape(-1, 2)
    return points


def veins() -> list[np.ndarray]:
    """(points, 2) the course of each of the three hepatic veins: cubic Bezier curves."""
    t = np.linspace(0, 1, 13)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return [weights @ np.array(course) for course in _VEINS.values()]


@lru_cache(maxsize=1)
def segments() -> dict[str, np.ndarray]:
    """(points, 2) the border of each segment, by ``site_id``."""
    whole = outline()
    right_posterior = _side(whole, _RIGHT_VEIN, left=True)
    right_anterior = _side(_side(whole, _RIGHT_VEIN, left=False), _MIDDLE_VEIN, left=True)
    left = _side(whole, _MIDDLE_VEIN, left=False)
    lateral = _side(left, _FISSURE, left=False)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x, y, half_width, half_height = _CAUDATE
    caudate = np.column_stack([x + half_width * np.cos(angle), y + half_height * np.sin(angle)])
    shapes = {
        "segment_1": caudate,
        "segment_2": _side(lateral, _LEFT_BRANCH, left=True),
        "segment_3": _side(lateral, _LEFT_BRANCH, left=False),
        "segment_4": _side(left, _FISSURE, left=True),
        "segment_5": _side(right_anterior, _RIGHT_BRANCH, left=False),
        "segment_6": _side(right_posterior, _RIGHT_BRANCH, left=False),
        "segment_7": _side(right_posterior, _RIGHT_BRANCH, left=True),
        "segment_8": _side(right_anterior, _RIGHT_BRANCH, left=True),
    }
    return {name: shapes[name] for name in SEGMENTS}


@lru_cache(maxsize=1)
def borders() -> list[np.ndarray]:
    """Lines between the segments: what of their borders is not on the outline."""
    rim = {tuple(point) for point in outline()}
    lines = []
    for name in ("segment_7", "segment_5", "segment_4", "segment_3"):  # each line is in one of them
        piece = segments()[name]
        inside = np.array([tuple(point) not in rim for point in piece])
        runs = np.flatnonzero(inside & ~np.roll(inside, 1))
        for start in runs:
            length = int(np.argmin(np.roll(inside, -start)))
            lines.append(np.roll(piece, -start, axis=0)[:length])
    return lines


@lru_cache(maxsize=4)
def places(seed: int = 0) -> np.ndarray:
    """(branches, 2) where each branch of ``portal_tree(seed)`` ends in the drawing."""
    tree = portal_tree(seed)
    place = np.full((len(tree.parent), 2), np.nan)
    for branch, name in enumerate(tree.name):
        if name in _NAMED:
            place[branch] = _NAMED[name]
        elif name in SEGMENTS:
            piece = segments()[name]
            place[branch] = 0.55 * _middle(piece) + 0.45 * place[tree.parent[branch]]
            _divide(tree, branch, piece, place)
    return place


def _divide(tree: Tree, branch: int, piece: np.ndarray, place: np.ndarray) -> None:
    """Share a piece of a segment between the two branches below, by flow, across its long side."""
    below = np.flatnonzero(tree.parent == branch)
    if not below.size:
        return
    part = tree.share[below[0]] / tree.share[below].sum()
    for child, half in zip(below, _halves(piece, part), strict=True):
        place[child] = _middle(half)
        _divide(tree, int(child), half, place)


def _halves(piece: np.ndarray, part: float) -> tuple[np.ndarray, np.ndarray]:
    """The piece cut so that the first half holds ``part`` of its area."""
    centred = piece - piece.mean(axis=0)
    along = np.linalg.svd(centred, full_matrices=False)[2][0]
    reach = piece @ along
    low, high, area = reach.min(), reach.max(), _area(piece)
    for _ in range(14):
        middle = (low + high) / 2
        if _area(_clip(piece, along, middle)) < part * area:
            low = middle
        else:
            high = middle
    return _clip(piece, along, middle), _clip(piece, -along, -middle)


def _side(piece: np.ndarray, plane: tuple, left: bool) -> np.ndarray:
    (x0, y0), (x1, y1) = plane
    across = np.array([y1 - y0, x0 - x1], dtype=float)  # points to the right of the way
    limit = across @ np.array([x0, y0], dtype=float)
    return _clip(piece, across, limit) if left else _clip(piece, -across, -limit)


def _clip(piece: np.ndarray, along: np.ndarray, limit: float) -> np.ndarray:
    """The part of a polygon where ``point @ along <= limit`` (Sutherland and Hodgman)."""
    depth = piece @ along - limit
    ahead, after = np.roll(depth, -1), np.roll(piece, -1, axis=0)
    crosses = depth * ahead < 0
    part = np.divide(depth, depth - ahead, out=np.zeros_like(depth), where=crosses)
    points = np.stack([piece, piece + (after - piece) * part[:, None]], axis=1).reshape(-1, 2)
    return points[np.stack([depth <= 0, crosses], axis=1).ravel()]


def _area(piece: np.ndarray) -> float:
    if len(piece) < 3:
        return 0.0
    x, y = piece.T
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _middle(piece: np.ndarray) -> np.ndarray:
    """Centre of area."""
    x, y = piece.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    if abs(cross.sum()) < 1e-9:
        return piece.mean(axis=0)
    return np.array(
        [((x + np.roll(x, -1)) * cross).sum(), ((y + np.roll(y, -1)) * cross).sum()]
    ) / (3 * cross.sum())
