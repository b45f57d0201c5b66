"""Plumbing, soil, or both: the model beside one cohort, organ by organ."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.blood import model
from helpers.blood.labels import BLOOD, PALE, cohort_label, site_names, times_off
from helpers.statistics import wilson
from helpers.view import View

NAMES = {
    "flow": "Flow only (plumbing)",
    "receptivity": "Soil only (receptivity)",
    "flow_receptivity": "Both",
    "flow_soil": "Both, soil of Basel 1969–83",
}
# narrow enough for three of them on half a page
HEADS = {
    "flow": "Flow only</b><br>(plumbing)",
    "receptivity": "Soil only</b><br>(receptivity)",
    "flow_receptivity": "Both</b><br>(flow and soil)",
    "flow_soil": "Both</b><br>(fitted soil)",
}


def blood_and_metastases(cohort: str = model.FIT) -> View:
    """Who gets the blood and who gets the metastases: arterial flow of each organ beside one
    cohort.

    The lung is left out of the flow: the whole output of the right heart passes it.
    """
    seen = model.observed(cohort).sort_values(["count", "total"])
    names = [site_names()[site] for site in seen.index]
    flow = 100 * model.flow_shares().reindex(seen.index)
    share = 100 * seen["count"] / seen["total"]
    counts = [theme.count_of(c, t) for c, t in zip(seen["count"], seen["total"], strict=True)]
    figure = go.Figure(layout=_two_panels("Share of the blood in the arteries (%)", cohort))
    figure.add_bar(y=names, x=flow, orientation="h", marker={"color": theme.NEUTRAL["fill"]})
    figure.add_bar(
        y=names,
        x=share,
        orientation="h",
        xaxis="x2",
        marker={"color": BLOOD.colour, "line": {"color": theme.OUTLINE, "width": 1}},
    )
    figure.update_traces(showlegend=False, text=counts)
    figure.data[0].text = [
        "all of it, from the right heart" if site == "lung" else f"{flow[site]:.3g} %"
        for site in seen.index
    ]
    figure.data[0].x = flow.fillna(0).tolist()
    figure.update_traces(textposition="outside", cliponaxis=False)
    table = pd.DataFrame(
        {"Organ": names, "Share of the blood in the arteries": list(figure.data[0].text)}
    ).assign(**{f"Patients with metastasis, {cohort_label(cohort)}": counts})
    return View(_flow_sentence(cohort, seen, flow), table.iloc[::-1].reset_index(drop=True), figure)


def _two_panels(title: str, cohort: str) -> dict:
    axis = {"showticklabels": False, "showgrid": False}
    patients = f"Patients with metastasis there, {cohort_label(cohort)} (%)"
    return {
        "xaxis": axis | {"domain": [0, 0.46], "range": [0, 30], "title": {"text": title}},
        "xaxis2": axis | {"domain": [0.54, 1], "range": [0, 118], "title": {"text": patients}},
        "height": 340,
        "margin": {"t": 8},
    }


def _flow_sentence(cohort: str, seen: pd.DataFrame, flow: pd.Series) -> str:
    def found(site: str) -> str:
        return f"{seen.at[site, 'count']} of {seen.at[site, 'total']} patients"

    return (
        f"{cohort_label(cohort)}: the kidneys get {flow['kidney']:.0f} % of the blood in the "
        f"arteries and held metastases in {found('kidney')}, the adrenal glands get "
        f"{flow['adrenal_gland']:.1f} % and held them in {found('adrenal_gland')}, the lungs in "
        f"{found('lung')}."
    )


def soil(cohort: str = model.FIT, arrest: float = 0.5, fitted: bool = False) -> View:
    """Flow alone, receptivity alone and both beside what one cohort saw, with each organ's misfit.

    ``fitted`` puts the soil learnt from Basel 1969–83 in the place of the receptivity of other
    cancers in "both".
    """
    keys = ["flow", "receptivity", "flow_soil" if fitted else "flow_receptivity"]
    panels = {key: model.predicted(key, cohort, arrest=arrest) for key in keys}
    order = panels["flow"].sort_values(["count", "total"]).index
    panels = {key: panel.loc[order] for key, panel in panels.items()}
    off = {key: 10 ** np.sqrt(np.mean(panel["log10_ratio"] ** 2)) for key, panel in panels.items()}
    titles = [f"<b>{HEADS[key]}<br>typically<br>{_typical(off[key])}" for key in keys]
    figure = go.Figure(layout=_three_panels(titles))
    for number, panel in enumerate(panels.values(), 1):
        figure.add_traces(_panel(number, panel))
    return View(_sentence(cohort, panels, off), _table(panels), figure)


def _three_panels(titles: list[str]) -> dict:
    """A layout of three panels side by side with one axis of sites."""
    axes, notes = {}, []
    for number, title in enumerate(titles, 1):
        left = (number - 1) * 0.345
        axes[f"xaxis{number}"] = {
            "type": "log",
            "range": [-3.1, 2.5],
            "tickvals": [0.001, 0.01, 0.1, 1],
            "ticktext": ["0.1", "1", "10", "100"],
            "domain": [left, left + 0.31],
            "anchor": "y",
        }
        place = {"xref": "paper", "yref": "paper", "x": left, "y": 1.02}
        note = place | {"text": title, "showarrow": False, "align": "left"}
        notes.append(note | {"xanchor": "left", "yanchor": "bottom"})
    axes["xaxis2"]["title"] = {"text": "Patients with this site (%)"}
    legend = {"yref": "container", "y": 0.01, "yanchor": "bottom"}
    return axes | {
        "annotations": notes,
        "legend": legend,
        "margin": {"t": 92, "b": 96},
        "height": 450,
    }


def _panel(number: int, panel: pd.DataFrame) -> list[go.Bar | go.Scatter]:
    """Bars for the prediction, diamonds for what was seen, and words for the misfit."""
    common = {
        "y": [site_names()[site] for site in panel.index],
        "xaxis": f"x{number}" if number > 1 else "x",
        "showlegend": number == 1,
    }
    bars = go.Bar(
        x=panel["predicted"],
        orientation="h",
        name="predicted",
        marker={"color": PALE, "line": {"color": BLOOD.ink, "width": 1}},
        **common,
    )
    seen = go.Scatter(
        x=panel["observed"],
        mode="markers",
        name="seen, with 95 % interval",
        marker={"color": theme.INK, "size": 9, "symbol": "diamond"},
        error_x=_interval(panel),
        **common,
    )
    misfit = go.Scatter(
        x=[1.2] * len(panel),
        mode="text",
        text=[times_off(10**ratio).replace("× ", "×<br>") for ratio in panel["log10_ratio"]],
        textposition="middle right",
        textfont={"size": 11},
        cliponaxis=False,
        hoverinfo="skip",
        **common | {"showlegend": False},
    )
    return [bars, seen, misfit]


def _interval(panel: pd.DataFrame) -> dict:
    low, high = wilson(panel["count"], panel["total"])
    return {
        "type": "data",
        "array": (high - panel["observed"]).clip(lower=0),
        # a logarithmic axis has no 0: an interval that starts there is drawn to its left end
        "arrayminus": (panel["observed"] - np.maximum(low, 5e-4)).clip(lower=0),
        "color": theme.INK,
        "thickness": 1.5,
    }


def _sentence(cohort: str, panels: dict[str, pd.DataFrame], off: dict[str, float]) -> str:
    flow, last = panels["flow"], list(panels)[-1]
    kidney, adrenal = (
        times_off(10 ** flow.at[site, "log10_ratio"]) for site in ("kidney", "adrenal_gland")
    )
    together = _typical(off[last]).replace("×", "times")
    if last == "flow_receptivity":
        ending = "The average of other cancers, without any flow, predicts the same as both."
    elif cohort == model.FIT:
        ending = "A soil that was fitted on these very patients only repeats them."
    else:
        ending = "The fitted soil comes from other patients, of Basel 1969–83."
    return (
        f"{cohort_label(cohort)}, {flow['total'].iloc[0]} patients: flow alone is typically "
        f"{off['flow']:.1f} times off (kidney {kidney}, adrenal gland {adrenal}), soil alone "
        f"{off['receptivity']:.1f} times, both together {together}. {ending}"
    )


def _typical(off: float) -> str:
    return "right" if off < 1.05 else f"{off:.1f} × off"


def _table(panels: dict[str, pd.DataFrame]) -> pd.DataFrame:
    flow = panels["flow"]
    seen = [theme.count_of(c, t) for c, t in zip(flow["count"], flow["total"], strict=True)]
    table = pd.DataFrame({"Site": [site_names()[site] for site in flow.index], "Seen": seen})
    for key, panel in panels.items():
        table[f"{NAMES[key]}: predicted"] = [theme.percent(chance) for chance in panel["predicted"]]
        table[f"{NAMES[key]}: misfit"] = [times_off(10**ratio) for ratio in panel["log10_ratio"]]
    return table.iloc[::-1].reset_index(drop=True)
