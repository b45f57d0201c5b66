"""From a complaint to the sites to think of, with the counts that exist; numbers in, View out."""

import pandas as pd
import plotly.graph_objects as go

from helpers import statistics, studies, theme
from helpers.atlas import known
from helpers.atlas.edges import name_of
from helpers.atlas.graph import paths_to
from helpers.view import View

NO_COUNT = "no count found"
_HEIGHT, _ROW = 130, 46  # px: axis and margins, one line


def sites_to_think_of(complaint: str) -> View:
    """The sites behind a complaint: how many of those with that metastasis had it, where counted.

    Raises ValueError for an unknown complaint.
    """
    rows = known.sites_to_think_of(complaint)
    rows["label"] = [_label(row) for row in rows.itertuples()]
    counted = rows.dropna(subset=["count", "total"])
    bare = rows.drop(counted.index)
    traces = [_marks(counted)] if len(counted) else []
    traces += [_words(bare)] if len(bare) else []
    figure = go.Figure(traces)
    axis = "of those with that metastasis, share with the complaint (%)"
    figure.update_layout(
        height=_HEIGHT + _ROW * len(rows),
        showlegend=False,
        xaxis={"range": [-1.5, 100], "title": axis},
        yaxis={
            "categoryorder": "array",
            "categoryarray": rows["label"].tolist()[::-1],
            "range": [-0.6, len(rows) - 0.2],  # room for the words over the highest line
        },
    )
    return View(_sentence(complaint, rows, counted), _table(rows), figure)


def _label(row) -> str:
    return f"{name_of(row.site_id)}<br><sub>{_text(row.symptom) or 'no row for this'}</sub>"


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _marks(rows: pd.DataFrame) -> go.Scatter:
    share = 100 * (rows["count"] / rows["total"]).astype(float)
    low, high = (100 * bound for bound in statistics.wilson(rows["count"], rows["total"]))
    return go.Scatter(
        x=share,
        y=rows["label"],
        mode="markers+text",
        text=[f"{row.count} of {row.total}" for row in rows.itertuples()],
        textposition="top center",
        marker={"size": 12, "color": theme.INK},
        error_x={
            "array": high - share,
            "arrayminus": share - low,
            "color": theme.NEUTRAL["line"],
            "width": 0,
        },
        hovertemplate="%{text}<extra></extra>",
    )


def _words(rows: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=[0] * len(rows),
        y=rows["label"],
        mode="text",
        text=[NO_COUNT] * len(rows),
        textposition="middle right",
        hoverinfo="skip",
    )


def _sentence(complaint: str, rows: pd.DataFrame, counted: pd.DataFrame) -> str:
    places = " and ".join(dict.fromkeys(name_of(site) for site in rows["site_id"]))
    said = f"With {complaint}, think of {places}: "
    if counted.empty:
        return said + f"{NO_COUNT}, only that it is described."
    counts = "; ".join(
        f"{row.symptom} in {theme.count_of(row.count, row.total)} {row.who}"
        for row in counted.itertuples()
    )
    return said + counts + "."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "site": [name_of(site) for site in rows["site_id"]],
            "complaint as counted": [_text(s) or "-" for s in rows["symptom"]],
            "count": [_count(row) for row in rows.itertuples()],
            "route": [_routes(site) for site in rows["site_id"]],
            "study": [studies.names().get(_text(s), "none") for s in rows["study_id"]],
            "note": rows["note"].fillna(""),
        }
    )


def _count(row) -> str:
    if pd.isna(row.count) or pd.isna(row.total):
        return NO_COUNT
    return f"{theme.count_of(row.count, row.total)} {row.who}"


def _routes(site_id: str) -> str:
    routes = dict.fromkeys(theme.ROUTES[way.route].name for way in paths_to(site_id))
    return ", ".join(routes) or "no described path"
