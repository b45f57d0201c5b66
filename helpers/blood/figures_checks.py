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
MEASURES = {
    "order of the organs": "rho",
    "size of the misfit": "rmse",
    "size of the misfit, burden kept from Basel 1969–83": "rmse_frozen",
}


@lru_cache
def _compared() -> pd.DataFrame:
    return model.compare_with_cohorts()


def held_out(measure: str = "rho") -> View:
    """Every model against every cohort but the fitted one; ``measure`` is a value of MEASURES.

    "rho" compares the order of the organs; "rmse" the size of the misfit with the burden fitted to
    each cohort, "rmse_frozen" with the burden of the cohort that the soil was fitted on.
    """
    if measure not in MEASURES.values():
        raise ValueError(f"measure must be one of {', '.join(MEASURES.values())}, not {measure!r}")
    compared = _compared()
    cohorts = [c for c in compared["cohort_id"].unique() if c != model.FIT]
    patients = compared.groupby("cohort_id")["patients"].first()
    labels = [f"{cohort_label(c)}<br>{patients[c]} patients" for c in cohorts]
    figure = go.Figure()
    if measure == "rho":
        figure.add_trace(_ceiling(_scores(model.CEILING, cohorts), labels))
        axis = {"title": {"text": "Agreement in order<br>(Spearman's rho; 1 = the same order)"}}
        axis |= {"range": [-0.45, 1.05]}
    else:
        axis = {"title": {"text": "Typical misfit of an organ<br>(times too many or too few)"}}
        axis |= {"range": [0, 16]}
    for key in MODELS:
        if measure != "rho" or key != "equal":  # a constant has no order
            figure.add_trace(_marks(key, _scores(key, cohorts), labels, measure))
    legend = {"yref": "container", "y": 0.01, "yanchor": "bottom"}
    # models side by side in a cohort: on one line their intervals would hide each other
    apart = {"scattermode": "group", "scattergap": 0.4}
    layout = {"legend": legend, "margin": {"t": 8, "b": 130}, "height": 430} | apart
    figure.update_layout(xaxis=axis, yaxis={"autorange": "reversed"}, **layout)
    return View(_held_out_sentence(cohorts, measure), _held_out_table(cohorts, measure), figure)


def _scores(key: str, cohorts: list[str]) -> pd.DataFrame:
    compared = _compared()
    return compared[compared["model"] == key].set_index("cohort_id").loc[cohorts]


def _shown(scores: pd.DataFrame, measure: str) -> pd.Series:
    """The scores as a reader meets them: rho, or a factor instead of its logarithm."""
    return scores[measure] if measure == "rho" else 10 ** scores[measure]


def _marks(key: str, scores: pd.DataFrame, labels: list[str], measure: str) -> go.Scatter:
    name, symbol, colour = MODELS[key]
    outline = {"width": 1.2, "color": theme.OUTLINE}
    return go.Scatter(
        x=_shown(scores, measure),
        y=labels,
        mode="markers",
        orientation="h",
        name=name,
        marker={"symbol": symbol, "size": 13, "color": colour, "line": outline},
        error_x=_interval(scores) if measure == "rho" else None,
    )


def _interval(rows: pd.DataFrame) -> dict:
    return {
        "type": "data",
        "array": (rows["rho_high"] - rows["rho"]).clip(lower=0),
        "arrayminus": (rows["rho"] - rows["rho_low"]).clip(lower=0),
        "color": theme.NEUTRAL["line"],
        "thickness": 1,
    }


def _ceiling(scores: pd.DataFrame, labels: list[str]) -> go.Bar:
    return go.Bar(
        y=labels,
        x=scores["rho_high"] - scores["rho_low"],
        base=scores["rho_low"],
        orientation="h",
        name="agreement of other cohorts",
        marker={
            "color": theme.NEUTRAL["grid"],
            "line": {"color": theme.NEUTRAL["line"], "width": 1},
        },
        width=0.6,
    )


def _two_digits(score: float) -> str:
    return f"{score:.2f}".replace("-", "−")  # a minus, not a hyphen


def _held_out_sentence(cohorts: list[str], measure: str) -> str:
    def span(key: str) -> str:
        values = _shown(_scores(key, cohorts), measure)
        form = "{:.2f} to {:.2f}" if measure == "rho" else "{:.1f} to {:.1f}"
        return form.format(values.min(), values.max()).replace("-", "−")  # a minus, not a hyphen

    begin = f"On {len(cohorts)} cohorts that the model has not seen"
    if measure == "rho":
        ceiling = _scores(model.CEILING, cohorts)
        return (
            f"{begin}, flow alone orders the organs with rho {span('flow')}, other cancers with "
            f"{span('other_cancers')}, the fitted soil with {span('flow_soil')}; real cohorts "
            f"agree with each other at {ceiling['rho_low'].min():.2f} to "
            f"{ceiling['rho_high'].max():.2f}."
        )
    burden = "" if measure == "rmse" else " and with the burden of Basel 1969–83"
    return (
        f"{begin}{burden}, an organ is typically off by {span('flow')} times with flow alone, "
        f"{span('equal')} if all organs are held equal, {span('other_cancers')} from other cancers "
        f"and {span('flow_soil')} with the fitted soil."
    )


def _held_out_table(cohorts: list[str], measure: str) -> pd.DataFrame:
    table = pd.DataFrame({"Cohort": [cohort_label(c) for c in cohorts]}, index=cohorts)
    table["Patients"] = _scores("flow", cohorts)["patients"]
    for key, (name, *_) in MODELS.items():
        if measure != "rho" or key != "equal":
            scores = _shown(_scores(key, cohorts), measure)
            table[name[0].upper() + name[1:]] = [_two_digits(score) for score in scores]
    if measure == "rho":
        ceiling = _scores(model.CEILING, cohorts)
        ends = zip(ceiling["rho_low"], ceiling["rho_high"], strict=True)
        table["Other cohorts"] = [f"{low:.2f} to {high:.2f}" for low, high in ends]
    return table.reset_index(drop=True)


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
        ("without side ways", before, "circle-open", theme.INK, 22),  # seen round a square
        ("with the side ways set", after, "square", BLOOD.colour, 13),
        ("needed to match Basel 1969–83", needed, "diamond-tall", theme.INK, 13),
    ]
    for label, values, symbol, colour, size in marks:
        figure.add_scatter(
            x=values,
            y=names,
            mode="markers",
            name=label,
            marker={
                "symbol": symbol,
                "size": size,
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
    legend = {"yref": "container", "y": 0.99, "yanchor": "top"}
    figure.update_layout(margin={"t": 70}, legend=legend)  # off the first row
    return figure


def _detour_sentence(after: pd.Series, needed: pd.Series, changed: pd.Series) -> str:
    shares = shares_needed()
    return (
        f"For 100 cells in the lung, {after['bone']:.2g} stop in bone ({needed['bone']:.0f} would "
        f"be needed), {after['adrenal_gland']:.2g} in the adrenal glands "
        f"({needed['adrenal_gland']:.0f}), {after['kidney']:.2g} in the kidneys "
        f"({needed['kidney']:.1f}); {theme.percent(changed['liver'])} of all cells stay in the "
        f"liver. Alone, Batson's veins would have to carry "
        f"{theme.percent(shares['batson_share'])} and the direct way to the adrenal "
        f"{theme.percent(shares['adrenal_share'])}."
    )
