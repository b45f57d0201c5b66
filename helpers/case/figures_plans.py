"""A thousand patients under two plans, side by side."""

from functools import lru_cache

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
GROUPS = {  # the worst thing that happened to a patient: words, colour
    "felt": ("felt a metastasis first", FILLS["felt"]),
    "found": ("found by a scan first", FILLS["found"]),
    "alarm": ("false alarm only", FILLS["alarm"]),
    "nothing": ("none of these", theme.NEUTRAL["grid"]),
}
COLUMNS = 25
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
    return View(_thousand_sentence(both), _thousand_table(names, both), figure=figure)


def _icons(names: tuple[str, str], both: list[Followed]) -> go.Figure:
    figure, rows = go.Figure(), PATIENTS // COLUMNS
    colours = [colour for _, colour in GROUPS.values()]
    steps = [(i / 4 + part / 4, colour) for i, colour in enumerate(colours) for part in (0, 1)]
    for side, followed in enumerate(both):
        counts, left = groups(followed), side * 52
        kinds = np.repeat(np.arange(4), list(counts.values())).reshape(rows, COLUMNS)
        figure.add_trace(
            go.Heatmap(
                z=kinds,
                x0=left,
                dx=1,
                y0=0,
                dy=1,
                xgap=1.5,
                ygap=1.5,
                zmin=-0.5,
                zmax=3.5,
                colorscale=steps,
                showscale=False,
                hoverinfo="skip",
            )
        )
        for words, place in zip(_labels(counts), _places(counts), strict=True):
            figure.add_annotation(
                text=words, x=left + COLUMNS, y=place, xanchor="left", showarrow=False, align="left"
            )
        figure.add_annotation(
            text=f"<b>{_short(names[side])}</b>",
            x=left - 0.5,
            y=rows + 0.5,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            align="left",
        )
    figure.update_layout(height=420, margin={"t": 4, "b": 4, "l": 8, "r": 8})
    figure.update_xaxes(visible=False, range=[-1, 102])
    figure.update_yaxes(visible=False, range=[-0.8, rows + 5.5])
    return figure


def _short(name: str) -> str:
    """A long plan breaks into two lines above its squares."""
    for mark in (": ", ", "):
        if mark in name and len(name) > 30:
            head, rest = name.split(mark, 1)
            return f"{head}{mark.strip()}<br>{rest}"
    return name


def _labels(counts: dict[str, int]) -> list[str]:
    return [f"{count:,} {GROUPS[kind][0]}" if count else "" for kind, count in counts.items()]


def _places(counts: dict[str, int]) -> list[float]:
    """Beside the middle of each block of squares, never closer than a line of text."""
    ends = np.cumsum(list(counts.values())) / COLUMNS
    places, least = [], -1.0
    for count, end in zip(counts.values(), ends, strict=True):
        middle = max(end - count / COLUMNS / 2 - 0.5, least)
        places.append(float(middle))
        least = middle + 2.6 if count else least
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
    figure.update_layout(height=420, margin={"t": 64}, legend={"orientation": "v"})
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
