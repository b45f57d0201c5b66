"""Ten years of one patient: what was asked for, what was seen, and at the end what was there."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case.parameters import MONTHS, PARTS, SCANS, YEARS
from helpers.case.patients import NEVER, WEI, Played, play
from helpers.view import View

GREEN, RED, BLUE = (theme.ROUTES[route].ink for route in ("lymph", "blood", "seeding"))
GREY, TEXT = theme.NEUTRAL["line"], theme.NEUTRAL["text"]
FILLS = {"felt": "#E8A37A", "found": "#6DBFA5", "alarm": "#9CC3DF"}  # with dark text beside them
ROWS = {"brain": 3, "lung": 2, "bone": 1, "liver": 0}
MARKS = {  # result: words, symbol, size, fill, outline
    "clear": ("nothing seen", "circle-open", 10, TEXT, TEXT),
    "known": ("known tumour", "line-ew-open", 12, TEXT, TEXT),
    "false alarm": ("false alarm", "triangle-up", 14, BLUE, theme.OUTLINE),
    "found": ("tumour found", "diamond", 15, GREEN, theme.OUTLINE),
}
TOLD = ("false alarm", "found")  # news: told in the sentence, with the scan that brought it
FELT = {
    "liver": "felt",
    "lung": "felt",
    "bone": "pain",
    "brain": "bleeding",
}


def who(patient: int) -> str:
    """Wei, or the number of a patient."""
    return "Wei" if patient == WEI else f"Patient {patient}"


def timeline(requests: Sequence[Sequence[str]], patient: int) -> View:
    """The ten years as far as they were lived; what was hidden shows when they are over."""
    played = play(requests, patient)
    figure = go.Figure()
    if played.over:
        figure.add_traces(_hidden(played))
    figure.add_traces(_reports(played))
    figure.add_traces(_felt(played))
    figure.add_vline(played.month / MONTHS, line={"color": GREY, "width": 1.5, "dash": "dot"})
    figure.update_layout(height=360, margin={"t": 66}, legend={"font": {"size": 13}})
    figure.update_xaxes(range=[-0.25, 10.45], dtick=1, title="years since the operation")
    figure.update_yaxes(
        range=[-0.6, 3.6],
        tickvals=list(ROWS.values()),
        ticktext=[PARTS[part] for part in ROWS],
        showgrid=True,
    )
    return View(_sentence(played, patient), _table(played, requests), figure=figure)


def _reports(played: Played) -> list[go.Scatter]:
    """Scans of one part at one visit stand side by side."""
    rows = played.results
    order = rows.groupby(["month", "part"]).cumcount()
    number = rows.groupby(["month", "part"])["scan"].transform("size")
    x = rows["month"] / MONTHS + 0.17 * (order - (number - 1) / 2)
    traces = []
    for result, (words, symbol, size, fill, outline) in MARKS.items():
        chosen = rows["result"] == result
        marker = {"symbol": symbol, "size": size, "color": fill}
        marker["line"] = {"color": outline, "width": 1.5}
        shown = bool(chosen.any()) or result != "known"
        traces.append(
            go.Scatter(
                x=x[chosen] if chosen.any() else [None],
                y=rows.loc[chosen, "part"].map(ROWS) if chosen.any() else [None],
                mode="markers",
                marker=marker,
                name=words,
                showlegend=shown,
                **(_named(rows[chosen]) if result in TOLD else {"hoverinfo": "skip"}),
            )
        )
    return traces


def _named(rows: pd.DataFrame) -> dict:
    """Which scan it was, for who points at a mark."""
    return {"hovertext": [SCANS[scan].name for scan in rows["scan"]], "hoverinfo": "text"}


def _felt(played: Played) -> go.Scatter:
    parts = [part for part in PARTS if _was_felt(played, part)]
    return go.Scatter(
        x=[played.felt[part] / MONTHS for part in parts] or [None],
        y=[ROWS[part] for part in parts] or [None],
        mode="markers+text",
        text=[FELT[part] for part in parts],
        textposition="top center",
        cliponaxis=False,
        marker={
            "symbol": "star",
            "size": 18,
            "color": RED,
            "line": {"color": theme.OUTLINE, "width": 1},
        },
        name="showed itself",
        hoverinfo="skip",
    )


def _was_felt(played: Played, part: str) -> bool:
    return played.felt[part] <= played.month and part not in played.found


def _hidden(played: Played) -> list[go.Scatter]:
    """Bars from the month in which a tumour could be seen to the one in which it was known."""
    x, y = [], []
    for part, row in ROWS.items():
        if played.visible[part] <= played.month:
            end = min(played.felt[part], played.found.get(part, NEVER), played.month)
            x += [played.visible[part] / MONTHS, end / MONTHS, None]
            y += [row, row, None]
    bars = go.Scatter(
        x=x or [None],
        y=y or [None],
        mode="lines",
        line={"color": FILLS["felt"], "width": 16},
        name="could be seen",
        hoverinfo="skip",
    )
    missed = played.results[played.results["overlooked"]]
    crosses = go.Scatter(
        x=missed["month"] / MONTHS,
        y=missed["part"].map(ROWS) - 0.3,
        mode="markers",
        marker={"symbol": "x", "size": 11, "color": RED},
        name="missed",
        **_named(missed),
    )
    return [bars, crosses] if len(missed) else [bars]


def _sentence(played: Played, patient: int) -> str:
    name, rows = who(patient), played.results
    if not played.year:
        return (
            f"{name} stands before the first yearly visit after the operation. "
            "Tick what you ask for, then press the button."
        )
    scans = len(rows.drop_duplicates(["month", "scan"]))
    alarms = int((rows["result"] == "false alarm").sum())
    counts = (
        f"{several(scans, 'scan')}, {theme.number(played.dose)} mSv, "
        f"{several(alarms, 'false alarm')}"
    )
    if played.over:
        return " ".join([_end(played, name), f"{counts}.", *_debrief(played)])
    now = rows[rows["month"] == played.month]
    seen = [
        f"{PARTS[row.part].lower()}: {MARKS[row.result][0]}"
        for row in now.itertuples()
        if row.result in TOLD
    ]
    felt = [
        f"{PARTS[part].lower()}: a tumour showed itself"
        for part in PARTS
        if _was_felt(played, part) and played.felt[part] > played.month - MONTHS
    ]
    news = "; ".join(felt + seen) or ("nothing seen" if len(now) else "nothing asked for")
    return f"{name}, visit {played.year} of {YEARS}: {news}. So far {counts}."


def several(number: int, word: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {word}" + "s" * (number != 1)


def _end(played: Played, name: str) -> str:
    if played.felt["brain"] <= played.month:
        years, months = divmod(played.month, MONTHS)
        time = f"after {several(years, 'year')} and {several(months, 'month')}"
        return f"{name}'s visits end {time}: a metastasis in the brain bleeds."
    return f"{name} has come to all {YEARS} visits."


def _debrief(played: Played) -> list[str]:
    found, first, waiting = [], [], []
    for part in ROWS:
        if played.visible[part] > played.month:
            continue
        if part in played.found:
            found.append(f"{PARTS[part].lower()} (month {played.found[part]})")
        elif _was_felt(played, part):
            first.append(f"{PARTS[part].lower()} (month {played.felt[part]})")
        else:
            waiting.append(PARTS[part].lower())
    lines = [
        f"{words}: {', '.join(parts)}."
        for words, parts in (
            ("Found before it was felt", found),
            ("Showed itself first", first),
            ("Still silent", waiting),
        )
        if parts
    ]
    return lines or ["There was nothing to find: every alarm was a false one."]


def _table(played: Played, requests: Sequence[Sequence[str]]) -> pd.DataFrame:
    """A row a visit; what was there only once it is over."""
    rows = []
    for year in range(1, max(played.year, 1) + 1):
        month, results = year * MONTHS, played.results
        now = results[results["month"] == month]
        reports = [
            f"{SCANS[r.scan].name}, {PARTS[r.part].lower()}: {r.result}"
            for r in now.itertuples()
            if r.result != "clear"
        ]
        felt = [
            PARTS[p].lower()
            for p in PARTS
            if month - MONTHS < played.felt[p] <= min(month, played.month) and p not in played.found
        ]
        asked = requests[year - 1] if year <= len(requests) else ()
        row = {
            "Visit": "did not take place" if played.month < month and len(requests) else year,
            "Asked for": ", ".join(SCANS[scan].name for scan in asked) or "nothing",
            "Reports": "; ".join(reports) or ("nothing seen" if len(now) else "none"),
            "Showed itself in the year before": ", ".join(felt) or "nothing",
        }
        if played.over:
            there = [
                PARTS[p].lower() for p in PARTS if played.visible[p] <= min(month, played.month)
            ]
            missed = [SCANS[r.scan].name for r in now.itertuples() if r.overlooked]
            row["What was there"] = ", ".join(there) or "nothing"
            row["Looked, and missed it"] = ", ".join(missed) or "none"
        rows.append(row)
    return pd.DataFrame(rows).astype({"Visit": str})
