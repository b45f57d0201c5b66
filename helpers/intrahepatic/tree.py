"""Where do cells settle that a tumour sheds into a portal branch? A walk on a branching tree.

The stem of the portal vein divides into named branches down to the eight segments of Couinaud, and
from there evenly many times into small branches. Each branch carries the blood of the part of the
liver that it feeds, and its radius follows Murray's law: radius^3 is proportional to flow.

A cell starts in a branch the tumour has reached. With chance ``backflow`` it gets past one more
branching towards the stem, again and again; then the stream carries it down, at each branching into
the larger branch more often. At the stem the stream always carries it down. A student can check
one line by hand: of the cells that a small branch sheds, backflow^6 reach beyond their segment.

This leaves out: pressure, clots that turn the stream round, arteries, growth of what has settled,
and spread through tissue or along bile ducts.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.intrahepatic.parameters import value, within

SEGMENTS = tuple(f"segment_{number}" for number in range(1, 9))
AWAY = "hepatic_veins"  # what leaves the liver
# Named branches and the branch that each leaves. Textbook anatomy; segment 1 also gets branches
# from the right, and in most livers segments 5 and 8 share a stem.
STEM = "portal_vein"
PARENTS = {
    STEM: None,
    "right_branch": STEM,
    "left_branch": STEM,
    "right_anterior": "right_branch",
    "right_posterior": "right_branch",
    "left_lateral": "left_branch",
    "segment_1": "left_branch",
    "segment_2": "left_lateral",
    "segment_3": "left_lateral",
    "segment_4": "left_branch",
    "segment_5": "right_anterior",
    "segment_6": "right_posterior",
    "segment_7": "right_posterior",
    "segment_8": "right_anterior",
}
# Which small branch of each segment holds the tumour: one near the middle of the drawn segment, in
# segment 4 beside segment 1, which covers its middle.
_TUMOUR = (24, 21, 11, 11, 19, 4, 8, 15)
# How far up its portal branch the tumour has grown; a cell is shed from there.
GROWN_TO = ("small branch", "segment branch", "sector branch", "left or right branch", "stem")


@dataclass(frozen=True, eq=False)
class Tree:
    """A portal tree; one entry a branch, parents before their branches.

    ``parent`` (int, -1 for the stem), ``segment`` (0 to 7, -1 above the segments), ``share`` of the
    portal blood, ``radius_mm``, ``end`` (True where a branch divides no more), ``name`` (text,
    empty inside a segment).
    """

    name: tuple[str, ...]
    parent: np.ndarray
    segment: np.ndarray
    share: np.ndarray
    radius_mm: np.ndarray
    end: np.ndarray

    def above(self, branch: int) -> list[int]:
        """The branch and all that it comes from, up to the stem."""
        path = [branch]
        while self.parent[path[-1]] >= 0:
            path.append(int(self.parent[path[-1]]))
        return path

    def feeds(self) -> np.ndarray:
        """(branches, branches) True where the row's branch is, or feeds, the column's branch."""
        inside = np.eye(len(self.parent), dtype=bool)
        for branch in range(len(self.parent) - 1, 0, -1):
            inside[self.parent[branch]] |= inside[branch]
        return inside


def segment_volumes() -> pd.Series:
    """Share of the liver in each segment, by ``site_id``; sums to 1."""
    shares = pd.Series({name: value(f"volume_{name}") for name in SEGMENTS})
    return (shares / shares.sum()).rename_axis("site_id").rename("share")


@lru_cache(maxsize=8)
def portal_tree(seed: int = 0) -> Tree:
    """A tree whose divisions inside the segments are drawn from ``seed``; the shares of the
    segments are those of ``segment_volumes`` in every tree.
    """
    rng = np.random.default_rng(seed)
    volumes = segment_volumes()
    shares = dict.fromkeys(PARENTS, 0.0)
    for segment in SEGMENTS:
        branch = segment
        while branch is not None:
            shares[branch] += volumes[segment]
            branch = PARENTS[branch]
    names = list(PARENTS)
    rows = [
        (
            name,
            names.index(PARENTS[name]) if PARENTS[name] else -1,
            SEGMENTS.index(name) if name in SEGMENTS else -1,
            shares[name],
        )
        for name in names
    ]
    layer = [index for index, row in enumerate(rows) if row[2] >= 0]
    uneven = value("unevenness")
    for _ in range(int(value("levels"))):
        below = []
        for branch in layer:
            first = rng.beta(uneven, uneven)
            for part in (first, 1 - first):
                below.append(len(rows))
                rows.append(("", branch, rows[branch][2], rows[branch][3] * part))
        layer = below
    name, parent, segment, share = zip(*rows, strict=True)
    flow, parent = np.array(share), np.array(parent)
    radius = value("trunk_diameter") / 2 * flow ** (1 / value("murray_exponent"))
    end = ~np.isin(np.arange(len(rows)), parent)
    return Tree(name, parent, np.array(segment), flow, radius, end)


def segment_shares(
    tumour_segment: str,
    *,
    grown_to: str = "small branch",
    backflow: float | None = None,
    hepatic_vein_share: float | None = None,
    settle: float | None = None,
) -> pd.Series:
    """Share of the shed cells that settles in each segment, ``segment_1`` to ``segment_8``, and
    that leaves the liver (``hepatic_veins``); sums to 1.

    ``grown_to`` is one of GROWN_TO. The other three are shares between 0 and 1; None takes the
    value of data/intrahepatic_parameters.csv. Raises ValueError for a name or value out of range.
    """
    tree = portal_tree()
    start = _start(tree, tumour_segment, grown_to)
    settled = branch_shares(tree, start, backflow, hepatic_vein_share, settle)
    by_segment = np.bincount(tree.segment[tree.end], settled[tree.end], len(SEGMENTS))
    values = [*by_segment, 1 - by_segment.sum()]
    index = pd.Index([*SEGMENTS, AWAY], name="site_id")
    return pd.Series(values, index=index, name="share")


def branch_shares(
    tree: Tree,
    start: int,
    backflow: float | None = None,
    hepatic_vein_share: float | None = None,
    settle: float | None = None,
) -> np.ndarray:
    """Share of the cells shed into branch ``start`` that settles at each branch (ends only)."""
    back = within("backflow", backflow)
    stays = (1 - within("hepatic_vein_share", hepatic_vein_share)) * within("settle", settle)
    path, feeds = tree.above(start), tree.feeds()
    settled = np.zeros(len(tree.parent))
    for climbed, branch in enumerate(path):
        turned = back**climbed * (1 if branch == path[-1] else 1 - back)
        below = feeds[branch] & tree.end
        settled[below] += turned * tree.share[below] / tree.share[branch]
    return stays * settled


def simulate(
    tumour_segment: str,
    patients: int = 200,
    *,
    seed: int = 0,
    grown_to: str = "small branch",
    backflow: float | None = None,
    hepatic_vein_share: float | None = None,
    settle: float | None = None,
) -> pd.DataFrame:
    """One shed cell in each of many patients with the same tumour, walked branch by branch.

    A row a patient: ``site_id`` (a segment or ``hepatic_veins``), ``branch`` (index into
    ``portal_tree()``, -1 for a cell that left) and ``back`` (branchings passed against the stream).
    """
    if isinstance(patients, bool) or int(patients) != patients or not 1 <= patients <= 100_000:
        raise ValueError(f"patients must be a whole number from 1 to 100000, not {patients!r}")
    tree = portal_tree()
    start = _start(tree, tumour_segment, grown_to)
    chances = (
        within("backflow", backflow),
        within("hepatic_vein_share", hepatic_vein_share),
        within("settle", settle),
    )
    children = [np.flatnonzero(tree.parent == branch) for branch in range(len(tree.parent))]
    ways = [(below.tolist(), tree.share[below].cumsum().tolist()) for below in children]
    rng = np.random.default_rng(seed)
    walks = [_walk(tree, ways, start, chances, rng) for _ in range(int(patients))]
    table = pd.DataFrame(walks, columns=["branch", "back"])
    names = np.array([*SEGMENTS, AWAY])
    place = np.where(table["branch"] >= 0, tree.segment[table["branch"]], len(SEGMENTS))
    return table.assign(site_id=names[place])[["site_id", "branch", "back"]]


def tumour_branch(tumour_segment: str, grown_to: str = "small branch") -> int:
    """Index in ``portal_tree()`` of the branch that the tumour sheds into."""
    return _start(portal_tree(), tumour_segment, grown_to)


def _walk(tree: Tree, ways: list, start: int, chances: tuple, rng) -> tuple[int, int]:
    """The branch where a cell ends; ``ways`` are each branch's next ones and their summed flow."""
    backflow, hepatic_vein_share, settle = chances
    if rng.random() < hepatic_vein_share:
        return -1, 0
    branch, back = start, 0
    while tree.parent[branch] >= 0 and rng.random() < backflow:
        branch, back = int(tree.parent[branch]), back + 1
    while not tree.end[branch]:
        below, flow = ways[branch]
        branch = below[bisect_left(flow, rng.random() * flow[-1])]
    return (branch if rng.random() < settle else -1), back


def _start(tree: Tree, tumour_segment: str, grown_to: str) -> int:
    if tumour_segment not in SEGMENTS:
        raise ValueError(f"tumour_segment must be segment_1 to segment_8, not {tumour_segment!r}")
    if grown_to not in GROWN_TO:
        raise ValueError(f"grown_to must be one of {', '.join(GROWN_TO)}, not {grown_to!r}")
    named = [tree.name.index(name) for name in _named(tumour_segment)]
    if grown_to == "small branch":
        number = SEGMENTS.index(tumour_segment)
        return int(np.flatnonzero(tree.end & (tree.segment == number))[_TUMOUR[number]])
    # segments 1 and 4 leave the left branch without a sector between: their sector is that branch
    steps = {"segment branch": 0, "sector branch": 1, "left or right branch": -2, "stem": -1}
    return named[steps[grown_to]]


def _named(segment: str) -> list[str]:
    path = [segment]
    while PARENTS[path[-1]]:
        path.append(PARENTS[path[-1]])
    return path
