"""From stopped cells to patients: involvement, the fitted soil, and the model against cohorts it
has not seen.

Expected colonies in an organ are burden x share of cells x soil; an organ is involved with chance 1
- exp(-colonies). "Soil" holds everything that the flow does not: survival, growth, being looked
for, and ways that the model leaves out.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from helpers import tables
from helpers.blood.chain import arrest_shares

# Sites that blood alone explains. Nodes, peritoneum, pleura, diaphragm and omentum have other ways;
# the liver is the start.
BLOOD_BORNE = ("lung", "bone", "adrenal_gland", "brain", "heart", "kidney", "pancreas", "stomach")
MASS_STUDY = "nas1999"
FIT = "basel_1969_83"
LEAST_SITES = 5  # a cohort that reports fewer of the eight is compared by ratios only
LEAST_AUTOPSIES = 40  # primaries with fewer autopsies say little; 20 primaries remain
DRAWS = 2000
MODELS = {
    "equal": "all organs equal",
    "other_cancers": "average of other cancers, no flow",
    "flow": "flow only",
    "flow_per_gram": "flow per gram of organ",
    "receptivity": "receptivity from other cancers, no flow",
    "flow_receptivity": "flow and receptivity from other cancers",
    "flow_soil": f"flow and soil fitted on {FIT}",
}


def involvement(shares: pd.Series, soil: pd.Series | None = None, burden: float = 1.0) -> pd.Series:
    """Chance (0 to 1) that each organ holds at least one metastasis: 1 - exp(-burden x share x
    soil), by ``site_id``.

    ``soil`` is relative to the lung; a site without a value counts as 1. Raises ValueError for a
    burden or a soil below 0 and for a soil of a site that is not among the shares.
    """
    if not burden >= 0:
        raise ValueError(f"burden must be 0 or more, not {burden!r}")
    soil = pd.Series(dtype=float) if soil is None else soil
    unknown = sorted(set(soil.index) - set(shares.index))
    if unknown:
        raise ValueError(f"there is a soil for {unknown[0]!r} but no share of cells")
    if (soil < 0).any():
        raise ValueError(f"soil must be 0 or more, not {soil.min()!r} for {soil.idxmin()!r}")
    colonies = burden * shares * soil.reindex(shares.index).fillna(1.0)
    return (1 - np.exp(-colonies)).rename("involvement")


def cohort_names(role: str | None = None) -> list[str]:
    """Cohorts of data/blood_cohorts.csv that report at least five of the eight sites with counts;
    ``role`` fit or hold_out.
    """
    roles = _roles()
    if role is not None and role not in set(counted()["role"]):
        known = ", ".join(sorted(set(counted()["role"])))
        raise ValueError(f"role must be one of {known}, not {role!r}")
    return [name for name, its_role in roles.items() if role in (None, its_role)]


def observed(cohort: str = FIT) -> pd.DataFrame:
    """Counts of the eight blood-borne sites in one cohort: columns ``count``, ``total``, by
    ``site_id``.

    A site that the cohort does not list counts as 0 of its total.
    """
    if cohort not in cohort_names():
        raise ValueError(
            f"there is no cohort {cohort!r}; choose one of {', '.join(cohort_names())}"
        )
    rows = counted().query("cohort_id == @cohort").set_index("site_id")
    counts = rows["count"].reindex(list(BLOOD_BORNE)).fillna(0).astype(int)
    return pd.DataFrame({"count": counts, "total": int(rows["total"].iloc[0])})


def receptivity(arrest: float = 0.5, **knobs: float) -> pd.Series:
    """Soil relative to the lung learnt from other cancers, by ``site_id`` (lung 1).

    Autopsies 1914-43 (disibio2008), 20 primaries other than the liver with at least 40 autopsies;
    the organ of the primary itself is left out. log colonies = primary + organ, least squares
    weighted by the number of patients with that site.
    """
    shares = arrest_shares(arrest, **knobs)[list(BLOOD_BORNE)]
    return (_other_cancers() / shares * shares["lung"]).rename("soil")


def fit_soil(
    cohort: str = FIT, *, arrest: float = 0.5, level: float = 0.9, seed: int = 0, **knobs: float
) -> pd.DataFrame:
    """The soil that makes the model give exactly the counts of one cohort, relative to the lung,
    with intervals.

    Columns ``count, total, soil, soil_low, soil_high`` by ``site_id``. Half a patient is added to
    each count, so that zeros have a value; the interval (``level``) comes from binomial redraws of
    the counts and does not know that sites go together.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    seen = observed(cohort)
    flow = arrest_shares(arrest, **knobs)[list(BLOOD_BORNE)].to_numpy()
    soil = _soil(seen["count"].to_numpy(), seen["total"].to_numpy(), flow)
    drawn = _soil(redraw(seen, seed), seen["total"].to_numpy(), flow)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return seen.assign(soil=soil, soil_low=low, soil_high=high)


def predictions(model: str, *, arrest: float = 0.5, **knobs: float) -> pd.Series:
    """Expected colonies of the eight sites up to one common factor, by ``site_id``. ``model`` is a
    key of MODELS.
    """
    if model not in MODELS:
        raise ValueError(f"model must be one of {', '.join(MODELS)}, not {model!r}")
    flow = arrest_shares(arrest, **knobs)[list(BLOOD_BORNE)]
    if model == "flow_soil":
        seen = observed(FIT)
        flow = flow * _soil(seen["count"].to_numpy(), seen["total"].to_numpy(), flow.to_numpy())
    elif model == "flow_receptivity":
        flow = flow * receptivity(arrest, **knobs)
    elif model == "flow_per_gram":
        flow = flow / _grams()
    elif model == "receptivity":
        flow = receptivity(arrest, **knobs)
    elif model == "other_cancers":
        flow = _other_cancers()
    elif model == "equal":
        flow = flow * 0 + 1
    return flow.rename("colonies")


def predicted(model: str, cohort: str, **knobs: float) -> pd.DataFrame:
    """Predicted and observed share of patients for each site: ``observed, predicted, log10_ratio``,
    by ``site_id``.

    The burden, one number, is fitted to the cohort (greatest binomial likelihood); observed is
    (count + 0.5) / (total + 1).
    """
    seen = observed(cohort)
    colonies = predictions(model, **knobs)
    chance = involvement(colonies, burden=fitted_burden(colonies.to_numpy(), seen))
    rate = (seen["count"] + 0.5) / (seen["total"] + 1)
    return seen.assign(observed=rate, predicted=chance, log10_ratio=np.log10(chance / rate))


@lru_cache
def _roles() -> dict[str, str]:
    """The role of each cohort that reports enough of the eight sites."""
    groups = counted().groupby("cohort_id", sort=False)
    return {name: rows["role"].iloc[0] for name, rows in groups if len(rows) >= LEAST_SITES}


@lru_cache
def counted() -> pd.DataFrame:
    table = tables.load("blood_cohorts").astype({"cohort_id": str, "role": str, "site_id": str})
    keep = (
        table["site_id"].isin(BLOOD_BORNE)
        & table["count"].notna()
        & table["role"].isin(["fit", "hold_out"])
    )
    return table[keep]


@lru_cache
def _grams() -> pd.Series:
    """Mass in grams of each of the eight organs in the adult man, parts summed (nas1999)."""
    table = tables.load("blood_flow").astype({"quantity": str, "site_id": str})
    rows = table.query("quantity == 'mass' and study_id == @MASS_STUDY")
    return rows.groupby("site_id")["value"].sum()[list(BLOOD_BORNE)]


@lru_cache
def _other_cancers() -> pd.Series:
    """Colonies relative to the lung over the other cancers: their average pattern, without any
    flow.
    """
    table = tables.load("blood_autopsies").astype({"primary": str, "site_id": str})
    own = table["note"].fillna("").str.contains("same organ")
    kept = ~own & (table["total"] >= LEAST_AUTOPSIES) & table["site_id"].isin(BLOOD_BORNE)
    table = table[kept & ~table["primary"].isin(["liver", "unknown primary"])]
    count = table["count"].to_numpy(dtype=float) + 0.5
    colonies = -np.log1p(-count / (table["total"].to_numpy(dtype=float) + 1))
    primaries = pd.get_dummies(table["primary"], dtype=float).to_numpy()
    organs = pd.get_dummies(table["site_id"], dtype=float).drop(columns="lung")
    design = np.hstack([primaries, organs.to_numpy()])
    root = np.sqrt(count)
    effects, *_ = np.linalg.lstsq(design * root[:, None], np.log(colonies) * root, rcond=None)
    ratios = pd.Series(np.exp(effects[primaries.shape[1] :]), index=organs.columns)
    return ratios.reindex(list(BLOOD_BORNE)).fillna(1.0).rename_axis("site_id")


def _soil(counts: np.ndarray, totals: np.ndarray, flow: np.ndarray) -> np.ndarray:
    per_share = -np.log1p(-(counts + 0.5) / (totals + 1)) / flow
    return per_share / per_share[..., :1]


def redraw(seen: pd.DataFrame, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    totals = seen["total"].to_numpy()
    return rng.binomial(totals, rates_of(seen), size=(DRAWS, len(seen)))


def rates_of(seen: pd.DataFrame) -> np.ndarray:
    return ((seen["count"] + 0.5) / (seen["total"] + 1)).to_numpy()


def fitted_burden(colonies: np.ndarray, seen: pd.DataFrame) -> float:
    """The factor with the greatest binomial likelihood, by bisection on its slope."""
    count, free = seen["count"].to_numpy(), (seen["total"] - seen["count"]).to_numpy()
    low, high = -12.0, 12.0  # of log burden, with the largest expectation set to 1
    weight = colonies / colonies.max()
    for _ in range(60):
        middle = (low + high) / 2
        expected = np.exp(middle) * weight
        slope = (count * expected / np.expm1(expected) - free * expected).sum()
        low, high = (middle, high) if slope > 0 else (low, middle)
    return float(np.exp(middle) / colonies.max())
