"""The lymph route: what a finding in one station says about all the others.

``drainage`` holds the graph and ``spread`` the hidden Markov model on it; here is Bayes' rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from helpers.lymph.drainage import (
    END,
    HILAR,
    SMALL_NET,
    STATION_OF,
    STATIONS,
    SYSTEMS,
    TRUNKS,
    TUMOUR,
    bypassing,
    drainage,
    vessels,
)
from helpers.lymph.spread import (
    STAGES,
    Fit,
    check_share,
    distributions,
    evolution,
    fit,
    involvement_over_time,
    parameters,
    solve,
)

__all__ = [
    "BAND",
    "DRAWS",
    "END",
    "HILAR",
    "STAGES",
    "STATIONS",
    "STATION_OF",
    "SYSTEMS",
    "TRUNKS",
    "TUMOUR",
    "Fit",
    "Sentinel",
    "drainage",
    "evolution",
    "fit",
    "involvement_over_time",
    "node_risk",
    "node_risk_spread",
    "parameters",
    "posterior",
    "sentinel",
    "vessels",
]

DRAWS, SEED = 60, 12
BAND = (10, 90)  # percentiles: the band holds four of five models


@dataclass(frozen=True)
class Sentinel:
    """A negative test of the hilar station: ``risks`` of each station before and after it.

    ``any_before`` and ``any_after`` are the chance of disease in any node (after: 1 - negative
    predictive value); ``missed`` is the false-negative rate, the share of node-positive patients
    whose test was negative.
    """

    risks: pd.DataFrame
    any_before: float
    any_after: float
    missed: float


@cache
def _models() -> tuple[list[str], np.ndarray, dict[str, np.ndarray]]:
    """Stations, states and, by stage, (1 + DRAWS, 256) chances: the central model comes first."""
    graph, rng = drainage(), np.random.default_rng(SEED)
    ranges = parameters().dropna(subset=["low", "high"])
    solved = [solve(ranges["value"].to_dict(), None, graph)]
    others = bypassing(graph)
    for _ in range(DRAWS):
        drawn = {r.Index: rng.triangular(r.low, r.value, r.high) for r in ranges.itertuples()}
        parts = dict(zip(others, rng.dirichlet(np.ones(len(others))), strict=True))
        solved.append(solve(drawn, parts, graph))
    every = [distributions(*one) for one in solved]
    names, states, _ = every[0]
    return names, states, {stage: np.array([seen[stage] for *_, seen in every]) for stage in STAGES}


def node_risk(
    findings: Mapping[str, bool | None], *, sensitivity: float, specificity: float, stage: str
) -> pd.Series:
    """Chance (0 to 1) that each station is involved, by ``site_id``, given what a test found.

    ``findings`` maps stations to True (the test says involved), False (healthy) or None (not
    looked at). Sensitivity and specificity of the test lie between 0 and 1, ``stage`` is "early" or
    "late". Raises ValueError, one line, for anything else, for a station that the model does not
    have, and for findings that contradict each other.
    """
    test = {"sensitivity": sensitivity, "specificity": specificity, "stage": stage}
    return node_risk_spread(findings, **test)["risk"]


def node_risk_spread(
    findings: Mapping[str, bool | None], *, sensitivity: float, specificity: float, stage: str
) -> pd.DataFrame:
    """As `node_risk`, with columns risk, low and high.

    ``low`` to ``high`` holds four of five of 60 models (seeded). Each is fitted to targets drawn
    between the lowest and the highest series (triangular, most often the central value), with its
    own spread between stations and its own split of the routes that pass the hilar station by. The
    band is what the series and our ignorance leave open, not a sampling error.
    """
    _check_stage(stage)
    names, states, seen = _models()
    known = checked_findings(findings)
    found = [known.get(name) for name in names]
    risks = posterior(states, seen[stage], found, sensitivity, specificity)
    low, high = np.percentile(risks[1:], BAND, axis=0)
    index = pd.Index(names, name="site_id")
    return pd.DataFrame({"risk": risks[0], "low": low, "high": high}, index=index)


def checked_findings(findings: Mapping[str, bool | None]) -> dict[str, bool]:
    """Findings by station of the model, without those not looked at; errors as in `node_risk`."""
    known: dict[str, bool] = {}
    for site, found in findings.items():
        if site not in STATION_OF:
            raise ValueError(f"{site!r} is no station of this model; it has {', '.join(STATIONS)}")
        if found is None:
            continue
        if not isinstance(found, bool | np.bool_):
            raise ValueError(f"{site}: a finding is True, False or None, not {found!r}")
        station = STATION_OF[site]
        if known.setdefault(station, bool(found)) != found:
            raise ValueError(f"{site} contradicts another finding: both count as {station} here")
    return known


def posterior(
    states: np.ndarray,
    chances: np.ndarray,
    findings: list[bool | None],
    sensitivity: float,
    specificity: float,
) -> np.ndarray:
    """Chance of each station (..., n) by Bayes' rule, from chances of the states (..., 2**n)."""
    weighted = chances * _likelihood(states, findings, sensitivity, specificity)
    whole = weighted.sum(axis=-1, keepdims=True)
    if not (whole > 0).all():
        raise ValueError("these findings cannot occur together: with this test, one must be wrong")
    return np.clip(weighted @ states / whole, 0, 1)


def _likelihood(
    states: np.ndarray, findings: list[bool | None], sensitivity: float, specificity: float
) -> np.ndarray:
    check_share("sensitivity", sensitivity)
    check_share("specificity", specificity)
    likelihood = np.ones(len(states))
    for place, found in enumerate(findings):
        if found is not None:
            positive = np.where(states[:, place] == 1, sensitivity, 1 - specificity)
            likelihood *= positive if found else 1 - positive
    return likelihood


def _check_stage(stage: str) -> None:
    if stage not in STAGES:
        raise ValueError(f"stage is 'early' or 'late', not {stage!r}")


def sentinel(*, stage: str, skip: float, sensitivity: float) -> Sentinel:
    """What a negative test of the hilar station leaves, on a chain with one way round it.

    ``skip`` is the share of node-positive patients whose disease went round; with 0 the net is a
    pure chain. The test never calls a healthy node involved. Raises ValueError as `node_risk` does.
    """
    _check_stage(stage)
    solved = fit(skip=skip, graph=drainage().edge_subgraph(SMALL_NET))
    names, states, seen = distributions(solved.spreads, solved.early_chance)
    findings = [False if name == HILAR else None for name in names]
    after = posterior(states, seen[stage], findings, sensitivity, 1.0)
    risks = {"before": seen[stage] @ states, "after": after}
    negative = seen[stage] * _likelihood(states, findings, sensitivity, 1.0)
    any_before = float(1 - seen[stage][0])
    return Sentinel(
        pd.DataFrame(risks, index=pd.Index(names, name="site_id")),
        any_before=any_before,
        any_after=float(negative[1:].sum() / negative.sum()),
        missed=float(negative[1:].sum() / any_before),
    )
