"""Pictures of what is known about each site: numbers in, picture, sentence and table out."""

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.view import View

HEIGHT = 470  # px: one line a site
NODES = "lymph nodes"  # one row for every node group, whatever a series calls it


def organs_reached(frequencies: pd.DataFrame, series: str) -> View:
    """The share of patients reached, site by site: ``series`` in route colours, the others in grey.

    ``frequencies`` as from `model.organ_frequencies`. Raises ValueError for an unknown series.
    """
    if series not in set(frequencies["series"]):
        raise ValueError(
            f"no series {series!r}; there are {', '.join(sorted(set(frequencies['series'])))}"
        )
    rows = frequencies.assign(row=frequencies["site"].where(frequencies["route"] != "lymph", NODES))
    order = rows.groupby("row")["count"].sum().sort_values().index.tolist()
    chosen = rows[rows["series"] == series].sort_values("share", ascending=False)
    others = rows[rows["series"] != series]
    figure = go.Figure([_others(others), *_marks(chosen)])
    figure.update_layout(
        height=HEIGHT,
        margin={"t": 72},  # two rows of legend, whichever routes the series has
        xaxis={"range": [-1.5, 100], "title": "patients with that site reached (%)"},
        yaxis={"categoryorder": "array", "categoryarray": order},
    )
    return View(_sentence(chosen), _table(chosen), figure)


def _others(rows: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        name="the other series",
        x=100 * rows["share"],
        y=rows["row"],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 11, "color": theme.NEUTRAL["line"]},
        text=[_spoken(row) for row in rows.itertuples()],
        hovertemplate="%{text}<extra></extra>",
    )


def _marks(rows: pd.DataFrame) -> list[go.Scatter]:
    """One trace a route, so that the legend names the routes of this series."""
    traces = []
    for key, route in theme.ROUTES.items():
        part = rows[rows["route"] == key]
        if part.empty:
            continue
        share, low, high = (100 * part[name] for name in ("share", "low", "high"))
        traces.append(
            go.Scatter(
                name=route.name,
                x=share,
                y=part["row"],
                mode="markers",
                marker={
                    "symbol": route.symbol,
                    "size": 13,
                    "color": route.colour,
                    "line": {"width": 1.5, "color": theme.OUTLINE},
                },
                error_x={
                    "array": high - share,
                    "arrayminus": share - low,
                    "color": route.ink,
                    "thickness": 2,
                    "width": 0,
                },
                text=[_spoken(row) for row in part.itertuples()],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return traces


def _spoken(row) -> str:
    return f"{row.site}: {theme.count_of(row.count, row.total)}<br>{row.series}"


def _interval(row) -> str:
    return f"{100 * row.low:.0f} to {theme.percent(row.high)}"


def _sentence(rows: pd.DataFrame) -> str:
    first, *rest = rows.head(3).itertuples()
    who = f"{first.total} {first.denominator} ({first.series.split(',')[0]}; {first.time_point})"
    then = " and ".join(f"{row.count} {row.site}" for row in rest)
    return (
        f"Of {who}, {first.count} had {first.site} metastasis "
        f"({theme.percent(first.share)}, 95 % interval {_interval(first)}); then {then}."
    )


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "site": rows["site"],
            "route": [
                theme.ROUTES[route].name if route else "" for route in rows["route"].fillna("")
            ],
            "reached": [theme.count_of(row.count, row.total) for row in rows.itertuples()],
            "95 % interval": [_interval(row) for row in rows.itertuples()],
            "detail": rows["site_detail"],
            "flag": rows["flag"].fillna(""),
        }
    )
