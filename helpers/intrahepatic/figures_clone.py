"""One clone or two: what the time of a recurrence says, and the model beside published counts."""

from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import model
from helpers.intrahepatic.names import study
from helpers.view import HEIGHT, View

ROUTE = theme.ROUTES["intrahepatic"]
_TIMES = np.arange(1, 61)  # months
_MARGIN = {"l": 8, "r": 12, "b": 8}
_CHECKS = HEIGHT + 130  # px: seven rows of three lines; both comparisons, so that nothing jumps


def clone(
    months: float = 12,
    evidence: str = "time alone",
    says_same: bool = True,
    cirrhosis: bool | None = None,
) -> View:
    """The chance that a recurrence in the liver is of the first clone, by the time it is found."""
    knobs = {"cirrhosis": cirrhosis}
    kinds = {"time alone": model.same_clone(_TIMES, **knobs)}
    if evidence != "time alone":
        name = f"{evidence}: {_verdict(says_same)}"
        kinds[name] = model.same_clone(_TIMES, evidence, says_same, **knobs)
    alone = float(model.same_clone(months, **knobs)[0])
    final = float(model.same_clone(months, evidence, says_same, **knobs)[0])
    table = pd.DataFrame({"Months": _TIMES, **{n: 100 * s for n, s in kinds.items()}})
    table = table.rename(columns={name: f"Same clone (%), {name}" for name in kinds})
    return View(
        _clone_says(months, evidence, says_same, alone, final),
        table[table["Months"] % 6 == 0],
        _clone_figure(kinds, months, final),
    )


def _verdict(says_same: bool) -> str:
    return "one clone" if says_same else "two clones"


def _clone_figure(kinds: dict[str, np.ndarray], months: float, final: float) -> go.Figure:
    figure = go.Figure()
    lines = (
        {"color": theme.NEUTRAL["line"], "width": 3, "dash": "dash"},
        {"color": ROUTE.ink, "width": 4},
    )
    for (name, shares), line in zip(kinds.items(), lines, strict=False):
        figure.add_scatter(
            x=_TIMES.tolist(),
            y=(100 * shares).round(1).tolist(),
            mode="lines",
            line=line,
            name=name,
            hovertemplate="month %{x}: %{y:.0f} %<extra></extra>",
        )
    figure.add_scatter(
        x=[months],
        y=[round(100 * final, 1)],
        mode="markers",
        marker={"size": 14, "color": ROUTE.colour, "line": {"color": theme.OUTLINE, "width": 2}},
        name="this recurrence",
        cliponaxis=False,
        hovertemplate="month %{x}: %{y:.0f} %<extra></extra>",
    )
    figure.add_shape(
        type="line", x0=24, x1=24, y0=0, y1=100, line={"dash": "dot", "color": theme.INK}
    )
    note = {"showarrow": False, "xanchor": "left", "font": {"size": 13}}
    figure.add_annotation(x=24.6, y=97, text="two years", **note)
    years = {"title": {"text": "months from resection to recurrence"}, "range": [0, 60.5]}
    return figure.update_layout(
        height=HEIGHT,
        margin=_MARGIN,
        xaxis={**years, "dtick": 12},
        yaxis={"title": {"text": "chance of the same clone (%)"}, "range": [0, 102]},
    )


def _time(months: float) -> str:
    return "1 month" if months == 1 else f"{months:g} months"


def _clone_says(months, evidence, says_same, alone, final) -> str:
    start = (
        f"In the model, a recurrence found in the liver at {_time(months)} is of the first clone "
        f"with a chance of {theme.percent(alone)} by time alone"
    )
    if evidence == "time alone":
        return f"{start}; the rest are new tumours, so time is a hint and not a proof."
    verb, caution = "sequencing", "error rate illustrative"
    if evidence == "microscope":
        agreed, patients = model.microscope()
        verb, caution = "the microscope", f"{agreed} of {patients} agreed"
    return (
        f"{start}, and {theme.percent(final)} after {verb} says {_verdict(says_same)} ({caution})."
    )


def against_counts(what: str = "counts") -> View:
    """The model beside published figures: ``what`` is "counts" or "clones"."""
    if what not in ("counts", "clones"):
        raise ValueError(f"what must be 'counts' or 'clones', not {what!r}")
    return _beside_counts() if what == "counts" else _beside_repeat_operations()


def _beside_counts() -> View:
    rows = model.compare_with_counts()
    labels = [
        f"{row.question} · {study(row.study_id)}" + (" (fitted)" if row.role == "fitted" else "")
        for row in rows.itertuples()
    ]
    checks = rows[rows["role"] == "check"]
    inside = checks["model"].between(checks["low"], checks["high"])
    table = pd.DataFrame(
        {
            "Question and study": labels,
            "Counted": [f"{n} of {t}" for n, t in zip(rows["count"], rows["total"], strict=True)],
            "Counted, %": (100 * rows["counted"]).tolist(),
            "95 % interval, %": [
                f"{100 * low:.0f} to {100 * high:.0f}"
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "Model, %": (100 * rows["model"]).tolist(),
        }
    )
    gap = (100 * (checks["model"] - checks["counted"])).abs().max()
    sentence = (
        f"Of {len(checks)} counts that the model was not fitted to, it lies inside the interval of "
        f"{int(inside.sum())}; the widest gap is {gap:.0f} points ({_worst(checks)})."
    )
    return View(sentence, table, _counts_figure(rows, [_in_lines(label) for label in labels]))


def _in_lines(label: str) -> str:
    """Question and study on lines of their own: one long line leaves a narrow page no plot."""
    question, named = label.split(" · ")
    return "<br>".join([*wrap(question, 26), named])


def _counts_figure(rows: pd.DataFrame, labels: list[str]) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=(100 * rows["counted"]).round(1).tolist(),
        y=labels,
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (100 * (rows["high"] - rows["counted"])).round(1).tolist(),
            "arrayminus": (100 * (rows["counted"] - rows["low"])).round(1).tolist(),
            "color": theme.OUTLINE,
        },
        mode="markers",
        marker={"symbol": "square", "size": 11, "color": theme.PAPER,
                "line": {"width": 2, "color": theme.INK}},
        name="counted, with 95 % interval",
        hovertemplate="%{x:.0f} % counted<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=(100 * rows["model"]).round(1).tolist(),
        y=labels,
        mode="markers",
        marker={"size": 13, "color": ROUTE.colour, "line": {"width": 2, "color": theme.OUTLINE}},
        name="the model",
        hovertemplate="%{x:.0f} % in the model<extra></extra>",
    )
    figure.update_layout(
        height=_CHECKS,
        margin=_MARGIN,
        xaxis={"range": [0, 102], "title": {"text": "share (%)"}},
        yaxis={"autorange": "reversed", "tickfont": {"size": 13}},
    )
    return figure


def _worst(checks: pd.DataFrame) -> str:
    row = checks.loc[(checks["model"] - checks["counted"]).abs().idxmax()]
    return (
        f"{row['question'].lower()}, {study(row['study_id'])}: "
        f"model {theme.percent(row['model'])}, counted {theme.percent(row['counted'])}"
    )


def _beside_repeat_operations() -> View:
    rows = model.clone_curves()
    table = pd.DataFrame(
        {
            "Months": rows["months"],
            "Same clone, Hao 2017 (%)": 100 * rows["same_printed"],
            "Same clone, model (%)": 100 * rows["same_model"],
            "New tumour, Hao 2017 (%)": 100 * rows["new_printed"],
            "New tumour, model (%)": 100 * rows["new_model"],
        }
    )
    two = rows.set_index("months").loc[24]
    sentence = (
        f"Among {rows.attrs['patients']} patients operated on again, all with a recurrence, "
        f"{100 * two['same_printed']:.1f} % of the same clone and {100 * two['new_printed']:.1f} % "
        f"of new tumours were found by two years; the model agrees on which comes first and is "
        f"too fast ({theme.percent(two['same_model'])} and {theme.percent(two['new_model'])})."
    )
    return View(sentence, table, _repeat_figure(rows))


def _repeat_figure(rows: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    for kind, words, symbol, dash, colour in (
        ("same", "same clone", "circle", "solid", ROUTE.colour),
        ("new", "new tumour", "square", "dash", "#E9E2C8"),
    ):
        for source in ("printed", "model"):
            model_line = source == "model"
            figure.add_scatter(
                x=rows["months"].tolist(),
                y=(100 * rows[f"{kind}_{source}"]).round(1).tolist(),
                mode="lines" if model_line else "lines+markers",
                line={"color": ROUTE.ink if model_line else theme.INK, "dash": dash,
                      "width": 4 if model_line else 1.5},
                marker={"symbol": symbol, "size": 12, "color": colour,
                        "line": {"width": 2, "color": theme.OUTLINE}},
                name=f"{words}, {'the model' if model_line else 'Hao 2017'}",
                hovertemplate="month %{x}: %{y:.0f} %<extra></extra>",
            )  # fmt: skip
    figure.update_layout(
        height=_CHECKS,
        margin=_MARGIN,
        xaxis={"range": [0, 62], "dtick": 12, "title": {"text": "months after resection"}},
        yaxis={"range": [0, 103], "title": {"text": "found by then, of those that recur (%)"}},
    )
    return figure
