"""The model against cohorts that it has not seen, always beside the baselines."""

import numpy as np
import pandas as pd

from helpers.blood.cohorts import (
    DRAWS,
    FIT,
    MODELS,
    cohort_names,
    counted,
    fitted_burden,
    involvement,
    observed,
    predictions,
    rates_of,
    redraw,
)

CEILING = "another_cohort"


def compare_with_cohorts(*, arrest: float = 0.5, **knobs: float) -> pd.DataFrame:
    """Every model against every cohort with counts, baselines beside them: one row a cohort and
    model.

    Columns: ``cohort_id, role, patients, model, rho, rho_low, rho_high, p, rmse, rmse_frozen``. rho
    is Spearman's over the eight sites (90 % interval by binomial redraws of the counts, p one-sided
    by permutation); rmse is the root mean square of log10(predicted / observed), with the burden
    fitted to the cohort or ``frozen`` as fitted on the training cohort. The ceiling rows give the
    lowest, median and highest rho with the other cohorts (rho_low, rho, rho_high).
    """
    rows = []
    for cohort in cohort_names():
        seen = observed(cohort)
        role = "fit" if cohort in cohort_names("fit") else "hold_out"
        base = {"cohort_id": cohort, "role": role, "patients": int(seen["total"].iloc[0])}
        rows += [
            base | {"model": model} | _scores(model, seen, arrest=arrest, **knobs)
            for model in MODELS
        ]
        rhos = [
            _rho(rates_of(seen), rates_of(observed(other)))
            for other in cohort_names()
            if other != cohort
        ]
        if rhos:
            ends = {"rho": np.median(rhos), "rho_low": min(rhos), "rho_high": max(rhos)}
            rows.append(base | {"model": CEILING} | ends)
    columns = [
        "cohort_id",
        "role",
        "patients",
        "model",
        "rho",
        "rho_low",
        "rho_high",
        "p",
        "rmse",
        "rmse_frozen",
    ]
    return pd.DataFrame(rows, columns=columns)


def ratio_checks(*, arrest: float = 0.5, **knobs: float) -> pd.DataFrame:
    """Colonies in an organ : colonies in the lung, observed and predicted, for cohorts with too few
    sites for a rank.

    Columns ``cohort_id, site_id, observed`` and one a model of MODELS.
    """
    table = counted()
    small = table[
        ~table["cohort_id"].isin(cohort_names()) & table["role"].isin(["fit", "hold_out"])
    ]
    expected = {model: predictions(model, arrest=arrest, **knobs) for model in MODELS}
    rows = []
    for cohort, group in small.groupby("cohort_id", sort=False):
        colonies = -np.log1p(-group.set_index("site_id").eval("count / total").astype(float))
        for site in colonies.index.drop("lung", errors="ignore") if "lung" in colonies else []:
            row = {
                "cohort_id": cohort,
                "site_id": site,
                "observed": colonies[site] / colonies["lung"],
            }
            rows.append(
                row | {model: series[site] / series["lung"] for model, series in expected.items()}
            )
    return pd.DataFrame(rows)


def _scores(model: str, seen: pd.DataFrame, **knobs: float) -> dict[str, float]:
    colonies = predictions(model, **knobs)
    rates = rates_of(seen)
    frozen = fitted_burden(colonies.to_numpy(), observed(FIT))
    scores = {
        name: float(np.sqrt(np.mean(np.log10(involvement(colonies, burden=burden) / rates) ** 2)))
        for name, burden in (
            ("rmse", fitted_burden(colonies.to_numpy(), seen)),
            ("rmse_frozen", frozen),
        )
    }
    if model == "equal":
        return scores  # a constant has no order
    redrawn = redraw(seen, seed=0)
    rhos = _rho(colonies.to_numpy(), redrawn)
    rho = _rho(colonies.to_numpy(), rates)
    rng = np.random.default_rng(0)
    shuffled = rng.permuted(np.tile(rates, (DRAWS, 1)), axis=1)
    low, high = np.nanquantile(rhos, [0.05, 0.95])
    chance = np.mean(_rho(colonies.to_numpy(), shuffled) >= rho - 1e-9)
    return {"rho": float(rho), "rho_low": low, "rho_high": high, "p": float(chance)} | scores


def _rho(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Spearman's rho of ``first`` (sites) with each row of ``second`` (..., sites); ties share
    their mean rank.
    """
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return (a * b).sum(axis=-1) / np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))


def _ranks(values: np.ndarray) -> np.ndarray:
    # equal organs must tie although they were computed in different ways
    values = np.round(np.log(values + 1e-12), 9)
    below = (values[..., :, None] > values[..., None, :]).sum(axis=-1)
    same = (values[..., :, None] == values[..., None, :]).sum(axis=-1)
    return below + (same + 1) / 2
