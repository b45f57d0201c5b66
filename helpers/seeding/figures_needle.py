"""The needle tract: a hundred people over time, and every counted series."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from helpers import theme
from helpers.seeding import model
from helpers.seeding.figures_counts import OUTLINE, ROUTE, count_table, counted, counts, forest
from helpers.view import View


def needle_tract(years: float = 3) -> View:
    """A hundred biopsied patients after ``years``, and the curve that counts them."""
    row = model.needle_tract_risk(years).iloc[0]
    figure = make_subplots(cols=2, column_widths=[0.42, 0.58], horizontal_spacing=0.12)
    _hundred(figure, row)
    _curve(figure, row)
    figure.update_layout(height=420, legend={"y": 0, "yanchor": "bottom"}, margin={"t": 22})
    return View(_needle_says(row), _needle_table(), figure)


def _needle_says(row: pd.Series) -> str:
    many = 100 * row[["risk", "low", "high"]]
    years = "1 year" if row["years"] == 1 else f"{theme.number(row['years'])} years"
    followed, rate = theme.number(model.followed_years()), model.fact("X016")["value"]
    beyond = "" if row["observed"] else f" Beyond {followed} years this only continues the curve."
    return (
        f"Of 100 people biopsied for HCC, {many['risk']:.1f} have tumour in the needle tract after "
        f"{years} (95 % interval {many['low']:.1f} to {many['high']:.1f}), if the pooled rate of "
        f"{rate} % a year holds; {100 - many['risk']:.1f} do not.{beyond}"
    )


def _hundred(figure: go.Figure, row: pd.Series) -> None:
    """Ten by ten people: affected at the interval's lower end, up to its upper end, not at all."""
    sure, perhaps = int(100 * row["low"]), int(np.ceil(100 * row["high"] - 1e-9))
    kinds = np.repeat([0, 1, 2], [sure, perhaps - sure, 100 - perhaps])
    looks = [
        ("with tumour, even at the lower end", ROUTE.colour, "triangle-up"),
        ("more, up to the upper end", "#BFDCEC", "triangle-up"),
        ("without", theme.PAPER, "circle"),
    ]
    x, y = np.arange(100) % 10, 9 - np.arange(100) // 10
    for kind, (name, fill, symbol) in enumerate(looks):
        figure.add_scatter(
            x=x[kinds == kind],
            y=y[kinds == kind],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 14, "color": fill}
            | {"line": {"width": 1.2, "color": theme.OUTLINE}},
            hoverinfo="skip",
            row=1,
            col=1,
        )
    blank = {"visible": False, "row": 1, "col": 1}
    figure.update_xaxes(range=[-0.7, 9.7], **blank)
    figure.update_yaxes(range=[-0.7, 9.7], **blank)


def _curve(figure: go.Figure, row: pd.Series) -> None:
    curve = model.needle_tract_risk(np.linspace(0, 5, 21))
    x = curve["years"].tolist()
    band = {"x": x + x[::-1], "y": [*(100 * curve["high"]), *(100 * curve["low"])[::-1]]}
    place = {"row": 1, "col": 2, "showlegend": False, "hoverinfo": "skip"}
    figure.add_scatter(**band, fill="toself", fillcolor="#D6E8F3", line={"width": 0}, **place)
    for seen, dash in ((True, "solid"), (False, "dot")):
        part = curve[curve["observed"] if seen else curve["years"] >= model.followed_years()]
        line = {"color": ROUTE.ink, "width": 3, "dash": dash}
        figure.add_scatter(x=part["years"], y=100 * part["risk"], mode="lines", line=line, **place)
    whole = references()
    figure.add_scatter(
        x=[5.75] * len(whole),
        y=whole["percent"],
        mode="markers",
        marker={"symbol": "diamond-open", "size": 10, "color": theme.INK},
        **place,
    )
    for name, y, shift in zip(whole["name"], whole["percent"], (2, 3, -4), strict=True):
        words = {"xanchor": "left", "yshift": shift, "font": {"size": 12}, "showarrow": False}
        figure.add_annotation(x=5.95, y=y, text=name, row=1, col=2, **words)  # two lie close
    figure.add_annotation(
        x=6.6, y=3.6, text="whole<br>follow-up:", showarrow=False, font={"size": 12}, row=1, col=2
    )
    here = {"symbol": ROUTE.symbol, "size": 14, "color": ROUTE.colour, "line": OUTLINE}
    figure.add_scatter(
        x=[row["years"]], y=[100 * row["risk"]], mode="markers", marker=here, **place
    )
    figure.update_xaxes(
        title_text="Years after the biopsy",
        range=[0, 7.6],
        tickvals=[0, 1, 2, 3, 4, 5],
        row=1,
        col=2,
    )
    figure.update_yaxes(title_text="Of 100 people", range=[0, 7], row=1, col=2)


def references() -> pd.DataFrame:
    """What studies give for the whole follow-up: name, percent, words, source, read."""
    pooled, crude, later = model.fact("X015"), counts("P001").iloc[0], model.fact("F195")
    spans = f"{pooled['value']} % ({pooled['ci_low']:g} to {pooled['ci_high']:g})"
    rows = [
        ("pooled", float(pooled["value"]), spans, "Silva 2008", pooled["read"]),
        ("crude", 100 * crude["share"], counted(crude), "Silva 2008", crude["read"]),
        (
            "sum of 2018",
            float(later["value"]),
            counted(later),
            "World J Hepatol 2018",
            later["read"],
        ),
    ]
    return pd.DataFrame(rows, columns=["name", "percent", "words", "source", "read"])


def _needle_table() -> pd.DataFrame:
    risks = model.needle_tract_risk([0.5, 1, 2, 3, 4, 5])
    curve = pd.DataFrame(
        {
            "What": [f"after {theme.number(year)} years" for year in risks["years"]],
            "Of 100 people": [
                f"{100 * row.risk:.1f} ({100 * row.low:.1f} to {100 * row.high:.1f})"
                for row in risks.itertuples()
            ],
            "Source": [
                "rate of Silva 2008" if seen else "rate of Silva 2008, continued"
                for seen in risks["observed"]
            ],
        }
    )
    found = references().rename(columns={"words": "Of 100 people", "source": "Source"})
    found["What"] = found["name"] + ", whole follow-up"
    return pd.concat([curve, found[curve.columns]], ignore_index=True)


SERIES = ["P003", "P007", "P008", "P002", "P005", "P006", "P004", "P009", "P001", "P010", "P043"]


def needle_series() -> View:
    """Every counted series of needle-tract seeding after biopsy, and two after ablation."""
    rows = counts(*SERIES)
    labels = []
    for row in rows.itertuples():
        name = row.metric.split(": ")[1] if ": " in row.metric else ""
        labels.append(f"biopsy, {name}" if name else f"{row.setting}, {row.source}")
    labels[labels.index("biopsy, Silva 2008")] = "biopsy, all eight (crude)"
    figure = forest(labels, rows, "Patients with tumour in the needle tract (%)", 20)
    together = rows.set_index("frequency_id")
    medians = {key: model.fact(key)["value"] for key in ("X017", "X019", "X020")}
    sentence = (
        f"After biopsy {counted(together.loc['P001'])} over eight series, after radiofrequency "
        f"ablation {counted(together.loc['P010'])} and after cryoablation "
        f"{counted(together.loc['P043'])}; a review gives medians of {medians['X017']} % after "
        f"biopsy and {medians['X019']} % or, with a biopsy too, {medians['X020']} % after ablation."
    )
    return View(sentence, count_table("Series", labels, rows), figure)
