"""The first guess of the course beside what one series counted; numbers in, View out."""

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go

from helpers import statistics, tables, theme
from helpers.atlas.edges import name_of
from helpers.view import View

QUESTION = "start_five_places"
SERIES = "uka2007"  # the series that the question asks about


def guess_against_data(guess: Collection[str] = ()) -> View:
    """The places of the first question, how often each was reached, and which were guessed.

    ``guess`` holds names of places, as the learner chose them; empty shows the data alone.
    """
    rows = _places()
    rows["guessed"] = rows["site"].isin(guess)
    figure = go.Figure([_bars(rows, guessed) for guessed in (False, True)])
    figure.update_layout(
        height=430,
        barmode="overlay",
        showlegend=bool(rows["guessed"].any()),
        xaxis={"range": [0, 70], "title": "patients with that site reached (%)"},
        yaxis={"categoryorder": "array", "categoryarray": rows["site"].tolist()[::-1]},
    )
    return View(_sentence(rows), _table(rows), figure)


def _places() -> pd.DataFrame:
    """The options of the question with count and total; 0 where the series does not list one."""
    options = tables.load("question_options").query("question_id == @QUESTION")
    counts = tables.load("site_frequencies").query(
        "study_id == @SERIES and series == 'organ_in_ehm'"
    )
    rows = options[["text", "correct"]].rename(columns={"text": "site_id"})
    rows = rows.merge(counts[["site_id", "count"]], on="site_id", how="left")
    rows["listed"] = rows["count"].notna()
    rows["total"] = int(counts["total"].iloc[0])
    rows["count"] = rows["count"].fillna(0).astype(int)
    rows["share"] = rows["count"] / rows["total"]
    rows["low"], rows["high"] = statistics.wilson(rows["count"], rows["total"])
    rows["site"] = [name_of(site_id) for site_id in rows["site_id"]]
    return rows.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _bars(rows: pd.DataFrame, guessed: bool) -> go.Bar:
    part = rows[rows["guessed"] == guessed]
    return go.Bar(
        name="✓ your guess" if guessed else "not your guess",
        orientation="h",
        x=100 * part["share"],
        y=part["site"],
        text=[_mark(row) for row in part.itertuples()],
        textposition="outside",
        cliponaxis=False,
        marker={
            "color": theme.NEUTRAL["fill"] if guessed else theme.NEUTRAL["grid"],
            "line": {"color": theme.OUTLINE, "width": 1.5},
            "pattern": {"shape": "/" if guessed else ""},
        },
        hoverinfo="skip",
    )


def _mark(row) -> str:
    count = theme.count_of(row.count, row.total) if row.listed else "not listed"
    return f"✓ {count}" if row.guessed else count


def _sentence(rows: pd.DataFrame) -> str:
    total = rows["total"].iloc[0]
    leading = ", ".join(f"{r.site} {r.count}" for r in rows[rows["correct"]].itertuples())
    data = f"Of {total} patients with extrahepatic metastasis (Uka 2007), reached were: {leading}"
    if not rows["guessed"].any():
        return f"{data}. Your own first guess is marked here once you have made it in lesson 0."
    good = int((rows["guessed"] & rows["correct"]).sum())
    guesses = int(rows["guessed"].sum())
    words = "guess" if guesses == 1 else "guesses"
    return f"{data}. Of your {guesses} {words} {good} {'is' if good == 1 else 'are'} among them."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    said = [
        f"{theme.count_of(r.count, r.total)}, 95 % interval {100 * r.low:.2g} to "
        f"{theme.percent(r.high)}"
        if r.listed
        else "not listed by this series, which is not zero"
        for r in rows.itertuples()
    ]
    table = pd.DataFrame({"place": rows["site"], "reached": said})
    if rows["guessed"].any():
        table["your guess"] = rows["guessed"].map({True: "yes", False: ""})
    return table
