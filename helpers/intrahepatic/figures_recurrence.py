"""Early and late recurrence in pictures: two processes behind one curve."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import model
from helpers.view import HEIGHT, View

ROUTE = theme.ROUTES["intrahepatic"]
MONTHS = np.arange(0, 121, 2)
_STEPS = {"x0": 0, "dx": 1 / 6}  # years between the points of MONTHS
EARLY = {"name": "cells left<br>behind (early)", "colour": ROUTE.colour}
LATE = {"name": "new tumours<br>(late)", "colour": "#E9E2C8"}
TWO_YEARS = 24
_HIGHEST = 14  # percent per month: the axis holds every setting and the words above its hump
_MARGIN = {"l": 8, "r": 12, "t": 56, "b": 8}


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
        xaxis={**_years(), "domain": [0, 0.42]},
        xaxis2={**_years(), "domain": [0.58, 1], "anchor": "y2"},
        yaxis={"title": {"text": "chance per month (%)"}, "range": [0, _HIGHEST]},
        yaxis2={"title": {"text": "with a recurrence (%)"}, "range": [0, 103], "anchor": "x2"},
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
        type="line", x0=2, x1=2, y0=0, y1=_HIGHEST - 0.4, line={"dash": "dot", "color": theme.INK}
    )
    note = {"showarrow": False, "xanchor": "left", "font": {"size": 13}}
    figure.add_annotation(x=2.1, y=_HIGHEST - 0.6, text="two years", **note)
    arrow = {"ax": 40, "ay": -28, "arrowcolor": theme.INK, "xanchor": "left", "align": "left"}
    top = now["total"].idxmax()
    figure.add_annotation(
        x=round(now["months"][top + 2] / 12, 2),
        y=round(100 * now["total"][top + 2], 2),
        text=EARLY["name"],
        font={"size": 13},
        **arrow,
    )
    floor = round(100 * now["late"].iloc[-1], 2)
    end = note | {"xanchor": "right", "align": "right"}
    figure.add_annotation(x=9.9, y=floor, yanchor="bottom", text=LATE["name"], **end)


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
            cliponaxis=False,
            hovertemplate="%{y:.0f} % printed<extra></extra>",
            **axes,
        )


def _years() -> dict:
    return {"title": {"text": "years after resection"}, "range": [0, 10], "dtick": 2}
