"""The studies side by side, the staging lists, and ten-year survival counted in two ways."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case import series
from helpers.case.censoring import Cohort, actual_by_hand, cohort, kaplan_meier
from helpers.case.figures import BLUE, GREEN, RED, TEXT
from helpers.case.parameters import PARTS, YEARS, parameters
from helpers.view import View

MOST = max(len(facts) for _, facts in series.QUESTIONS.values())
SAYS = {  # what a list says: symbol, size, colour
    "listed": ("square", 14, GREEN),
    "if symptoms": ("diamond", 14, BLUE),
    "not listed in what we read": ("circle-open", 13, TEXT),
    "asked, answer not reached": ("hourglass", 12, TEXT),
    "not reached": ("x-thin-open", 9, TEXT),
}


def answers(question: str) -> View:
    """The series that answer one question about brain metastases, with 95 % intervals."""
    rows = series.counted(question)
    share, low, high = (100 * rows[column] for column in ("share", "low", "high"))
    figure = go.Figure(
        go.Scatter(
            x=share,
            y=np.arange(len(rows)),
            error_x={
                "type": "data",
                "symmetric": False,
                "array": high - share,
                "arrayminus": share - low,
                "color": TEXT,
                "thickness": 2,
            },
            mode="markers",
            marker={
                "symbol": "square",
                "size": 12,
                "color": BLUE,
                "line": {"color": theme.OUTLINE, "width": 1},
            },
            showlegend=False,
            hoverinfo="skip",
        )
    )
    top = 14 if high.max() < 14 else 100
    for place, row in enumerate(rows.itertuples()):
        figure.add_annotation(
            x=1.02,
            xref="paper",
            y=place,
            xanchor="left",
            showarrow=False,
            text=theme.count_of(row.count, row.total),
        )
    labels = [f"{r.study}<br><sup>{r.note}</sup>" if r.note else r.study for r in rows.itertuples()]
    figure.update_layout(height=400, margin={"r": 160, "t": 12})
    figure.update_xaxes(range=[-0.02 * top, top], title=f"{series.QUESTIONS[question][0]} (%)")
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=labels,
        range=[min(-0.6, len(rows) / 2 - MOST / 2), max(len(rows), MOST / 1.5) - 0.4],
    )
    return View(_answer(question, rows), _answers_table(rows), figure=figure)


def _answer(question: str, rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        counted = theme.count_of(first["count"], first["total"])
        return f"{question} One series that was read tells: {counted}, {first['study']}."
    return (
        f"{question} In {len(rows)} series, from {theme.count_of(first['count'], first['total'])} "
        f"in {first['study']} to {theme.count_of(last['count'], last['total'])} in {last['study']}."
    )


def _answers_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Study": rows["study"],
            "Found": [theme.count_of(r.count, r.total) for r in rows.itertuples()],
            "95 % interval, from (%)": 100 * rows["low"],
            "to (%)": 100 * rows["high"],
            "Note": rows["note"],
        }
    )


def lists() -> View:
    """What the staging lists that were read say of chest, bone and head."""
    rows = series.lists("staging")
    labels, parts = list(dict.fromkeys(rows["label"])), list(dict.fromkeys(rows["part"]))
    figure = go.Figure()
    for says in SAYS:
        chosen = rows[rows["says"] == says]
        x = [parts.index(part) for part in chosen["part"]]
        figure.add_trace(mark(says, x, [labels.index(label) for label in chosen["label"]]))
    figure.update_layout(height=470, margin={"t": 88, "b": 40})
    names = [PARTS[part] for part in parts]
    figure.update_xaxes(tickvals=[0, 1, 2], ticktext=names, range=[-0.5, 2.5])
    figure.update_yaxes(
        tickvals=list(range(len(labels))), ticktext=labels, range=[len(labels) - 0.5, -0.5]
    )
    counts = rows.groupby(["part", "says"], observed=True).size()
    unknown = counts["brain"][["not reached", "asked, answer not reached"]].sum()
    sentence = (
        f"Of {len(labels)} lists, {counts['lung', 'listed']} name the chest and "
        f"{counts['bone', 'listed']} the bones. None that was read names the head; for "
        f"{unknown} of them the wording on the head was not reached, so it is not known here."
    )
    return View(sentence, _lists_table(rows, names), figure=figure)


def _lists_table(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """A row for lists that say the same of each part, with the scan, and how they were read."""
    says = rows["says"].astype(str)
    words = says.where(rows["note"].isna(), says + ": " + rows["note"].astype(str))
    table = rows.assign(part=rows["part"].astype(str).map(PARTS), words=words)
    wide = table.pivot(index="label", columns="part", values="words")[names]
    wide["How it was read"] = table.groupby("label", observed=True)["read"].first().astype(str)
    wide = wide.reindex(rows["label"].unique()).reset_index(names="List")
    wide.columns.name = None
    same = wide.groupby(list(wide.columns[1:]), sort=False)["List"].agg("; ".join)
    return same.reset_index()[wide.columns]


def mark(says: str, x: Sequence[float], y: Sequence[float]) -> go.Scatter:
    """The marks of all texts that say the same, at the places given."""
    symbol, size, colour = SAYS[says]
    line = {"color": colour if "open" in symbol else theme.OUTLINE, "width": 2}
    marker = {"symbol": symbol, "size": size, "color": colour, "line": line}
    return go.Scatter(x=x, y=y, mode="markers", marker=marker, name=says, hoverinfo="skip")


def ten_years(recruited: float, show: bool) -> View:
    """A hundred patients of a made-up cohort; deaths and survival only when ``show`` is on."""
    found = cohort(recruited)
    figure = _lines(found, show)
    could = int((found.possible >= YEARS).sum())
    total = len(found.possible)
    start = (
        f"Of {total} patients operated over {theme.number(recruited)} years, {could} were operated "
        f"at least ten years ago"
    )
    if not show:
        sentence = f"{start}. The other {total - could} cannot have been seen alive at ten years."
        table = pd.DataFrame(
            {
                "Patients": ["operated at least ten years ago", "operated later"],
                "Number": [could, total - could],
            }
        )
        return View(sentence, table, figure=figure)
    survival = float(parameters().loc["actuarial_10y", "value"])
    hand = actual_by_hand(recruited, survival)
    large = f"{theme.percent(hand)} and {theme.percent(survival)} (illustrative)"
    sentence = (
        f"{start}. Seen alive at ten years: {theme.percent(found.actual)} of all. Actuarial "
        f"estimate: {theme.percent(found.actuarial)}. In a very large cohort: {large}."
    )
    table = pd.DataFrame(
        {
            "Ten-year survival": ["seen alive, of all operated", "actuarial (Kaplan and Meier)"],
            "These patients (%)": [100 * found.actual, 100 * found.actuarial],
            "A very large cohort (%)": [100 * hand, 100 * survival],
            "Published, 14 studies (%)": list(
                100 * parameters().loc[["actual_10y", "actuarial_10y"], "value"].astype(float)
            ),
            "Seen for ten years": [found.at_risk, found.at_risk],
        }
    )
    return View(sentence, table, figure=figure)


def _lines(found: Cohort, show: bool) -> go.Figure:
    """A line a patient from the operation on; beside it the survival estimate."""
    length = found.watched if show else found.possible
    figure, y = go.Figure(), np.arange(len(length))
    for long, colour, words in (
        (True, GREEN, "operated at least ten years ago"),
        (False, theme.NEUTRAL["fill"], "operated later"),
    ):
        chosen = (found.possible >= YEARS) == long
        figure.add_bar(
            x=length[chosen].round(1),
            y=y[chosen],
            orientation="h",
            marker={"color": colour, "line": {"width": 0}},
            name=words,
            hoverinfo="skip",
        )
    figure.add_vline(YEARS, line={"color": theme.INK, "dash": "dot"})
    figure.update_xaxes(range=[0, 30.5], title="years after the operation", domain=[0, 0.52])
    figure.update_yaxes(visible=False, range=[-2, len(y) + 1])
    figure.update_layout(height=420, margin={"t": 72, "l": 16}, barmode="overlay", bargap=0.25)
    if show:
        figure.add_scatter(
            x=length[found.died],
            y=y[found.died],
            mode="markers",
            name="died",
            hoverinfo="skip",
            marker={"symbol": "x-thin-open", "size": 6, "color": RED},
        )
    return _beside_survival(figure, found, show)


def _beside_survival(figure: go.Figure, found: Cohort, show: bool) -> go.Figure:
    """The second panel: the survival estimate and what was seen, or that nobody asked yet."""
    times, alive = kaplan_meier(found.watched, found.died)
    keep = times <= YEARS
    on = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    figure.add_scatter(
        x=[*times[keep], YEARS] if show else [None],
        y=[*(100 * alive[keep]), 100 * found.actuarial] if show else [None],
        mode="lines",
        line={"color": BLUE, "shape": "hv", "width": 3},
        name="actuarial estimate",
        showlegend=show,
        **on,
    )
    if show:
        outline = {"color": theme.OUTLINE, "width": 1}
        figure.add_scatter(
            x=[YEARS],
            y=[100 * found.actual],
            mode="markers",
            marker={"symbol": "square", "size": 13, "color": RED, "line": outline},
            name="seen alive, of all operated",
            **on,
        )
    else:
        unasked = "Survival is not shown<br>until you ask for it."
        place = {"x": 0.5, "y": 0.5, "xref": "x2 domain", "yref": "y2 domain"}
        figure.add_annotation(text=unasked, showarrow=False, **place)
    years = {"domain": [0.62, 1], "range": [0, 10.6], "title": {"text": "years"}, "anchor": "y2"}
    alive_axis = {"range": [0, 103], "title": {"text": "alive (%)"}, "anchor": "x2"}
    return figure.update_layout(xaxis2=years, yaxis2=alive_axis)
