"""The drainage graph of the model: the tumour and eight stations, contracted from the table."""

from functools import cache

import networkx as nx
import pandas as pd

from helpers import tables

TUMOUR = "tumour"
HILAR = "node_12_hilar"
# A station doubles the states: eight take 15 ms a model, nine 85, ten 470. So neighbours share one.
STATIONS = {  # station of the model: the stations of the table that it also stands for
    HILAR: (),
    "node_8_common_hepatic": (),
    "node_13_retropancreatic": (),
    "node_9_coeliac": ("node_7_left_gastric",),
    "node_16_para_aortic": ("node_caval",),
    "node_juxtaphrenic": ("node_inferior_phrenic", "node_cardiophrenic", "node_caval_terminal"),
    "node_mediastinal": ("node_posterior_mediastinal", "node_bronchomediastinal"),
    "node_left_supraclavicular": (),
}
STATION_OF = {member: name for name, more in STATIONS.items() for member in (name, *more)}
TRUNKS = ("intestinal_trunk", "cisterna_chyli", "thoracic_duct")  # carry lymph, hold no node
END = "left_venous_angle"  # where lymph is handed over to the blood
SYSTEMS = {  # the ways lymph leaves the liver, as the networks of the table
    "deep portal": ("deep_portal", "deep_portal_accessory"),
    "deep hepatic-venous": ("deep_hepatic_venous",),
    "superficial": ("superficial_convex", "superficial_inferior"),
}
STRENGTHS = "ABI"  # best first; C (animal) and D (diseased patients) stay out of the model
SMALL_NET = (  # a chain and one way round it
    (TUMOUR, HILAR),
    (HILAR, "node_9_coeliac"),
    ("node_9_coeliac", "node_16_para_aortic"),
    ("node_16_para_aortic", "node_left_supraclavicular"),
    (TUMOUR, "node_juxtaphrenic"),
    ("node_juxtaphrenic", "node_mediastinal"),
)


@cache
def vessels() -> pd.DataFrame:
    """The rows of data/lymph_edges.csv that the model uses, ends named as the model names them.

    ``system`` says how lymph leaves the liver, or is "onward". Animal work, diseased patients, and
    vessels from the liver that meet no node of the model (one low-grade source) are left out.
    """
    table = tables.load("lymph_edges")
    system = {network: name for name, networks in SYSTEMS.items() for network in networks}
    table["strength"] = table["strength"].astype(str)  # so that the best of several is the least
    table["system"] = table["network"].astype(str).map(system).fillna("onward")
    from_liver = table["system"] != "onward"
    table["start"] = table["from_site"].map(lambda site: STATION_OF.get(site, site))
    table.loc[from_liver, "start"] = TUMOUR
    table["end"] = table["to_site"].map(lambda site: STATION_OF.get(site, site))
    ends = {*STATIONS, *TRUNKS, END}
    leads = table["end"].isin(STATIONS) | (~from_liver & table["end"].isin(ends))
    known = table["start"].isin({TUMOUR, *ends}) & leads & (table["start"] != table["end"])
    return table[known & table["strength"].isin(list(STRENGTHS))].reset_index(drop=True)


@cache
def drainage() -> nx.DiGraph:
    """The graph of the model: `vessels` with the trunks contracted.

    An edge has ``strength`` (A human source, B teaching page or staging list, I inferred) of its
    best source; a path along the trunks is as strong as its weakest part and has ``trunk`` True.
    """
    raw = nx.DiGraph()
    for row in vessels().itertuples():
        _keep_best(raw, row.start, row.end, strength=row.strength, trunk=False)
    graph = nx.DiGraph()
    graph.add_nodes_from([TUMOUR, *STATIONS])
    for start in (TUMOUR, *STATIONS):
        _follow(raw, graph, start, start, STRENGTHS[0])
    return graph


def _keep_best(graph: nx.DiGraph, start: str, end: str, *, strength: str, trunk: bool) -> None:
    known = graph.edges[start, end]["strength"] if graph.has_edge(start, end) else STRENGTHS[-1]
    best = min(strength, known, key=STRENGTHS.index)
    graph.add_edge(start, end, strength=best, trunk=trunk)


def _follow(raw: nx.DiGraph, graph: nx.DiGraph, start: str, here: str, strength: str) -> None:
    """Add every station that `start` reaches directly or through trunks."""
    for there in raw.successors(here) if here in raw else ():
        weakest = max(strength, raw.edges[here, there]["strength"], key=STRENGTHS.index)
        if there in STATIONS:
            _keep_best(graph, start, there, strength=weakest, trunk=here in TRUNKS)
        elif there in TRUNKS:
            _follow(raw, graph, start, there, weakest)


def bypassing(graph: nx.DiGraph) -> list[str]:
    """The first stations that lymph reaches without passing the hilar one."""
    return [station for station in graph.successors(TUMOUR) if station != HILAR]
