"""What doubtful numbers do to one yearly scan, above all how long a metastasis stays silent."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case import model
from helpers.case.figures import FILLS, TEXT
from helpers.case.parameters import SCANS, Plan, parameters
from helpers.view import View

USUAL = {"brain": "head_mri", "lung": "chest_ct", "bone": "bone_scan"}
LOOKS = {  # outcome: short words, fill, hatch
    "found": ("found before it was felt", FILLS["found"], ""),
    "missed": ("felt, a scan had missed it", FILLS["felt"], "x"),
    "unlooked": ("felt, no scan had looked", "#F3D2BD", "/"),
    "silent": ("still silent", theme.NEUTRAL["grid"], "."),
}


def yearly_scan(part: str, silent: int, sensitivity: int, specificity: float, leave: int) -> View:
    """What one scan each year finds, by how long a metastasis stays silent (months).

    Sensitivity, specificity and those who leave each year are in percent.
    """
    if part not in USUAL:
        raise ValueError(f"{part!r} is no part here; it is one of {', '.join(USUAL)}")
    scan = USUAL[part]
    one = Plan("one", (scan,))
    changes = {
        f"{scan}_sensitivity": sensitivity / 100,
        f"{scan}_specificity": specificity / 100,
        "leave": leave / 100,
    }
    months = np.arange(1, 37)
    results = [model.expected(one, **changes, **{f"silent_{part}": m}) for m in months]
    parts = pd.DataFrame([result.parts.loc[part] for result in results], index=months)
    share = 100 * parts.div(parts.sum(axis=1), axis=0)
    here, now = share.loc[silent], results[silent - 1]
    figure = _areas(share, silent)
    done, false = now.scans.loc[scan, ["done", "false_alarms"]]
    found = now.parts.loc[part, "found"]
    alarms = false / found
    sentence = (
        f"{SCANS[scan].name} every year, metastases silent for {silent} months on average "
        f"(illustrative): {theme.percent(here['found'] / 100)} are found before they are felt. "
        f"One finding takes {theme.number(round(done / found))} scans and brings "
        f"{theme.number(round(alarms, 0 if alarms >= 10 else 1))} false alarms."
    )
    rows = sorted({1, *range(3, 37, 3), silent})  # the picture has every month
    table = (
        share.loc[rows]
        .reset_index(names="Silent for (months)")
        .rename(columns={key: f"{words} (%)" for key, words in model.OUTCOMES.items()})
    )
    for words, what in {"Scans": "done", "False alarms": "false_alarms"}.items():
        table[f"{words} for one finding"] = [
            results[month - 1].scans.loc[scan, what] / results[month - 1].parts.loc[part, "found"]
            for month in rows
        ]
    return View(sentence, table, figure=figure)


def _areas(share: pd.DataFrame, silent: int) -> go.Figure:
    figure = go.Figure()
    for key, (words, colour, hatch) in LOOKS.items():
        pattern = {"shape": hatch, "size": 6, "fgcolor": TEXT, "fillmode": "overlay"}
        figure.add_trace(
            go.Bar(
                x=share.index,
                y=share[key].round(1),
                name=words,
                marker={"color": colour, "pattern": pattern},
                hoverinfo="skip",
            )
        )
    figure.add_annotation(
        x=silent,
        y=share.loc[silent, "found"],
        ax=0,
        ay=-44,
        text=f"<b>{theme.percent(share.loc[silent, 'found'] / 100)}</b>",
        bgcolor=theme.PAPER,
        bordercolor=theme.OUTLINE,
    )
    figure.update_layout(barmode="stack", bargap=0.08, height=400, legend={"traceorder": "normal"})
    title = "average time that a scan could see it before it is felt (months)"
    figure.update_xaxes(title=title, dtick=3)
    figure.update_yaxes(
        title="share of metastases (%)", range=[0, 100.5], tickvals=[0, 25, 50, 75, 100]
    )
    return figure


def usual(part: str) -> tuple[int, int, float]:
    """Silent time (months), sensitivity and specificity (%) of the part's scan, from
    data/case_parameters.csv.
    """
    value, scan = parameters()["value"], USUAL[part]
    sensitivity, specificity = value[f"{scan}_sensitivity"], value[f"{scan}_specificity"]
    return int(value[f"silent_{part}"]), round(100 * sensitivity), round(100 * specificity, 1)
