"""The pictures of the node model: numbers in, one View out (figure, sentence, table)."""

from collections.abc import Mapping
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from helpers import studies, theme
from helpers.body_map.drawing import body_map
from helpers.body_map.shapes import name as shape_name
from helpers.body_map.shapes import shapes
from helpers.lymph import model
from helpers.view import View

ROUTE = theme.ROUTES["lymph"]
OUTLINE = {"color": theme.OUTLINE, "width": 1.5}
LABELS = {
    "node_12_hilar": "Hilar (12)",
    "node_8_common_hepatic": "Hepatic artery (8)",
    "node_13_retropancreatic": "Retropancreatic (13)",
    "node_9_coeliac": "Coeliac, left gastric (9, 7)",
    "node_16_para_aortic": "Para-aortic, caval (16)",
    "node_juxtaphrenic": "Phrenic",
    "node_mediastinal": "Mediastinal",
    "node_left_supraclavicular": "Left supraclavicular",
}
SHORT = LABELS | {  # on buttons
    "node_13_retropancreatic": "Pancreatic (13)",
    "node_9_coeliac": "Coeliac (9, 7)",
    "node_16_para_aortic": "Para-aortic (16)",
    "node_left_supraclavicular": "Supraclavicular",
}
PLACES = {  # in the drawing of the net: x to the right, y upwards, side of the name
    model.TUMOUR: (0.0, 1.9, "bottom center"),
    "node_juxtaphrenic": (1.6, 4.2, "top center"),
    "node_mediastinal": (3.9, 4.2, "top center"),
    "node_12_hilar": (2.5, 2.5, "top center"),
    "node_8_common_hepatic": (4.2, 3.2, "top right"),
    "node_13_retropancreatic": (2.2, 0.6, "bottom center"),
    "node_9_coeliac": (5.3, 2.1, "top right"),
    "node_16_para_aortic": (5.3, 0.6, "bottom center"),
    "cisterna_chyli": (7.9, 1.3, "middle right"),
    "thoracic_duct": (7.9, 4.2, "top center"),
    "node_left_supraclavicular": (9.8, 4.6, "top center"),
    model.END: (9.8, 3.4, "bottom center"),
}
DRAWN = LABELS | {
    model.TUMOUR: "Liver",
    "cisterna_chyli": "Cisterna chyli",
    "thoracic_duct": "Thoracic duct",
    model.END: "Left venous angle (blood)",
}
STRENGTH = {  # letter of the table: words, line dash, line width
    "A": ("human source", "solid", 3.0),
    "B": ("teaching page", "solid", 1.2),
    "I": ("inferred by us", "dash", 2.0),
}
CHANCE = "chance of disease in the model (illustrative)"
SPOKEN = 2  # findings that the sentence names one by one; more are counted
WIDTH = 140  # percent: the axis of the risks, with room for the words beside a bar
STATES = {None: "unknown", True: "involved", False: "healthy"}


def drainage_net(system: str) -> View:
    """The net of stations; `system` is a key of model.SYSTEMS, "onward", or "all"."""
    rows = model.vessels()
    rows = rows[rows["start"].isin(PLACES) & rows["end"].isin(PLACES)]
    chosen = rows if system == "all" else rows[rows["system"] == system]
    if chosen.empty:
        known = ", ".join(["all", *model.SYSTEMS, "onward"])
        raise ValueError(f"{system!r} is no way of lymph; it is one of {known}")
    best = chosen.groupby(["start", "end"], sort=False)["strength"].min().reset_index()
    rest = rows[~rows["edge_id"].isin(chosen["edge_id"])][["start", "end"]].drop_duplicates()
    figure = go.Figure(_arrows(rest, theme.NEUTRAL["grid"], "solid", "not in this choice", 1.5))
    for letter, (words, dash, width) in STRENGTH.items():
        figure.add_trace(_arrows(best[best["strength"] == letter], ROUTE.ink, dash, words, width))
    reached = {model.TUMOUR, *chosen["start"], *chosen["end"]}
    figure.add_trace(_places(reached))
    figure.update_layout(height=420, margin={"l": 8, "r": 8, "b": 8})
    figure.update_xaxes(visible=False, range=[-0.8, 11.3])
    figure.update_yaxes(visible=False, range=[-0.1, 5.3])
    return View(_net_sentence(system, best), _net_table(chosen), figure=figure)


def _arrows(edges: pd.DataFrame, colour: str, dash: str, name: str, width: float) -> go.Scatter:
    ends = [(PLACES[edge.start], PLACES[edge.end]) for edge in edges.itertuples()]
    x = [x for start, end in ends for x in (start[0], end[0], None)]
    y = [y for start, end in ends for y in (start[1], end[1], None)]
    marker = {"symbol": "arrow", "angleref": "previous", "size": [0, 13, 0] * len(edges)}
    marker |= {"standoff": 14, "color": colour, "opacity": 1}
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": colour, "dash": dash, "width": width},
        marker=marker,
        name=name,
        hoverinfo="skip",
        showlegend=bool(len(edges)),
    )


def _places(reached: set[str]) -> go.Scatter:
    names = list(PLACES)
    return go.Scatter(
        x=[PLACES[name][0] for name in names],
        y=[PLACES[name][1] for name in names],
        mode="markers+text",
        text=[broken(DRAWN[name]) for name in names],
        textposition=[PLACES[name][2] for name in names],
        marker={
            "symbol": [ROUTE.symbol if name in LABELS else "square" for name in names],
            "size": 20,
            "color": [ROUTE.colour if name in reached else theme.PAPER for name in names],
            "line": OUTLINE,
        },
        hovertext=[_members(name) for name in names],
        hoverinfo="text",
        showlegend=False,
    )


def broken(name: str) -> str:
    """A name in short lines, so that it finds room on a narrow page."""
    return "<br>".join(wrap(name, 16))


def _members(name: str) -> str:
    more = map(shape_name, model.STATIONS.get(name, ()))
    return "<br>with ".join([DRAWN[name], *more])


def _net_sentence(system: str, best: pd.DataFrame) -> str:
    inferred = int((best["strength"] == "I").sum())
    if system == "onward":
        return f"From node to node and on to the blood: {len(best)} arrows, {inferred} inferred."
    first = [DRAWN[end] for end in best.loc[best["start"] == model.TUMOUR, "end"]]
    ways = "Liver lymph" if system == "all" else f"{system.capitalize()} lymph"
    listed = " and ".join([", ".join(first[:-1]), first[-1]]) if first[1:] else first[0]
    end = f" {inferred} of the {len(best)} arrows are inferred." if inferred else ""
    return f"{ways} reaches {len(first)} first stations: {listed}.{end}"


def _net_table(chosen: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "From": chosen["start"].map(DRAWN),
            "To": chosen["end"].map(DRAWN),
            "Way": chosen["system"],
            "Evidence": chosen["strength"].astype(str).map(lambda letter: STRENGTH[letter][0]),
            "What the source says": chosen["evidence"],
            "Source": chosen["study_id"].map(studies.names()),
        }
    )


def stations_over_time(step: int) -> View:
    """The stations on the body map, coloured by their chance of disease after `step` steps."""
    every = model.involvement_over_time()
    if step not in every.index:
        raise ValueError(f"there are {every.index[-1]} steps, so none with the number {step}")
    now = every.loc[step]
    sentence = _time_sentence(now, every.index[-1])
    values = {one: now[name] for name, more in model.STATIONS.items() for one in (name, *more)}
    drawing = body_map(
        {site: value for site, value in values.items() if site in shapes()},
        layer="lymph",
        label=sentence,
        legend=CHANCE,
        route="lymph",
        high=every.to_numpy().max(),
        words=theme.percent,
        marks="text",
    )
    table = pd.DataFrame(
        {
            "Station": [LABELS[name] for name in now.index],
            "Chance of disease (%)": 100 * now.values,
            "Kind": "illustrative",
        }
    )
    return View(sentence, table, svg=drawing)


def _time_sentence(now: pd.Series, last: int) -> str:
    if not now.name:
        return "Before the first step every station is healthy."
    most, least = now.idxmax(), now.idxmin()
    return (
        f"After {now.name} of {last} steps the chance of disease is highest in {LABELS[most]}, "
        f"{theme.percent(now[most])}, and lowest in {LABELS[least]}, {theme.percent(now[least])}."
    )


def finding_risks(
    findings: Mapping[str, bool | None], sensitivity: float, specificity: float, stage: str
) -> View:
    """Risk of each station before and after the findings; test figures in percent."""
    test = {"sensitivity": sensitivity / 100, "specificity": specificity / 100, "stage": stage}
    before = model.node_risk({}, **test)
    after = model.node_risk_spread(findings, **test)
    known = model.checked_findings(findings)
    names = [LABELS[name] for name in after.index]
    figure = go.Figure(_risk_traces(names, before, after, known))
    figure.update_layout(height=400, yaxis={"autorange": "reversed"})
    ticks = [0, 20, 40, 60, 80, 100]
    figure.update_xaxes(range=[-2, WIDTH], tickvals=ticks, title=CHANCE.replace(" (", " (%, "))
    table = pd.DataFrame(
        {
            "Station": names,
            "Finding": [STATES[known.get(name)] for name in after.index],
            "Before (%)": 100 * before.to_numpy(),
            "After (%)": 100 * after["risk"].to_numpy(),
            "Four of five models, from (%)": 100 * after["low"].to_numpy(),
            "to (%)": 100 * after["high"].to_numpy(),
            "Kind": "illustrative",
        }
    )
    return View(_finding_sentence(before, after["risk"], known, stage), table, figure=figure)


def _risk_traces(names: list[str], before, after: pd.DataFrame, known: Mapping) -> list[go.Scatter]:
    low, risk, high = (100 * after[column].to_numpy() for column in ("low", "risk", "high"))
    band = go.Scatter(
        x=[x for lo, hi in zip(low, high, strict=True) for x in (lo, hi, None)],
        y=[y for name in names for y in (name, name, None)],
        mode="lines",
        line={"color": ROUTE.colour, "width": 7},
        name="four of five models",
        hoverinfo="skip",
    )
    start = go.Scatter(
        x=100 * before.to_numpy(),
        y=names,
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"color": theme.INK, "width": 2}},
        name="before the test",
        hovertemplate="before: %{x:.1f} %<extra>%{y}</extra>",
    )
    now = go.Scatter(
        x=risk,
        y=names,
        mode="markers",
        marker={"symbol": ROUTE.symbol, "size": 13, "color": ROUTE.colour, "line": OUTLINE},
        name="after the test",
        cliponaxis=False,
        hovertemplate="after: %{x:.1f} %<extra>%{y}</extra>",
    )
    return [band, start, now, _risk_words(names, before, after, known)]


def _risk_words(names: list[str], before, after: pd.DataFrame, known: Mapping) -> go.Scatter:
    """Risk, band and finding in words, on the side of the bar that has more room."""
    x, sides, words = [], [], []
    for (name, row), first in zip(after.iterrows(), before, strict=True):
        left, right = 100 * row["low"] - 3, 100 * max(row["high"], first) + 3
        x.append(left if left > WIDTH - right else right)
        sides.append("middle left" if x[-1] == left else "middle right")
        low, high = (theme.percent(row[end]).removesuffix(" %") for end in ("low", "high"))
        band = "" if low == high else f" ({low}–{high})"
        found = f" · {STATES[known[name]]}" if name in known else ""
        words.append(theme.percent(row["risk"]) + band + found)
    return go.Scatter(
        x=x,
        y=names,
        mode="text",
        text=words,
        textposition=sides,
        showlegend=False,
        hoverinfo="skip",
    )


def _finding_sentence(before: pd.Series, after: pd.Series, known: Mapping, stage: str) -> str:
    if not known:
        top, risk = LABELS[before.idxmax()], theme.percent(before.max())
        return f"No finding yet: in {stage} disease {top} is the likeliest to be involved, {risk}."
    said = _said(known)
    others = after.drop(list(known)) if len(known) < len(after) else after
    moved = (others - before[others.index]).abs().idxmax()
    still = (others - before[others.index]).abs().idxmin()
    tail = "" if still == moved else f"; {_step(before, after, still)}"
    return f"{stage.capitalize()} disease, test says {said}: {_step(before, after, moved)}{tail}."


def _said(known: Mapping[str, bool]) -> str:
    if len(known) <= SPOKEN:
        return ", ".join(f"{LABELS[name]} {STATES[found]}" for name, found in known.items())
    involved = sum(known.values())
    counts = {STATES[True]: involved, STATES[False]: len(known) - involved}
    return " and ".join(f"{count} {word}" for word, count in counts.items() if count)


def _step(before: pd.Series, after: pd.Series, name: str) -> str:
    one, other = theme.percent(before[name]), theme.percent(after[name])
    if one == other:
        return f"{LABELS[name]} stays at {one}"
    way = "rises" if after[name] > before[name] else "falls"
    return f"{LABELS[name]} {way} from {one} to {other}"
