"""How good is the model, and what would mend it: held-out cohorts and side ways of the blood."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.blood import model
from helpers.blood.labels import BLOOD, cohort_label, site_names
from helpers.view import View

MODELS = {
    "flow": ("flow only", "square", BLOOD.colour),
    "other_cancers": ("average of other cancers", "diamond", theme.ROUTES["lymph"].colour),
    "flow_soil": ("soil fitted on Basel 1969–83", "triangle-up", theme.ROUTES["seeding"].colour),
    "equal": ("all organs equal", "x", theme.NEUTRAL["line"]),
}
MEASURES = {"Order of the organs": "rho", "Size of the misfit": "rmse"}


@lru_cache
def _compared() -> pd.DataFrame:
    return model.compare_with_cohorts()


def held_out(measure: str = "rho", frozen: bool = False) -> View:
    """Every model against every cohort: the order of the organs (rho) or the size of the misfit
    (rmse).

    ``frozen`` keeps the burden that was fitted on Basel 1969–83; it changes the misfit, never the
    order.
    """
    if measure not in MEASURES.values():
        raise ValueError(f"measure must be one of {', '.join(MEASURES.values())}, not {measure!r}")
    compared = _compared()
    cohorts = [c for c in compared["cohort_id"].unique() if c != model.FIT]
    labels = {
        c: f"{cohort_label(c)} ({n} patients)"
        for c, n in zip(compared["cohort_id"], compared["patients"], strict=True)
    }
    column = "rmse_frozen" if frozen and measure == "rmse" else measure
    figure = go.Figure()
    if measure == "rho":
        _ceiling(figure, compared, cohorts, labels)
    for key, (name, symbol, colour) in MODELS.items():
        rows = compared[compared["model"] == key].set_index("cohort_id").loc[cohorts]
        if rows[column].isna().all():
            continue
        values = rows[column] if measure == "rho" else 10 ** rows[column]
        figure.add_scatter(
            x=values,
            y=[labels[c] for c in cohorts],
            mode="markers",
            name=name,
            marker={
                "symbol": symbol,
                "size": 13,
                "color": colour,
                "line": {"width": 1.2, "color": theme.OUTLINE},
            },
            error_x=_interval(rows) if measure == "rho" else None,
        )
    title = "Agreement in order (Spearman's rho; 1 = the same order)"
    if measure == "rho":
        figure.update_xaxes(title_text=title, range=[-0.45, 1.05])
    else:
        figure.update_xaxes(
            title_text="Typical misfit of an organ (times too many or too few)", range=[0, 14]
        )
    figure.update_yaxes(autorange="reversed")
    legend = {"yref": "container", "y": 0.01, "yanchor": "bottom"}
    figure.update_layout(legend=legend, margin={"t": 8, "b": 104}, height=400)
    return View(
        _held_out_sentence(compared, cohorts, measure, column),
        _held_out_table(compared, cohorts, column),
        figure,
    )


def _interval(rows: pd.DataFrame) -> dict:
    return {
        "type": "data",
        "array": (rows["rho_high"] - rows["rho"]).clip(lower=0),
        "arrayminus": (rows["rho"] - rows["rho_low"]).clip(lower=0),
        "color": theme.NEUTRAL["line"],
        "thickness": 1,
    }


def _ceiling(figure: go.Figure, compared: pd.DataFrame, cohorts: list[str], labels: dict) -> None:
    rows = compared[compared["model"] == model.CEILING].set_index("cohort_id").loc[cohorts]
    figure.add_bar(
        y=[labels[c] for c in cohorts],
        x=rows["rho_high"] - rows["rho_low"],
        base=rows["rho_low"],
        orientation="h",
        name="how well the other cohorts predict it",
        marker={
            "color": theme.NEUTRAL["grid"],
            "line": {"color": theme.NEUTRAL["line"], "width": 1},
        },
        width=0.55,
    )


def _held_out_sentence(
    compared: pd.DataFrame, cohorts: list[str], measure: str, column: str
) -> str:
    def span(key: str, word: str = "{:.2f}") -> str:
        rows = compared[(compared["model"] == key) & compared["cohort_id"].isin(cohorts)]
        values = rows[column] if measure == "rho" else 10 ** rows[column]
        text = f"{word.format(values.min())} to {word.format(values.max())}"
        return text.replace("-", "−")  # a minus sign, not a hyphen

    if measure == "rho":
        rows = compared[(compared["model"] == model.CEILING) & compared["cohort_id"].isin(cohorts)]
        return (
            f"On {len(cohorts)} cohorts that the model has not seen, flow alone orders the organs "
            f"with rho {span('flow')}, other cancers with {span('other_cancers')}, the fitted soil "
            f"with {span('flow_soil')}; real cohorts agree with each other at "
            f"{rows['rho_low'].min():.2f} to {rows['rho_high'].max():.2f}."
        )
    return (
        f"On {len(cohorts)} cohorts that the model has not seen, an organ is typically off by "
        f"{span('flow', '{:.1f}')} times with flow alone, {span('equal', '{:.1f}')} if all organs "
        f"are held equal, {span('other_cancers', '{:.1f}')} from other cancers and "
        f"{span('flow_soil', '{:.1f}')} with the fitted soil."
    )


def _held_out_table(compared: pd.DataFrame, cohorts: list[str], column: str) -> pd.DataFrame:
    rows = []
    for cohort in cohorts:
        scores = compared[compared["cohort_id"] == cohort].set_index("model")
        row = {"Cohort": cohort_label(cohort), "Patients": int(scores["patients"].iloc[0])}
        for key, (name, *_) in MODELS.items():
            if column == "rho" and key == "equal":
                continue  # a constant has no order
            row[name.capitalize()] = round(
                scores.at[key, column] if column == "rho" else 10 ** scores.at[key, column], 2
            )
        if column == "rho":
            low, high = scores.loc[model.CEILING, ["rho_low", "rho_high"]]
            row["Other cohorts"] = f"{low:.2f} to {high:.2f}"
        rows.append(row)
    return pd.DataFrame(rows)


DETOUR_SITES = ("liver", "kidney", "brain", "bone", "adrenal_gland")


def detours(
    shunt: float = 0.0, collateral: float = 0.0, batson: float = 0.0, adrenal: float = 0.0
) -> View:
    """What side ways change: cells per 100 in the lung, without and with them, beside what Basel
    1969–83 would need.
    """
    plain = model.arrest_shares()
    changed = model.arrest_shares(
        shunt_share=shunt, collateral_share=collateral, batson_share=batson, adrenal_share=adrenal
    )
    sites = list(DETOUR_SITES)
    before, after = (100 * shares[sites] / shares["lung"] for shares in (plain, changed))
    needed = 100 * _needed_ratio().reindex(sites)
    figure = _detour_figure(sites, before, after, needed)
    table = pd.DataFrame(
        {
            "Site": [site_names()[site] for site in sites],
            "Cells per 100 in the lung, without side ways": before.to_numpy(),
            "With the side ways set": after.to_numpy(),
            "Needed for Basel 1969–83": [
                "no count" if np.isnan(value) else theme.number(round(value, 2)) for value in needed
            ],
        }
    )
    return View(_detour_sentence(after, needed, changed), table, figure)


@lru_cache
def _needed_ratio() -> pd.Series:
    """Colonies for each one in the lung in Basel 1969–83."""
    fit = model.fit_soil()
    shares = model.arrest_shares()[fit.index]
    return fit["soil"] * shares / shares["lung"]


@lru_cache
def shares_needed() -> dict[str, float]:
    """The share that each side way would have to carry, alone, to explain its organ in Basel
    1969–83.
    """
    ratio = _needed_ratio()
    return {
        "batson_share": model.share_needed("batson_share", "bone", ratio["bone"]),
        "adrenal_share": model.share_needed(
            "adrenal_share", "adrenal_gland", ratio["adrenal_gland"]
        ),
    }


def _detour_figure(
    sites: list[str], before: pd.Series, after: pd.Series, needed: pd.Series
) -> go.Figure:
    names = [site_names()[site] for site in sites]
    figure = go.Figure()
    for name, start, end in zip(names, before, after, strict=True):
        figure.add_scatter(
            x=[start, end],
            y=[name, name],
            mode="lines",
            line={"color": BLOOD.colour, "width": 4},
            showlegend=False,
        )
    marks = [
        ("without side ways", before, "circle-open", theme.INK),
        ("with the side ways set", after, "square", BLOOD.colour),
        ("needed to match Basel 1969–83", needed, "diamond-tall", theme.INK),
    ]
    for label, values, symbol, colour in marks:
        figure.add_scatter(
            x=values,
            y=names,
            mode="markers",
            name=label,
            marker={
                "symbol": symbol,
                "size": 13,
                "color": colour,
                "line": {"width": 1.5, "color": theme.OUTLINE},
            },
        )
    figure.update_xaxes(
        type="log",
        range=[-1.1, 2.6],
        tickvals=[0.1, 1, 10, 100],
        title_text="Cells per 100 that stop in the lung",
    )
    figure.update_yaxes(autorange="reversed")
    return figure


def _detour_sentence(after: pd.Series, needed: pd.Series, changed: pd.Series) -> str:
    shares = shares_needed()
    return (
        f"For 100 cells in the lung, {after['bone']:.1f} stop in bone ({needed['bone']:.0f} would "
        f"be needed), {after['adrenal_gland']:.1f} in the adrenal glands "
        f"({needed['adrenal_gland']:.0f}), {after['kidney']:.1f} in the kidneys "
        f"({needed['kidney']:.1f}); {theme.percent(changed['liver'])} of all cells stay in the "
        f"liver. Batson's veins would have to carry {theme.percent(shares['batson_share'])}, the "
        f"direct way to the adrenal {theme.percent(shares['adrenal_share'])}."
    )
