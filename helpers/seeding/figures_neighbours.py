"""What was counted at the neighbours of the liver: contact, implant or blood."""

import pandas as pd
import plotly.graph_objects as go

from helpers import tables, theme
from helpers.seeding import model
from helpers.seeding.figures_counts import (
    OUTLINE,
    ROUTE,
    broken,
    count_table,
    counted,
    counts,
    forest,
    with_interval,
)
from helpers.view import View

HEIGHT = 340  # px of each of the figures: nothing jumps from neighbour to neighbour
NEIGHBOURS = {
    "diaphragm": "diaphragm",
    "ovary": "ovary",
    "peritoneum": "peritoneum",
    "stomach and bowel": "bowel",
}


def neighbour(organ: str = "diaphragm") -> View:
    """What was counted at one neighbour, so that contact, implant and blood can be told apart.

    Raises ValueError for an organ that is not a value of NEIGHBOURS.
    """
    views = {
        "diaphragm": _diaphragm,
        "ovary": _ovary,
        "peritoneum": _peritoneum,
        "bowel": _bowel,
    }
    if organ not in views:
        raise ValueError(f"organ must be one of {', '.join(views)}, not {organ!r}")
    return views[organ]()


def _diaphragm() -> View:
    rows = counts("P025", "P026")
    stuck, invaded = rows.to_dict("records")
    truly = {**invaded, "total": stuck["total"]}
    rows = with_interval(pd.DataFrame([stuck, truly]))
    labels = ["stuck to the diaphragm", "muscle truly invaded"]
    sentence = (
        f"The tumour stuck to the diaphragm in {theme.count_of(stuck['count'], stuck['total'])} "
        f"resections, but its muscle was invaded in {invaded['count']} of those "
        f"{invaded['total']}, which is {theme.count_of(truly['count'], truly['total'])}."
    )
    figure = forest(labels, rows, "Of resected patients (%)", 12, HEIGHT)
    return View(sentence, count_table("What was found", labels, rows), figure)


def _ovary() -> View:
    earlier, series = int(model.fact("F171")["value"]), int(model.fact("X037")["value"])
    labels = ["earlier cases counted in 2011", "the case of 2011", "a report of 1992"]
    cases = [earlier, 1, series]
    figure = go.Figure(
        go.Bar(
            x=cases,
            y=[broken(label) for label in labels],
            orientation="h",
            marker={"color": ROUTE.colour, "line": OUTLINE},
            text=cases,
            textposition="outside",
            cliponaxis=False,
            showlegend=False,
        )
    )
    figure.update_layout(height=HEIGHT)
    axis = "Published cases<br>(no population behind them)"
    figure.update_xaxes(title_text=axis, range=[0, 10])
    figure.update_yaxes(autorange="reversed")
    sentence = (
        f"For the ovary there are case reports and no rate: {earlier} earlier cases were counted "
        "in 2011, in a report that judged its own case to be blood-borne; a report of 1992 had "
        f"{series}, on both sides in 2, which may be among the {earlier}."
    )
    table = pd.DataFrame(
        {
            "Report": labels,
            "Cases": cases,
            "Way": ["not told here", "judged blood-borne", "both ovaries in 2 of 3"],
            "Source": ["Lee 2011", "Lee 2011", "Hum Pathol 1992"],
        }
    )
    return View(sentence, table, figure)


def _peritoneum() -> View:
    seen = tables.load("site_frequencies").query("frequency_id == 'S012'")
    old = tables.load("blood_autopsies").query("primary == 'liver' and site_id == 'peritoneum'")
    rows = pd.concat(
        [
            seen.assign(source="Uka 2007"),
            counts("P013", "P015", "P016"),
            old.assign(source="diSibio 2008"),
        ],
        ignore_index=True,
    )
    rows = with_interval(rows[["count", "total", "source", "read"]])
    labels = [
        "with spread, on imaging",
        "resected: peritoneum",
        "resected: peritoneum, wall",
        "autopsied, HCC, recent",
        "autopsied, 1914–1943",
    ]
    figure = forest(labels, rows, "With peritoneal deposits (%)", 40, HEIGHT)
    first, second = rows.iloc[0], rows.iloc[1]
    sentence = (
        f"It depends on who is counted: the peritoneum held HCC in {counted(first)} patients with "
        f"spread and {counted(second)} after resection, and in {counted(rows.iloc[4])} old "
        f"autopsies of liver cancer; the often quoted “as many as {model.fact('X026')['value']} %” "
        "names no source."
    )
    return View(sentence, count_table("Who was counted", labels, rows), figure)


def _bowel() -> View:
    rows = counts("P039", "P040", "P041", "P042")
    labels = ["grew into it", "blood-borne", "peritoneal seeding", "way not clear"]
    direct, blood, seeded, unclear = rows["count"]
    sentence = (
        f"Of {rows['total'].iloc[0]} patients with HCC in the stomach or bowel, {direct} had it by "
        f"direct growth, {blood} by blood, {seeded} by seeding, and in {unclear} the way was not "
        "clear (one imaging series)."
    )
    axis = "Of patients with HCC in the stomach or bowel (%)"
    figure = forest(labels, rows, axis, 100, HEIGHT)
    return View(sentence, count_table("Way", labels, rows), figure)
