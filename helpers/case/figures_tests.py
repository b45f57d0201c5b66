"""What one result means: the chance of a metastasis before and after a scan."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case import model, series
from helpers.case.figures import BLUE, GREEN, RED
from helpers.case.figures_yearly import USUAL
from helpers.case.parameters import PARTS, SCANS, parameters
from helpers.view import View

PEOPLE = 10_000
QUALITIES = ("as used in this lesson", "the least good figures found")
ROUND = (0.1, 2, 15, 30, 50)  # chances nobody published, to step between those that were
START = 0.35
TICKS = (0.1, 0.3, 1, 3, 10, 30, 60)


def chances() -> dict[str, float]:
    """Chances before a scan (percent) to choose from, those of the studies among them."""
    found = {}
    for part in USUAL:
        for row in series.before_the_scan(part).itertuples():
            words = f"{theme.percent(row.share)} ({PARTS[part].lower()}, {row.who})"
            found[words] = round(100 * row.share, 2)
    found |= {f"{value} % (illustrative)": value for value in ROUND}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def performance(part: str, quality: str) -> tuple[float, float]:
    """Sensitivity and specificity (0 to 1) of the part's usual scan. Raises ValueError."""
    if part not in USUAL:
        raise ValueError(f"{part!r} is no part here; it is one of {', '.join(USUAL)}")
    if quality not in QUALITIES:
        raise ValueError(f"{quality!r} is not one of {'; '.join(QUALITIES)}")
    column = "value" if quality == QUALITIES[0] else "low"
    found = parameters()[column]
    return tuple(float(found[f"{USUAL[part]}_{kind}"]) for kind in ("sensitivity", "specificity"))


def result_means(part: str, before: float, quality: str) -> View:
    """``before`` is the chance before the scan in percent, above 0."""
    sensitivity, specificity = performance(part, quality)
    share = before / 100
    positive, negative = model.after_test(share, sensitivity, specificity)
    figure = _curves(sensitivity, specificity)
    for value, y, colour, symbol in (
        (positive, 100 * positive, RED, "diamond"),
        (negative, 100 * negative, GREEN, "square"),
    ):
        label = {"ax": -34, "ay": -30} if y > 8 else {"ax": 0, "ay": -26}
        figure.add_annotation(
            x=np.log10(before),
            y=y,
            text=f"<b>{theme.percent(value)}</b>",
            bgcolor=theme.PAPER,
            bordercolor=colour,
            arrowcolor=colour,
            **label,
        )
        marker = {
            "symbol": symbol,
            "size": 13,
            "color": colour,
            "line": {"color": theme.OUTLINE, "width": 1},
        }
        figure.add_trace(
            go.Scatter(
                x=[before], y=[y], mode="markers", marker=marker, showlegend=False, hoverinfo="skip"
            )
        )
    known = series.before_the_scan(part)
    figure.add_trace(_published(known))
    figure.update_layout(height=400)
    title = f"chance of a metastasis before the scan (%): {PARTS[part].lower()}"
    figure.update_xaxes(type="log", range=[-1.05, 1.8], tickvals=TICKS, title=title)
    figure.update_yaxes(
        title="chance after it (%)", range=[-31, 108], tickvals=[0, 25, 50, 75, 100]
    )
    table = _table(share, sensitivity, specificity, known)
    return View(_sentence(part, share, sensitivity, specificity), table, figure=figure)


def _curves(sensitivity: float, specificity: float) -> go.Figure:
    grid = 10 ** np.linspace(-1, np.log10(60), 31)
    after = np.array([model.after_test(b / 100, sensitivity, specificity) for b in grid]) * 100
    looks = (
        ("after a positive result", 0, RED, "solid"),
        ("after a negative result", 1, GREEN, "dash"),
    )
    traces = [
        go.Scatter(
            x=grid,
            y=after[:, column],
            mode="lines",
            name=name,
            hoverinfo="skip",
            line={"color": colour, "dash": dash, "width": 3},
        )
        for name, column, colour, dash in looks
    ]
    same = go.Scatter(
        x=grid,
        y=grid,
        mode="lines",
        name="no test",
        hoverinfo="skip",
        line={"color": theme.NEUTRAL["line"], "dash": "dot", "width": 1.5},
    )
    return go.Figure([*traces, same])


def _published(known: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=100 * known["share"],
        y=[-7] * len(known),
        mode="markers+text",
        text=[
            f"{r.who.replace(' ', '<br>')}<br>{theme.percent(r.share)}" for r in known.itertuples()
        ],
        textposition="bottom center",
        textfont={"size": 12},
        marker={
            "symbol": "triangle-up",
            "size": 11,
            "color": BLUE,
            "line": {"color": theme.OUTLINE, "width": 1},
        },
        name="published shares",
        hovertext=known["study"],
        hoverinfo="text",
        cliponaxis=False,
    )


def _people(share: float, sensitivity: float, specificity: float) -> tuple[int, int, int, int]:
    """Of 10,000 scanned: with it and seen, with it and missed, without it and alarmed, cleared."""
    ill = PEOPLE * share
    well = PEOPLE - ill
    return (
        round(ill * sensitivity),
        round(ill) - round(ill * sensitivity),
        round(well * (1 - specificity)),
        round(well) - round(well * (1 - specificity)),
    )


def _sentence(part: str, share: float, sensitivity: float, specificity: float) -> str:
    positive, negative = model.after_test(share, sensitivity, specificity)
    seen, missed, alarmed, _ = _people(share, sensitivity, specificity)
    scan = SCANS[USUAL[part]].name
    doubt = " (sensitivity illustrative)" if part == "brain" else ""
    return (
        f"Of {PEOPLE:,} people, {seen + missed:,} have a metastasis there. {scan} sees {seen:,} of "
        f"them and misses {missed:,}; it also alarms {alarmed:,} who have none. After a positive "
        f"result the chance is {theme.percent(positive)}, after a negative one "
        f"{theme.percent(negative)}{doubt}."
    )


def _table(
    share: float, sensitivity: float, specificity: float, known: pd.DataFrame
) -> pd.DataFrame:
    rows = [("chosen above", share, "")] + [tuple(row) for row in known.itertuples(index=False)]
    return pd.DataFrame(
        [
            {
                "Before the scan": who,
                "Chance (%)": 100 * chance,
                "After a positive result (%)": 100
                * model.after_test(chance, sensitivity, specificity)[0],
                "After a negative result (%)": 100
                * model.after_test(chance, sensitivity, specificity)[1],
                f"False alarms in {PEOPLE:,}": _people(chance, sensitivity, specificity)[2],
                "Source": study or "none",
            }
            for who, chance, study in rows
        ]
    ).assign(**{"Sensitivity (%)": 100 * sensitivity, "Specificity (%)": 100 * specificity})
