"""A thousand patients under two plans, side by side."""

from functools import lru_cache
from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case import model
from helpers.case.figures import BLUE, FILLS, RED, TEXT
from helpers.case.parameters import OUTSIDE, PARTS, PLANS, Plan
from helpers.case.patients import Followed, follow
from helpers.statistics import wilson
from helpers.view import View

PATIENTS = 1000
GROUPS = {  # the worst thing that happened to a patient: words in two short lines, colour
    "felt": ("felt a<br>metastasis first", FILLS["felt"]),
    "found": ("found by<br>a scan first", FILLS["found"]),
    "alarm": ("false<br>alarm only", FILLS["alarm"]),
    "nothing": ("none<br>of these", theme.NEUTRAL["grid"]),
}
COLUMNS, ROWS = 25, 40
LEFTS = (0, 52)  # where the squares of each plan begin
SYMBOLS = (("circle", BLUE), ("square", RED))


def plan(name: str) -> Plan:
    """A plan by its name. Raises ValueError for one that is not in PLANS."""
    if name not in PLANS:
        raise ValueError(f"{name!r} is no plan; it is one of {'; '.join(PLANS)}")
    return PLANS[name]


@lru_cache(maxsize=32)
def _followed(name: str, seed: int) -> Followed:
    return follow(plan(name), PATIENTS, seed)


def groups(followed: Followed) -> dict[str, int]:
    """How many patients belong to each of GROUPS; the first that fits."""
    felt = followed.outcomes.isin(["missed", "unlooked"]).any(axis=1)
    found = (followed.outcomes == "found").any(axis=1) & ~felt
    alarm = (followed.false_alarms > 0) & ~felt & ~found.to_numpy()
    counts = {"felt": int(felt.sum()), "found": int(found.sum()), "alarm": int(alarm.sum())}
    return counts | {"nothing": len(felt) - sum(counts.values())}


def thousand(first: str, second: str, show: str, seed: int) -> View:
    """The same 1000 patients under two plans; ``show`` is "patients" or "counts"."""
    if show not in ("patients", "counts"):
        raise ValueError(f"{show!r} cannot be shown; choose patients or counts")
    names, both = (first, second), [_followed(name, seed) for name in (first, second)]
    figure = _icons(names, both) if show == "patients" else _counts(names, both)
    table = _thousand_table(names, both)
    if show == "patients":  # whom the squares show; the chain's answer belongs to the counts
        table = table[[name for name in table if not name.endswith(", expected")]]
    return View(_thousand_sentence(both), table, figure=figure)


def _icons(names: tuple[str, str], both: list[Followed]) -> go.Figure:
    """Squares as columns of bars, cut by lines in the colour of the paper: few numbers to send."""
    figure, counts = go.Figure(), [groups(followed) for followed in both]
    x = [left + column for left in LEFTS for column in range(COLUMNS)]
    for kind, (_, colour) in GROUPS.items():
        y = [height for count in counts for height in _heights(count)[kind]]
        figure.add_bar(x=x, y=y, marker={"color": colour, "line": {"width": 0}}, hoverinfo="skip")
    width = LEFTS[1] + COLUMNS
    _cut(figure, x=[-1, width] * (ROWS // 2), y0=1, dy=1, line={"shape": "hv"})
    _cut(figure, x0=-0.5, dx=1, y=[-1, ROWS + 1] * (width // 2 + 1), line={"shape": "vh"})
    for left, name, count in zip(LEFTS, names, counts, strict=True):
        for words, place in zip(_labels(count), _places(count), strict=True):
            _write(figure, words, left + COLUMNS, place)
        above = "<br>".join(wrap(name, 28))
        _write(figure, f"<b>{above}</b>", left - 0.5, ROWS + 1, yanchor="bottom")
    figure.update_layout(height=420, margin={"t": 4, "b": 4, "l": 8, "r": 8})
    figure.update_layout(barmode="stack", bargap=0, showlegend=False)
    figure.update_xaxes(visible=False, range=[-1, 102])
    figure.update_yaxes(visible=False, range=[-0.3, ROWS + 6])
    return figure


def _cut(figure: go.Figure, line: dict, **places) -> None:
    """One line to and fro over both plans; its turns lie outside the squares."""
    line |= {"color": theme.PAPER, "width": 1.5}
    figure.add_scatter(**places, mode="lines", line=line, hoverinfo="skip")


def _heights(counts: dict[str, int]) -> dict[str, list[int]]:
    """Squares of each group in each column, when they fill row after row from the lower left."""
    column, ends = np.arange(COLUMNS), np.cumsum([0, *counts.values()])
    filled = (ends[:, None] + COLUMNS - 1 - column) // COLUMNS
    return dict(zip(counts, np.diff(filled, axis=0).tolist(), strict=True))


def _write(figure: go.Figure, words: str, x: float, y: float, yanchor: str = "middle") -> None:
    left = {"xanchor": "left", "align": "left"}
    figure.add_annotation(text=words, x=x, y=y, yanchor=yanchor, showarrow=False, **left)


def _labels(counts: dict[str, int]) -> list[str]:
    return [f"{count:,} {GROUPS[kind][0]}" if count else "" for kind, count in counts.items()]


def _places(counts: dict[str, int]) -> list[float]:
    """Beside the middle of each block of squares, never closer than the two lines of a label."""
    ends = np.cumsum(list(counts.values())) / COLUMNS
    places, least = [], 1.5
    for count, end in zip(counts.values(), ends, strict=True):
        middle = max(end - count / COLUMNS / 2, least)
        places.append(float(middle))
        least = middle + 4.2 if count else least
    return places


def _measures(followed: Followed) -> dict[str, int]:
    rows = {
        f"{PARTS[p]}: found before it was felt": int((followed.outcomes[p] == "found").sum())
        for p in OUTSIDE
    }
    counts = groups(followed)
    return rows | {
        "Felt a metastasis first": counts["felt"],
        "At least one false alarm": int((followed.false_alarms > 0).sum()),
    }


def _counts(names: tuple[str, str], both: list[Followed]) -> go.Figure:
    figure = go.Figure()
    for side, followed in enumerate(both):
        rows, (symbol, colour) = _measures(followed), SYMBOLS[side]
        count = np.array(list(rows.values()))
        low, high = (PATIENTS * bound for bound in wilson(count, np.full(len(count), PATIENTS)))
        figure.add_trace(
            go.Scatter(
                x=count,
                y=np.arange(len(rows))[::-1] + (0.16, -0.16)[side],
                mode="markers",
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": high - count,
                    "arrayminus": count - low,
                    "color": TEXT,
                },
                marker={
                    "symbol": symbol,
                    "size": 12,
                    "color": colour,
                    "line": {"color": theme.OUTLINE, "width": 1},
                },
                name=names[side],
                hoverinfo="skip",
            )
        )
        for count_, end, place in zip(count, high, figure.data[-1].y, strict=True):
            figure.add_annotation(
                x=end, y=place, text=f"{count_:,}", xanchor="left", xshift=8, showarrow=False
            )
    labels = list(_measures(both[0]))[::-1]
    figure.update_layout(height=420, margin={"t": 72})
    figure.update_xaxes(range=[-15, 1010], title="patients of 1,000 in ten years")
    figure.update_yaxes(tickvals=list(range(len(labels))), ticktext=labels, range=[-0.5, 4.7])
    return figure


def _thousand_sentence(both: list[Followed]) -> str:
    lines = []
    for side, followed in zip(("Left", "Right"), both, strict=True):
        found = int((followed.outcomes == "found").to_numpy().sum())
        scans = int(followed.scans.to_numpy().sum())
        alarmed = int((followed.false_alarms > 0).sum())
        felt = groups(followed)["felt"]
        if not scans:
            lines.append(
                f"{side}: no scan, {felt} of {PATIENTS:,} patients feel a metastasis first."
            )
            continue
        head = followed.scans.filter(like="head").to_numpy().sum()
        per = f", {theme.number(round(scans / found))} for each" if found else ""
        lines.append(
            f"{side}: {scans:,} scans find {found:,} metastases before they are felt{per}"
            f"{_head(followed, head)}; of {PATIENTS:,} patients {felt} feel one first and "
            f"{alarmed:,} have a false alarm."
        )
    return " ".join(lines)


def _head(followed: Followed, scans: int) -> str:
    found = int((followed.outcomes["brain"] == "found").sum())
    return f" (of the head: {scans:,} scans, {found} found)" if scans else ""


def _thousand_table(names: tuple[str, str], both: list[Followed]) -> pd.DataFrame:
    """Counts of the simulation with Wilson's interval, and what the chain expects exactly."""
    columns: dict[str, list] = {}
    for name, followed in zip(names, both, strict=True):
        exact, words = model.expected(plan(name)), []
        for part in OUTSIDE:
            for outcome, text in model.OUTCOMES.items():
                count = int((followed.outcomes[part] == outcome).sum())
                low, high = wilson(count, PATIENTS)
                words.append(
                    (
                        f"{PARTS[part]}: {text}",
                        f"{count} ({PATIENTS * low:.0f}–{PATIENTS * high:.0f})",
                        PATIENTS * exact.parts.loc[part, outcome],
                    )
                )
        scans, alarms = int(followed.scans.to_numpy().sum()), int(followed.false_alarms.sum())
        words.append(("Scans", f"{scans:,}", PATIENTS * exact.scans["done"].sum()))
        words.append(("False alarms", f"{alarms:,}", PATIENTS * exact.scans["false_alarms"].sum()))
        words.append(("Dose of a patient (mSv)", f"{followed.dose.mean():.1f}", exact.dose))
        columns["Of 1,000 patients"] = [row[0] for row in words]
        side = f"{name} " if name in columns else name
        columns[side] = [row[1] for row in words]
        columns[f"{side}, expected"] = [f"{row[2]:,.1f}" for row in words]
    return pd.DataFrame(columns)
