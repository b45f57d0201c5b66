"""Counts with their source and 95 % interval, as a forest of marks and as a table."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from helpers import statistics, studies, tables, theme

ROUTE = theme.ROUTES["seeding"]
OUTLINE = {"width": 1.5, "color": theme.OUTLINE}


def counts(*frequency_ids: str) -> pd.DataFrame:
    """Rows of data/seeding_frequencies.csv in this order, with source, share and 95 % interval."""
    rows = tables.load("seeding_frequencies").set_index("frequency_id").loc[list(frequency_ids)]
    who = rows["study_id"].map(studies.names())
    return with_interval(rows.reset_index().assign(source=who.to_list()))


def with_interval(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with share, low and high (Wilson, 95 %)."""
    low, high = statistics.wilson(rows["count"], rows["total"])
    share = (rows["count"] / rows["total"]).astype(float)
    return rows.assign(share=share, low=low, high=high)


def interval(row) -> str:
    """The 95 % interval of a row in words."""
    return f"{theme.percent(row.low).removesuffix(' %')} to {theme.percent(row.high)}"


def forest(
    labels: list[str], rows: pd.DataFrame, axis: str, most: float, height: int | None = None
) -> go.Figure:
    """One mark a row with its count and 95 % interval; the first row on top.

    Figures that a control swaps share one ``height`` (px); without it, it follows the rows.
    """
    share, low, high = (100 * rows[name] for name in ("share", "low", "high"))
    places = [
        f"{broken(label)}<br>{row['count']:,} of {row['total']:,}"
        for label, (_, row) in zip(labels, rows.iterrows(), strict=True)
    ]
    figure = go.Figure(
        go.Scatter(
            x=share,
            y=places,
            mode="markers",
            marker={"symbol": ROUTE.symbol, "size": 12, "color": ROUTE.colour, "line": OUTLINE},
            error_x={
                "array": high - share,
                "arrayminus": share - low,
                "color": ROUTE.ink,
                "thickness": 2.5,
                "width": 4,
            },
            cliponaxis=False,
            text=[counted(row) for _, row in rows.iterrows()],
            hovertemplate="%{y}<br>%{text}<extra></extra>",
            showlegend=False,
        )
    )
    figure.update_layout(height=height or 100 + 40 * len(rows))
    figure.update_xaxes(title_text=axis, range=[0, most])
    room = [-0.7, len(rows) - 0.3]  # a few rows stand clear of the edges
    figure.update_yaxes(categoryorder="array", categoryarray=places[::-1], range=room)
    return figure


def broken(label: str) -> str:
    """A label in short lines, so that it leaves room for the marks on a narrow page."""
    return "<br>".join(wrap(label, 26))


def count_table(first: str, labels: list[str], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a forest in words; ``first`` heads the column of labels."""
    return pd.DataFrame(
        {
            first: labels,
            "Counted": [counted(row) for _, row in rows.iterrows()],
            "95 % interval": [interval(row) for row in rows.itertuples()],
            "Source": rows["source"].to_list(),
            "Read": rows["read"].astype(str).to_list(),
        }
    )


def counted(row: pd.Series) -> str:
    """Count and total of a row in words."""
    return theme.count_of(int(row["count"]), int(row["total"]))
