"""From a complaint to the sites to think of, with the counts that exist; numbers in, View out."""

import textwrap

import pandas as pd
import plotly.graph_objects as go

from helpers import statistics, studies, theme
from helpers.atlas import known
from helpers.atlas.edges import name_of
from helpers.atlas.figures_map import sites_marked
from helpers.atlas.graph import paths_to
from helpers.view import View

NO_COUNT = "no count found"
_HEIGHT, _ROW = 150, 46  # px: axis and margins, one line
_LETTERS = 28  # of a line of a label


def sites_to_think_of(complaint: str) -> View:
    """The sites behind a complaint: how many of those with that metastasis had it, where counted.

    Raises ValueError for an unknown complaint.
    """
    rows = known.sites_to_think_of(complaint)
    alone = rows["site_id"].nunique() == 1
    rows["label"] = [_label(row, alone) for row in rows.itertuples()]
    counted = rows.dropna(subset=["count", "total"])
    bare = rows.drop(counted.index)
    traces = [_marks(counted)] if len(counted) else []
    traces += [_words(bare)] if len(bare) else []
    figure = go.Figure(traces)
    axis = "share of those with that metastasis<br>who had the complaint (%)"
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


def places(complaint: str) -> str:
    """The sites to think of, in words. Raises ValueError for an unknown complaint."""
    sites = known.sites_to_think_of(complaint)["site_id"].drop_duplicates()
    return f"With {complaint}, think of: {', '.join(map(name_of, sites))}."


def map_of(complaint: str) -> str:
    """SVG of the body with those sites marked. Raises ValueError for an unknown complaint."""
    sites = known.sites_to_think_of(complaint)["site_id"].drop_duplicates().tolist()
    return sites_marked(sites, places(complaint))


def _label(row, alone: bool) -> str:
    """What was counted; the site before it where there are several."""
    name = name_of(row.site_id)
    said = _text(row.symptom) or name
    said = said if alone or said == name else f"{name}: {said}"
    return "<br>".join(textwrap.wrap(said, _LETTERS))


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
    said = places(complaint)
    if counted.empty:
        said = f"{said.removesuffix('.')}; {NO_COUNT}."
    for who, part in counted.groupby("who", sort=False):
        counts = (f"{r.symptom} {theme.count_of(r.count, r.total)}" for r in part.itertuples())
        said += f" Of {who}: {'; '.join(counts)}."
    notes = rows.dropna(subset="note").drop_duplicates("note").itertuples()
    return said + "".join(f" Note on {name_of(row.site_id)}: {row.note}." for row in notes)


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
