"""What each scan on the request form can do: sensitivity, specificity, dose."""

import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import studies, theme
from helpers.case.figures import BLUE, GREEN
from helpers.case.parameters import PARTS, SCANS, parameters
from helpers.view import View

LOOKS = {"sensitivity": (-0.17, "diamond", GREEN), "specificity": (0.17, "circle", BLUE)}


def scans() -> View:
    """Each scan of SCANS with the values of data/case_parameters.csv (percent, mSv) and ranges."""
    table, figure = parameters(), go.Figure()
    for measure, (shift, symbol, colour) in LOOKS.items():
        rows = table.loc[[f"{scan}_{measure}" for scan in SCANS]]
        value, low, high = (
            100 * rows[c].astype(float).to_numpy() for c in ("value", "low", "high")
        )
        figure.add_scatter(
            x=value,
            y=np.arange(len(SCANS)) + shift,
            error_x={"array": high - value, "arrayminus": value - low, "color": colour},
            mode="markers",
            marker={
                "symbol": [
                    f"{symbol}-open" if kind == "illustrative" else symbol for kind in rows["kind"]
                ],
                "size": 12,
                "color": colour,
                "line": {"color": colour, "width": 2},
            },
            name=measure,
            hoverinfo="skip",
        )
    for y, scan in enumerate(SCANS):
        dose = theme.number(table.loc[f"{scan}_dose", "value"])
        figure.add_annotation(
            text=f"{dose} mSv", x=1.02, xref="paper", xanchor="left", y=y, showarrow=False
        )
    figure.update_layout(height=400, margin={"r": 84})
    figure.update_xaxes(range=[40, 101], title="seen where there is one, cleared where not (%)")
    labels = [scan.name for scan in SCANS.values()]
    figure.update_yaxes(tickvals=list(range(len(labels))), ticktext=labels, range=[7.6, -0.6])
    return View(_sentence(table), _table(table), figure=figure)


def _sentence(table: pd.DataFrame) -> str:
    """The ends of each measure; no ranking, for each scan was tested in other patients."""
    ends = []
    for measure in LOOKS:
        values = {scan: table.loc[f"{scan}_{measure}", "value"] for scan in SCANS}
        low, high = min(values, key=values.get), max(reversed(values), key=values.get)
        ends.append(
            f"from {_percent(values[low])} ({SCANS[low].name}) to "
            f"{_percent(values[high])} ({SCANS[high].name}{_doubt(table, high, measure)})"
        )
    dose = max(table.loc[f"{scan}_dose", "value"] for scan in SCANS)
    return (
        f"Sensitivity runs {ends[0]}, specificity {ends[1]}. The dose of one scan is 0 to "
        f"{theme.number(dose)} mSv. Each figure comes from other patients, so the scans cannot be "
        "ranked by it."
    )


def _percent(share: float) -> str:
    return f"{theme.number(100 * share)} %"


def _doubt(table: pd.DataFrame, scan: str, measure: str) -> str:
    return ", illustrative" * (table.loc[f"{scan}_{measure}", "kind"] == "illustrative")


def _table(table: pd.DataFrame) -> pd.DataFrame:
    """A row a scan: value, range of the lesson, and in whom it was tested."""
    names, rows = studies.names(), []
    for scan, test in SCANS.items():
        row = {"Scan": test.name, "Looks at": ", ".join(PARTS[p].lower() for p in test.sees)}
        for measure in LOOKS:
            found = table.loc[f"{scan}_{measure}"]
            note = re.sub(r"[a-z]+\d+", lambda word: names.get(word[0], word[0]), found["note"])
            source = names.get(found["study_id"], "illustrative")
            span = f"{theme.number(100 * found['low'])} to {_percent(found['high'])}"
            row[f"{measure.capitalize()} (range)"] = (
                f"{_percent(found['value'])} ({span}), {source}: {note}"
            )
        rows.append(row | {"Dose (mSv)": float(table.loc[f"{scan}_dose", "value"])})
    return pd.DataFrame(rows)
