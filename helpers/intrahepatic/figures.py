"""Inside the liver, in pictures: numbers in; sentence, table and picture out. No control and no
number of its own.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import liver, model
from helpers.intrahepatic.figures_clone import against_counts, clone
from helpers.intrahepatic.figures_invasion import invasion
from helpers.intrahepatic.figures_recurrence import early_late, operations
from helpers.view import HEIGHT, View

__all__ = ["against_counts", "clone", "early_late", "invasion", "operations", "satellites"]

ROUTE = theme.ROUTES["intrahepatic"]
PATIENTS = 200
OWN = "#F6E4EE"  # wash of the tumour's segment
BEHIND = "segment_1"  # lies behind the others, drawn in front of them
DRAWN_LEVELS = 3  # branchings inside a segment that are drawn; the model has more
_SPLIT = 0.70  # of the width: the liver to its left, the counts to its right
_WIDTHS = ((4.0, 5.5), (2.2, 2.6), (0.0, 1.1))  # mm of radius and above, px of the line


def satellites(
    tumour_segment: str = "segment_8",
    grown_to: str = "small branch",
    backflow: float | None = None,
    patients: int = 0,
) -> View:
    """One shed cell in each of 200 patients with the same tumour, on the drawn liver.

    ``patients`` is the seed; the other arguments as in ``model.segment_shares``.
    """
    knobs = {"grown_to": grown_to, "backflow": backflow}
    cells = model.simulate(tumour_segment, PATIENTS, seed=patients, **knobs)
    counts = cells["site_id"].value_counts()
    counts = counts.reindex([*model.SEGMENTS, model.AWAY], fill_value=0)
    expected = PATIENTS * model.segment_shares(tumour_segment, **knobs)
    table = pd.DataFrame(
        {
            "Where the cell ends": [_place(name) for name in counts.index],
            f"Patients, of these {PATIENTS}": counts.to_list(),
            f"Average of many groups of {PATIENTS}": expected.to_list(),
        }
    )
    figure = _drawing(tumour_segment)
    _dots(figure, cells, tumour_segment)
    _tumour(figure, tumour_segment, grown_to)
    _numbers(figure)
    _bars(figure, counts, expected, tumour_segment)
    return View(_satellites_say(counts, tumour_segment, grown_to), table, figure)


_FROM = dict(
    zip(
        model.GROWN_TO,
        (
            "a small branch",
            "the branch of its segment",
            "the branch of its sector",
            "the left or right branch",
            "the stem of the portal vein",
        ),
        strict=True,
    )
)


def _satellites_say(counts: pd.Series, segment: str, grown_to: str) -> str:
    settled = int(counts[list(model.SEGMENTS)].sum())
    own = int(counts[segment])
    reached = int((counts[list(model.SEGMENTS)] > 0).sum())
    place = _FROM[grown_to]
    return (
        f"Tumour in {_place(segment)}, cells shed from {place}: of {PATIENTS} patients with one "
        f"shed cell each, {settled} keep it in the liver, {own} of them in {_place(segment)} and "
        f"{settled - own} elsewhere ({reached} segments reached); in {int(counts[model.AWAY])} it "
        "leaves by the hepatic veins. How far cells get against the stream is illustrative."
    )


@lru_cache(maxsize=1)
def _branches() -> list[tuple[float, list, list]]:
    """(line width, x, y) of the drawn part of the tree, in three widths."""
    tree, place = model.portal_tree(), liver.places()
    depth = np.zeros(len(tree.parent), dtype=int)
    for branch in range(len(tree.parent)):
        inside = tree.segment[branch] >= 0 and not tree.name[branch]
        depth[branch] = depth[tree.parent[branch]] + 1 if inside else 0
    # segment 1 is drawn so small that its finer branches would only blacken it
    levels = np.where(tree.segment == model.SEGMENTS.index(BEHIND), 1, DRAWN_LEVELS)
    drawn = []
    for (least, width), most in zip(_WIDTHS, (np.inf, *(w[0] for w in _WIDTHS)), strict=False):
        xs, ys = [], []
        thick = (tree.radius_mm >= least) & (tree.radius_mm < most) & (depth <= levels)
        for parent in np.unique(tree.parent[thick]):
            start = place[parent] if parent >= 0 else np.array(liver.STEM_FOOT)
            ends = place[thick & (tree.parent == parent)]
            way = np.vstack([part for end in ends for part in (end, start)])
            way = way if len(ends) == 1 else way[:-1]  # two branches are one line through the fork
            x, y = way.round().astype(int).T.tolist()
            xs, ys = [*xs, *x, None], [*ys, *y, None]
        drawn.append((width, xs, ys))
    return drawn


def _closed(points: np.ndarray) -> tuple[list, list]:
    ring = np.vstack([points, points[:1]]).round(1)
    return ring[:, 0].tolist(), ring[:, 1].tolist()


def _drawing(tumour_segment: str) -> go.Figure:
    figure = go.Figure()
    style = {"mode": "lines", "hoverinfo": "skip"}
    xs, ys = [], []
    for border in liver.borders():
        x, y = border.round(1).T.tolist()
        xs, ys = [*xs, *x, None], [*ys, *y, None]
    edge = {"color": theme.NEUTRAL["line"], "width": 1, "dash": "dot"}
    if tumour_segment != BEHIND:
        _filled(figure, tumour_segment, OWN, style)
    figure.add_scatter(x=xs, y=ys, line=edge, **style)
    _filled(
        figure, BEHIND, OWN if tumour_segment == BEHIND else theme.PAPER, style | {"line": edge}
    )
    x, y = _closed(liver.outline())
    rim = {"color": theme.OUTLINE, "width": 2, "shape": "spline"}
    figure.add_scatter(x=x[::3], y=y[::3], line=rim, **style)
    veins = [point for vein in liver.VEINS.values() for point in (*vein, (None, None))]
    x, y = zip(*veins, strict=True)
    line = {"color": "#9DB8CC", "width": 5, "shape": "spline"}
    figure.add_scatter(x=x, y=y, line=line, **style)
    for width, x, y in _branches():
        figure.add_scatter(x=x, y=y, line={"color": "#5A5F66", "width": width}, **style)
    note = {"showarrow": False, "font": {"size": 13, "color": theme.NEUTRAL["text"]}}
    figure.add_annotation(text="portal vein", x=67, y=10.5, **note)
    figure.add_annotation(text="hepatic veins, to the heart", x=66, y=63, **note)
    figure.add_annotation(text="patient's right", x=9, y=64, **note)
    hidden = {"visible": False, "range": [0, liver.HEIGHT + 1]}
    figure.update_layout(
        height=HEIGHT,
        showlegend=False,
        margin={"l": 8, "r": 20, "t": 8, "b": 8},
        xaxis={"visible": False, "domain": [0, _SPLIT], "range": [2, 101]},
        yaxis={**hidden, "scaleanchor": "x", "scaleratio": 1},
    )
    return figure


def _filled(figure: go.Figure, segment: str, colour: str, style: dict) -> None:
    x, y = _closed(liver.segments()[segment])
    style = {"line": {"width": 0}} | style
    figure.add_scatter(x=x, y=y, fill="toself", fillcolor=colour, **style)


_NUMBERS = {
    "segment_1": (55.6, 44.6),
    "segment_2": (83, 51),
    "segment_3": (70, 29.5),
    "segment_4": (61, 52.5),
    "segment_5": (46.5, 17.5),
    "segment_6": (8.5, 19),
    "segment_7": (9.5, 45),
    "segment_8": (34, 59),
}


def _tumour(figure: go.Figure, segment: str, grown_to: str) -> None:
    """The tumour on its small branch, and the portal branches that it has grown along."""
    tree, place = model.portal_tree(), liver.places()
    path = tree.above(model.tumour_branch(segment))
    reached = path[: path.index(model.tumour_branch(segment, grown_to)) + 1]
    points = place[reached].round(1)
    line = {"color": ROUTE.ink, "width": 7}
    figure.add_scatter(
        x=points[:, 0].tolist(),
        y=points[:, 1].tolist(),
        mode="lines+markers" if len(points) == 1 else "lines",
        line=line,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[points[0, 0]],
        y=[points[0, 1]],
        mode="markers",
        marker={
            "size": 22,
            "color": ROUTE.colour,
            "line": {"color": theme.OUTLINE, "width": 2},
        },
        name="tumour",
        hoverinfo="name",
    )


def _numbers(figure: go.Figure) -> None:
    """The number of each segment, above everything else."""
    x, y = zip(*_NUMBERS.values(), strict=True)
    figure.add_scatter(
        x=x,
        y=y,
        mode="text",
        text=[f"<b>{name[-1]}</b>" for name in _NUMBERS],
        textfont={"size": 17, "color": theme.INK},
        hoverinfo="skip",
    )


def _dots(figure: go.Figure, cells: pd.DataFrame, segment: str) -> None:
    settled = cells[cells["branch"] >= 0]
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, len(settled))
    # cells in the tumour's own branch lie round the tumour, the others at the end of theirs
    beside = (settled["branch"] == model.tumour_branch(segment)).to_numpy()
    away = np.where(beside, rng.uniform(2.0, 4.5, len(settled)), rng.uniform(0, 0.9, len(settled)))
    place = liver.places()[settled["branch"]]
    place = place + away[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    for own, symbol, colour in ((True, "circle", ROUTE.colour), (False, "diamond", ROUTE.ink)):
        chosen = ((settled["site_id"] == segment) == own).to_numpy()
        figure.add_scatter(
            x=place[chosen, 0].round(1).tolist(),
            y=place[chosen, 1].round(1).tolist(),
            mode="markers",
            marker={
                "size": 8 if own else 10,
                "symbol": symbol,
                "color": colour,
                "line": {"color": theme.OUTLINE, "width": 1},
            },
            name="settled cell",
            hoverinfo="name",
        )


def _bars(figure: go.Figure, counts: pd.Series, expected: pd.Series, segment: str) -> None:
    names = [*model.SEGMENTS, model.AWAY]
    labels = [*(f"segment {name[-1]}" for name in model.SEGMENTS), "left the liver"]
    figure.add_bar(
        x=counts[names].tolist(),
        y=list(range(len(names))),
        orientation="h",
        marker={
            "color": [
                ROUTE.colour if n == segment else ROUTE.ink if n in model.SEGMENTS else "#9DB8CC"
                for n in names
            ],
            "line": {"color": theme.OUTLINE, "width": 1},
        },
        texttemplate="%{x}",
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 14},
        hovertemplate="%{x} patients<extra></extra>",
        xaxis="x2",
        yaxis="y2",
    )
    figure.add_scatter(
        x=expected[names].round(2).tolist(),
        y=list(range(len(names))),
        mode="markers",
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": theme.INK}},
        hovertemplate="average %{x:.1f}<extra></extra>",
        xaxis="x2",
        yaxis="y2",
    )
    figure.update_layout(
        xaxis2={
            "domain": [_SPLIT + 0.12, 1],
            "range": [0, 170],
            "title": {"text": "patients (line: average)"},
            "anchor": "y2",
            "nticks": 5,
        },
        yaxis2={
            "anchor": "x2",
            "range": [8.6, -0.6],
            "tickvals": list(range(9)),
            "ticktext": labels,
            "showgrid": False,
        },
    )


def _place(name: str) -> str:
    return "left the liver (hepatic veins)" if name == model.AWAY else f"segment {name[-1]}"
