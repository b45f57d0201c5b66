"""The edges of the four routes, read from the tables of the routes into one directed graph."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Any

import networkx as nx

from helpers import tables
from helpers.intrahepatic.tree import PARENTS

START = "tumour"
STRENGTHS = {  # how well an edge is known, from the best
    "human": "described in people",
    "textbook": "textbook anatomy",
    "listed": "teaching page or staging list",
    "model": "model of blood flow, no vessel named",
    "unmeasured": "described; how much takes this way is not known",
    "inferred": "inferred",
    "diseased": "diseased lymph vessels only",
    "animal": "animals only",
}
_LETTERS = {"A": "human", "B": "listed", "I": "inferred", "C": "animal", "D": "diseased"}
# Words in the column vessel, and the vessel of the body map that they name.
_NAMED = {
    "inferior vena cava": "inferior_vena_cava",
    r"\bIVC\b": "inferior_vena_cava",
    r"\bcaval\b": "inferior_vena_cava",
    "superior vena cava": "superior_vena_cava",
    "pulmonary artery": "pulmonary_artery",
    "pulmonary veins": "pulmonary_veins",
    r"\baorta\b": "aorta",
    "carotid": "carotid_arteries",
    "proper hepatic artery": "hepatic_artery",
}
GROWTH = "direct growth"  # a driver of seeding_edges.csv: contact, no seeding (lesson 4)
_BEDS = {"lymph_node", "rest_of_body", "bronchial_circulation"}  # of the blood model, no organ
_ALIKE = {"gonads": ("gonads", "ovary", "testis")}  # one bed in the blood model


@cache
def routes_graph() -> nx.MultiDiGraph:
    """All edges. A node is a site_id or a portal branch; an edge has route, by, strength, study_id,
    optional (a way that the blood model keeps closed) and back (from an organ back to the heart).
    """
    graph = nx.MultiDiGraph()
    for route, rows in (
        ("intrahepatic", _portal()),
        ("blood", _blood()),
        ("lymph", _drains("lymph_edges")),
        ("seeding", _drains("seeding_edges")),
    ):
        for start, end, facts in rows:
            graph.add_edge(start, end, route=route, **{"optional": False, "back": False, **facts})
    return graph


def name_of(site_id: str) -> str:
    """The site's name as readers say it. Raises ValueError with the nearest id for an unknown."""
    if site_id in sites():
        return sites()[site_id]["name"]
    near = get_close_matches(str(site_id), sites(), n=1, cutoff=0.5)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    raise ValueError(f"there is no site '{site_id}' in sites.csv{hint}")


@cache
def sites() -> dict[str, dict[str, Any]]:
    """The rows of sites.csv by site_id, empty cells as empty text."""
    table = tables.load("sites").astype(object).fillna("")
    return table.set_index("site_id").to_dict("index")


def _portal() -> Iterator[tuple]:
    """Into a portal branch and down the branches: named ones to the segments, then sinusoids."""
    rows = tables.load("blood_vessels").astype(object).set_index(["from_site", "to_site"])
    for pair in ((START, "portal_vein"), ("portal_vein", "liver")):
        yield *pair, _facts(rows.loc[pair, "vessel"], "human", rows.loc[pair, "study_id"])
    for branch, parent in PARENTS.items():
        if parent:
            yield parent, branch, _facts("", "textbook", "")


def _blood() -> Iterator[tuple]:
    for row in tables.load("blood_vessels").astype(object).fillna("").itertuples():
        if (row.from_site, row.to_site) == (START, "portal_vein") or row.to_site in _BEDS:
            continue
        optional = row.share_kind.endswith("_share") and row.default_share == 0
        strength = "unmeasured" if optional else "model" if row.study_id == "shin2021" else "human"
        # this row ends in the marrow of the vertebrae, as its column vessel says
        to_site = "spine" if row.from_site == "vertebral_plexus" else row.to_site
        back = row.from_site != "lung" and sites()[row.from_site]["kind"] == "organ"
        between = [s for s in _passed(row.vessel) if s not in (row.from_site, to_site)]
        for end in _ALIKE.get(to_site, (to_site,)):
            stops = [row.from_site, *between, end]
            for first, second in pairwise(stops):
                facts = _facts(row.vessel if second == end else "", strength, row.study_id)
                yield first, second, facts | {"optional": optional, "back": back}


def _passed(vessel: str) -> list[str]:
    """Vessels of the body map that a text names, in the order of the text."""
    first = vessel.split(";")[0]  # what follows is another way, of the other side
    found = {site: m.start() for words, site in _NAMED.items() if (m := re.search(words, first))}
    return sorted(found, key=found.get)


def _drains(table: str) -> Iterator[tuple]:
    for row in tables.load(table).astype(object).fillna("").itertuples():
        driver = str(getattr(row, "driver", ""))
        if not driver.startswith("blocked"):
            by = f"{GROWTH}: {row.evidence}" if driver == GROWTH else row.evidence
            facts = _facts(by, _LETTERS[row.strength], row.study_id)
            yield row.from_site, row.to_site, facts | {"network": getattr(row, "network", "")}


def _facts(by: str, strength: str, study_id: str) -> dict[str, str]:
    return {"by": by, "strength": strength, "study_id": study_id}
