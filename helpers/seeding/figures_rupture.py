"""Rupture: how often, what stood before deposits, and the rate that nobody has."""

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.seeding import model
from helpers.seeding.figures_counts import count_table, counts, forest, with_interval
from helpers.view import View

HEIGHT = 260  # px of each of the three figures: nothing jumps from question to question
RUPTURE = {
    "How often does an HCC burst?": "often",
    "What came before the deposits?": "before",
    "How often do deposits follow a rupture?": "after",
}


def rupture(question: str = "often") -> View:
    """Rupture: how often, what stood before deposits, and the rate that nobody has.

    Raises ValueError for a question that is not a value of RUPTURE.
    """
    views = {"often": _rupture_often, "before": _before_deposits, "after": _after_rupture}
    if question not in views:
        raise ValueError(f"question must be one of {', '.join(views)}, not {question!r}")
    return views[question]()


def _rupture_often() -> View:
    rows = counts("P022", "P023")
    labels = ["all with HCC, one centre", "resected HCC, one centre"]
    first, second = rows.to_dict("records")
    ranges = (model.fact(key)["value"].replace("-", "–") for key in ("X027", "X028", "X029"))
    quoted = ", ".join(f"{numbers} %" for numbers in ranges)
    sentence = (
        f"HCC had burst in {theme.count_of(first['count'], first['total'])} of all patients at one "
        f"centre and in {theme.count_of(second['count'], second['total'])} of the resected at "
        f"another time; introductions of papers quote {quoted} without counts."
    )
    figure = forest(labels, rows, "With a ruptured HCC (%)", 20, HEIGHT)
    return View(sentence, count_table("Who was counted", labels, rows), figure)


def _deposits() -> pd.DataFrame:
    """What preceded the 28 deposits: counts worked out from the printed percentages."""
    fact = model.fact("F165")
    total = int(fact["total"])
    printed = [float(part) for part in fact["value"].split("/")]
    rows = pd.DataFrame({"count": [round(p * total / 100) for p in printed], "total": total})
    return with_interval(rows.assign(source="Portolani 2014", read=str(fact["read"])))


def _before_deposits() -> View:
    rows, all_rows = _deposits(), counts("P015")
    labels = ["a needle before", "a rupture before"]
    needle, burst = rows["count"]
    whole = all_rows.iloc[0]
    sentence = (
        f"Of {whole['total']} operated patients {whole['count']} had deposits in the abdominal "
        f"wall or peritoneum; {needle} of these {whole['count']} had had a needle in the tumour "
        f"before, {burst} a rupture."
    )
    figure = forest(labels, rows, f"Of {whole['count']} patients with deposits (%)", 100, HEIGHT)
    return View(sentence, count_table("What came before", labels, rows), figure)


def _after_rupture() -> View:
    """The four-field table with its two empty fields: why no rate can be formed."""
    _, burst = _deposits()["count"]
    total = int(_deposits()["total"].iloc[0])
    table = pd.DataFrame(
        {
            "Tumour before": ["ruptured", "not ruptured"],
            "With deposits": [str(burst), str(total - burst)],
            "Without deposits": ["not told", "not told"],
            "Rate of deposits": ["not found", "not found"],
        }
    )
    figure = go.Figure()
    for column, name in enumerate(table.columns):
        for line, text in enumerate([name, *table[name]]):
            figure.add_shape(
                **{"type": "rect", "x0": column, "x1": column + 1, "y0": -line, "y1": 1 - line},
                fillcolor="#D6E8F3" if text.isdigit() else theme.PAPER,
                line={"color": theme.OUTLINE, "width": 1 if column and line else 0},
            )
            heading = not (column and line)
            figure.add_annotation(
                x=column + 0.5,
                y=0.5 - line,
                text=f"<b>{text.replace(' ', '<br>', 1)}</b>"
                if heading or text.isdigit()
                else text,
                font={"size": 15 if heading else 22},
                showarrow=False,
            )
    figure.update_layout(height=HEIGHT)
    figure.update_xaxes(visible=False, range=[-0.02, 4.02])
    figure.update_yaxes(visible=False, range=[-2.05, 1.05])
    sentence = (
        f"Not found. Of {total} patients with deposits {burst} had had a rupture, but how many "
        "ruptured tumours left no deposit is not told, so no rate follows; in one case-control "
        f"study rupture went with peritoneal metastasis (P = {_p_value()})."
    )
    return View(sentence, table, figure)


def _p_value() -> str:
    return model.fact("F166")["statement"].split("P=")[1].rstrip(").")
