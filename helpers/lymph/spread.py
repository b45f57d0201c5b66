"""Spread from node to node: a hidden Markov model of the liver's lymph stations.

A station is healthy or involved and never turns back. At each step the tumour may seed each station
that it drains to, and an involved station the next ones: P(stays healthy) is the product over its
involved parents of (1 - spread). The patient is seen after a number of steps that nobody knows,
fewer in early disease. The field's own library, lymph-model, does the stepping (Ludwig 2021,
doi 10.1038/s41598-021-91544-1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
from lymph import matrix
from lymph.models import Unilateral

from helpers import tables
from helpers.lymph.drainage import (
    HILAR,
    STATIONS,
    TUMOUR,
    bypassing,
    drainage,
)

STAGES = ("early", "late")

Spreads = Mapping[tuple[str, str], float]  # chance per step along each edge (from, to)


@dataclass(frozen=True)
class Fit:
    """Spreads per step; ``table`` sets the three targets beside what the model gives for them."""

    spreads: dict[tuple[str, str], float]
    early_chance: float
    table: pd.DataFrame
    note: str = (
        "The three targets come from three different populations, so this is a teaching fit, "
        "not an estimate. Edges between stations are not identified, nor is the split between "
        "the routes that pass the hilar station by."
    )


@cache
def _table() -> pd.DataFrame:
    table = tables.load("lymph_parameters").set_index("parameter")
    percent = table["unit"].astype(str).str.startswith("percent")
    numbers = ["value", "low", "high"]
    table.loc[percent, numbers] = table.loc[percent, numbers] / 100
    return table


def parameters() -> pd.DataFrame:
    """data/lymph_parameters.csv by parameter, percentages as shares between 0 and 1."""
    return _table().copy()


def fit(
    any_early: float | None = None,
    any_late: float | None = None,
    skip: float | None = None,
    onward: float | None = None,
    graph: nx.DiGraph | None = None,
) -> Fit:
    """Spreads that reproduce the three targets; what is not given is taken from the table.

    Closed form: with T steps, each reached with chance p, a station that is spared with chance x at
    each step is still spared with chance (1 - p (1 - x)) ** T. Late disease gives x for "no first
    station at all" and for the hilar one, clear in 1 - any_late * (1 - skip); early disease then
    gives its own p. The rest is split evenly over the other first stations. Raises ValueError for
    shares that no spread can give.
    """
    given = {"any_early": any_early, "any_late": any_late, "skip": skip, "onward": onward}
    share = _table()["value"][[*given, "onward_trunk"]].astype(float).to_dict()
    share |= {name: float(x) for name, x in given.items() if x is not None}
    spreads, early = solve(share, None, drainage() if graph is None else graph)
    return Fit(spreads, early, _reproduced(spreads, early, share))


def solve(
    share: Mapping[str, float], bypass: Mapping[str, float] | None, graph: nx.DiGraph
) -> tuple[dict[tuple[str, str], float], float]:
    """Spread along each edge, and the chance of a step in early disease."""
    for name, value in share.items():
        check_share(name, value)
    spared = _spared_per_step(1 - share["any_late"])
    spared_hilar = _spared_per_step(1 - share["any_late"] * (1 - share["skip"]))
    if not (0 < share["any_early"] <= share["any_late"] and spared > 0):
        raise ValueError("node shares must rise from early to late disease and stay below 1")
    others = bypassing(graph)
    parts = dict.fromkeys(others, 1.0) if bypass is None else bypass
    whole = sum(parts[station] for station in others)
    spreads = {(TUMOUR, HILAR): 1 - spared_hilar}
    for station in others:
        spreads[TUMOUR, station] = 1 - (spared / spared_hilar) ** (parts[station] / whole)
    for start, end, trunk in graph.edges(data="trunk"):
        if start != TUMOUR:
            spreads[start, end] = share["onward_trunk" if trunk else "onward"]
    return spreads, (1 - (1 - share["any_early"]) ** (1 / _steps())) / (1 - spared)


def _steps() -> int:
    return int(_table().loc["steps", "value"])


def _spared_per_step(spared: float) -> float:
    """Chance to be spared at one step of late disease, from the chance to be spared in the end."""
    return 1 - (1 - spared ** (1 / _steps())) / float(_table().loc["late_chance", "value"])


def _reproduced(spreads: Spreads, early: float, share: Mapping[str, float]) -> pd.DataFrame:
    names, states, seen = distributions(spreads, early)
    any_node = {stage: 1 - seen[stage][0] for stage in STAGES}
    hilar_clear = states[:, names.index(HILAR)] == 0
    skipped = seen["late"][hilar_clear].sum() - seen["late"][0]
    model = {
        "any_early": any_node["early"],
        "any_late": any_node["late"],
        "skip": skipped / any_node["late"],
    }
    return pd.DataFrame({"target": {name: share[name] for name in model}, "model": model})


def evolution(spreads: Spreads, steps: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Stations (n), their states (2**n, n) of 0 and 1, and each state's chance after 0..steps."""
    names, model = _library_model(tuple(spreads), steps)
    short = _short(names)
    model.set_params(**{f"{short[a]}to{short[b]}_spread": x for (a, b), x in spreads.items()})
    chances = model.state_dist_evo()
    matrix.generate_transition.cache_clear()  # the library keeps 128 matrices of 0.5 MB
    return names, model.graph.state_list, chances


@cache
def _library_model(edges: tuple[tuple[str, str], ...], steps: int) -> tuple[list[str], Unilateral]:
    sites = dict.fromkeys(site for edge in edges for site in edge if site != TUMOUR)
    order = list(STATIONS)
    names = sorted(sites, key=lambda site: order.index(site) if site in order else len(order))
    short = _short(names)
    arrows = {("tumor", "T"): [short[b] for a, b in edges if a == TUMOUR]}
    arrows |= {("lnl", short[name]): [short[b] for a, b in edges if a == name] for name in names}
    return names, Unilateral.binary(graph_dict=arrows, max_time=steps)


def _short(names: list[str]) -> dict[str, str]:
    return {TUMOUR: "T"} | {name: f"n{place}" for place, name in enumerate(names)}


def distributions(
    spreads: Spreads, early_chance: float
) -> tuple[list[str], np.ndarray, dict[str, np.ndarray]]:
    """Stations, states, and each state's chance by stage: the steps under a binomial time prior."""
    names, states, chances = evolution(spreads, _steps())
    chance = {"early": early_chance, "late": float(_table().loc["late_chance", "value"])}
    return names, states, {stage: _binomial(chance[stage]) @ chances for stage in STAGES}


def _binomial(chance: float) -> np.ndarray:
    steps = _steps()
    done = np.arange(steps + 1)
    ways = np.cumprod([1.0, *((steps - done[:-1]) / (done[:-1] + 1))])
    return ways * chance**done * (1 - chance) ** (steps - done)


def involvement_over_time() -> pd.DataFrame:
    """Chance of each station (columns, ``site_id``) after each step (rows), central model."""
    names, states, chances = evolution(fit().spreads, _steps())
    return pd.DataFrame(chances @ states, columns=names).rename_axis("step")


def check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")
