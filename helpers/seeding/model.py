"""Seeding: where peritoneal fluid carries cells, and the risk along a needle tract.

A cell floats from space to space of the peritoneal cavity (an absorbing Markov chain) until it
settles or the lymph of the diaphragm takes it up. The sources say which way fluid goes and where it
rests (Meyers, Dynamic Radiology of the Abdomen; data/seeding_edges.csv); how strong each path is,
nobody has measured: every strength in data/seeding_weights.csv is illustrative. The chain is solved
in closed form.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from helpers import tables

POSTURES = ("upright", "supine")
ASCITES = ("none", "moderate", "large")
LYMPH = "diaphragm_lacunae"  # the one end that is not a space: cells leave by the lymph
DRAWS = 1000
LONGEST_YEARS = 10  # the studies behind the needle-tract rate followed patients for far less


@lru_cache
def _parameters() -> pd.Series:
    return tables.load("seeding_parameters").set_index("parameter")["value"]


@lru_cache
def _weights() -> pd.DataFrame:
    return tables.load("seeding_weights")


@lru_cache
def _starts() -> pd.DataFrame:
    """Share of released cells: one row a release, one column a space."""
    rows = tables.load("seeding_releases")
    shares = rows.pivot(index="release", columns="site_id", values="share_percent") / 100
    return shares.loc[rows["release"].unique()].reindex(columns=_spaces(), fill_value=0).fillna(0)


@lru_cache
def _spaces() -> tuple[str, ...]:
    return tuple(_weights().query("from_site == to_site")["from_site"])


def _releases() -> dict[str, str]:
    return dict(tables.load("seeding_releases")[["release", "label"]].itertuples(index=False))


RELEASES = _releases()  # name: words for a reader


def _one_of(word: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{word} must be one of {', '.join(known)}, not {value!r}")


def _check(release: str, posture: str, ascites: str) -> None:
    _one_of("release", release, tuple(RELEASES))
    _one_of("posture", posture, POSTURES)
    _one_of("ascites", ascites, ASCITES)


def _strengths(posture: str, ascites: str) -> np.ndarray:
    """One relative strength a row of the weights: fluid moves cells, settling does not need it."""
    parameters, weights = _parameters(), _weights()
    strength = weights[posture].astype(str).map(parameters).to_numpy(dtype=float)
    flows = (weights["driver"] != "settling").to_numpy()
    return np.where(flows, strength * parameters[f"fluid_{ascites}"], strength)


def _solve(strengths: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Visits and ends for strengths of shape (draws, weights) and a start of shape (spaces,) or
    (draws, spaces): arrays (draws, spaces) and (draws, spaces + 1), the last column the lymph.
    """
    spaces = _spaces()
    row = _weights()["from_site"].map(spaces.index).to_numpy()
    column = _weights()["to_site"].map([*spaces, LYMPH].index).to_numpy()
    rates = np.zeros((len(strengths), len(spaces), len(spaces) + 1))
    rates[:, row, column] = strengths
    chances = rates / rates.sum(axis=2, keepdims=True)
    settle = np.diagonal(chances, axis1=1, axis2=2)
    onward = chances[:, :, :-1] * (1 - np.eye(len(spaces)))
    system = np.eye(len(spaces)) - onward.transpose(0, 2, 1)
    begun = np.broadcast_to(start, system.shape[:2])
    visits = np.linalg.solve(system, begun[:, :, None])[:, :, 0]
    taken_up = (visits * chances[:, :, -1]).sum(axis=1, keepdims=True)
    return visits, np.concatenate([visits * settle, taken_up], axis=1)


def landing_shares(
    release: str, *, posture: str = "upright", ascites: str = "moderate"
) -> pd.Series:
    """Share of released cells that end in each space, by site_id; sums to 1.

    ``release`` is a name of RELEASES, ``posture`` upright or supine, ``ascites`` none, moderate or
    large. ``diaphragm_lacunae`` stands for cells that the lymph of the diaphragm takes up. A share
    of cells is not the risk of a deposit: a cell that lands need not grow.
    Raises ValueError for a name that it does not know.
    """
    _check(release, posture, ascites)
    start = _starts().loc[release].to_numpy()
    _, ends = _solve(_strengths(posture, ascites)[None], start)
    return pd.Series(ends[0], index=[*_spaces(), LYMPH], name="share")


def flows(release: str, *, posture: str = "upright", ascites: str = "moderate") -> pd.DataFrame:
    """How often a released cell takes each path: from_site, to_site, driver, passages (a cell).

    Passages may exceed 1: the pelvis and the right gutter lie on a circle. Settling is left out.
    Raises ValueError for a name that it does not know.
    """
    _check(release, posture, ascites)
    strengths = _strengths(posture, ascites)
    visits, _ = _solve(strengths[None], _starts().loc[release].to_numpy())
    rows = _weights()[["from_site", "to_site", "driver"]].assign(strength=strengths)
    leaving = rows.groupby("from_site")["strength"].transform("sum")
    visited = rows["from_site"].map(dict(zip(_spaces(), visits[0], strict=True)))
    rows["passages"] = visited * rows["strength"] / leaving
    moving = rows[rows["driver"] != "settling"]
    return moving.drop(columns="strength").reset_index(drop=True)


def landing_spread(
    release: str,
    *,
    posture: str = "upright",
    ascites: str = "moderate",
    uncertainty: float | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """How far the landing shares move when every illustrative number is off at random.

    Each of 1,000 draws multiplies each strength and each share at the start by its own factor
    between 1/``uncertainty`` and ``uncertainty`` (log-uniform; default from
    data/seeding_parameters.csv; the shares then add up to 1 again). By site_id: share (as
    tabulated), low and high (5 % and 95 % of the draws), first (share of draws in which this space
    of the peritoneum received most). Raises ValueError for an unknown name or an uncertainty
    outside 1 to 10.
    """
    _check(release, posture, ascites)
    low, usual, high = uncertainty_range()
    factor = usual if uncertainty is None else uncertainty
    if not low <= factor <= high:
        raise ValueError(f"uncertainty must lie between {low:g} and {high:g}, not at {factor}")
    strengths, start = _strengths(posture, ascites), _starts().loc[release].to_numpy()
    random = np.random.default_rng(seed)
    strengths = strengths * factor ** random.uniform(-1, 1, (DRAWS, len(strengths)))
    begun = start * factor ** random.uniform(-1, 1, (DRAWS, len(start)))
    _, ends = _solve(strengths, begun / begun.sum(axis=1, keepdims=True))
    low, high = np.quantile(ends, [0.05, 0.95], axis=0)
    most = ends[:, :-1].argmax(axis=1)  # the lymph is no place in the peritoneum
    first = np.bincount(most, minlength=ends.shape[1]) / DRAWS
    shares = landing_shares(release, posture=posture, ascites=ascites)
    return pd.DataFrame({"share": shares, "low": low, "high": high, "first": first})


def uncertainty_range() -> tuple[float, float, float]:
    """The factor by which each strength may be off: smallest tried, usual, largest tried."""
    row = tables.load("seeding_parameters").set_index("parameter").loc["uncertainty"]
    return float(row["low"]), float(row["value"]), float(row["high"])


@lru_cache
def fact(fact_id: str) -> pd.Series:
    """A row of data/facts.csv; ValueError for an id that is not there."""
    rows = tables.load("facts").set_index("fact_id")
    if fact_id not in rows.index:
        raise ValueError(f"data/facts.csv has no row {fact_id}; restore it")
    return rows.loc[fact_id]


def followed_years() -> float:
    """Years that the pooled yearly rate of needle-tract seeding stands on."""
    return float(_parameters()["silva_years"])


def needle_tract_risk(years) -> pd.DataFrame:
    """Share of biopsied patients with a deposit in the needle tract after ``years``.

    A row a year given: years, risk, low, high (95 % interval), observed (False beyond the time the
    rate stands on). Constant pooled rate of Silva 2008: 0.9 % a year (0.6 to 1.3), so the share is
    1 - exp(-rate x years); a constant rate is an assumption, and beyond three years too high if
    seeding shows early. Raises ValueError for years that are not numbers of 0 to 10.
    """
    try:
        years = np.atleast_1d(np.asarray(years, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"years must be numbers, not {years!r}") from None
    if years.ndim != 1 or not len(years):
        raise ValueError("give at least one year, as a number or a list of numbers")
    outside = years[~((years >= 0) & (years <= LONGEST_YEARS))]
    if len(outside):
        raise ValueError(f"years must lie between 0 and {LONGEST_YEARS}, not at {outside[0]:g}")
    rate = fact("X016")
    values = {"risk": float(rate["value"]), "low": rate["ci_low"], "high": rate["ci_high"]}
    risks = {name: -np.expm1(-percent / 100 * years) for name, percent in values.items()}
    return pd.DataFrame({"years": years, **risks, "observed": years <= followed_years()})
