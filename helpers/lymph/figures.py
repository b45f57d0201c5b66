"""The pictures of the node model: numbers in, one View out (figure, sentence, table)."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from helpers import studies, theme
from helpers.body_map.drawing import body_map
from helpers.body_map.shapes import shapes
from helpers.lymph import model
from helpers.view import View

ROUTE = theme.ROUTES["lymph"]
GREY, TEXT = theme.NEUTRAL["line"], theme.NEUTRAL["text"]
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
    "node_8_common_hepatic": (4.2, 3.2, "top center"),
    "node_13_retropancreatic": (3.3, 0.6, "bottom center"),
    "node_9_coeliac": (5.6, 2.1, "top right"),
    "node_16_para_aortic": (5.6, 0.6, "bottom center"),
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
STRENGTH = {  # letter of the table: words, line dash
    "A": ("human source", "solid"),
    "B": ("teaching page", "dash"),
    "I": ("inferred", "dot"),
}
STATES = {None: "unknown", True: "involved", False: "healthy"}


def drainage_net(system: str) -> View:
    """The net of stations; `system` is a key of model.SYSTEMS, "onward", or "all"."""
    rows = model.vessels()
    rows = rows[rows["start"].isin(PLACES) & rows["end"].isin(PLACES)]
    chosen = rows if system == "all" else rows[rows["system"] == system]
    if chosen.empty:
        raise ValueError(
            f"{system!r} is no way of lymph; it is one of all, {', '.join(model.SYSTEMS)}"
        )
    best = chosen.groupby(["start", "end"], sort=False)["strength"].min().reset_index()
    rest = rows[~rows["edge_id"].isin(chosen["edge_id"])][["start", "end"]].drop_duplicates()
    figure = go.Figure(_arrows(rest, theme.NEUTRAL["grid"], "solid", "not in this choice", 1.5))
    for letter, (words, dash) in STRENGTH.items():
        figure.add_trace(_arrows(best[best["strength"] == letter], ROUTE.ink, dash, words, 2.5))
    reached = {model.TUMOUR, *chosen["start"], *chosen["end"]}
    figure.add_trace(_places(reached))
    figure.update_layout(height=420, margin={"l": 8, "r": 8, "t": 40, "b": 8})
    figure.update_xaxes(visible=False, range=[-0.8, 10.9])
    figure.update_yaxes(visible=False, range=[-0.1, 5.3])
    return View(_net_sentence(system, best), _net_table(chosen), figure=figure)


def _arrows(edges: pd.DataFrame, colour: str, dash: str, name: str, width: float) -> go.Scatter:
    x, y = [], []
    for edge in edges.itertuples():
        (x0, y0, _), (x1, y1, _) = PLACES[edge.start], PLACES[edge.end]
        x += [x0, x1, None]
        y += [y0, y1, None]
    size = [0, 13, 0] * len(edges)
    marker = {"symbol": "arrow", "angleref": "previous", "size": size, "standoff": 14}
    marker |= {"color": colour, "opacity": 1}
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
        text=[DRAWN[name] for name in names],
        textposition=[PLACES[name][2] for name in names],
        marker={
            "symbol": [ROUTE.symbol if name in LABELS else "square" for name in names],
            "size": 20,
            "color": [ROUTE.colour if name in reached else theme.PAPER for name in names],
            "line": {"color": theme.OUTLINE, "width": 1.5},
        },
        hovertext=[_members(name) for name in names],
        hoverinfo="text",
        showlegend=False,
    )


def _members(name: str) -> str:
    return "<br>".join([DRAWN[name], *(f"with {more}" for more in model.STATIONS.get(name, ()))])


def _net_sentence(system: str, best: pd.DataFrame) -> str:
    first = [DRAWN[end] for end in best.loc[best["start"] == model.TUMOUR, "end"]]
    inferred = int((best["strength"] == "I").sum())
    ways = "Liver lymph" if system == "all" else f"{system.capitalize()} lymph"
    if system == "onward":
        return f"From node to node and on to the blood: {len(best)} arrows, {inferred} inferred."
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
    first, last = now.idxmax(), now.idxmin()
    sentence = (
        f"After {step} of {every.index[-1]} steps the chance of disease is highest in "
        f"{LABELS[first]}, {theme.percent(now[first])}, and lowest in {LABELS[last]}, "
        f"{theme.percent(now[last])}."
        if step
        else "Before the first step every station is healthy."
    )
    values = {one: now[name] for name, more in model.STATIONS.items() for one in (name, *more)}
    drawing = body_map(
        {site: value for site, value in values.items() if site in shapes()},
        layer="lymph",
        label=sentence,
        legend="chance that the station is involved",
        route="lymph",
        high=every.to_numpy().max(),
        words=theme.percent,
        marks="text",
    )
    table = pd.DataFrame(
        {"Station": [LABELS[name] for name in now.index], "Chance of disease (%)": 100 * now.values}
    )
    return View(sentence, table, svg=drawing)


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
    figure.update_layout(height=400, margin={"t": 36})
    title = "chance that the station is involved (%)"
    figure.update_xaxes(range=[-2, 128], tickvals=[0, 20, 40, 60, 80, 100], title=title)
    figure.update_yaxes(autorange="reversed")
    table = pd.DataFrame(
        {
            "Station": names,
            "Finding": [STATES[known.get(name)] for name in after.index],
            "Before (%)": 100 * before.to_numpy(),
            "After (%)": 100 * after["risk"].to_numpy(),
            "Four of five models, from (%)": 100 * after["low"].to_numpy(),
            "to (%)": 100 * after["high"].to_numpy(),
        }
    )
    return View(_finding_sentence(before, after["risk"], known, stage), table, figure=figure)


def _risk_traces(names: list[str], before, after: pd.DataFrame, known: Mapping) -> list[go.Scatter]:
    low, risk, high = (100 * after[column].to_numpy() for column in ("low", "risk", "high"))
    words = [
        f"{theme.percent(r)} ({_plain(lo)}–{_plain(hi)})"
        for r, lo, hi in after[["risk", "low", "high"]].itertuples(index=False)
    ]
    found = [f" · {STATES[known[name]]}" if name in known else "" for name in after.index]
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
        marker={
            "symbol": ROUTE.symbol,
            "size": 13,
            "color": ROUTE.colour,
            "line": {"color": theme.OUTLINE, "width": 1.5},
        },
        name="after the test",
        hovertemplate="after: %{x:.1f} %<extra>%{y}</extra>",
    )
    right = [max(h, 100 * b) + 3 for h, b in zip(high, before, strict=True)]
    said = go.Scatter(
        x=right,
        y=names,
        mode="text",
        text=[word + more for word, more in zip(words, found, strict=True)],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
    )
    return [band, start, now, said]


def _plain(share: float) -> str:
    return theme.percent(share).removesuffix(" %")


def _finding_sentence(before: pd.Series, after: pd.Series, known: Mapping, stage: str) -> str:
    if not known:
        top = before.idxmax()
        risk = theme.percent(before[top])
        return (
            f"No finding yet: in {stage} disease {LABELS[top]} is the likeliest to be "
            f"involved, {risk}."
        )
    said = ", ".join(f"{LABELS[name]} {STATES[found]}" for name, found in known.items())
    others = after.drop(list(known)) if len(known) < len(after) else after
    moved = (others - before[others.index]).abs().idxmax()
    still = (others - before[others.index]).abs().idxmin()
    tail = "" if still == moved else f"; {_step(before, after, still)}"
    return f"{stage.capitalize()} disease, test says {said}: {_step(before, after, moved)}{tail}."


def _step(before: pd.Series, after: pd.Series, name: str) -> str:
    one, other = theme.percent(before[name]), theme.percent(after[name])
    if one == other:
        return f"{LABELS[name]} stays at {one}"
    way = "rises" if after[name] > before[name] else "falls"
    return f"{LABELS[name]} {way} from {one} to {other}"
