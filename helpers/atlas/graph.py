"""The four routes as one directed graph, and the ways that it holds from the liver to a site.

An edge is a row of data/blood_vessels.csv, lymph_edges.csv or seeding_edges.csv, or a portal branch
inside the liver. A way takes the edges of one route, as few as possible. Lymph edges known from
animals or from diseased lymph vessels only are in the graph, but no way takes them.

This leaves out: how often each way is taken, and ways that change the route in the middle, such as
from the thoracic duct into the veins, or from one metastasis to the next.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import networkx as nx

from helpers import theme
from helpers.atlas.edges import START, STRENGTHS, name_of, routes_graph, sites

_NO_WAY = ("diseased", "animal")
_WHOLES = {"bone", "small_intestine", "large_intestine", "node_caval", "node_mediastinal"}
_FIRST_NODES = "liver_portal_tracts"  # at least four fifths of the liver's lymph (ohtani2008)


@dataclass(frozen=True)
class Step:
    """One station of a way: where, what leads there, how well that is known and from which studies.

    ``strength`` is a key of STRENGTHS, empty at the start.
    """

    site_id: str
    name: str
    by: str = ""
    strength: str = ""
    study_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """The steps from the liver to a site by one route; ``side`` for a way beside the usual one."""

    route: str
    steps: tuple[Step, ...]
    side: bool = False

    @property
    def site_ids(self) -> list[str]:
        """The sites in order, the start first."""
        return [step.site_id for step in self.steps]


def paths_to(site_id: str) -> list[Way]:
    """Every described way from the liver to a site, route by route; empty: no described path.

    The usual way of a route comes first. A whole (the peritoneum) is reached with the nearest of
    its parts, a part of a bone with bone. Raises ValueError with the nearest name for a site that
    sites.csv lacks.
    """
    name_of(site_id)
    return [way for route in theme.ROUTES for way in _by(route, site_id)]


@cache
def ends() -> tuple[str, ...]:
    """Every site to which some way leads, by name."""
    found = (site_id for site_id in sites() if paths_to(site_id))
    return tuple(sorted(found, key=lambda site_id: name_of(site_id).lower()))


def _taken(facts: dict, route: str) -> bool:
    """Whether a way by a route may take an edge."""
    # fluid taken up by the diaphragm hands cells from seeding over to lymph
    handed = route == "seeding" and facts.get("network") == "peritoneal_uptake"
    described = facts["strength"] not in _NO_WAY and not facts["back"]
    return described and (facts["route"] == route or handed)


@cache
def _route(route: str, extra: tuple[str, str] = ()) -> nx.DiGraph:
    """The edges of one route's ways; ``extra`` is one of the optional edges, left out otherwise."""
    graph = nx.DiGraph()
    for start, end, facts in routes_graph().edges(data=True):
        if _taken(facts, route) and (not facts["optional"] or (start, end) == extra):
            graph.add_edge(start, end)
    if extra[:1] == ("portal_vein",):  # into the portal vein, and by it round the liver
        graph.add_edge(START, "portal_vein")
    return graph


def _by(route: str, site_id: str) -> list[Way]:
    graph = _route(route)
    starts = _starts(route, graph)
    if site_id in (START, *starts) or (site_id == "liver" and route != "intrahepatic"):
        return []
    usual = [_FIRST_NODES] if route == "lymph" else starts
    main = _shortest(graph, usual, site_id) or _shortest(graph, starts, site_id)
    side = _shortest(graph, starts, site_id) if route == "lymph" else []
    for extra in _optional(route):
        paths = _shortest(_route(route, extra), starts, site_id, parts=True)
        side += [path for path in paths if extra in pairwise(path)]
    longest = len(main[0]) if main else float("inf")
    ways = [Way(route, _told(path, route)) for path in main]
    return ways + [Way(route, _told(path, route), True) for path in side if len(path) < longest]


def _starts(route: str, graph: nx.DiGraph) -> list[str]:
    """Where a route leaves the tumour: parts of the liver into which no edge leads."""
    if route in ("intrahepatic", "blood"):
        return [START]
    return [n for n in graph if not graph.in_degree(n) and (n == "liver" or _whole(n) == "liver")]


def _whole(site_id: str) -> str:
    return sites().get(site_id, {}).get("part_of", "")


@cache
def _optional(route: str) -> tuple[tuple[str, str], ...]:
    edges = routes_graph().edges(data=True)
    found = [(a, b) for a, b, facts in edges if facts["optional"] and facts["route"] == route]
    return tuple(dict.fromkeys(found))


def _shortest(
    graph: nx.DiGraph, starts: list[str], site_id: str, parts: bool = False
) -> list[list[str]]:
    """All shortest paths to the site, else to the nearest of its parts, else to its whole."""
    own, whole = (site_id,), (_joined(site_id),)
    for choice in [own + _parts(site_id)] if parts else [own, _parts(site_id), whole]:
        found = [
            path
            for end in choice
            for start in starts
            if start in graph and end in graph and start != end and nx.has_path(graph, start, end)
            for path in nx.all_shortest_paths(graph, start, end)
        ]
        if found:
            shortest = [path for path in found if len(path) == min(map(len, found))]
            if choice == own:
                return shortest
            return [shortest[0] + ([site_id] if choice == whole else [])]
    return []


@cache
def _parts(site_id: str) -> tuple[str, ...]:
    """The site's parts and theirs."""
    below = [s for s in sites() if _whole(s) == site_id]
    return (*below, *(deeper for part in below for deeper in _parts(part)))


def _joined(site_id: str) -> str:
    """The whole with which a part is supplied, or nothing."""
    return _whole(site_id) if _whole(site_id) in _WHOLES else ""


def _told(path: list[str], route: str) -> tuple[Step, ...]:
    steps = [Step(path[0], _name(path[0]))]
    for start, end in pairwise(path):
        steps.append(_step(start, end, route))
    return tuple(steps)


def _step(start: str, end: str, route: str) -> Step:
    """The best-known edges between two stations; a part of a whole needs none."""
    edges = (routes_graph().get_edge_data(start, end) or {}).values()
    rows = [facts for facts in edges if _taken(facts, route) or end == "portal_vein"]
    if not rows:
        return Step(end, _name(end), f"part of the site before: {_name(start)}", "textbook")
    best = min((facts["strength"] for facts in rows), key=list(STRENGTHS).index)
    rows = [facts for facts in rows if facts["strength"] == best]
    studies = tuple(dict.fromkeys(facts["study_id"] for facts in rows if facts["study_id"]))
    by = next((facts["by"] for facts in rows if facts["by"]), "")
    return Step(end, _name(end), by, best, studies)


def _name(node: str) -> str:
    if node in sites():
        return name_of(node)
    return f"{node.replace('_', ' ').removesuffix(' branch')} branch of the portal vein"
