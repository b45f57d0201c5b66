"""Recurrence in pictures: early and late, resection and transplantation."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import model
from helpers.view import HEIGHT, View

ROUTE = theme.ROUTES["intrahepatic"]
MONTHS = np.arange(0, 121, 2)
_STEPS = {"x0": 0, "dx": 1 / 6}  # years between the points of MONTHS
EARLY = {"name": "cells left behind (early)", "colour": ROUTE.colour}
LATE = {"name": "new tumours (late)", "colour": "#E9E2C8"}
TWO_YEARS = 24
_MARGIN = {"l": 8, "r": 12, "t": 30, "b": 8}
_PLACE = {  # place of the first recurrence: colour and hatch
    "liver_same_clone": (ROUTE.colour, ""),
    "liver_new_tumour": ("#E9E2C8", "."),
    "outside": (theme.ROUTES["blood"].colour, "/"),
    "none": (theme.NEUTRAL["wash"], ""),
}
_WORDS = {
    "liver_same_clone": "in the liver, cells left behind",
    "liver_new_tumour": "in the liver, a new tumour",
    "outside": "outside the liver",
    "none": "no recurrence yet",
}


def early_late(
    size: float | None = None,
    microvascular_invasion: bool | None = None,
    margin: float | None = None,
    cirrhosis: bool | None = None,
) -> View:
    """The two processes month by month (left) and the share with a recurrence (right), beside the
    published curves; arguments as in ``model.recurrence_hazard``.
    """
    knobs = {
        "size": size,
        "microvascular_invasion": microvascular_invasion,
        "margin": margin,
        "cirrhosis": cirrhosis,
    }
    now = model.recurrence_hazard(MONTHS, **knobs)
    average = model.recurrence_hazard(MONTHS)
    figure = go.Figure()
    _hazards(figure, now)
    _with_recurrence(figure, now, average)
    figure.update_layout(
        height=HEIGHT,
        margin=_MARGIN,
        xaxis={**_years(), "domain": [0, 0.46]},
        xaxis2={**_years(), "domain": [0.56, 1], "anchor": "y2"},
        yaxis={"title": {"text": "chance per month (%)"}, "range": [0, 10]},
        yaxis2={"title": {"text": "with a recurrence (%)"}, "range": [0, 103], "anchor": "x2"},
        legend={"y": 0.02, "x": 1, "yanchor": "bottom", "xanchor": "right", "orientation": "v"},
    )
    table = pd.DataFrame(
        {
            "Years after resection": (now["months"] / 12).tolist(),
            "Early, % per month": (100 * now["early"]).tolist(),
            "Late, % per month": (100 * now["late"]).tolist(),
            "With a recurrence, %": (100 - 100 * now["recurrence_free"]).tolist(),
        }
    ).iloc[::6]
    return View(_early_late_says(knobs), table, figure)


def _early_late_says(knobs: dict) -> str:
    by, five = (model.first_recurrence(months, **knobs) for months in (TWO_YEARS, 60))
    back, whole = 1 - by["none"], 1 - five["none"]
    new = by["liver_new_tumour"] / back
    return (
        f"The model sees a recurrence in {theme.percent(back)} of such patients within two years "
        f"and in {theme.percent(whole)} within five; of the recurrences of the first two years "
        f"{theme.percent(new)} are new tumours. A teaching model, not a forecast for a patient."
    )


def _hazards(figure: go.Figure, now: pd.DataFrame) -> None:
    for column, part in (("late", LATE), ("early", EARLY)):
        figure.add_scatter(
            **_STEPS,
            y=(100 * now[column]).round(2).tolist(),
            stackgroup="hazard",
            mode="lines",
            fillcolor=part["colour"],
            line={"color": theme.OUTLINE, "width": 1},
            name=part["name"],
            showlegend=False,
            hovertemplate="%{y:.1f} % per month<extra></extra>",
        )
    figure.add_shape(
        type="line", x0=2, x1=2, y0=0, y1=9.6, line={"dash": "dot", "color": theme.INK}
    )
    note = {"showarrow": False, "xanchor": "left", "font": {"size": 13}}
    figure.add_annotation(x=2.1, y=9.4, text="two years", **note)
    arrow = {"ax": 60, "ay": -36, "arrowcolor": theme.INK, "xanchor": "left"}
    top = now["total"].idxmax()
    figure.add_annotation(
        x=round(now["months"][top + 2] / 12, 2),
        y=round(100 * now["total"][top + 2], 2),
        text=EARLY["name"],
        font={"size": 13},
        **arrow,
    )
    figure.add_annotation(x=4.4, y=0.4, text=LATE["name"], **note)


def _with_recurrence(figure: go.Figure, now: pd.DataFrame, average: pd.DataFrame) -> None:
    axes = {"xaxis": "x2", "yaxis": "y2"}
    for rows, line, name in (
        (now, {"color": ROUTE.ink, "width": 5}, "these settings"),
        (average, {"color": theme.INK, "width": 1.5, "dash": "dash"}, "average patient"),
    ):
        figure.add_scatter(
            **_STEPS,
            y=(100 - 100 * rows["recurrence_free"]).round(1).tolist(),
            mode="lines",
            line=line,
            name=name,
            hovertemplate="%{y:.0f} %<extra></extra>",
            **axes,
        )
    rows = model.published_curves()
    for role, symbol in (("fitted", "circle"), ("check", "x-thin")):
        chosen = rows[rows["role"] == role]
        figure.add_scatter(
            x=(chosen["months"] / 12).tolist(),
            y=(100 * chosen["share"]).tolist(),
            mode="markers",
            marker={"symbol": symbol, "size": 9, "color": theme.INK, "line": {"width": 2}},
            name="published, used for the fit" if role == "fitted" else "published, not used",
            hovertemplate="%{y:.0f} % printed<extra></extra>",
            **axes,
        )


def _years() -> dict:
    return {"title": {"text": "years after resection"}, "range": [0, 10], "dtick": 2}


def operations(
    years: float = 5,
    microvascular_invasion: bool | None = None,
    cirrhosis: bool | None = None,
    recurred_only: bool = False,
) -> View:
    """Where the first recurrence lies after resection and after transplantation."""
    knobs = {"microvascular_invasion": microvascular_invasion, "cirrhosis": cirrhosis}
    shares = {
        name: model.first_recurrence(12 * years, operation=name, **knobs)
        for name in model.OPERATIONS
    }
    if recurred_only:
        shares = {name: _of_recurred(row) for name, row in shares.items()}
    figure = go.Figure()
    names = [name.capitalize() for name in shares]
    places = next(iter(shares.values())).index
    for place in places:
        colour, hatch = _PLACE[place]
        values = [100 * row[place] for row in shares.values()]
        figure.add_bar(
            x=[round(value, 1) for value in values],
            y=[0, 1],
            orientation="h",
            name=_WORDS[place],
            marker={
                "color": colour,
                "pattern": {
                    "shape": hatch,
                    "fillmode": "overlay",
                    "fgcolor": theme.OUTLINE,
                    "fgopacity": 0.35,
                    "size": 12,
                    "solidity": 0.15,
                },
                "line": {"color": theme.OUTLINE, "width": 1},
            },
            text=[f"<b>{value:.0f} %</b>" if value >= 5 else "" for value in values],
            textfont={"size": 19, "color": theme.INK},
            textangle=0,
            insidetextanchor="middle",
            hovertemplate="%{x:.1f} %<extra></extra>",
        )
    if recurred_only:
        _counted_outside(figure)
    whole = "of those with a recurrence" if recurred_only else "of all patients"
    figure.update_layout(
        height=HEIGHT,
        barmode="stack",
        bargap=0.45,
        margin={"l": 8, "r": 16, "t": 84, "b": 8},
        xaxis={"title": {"text": f"{whole} (%), {_time(years)} after the operation"},
               "range": [0, 100]},
        yaxis={"range": [1.5, -0.6], "tickvals": [0, 1], "ticktext": names, "showgrid": False},
        legend={"yref": "container", "y": 0.99, "yanchor": "top", "x": 0, "traceorder": "normal"},
    )  # fmt: skip
    table = pd.DataFrame({"First recurrence": [_WORDS[place] for place in places]})
    for name, row in shares.items():
        table[f"After {name}, {whole} (%)"] = (100 * row).tolist()
    return View(_operations_say(years, knobs), table, figure)


def _of_recurred(row: pd.Series) -> pd.Series:
    recurred = row.drop("none")
    return recurred / recurred.sum()


def _counted_outside(figure: go.Figure) -> None:
    """What was counted: share of recurrences in the liver, as a mark with its interval."""
    counts = model.compare_with_counts()
    liver = counts[counts["question"].str.contains("only in the liver")]
    outside = counts[counts["question"].str.contains("outside")].iloc[0]
    x = [*liver["counted"], 1 - outside["counted"]]
    figure.add_scatter(
        x=[round(100 * value, 1) for value in x],
        y=[-0.38] * len(liver) + [0.62],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [100 * v for v in [*(liver["high"] - liver["counted"]),
                                        outside["counted"] - outside["low"]]],
            "arrayminus": [100 * v for v in [*(liver["counted"] - liver["low"]),
                                             outside["high"] - outside["counted"]]],
            "color": theme.INK,
        },
        mode="markers",
        marker={"symbol": "diamond", "size": 12, "color": theme.PAPER,
                "line": {"width": 2, "color": theme.INK}},
        name="counted: only in the liver (95 % interval)",
        hovertemplate="%{x:.0f} % counted in the liver<extra></extra>",
    )  # fmt: skip


def _time(years: float) -> str:
    return "1 year" if years == 1 else f"{years:g} years"


def _operations_say(years: float, knobs: dict) -> str:
    after, graft = (
        model.first_recurrence(12 * years, operation=name, **knobs) for name in model.OPERATIONS
    )
    outside, away = (1 - row["none"] for row in (after, graft))
    return (
        f"Within {_time(years)} {theme.percent(outside)} recur after resection, "
        f"{theme.percent(after['outside'] / outside)} of them outside the liver first; after "
        f"transplantation {theme.percent(away)} recur, {theme.percent(graft['outside'] / away)} of "
        "them outside: the same cells travel, but the old liver is gone."
    )
