"""Where cells stop, against the chance that a capillary bed stops them."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.blood import model
from helpers.blood.labels import site_names
from helpers.view import View

CELLS = 1000
RUNS = 20  # simulated patients of CELLS cells each


@lru_cache
def _curve(sex: str) -> pd.DataFrame:
    chances = np.round(np.arange(0.05, 0.951, 0.05), 2)
    rows = {p: _groups(model.arrest_shares(p, sex=sex)) for p in chances}
    return pd.DataFrame(rows).T


def _groups(shares: pd.Series) -> pd.Series:
    rest = 1 - shares["liver"] - shares["lung"]
    return pd.Series({"liver": shares["liver"], "lungs": shares["lung"], "all other organs": rest})


def arrest(arrest: float = 0.5, sex: str = "male", runs: bool = False, patient: int = 0) -> View:
    """Share of cells in the liver, the lungs and elsewhere against the chance that a bed stops a
    cell.

    ``runs`` adds twenty simulated patients of 1,000 cells each at the chance that is set.
    """
    curve, shares = _curve(sex), model.arrest_shares(arrest, sex=sex)
    here = _groups(shares)
    figure = go.Figure()
    for name, style in _LINES.items():
        figure.add_scatter(
            x=100 * curve.index,
            y=100 * curve[name],
            name=name,
            mode="lines",
            line=style,
            showlegend=False,
        )
        figure.add_scatter(
            x=[100 * arrest],
            y=[100 * here[name]],
            mode="markers+text",
            text=[f"{name} {theme.percent(here[name])}"],
            textposition=_beside(name, arrest),
            marker={
                "size": 11,
                "color": style["color"],
                "line": {"width": 1, "color": theme.OUTLINE},
            },
            showlegend=False,
            hoverinfo="skip",
        )
    if runs:
        _add_runs(figure, arrest, sex, patient)
    figure.update_layout(
        xaxis={
            "title": {"text": "Chance that a capillary bed stops a cell (%)"},
            "range": [0, 100],
        },
        yaxis={"title": {"text": "Share of all cells (%)"}, "range": [0, 82]},
    )
    flow = model.flow_shares(sex)["brain"]
    ratio = shares["lung"] / shares["brain"]
    sentence = (
        f"If each bed stops {theme.percent(arrest)} of the cells that reach it, "
        f"{theme.percent(here['lungs'])} end in the lungs and {theme.percent(shares['brain'])} in "
        f"the brain: {ratio:.1f} to 1, which is 1 / ({1 - arrest:.2g} × {flow:.2f})."
    )
    return View(sentence, _arrest_table(shares, sex), figure)


_LINES = {
    "liver": {"color": theme.ROUTES["intrahepatic"].ink, "width": 3, "dash": "dot"},
    "lungs": {"color": theme.ROUTES["blood"].colour, "width": 3, "dash": "solid"},
    "all other organs": {"color": theme.NEUTRAL["line"], "width": 3, "dash": "dash"},
}


def _beside(name: str, arrest: float) -> str:
    """Where the words stand beside a marker: the lines of liver and lungs cross near 50 %."""
    if name == "all other organs":
        return "top right" if arrest < 0.7 else "top left"
    if arrest < 0.5:
        return "top right" if name == "lungs" else "bottom right"
    return "bottom left" if name == "lungs" else "top left"


def _add_runs(figure: go.Figure, arrest: float, sex: str, patient: int) -> None:
    for name, style in _LINES.items():
        shares = [
            _groups(
                model.simulate(CELLS, seed=RUNS * patient + run, arrest=arrest, sex=sex) / CELLS
            )
            for run in range(RUNS)
        ]
        figure.add_scatter(
            x=100 * arrest + np.linspace(-2, 2, RUNS),
            y=[100 * share[name] for share in shares],
            mode="markers",
            marker={"size": 5, "color": style["color"], "symbol": "circle-open"},
            showlegend=False,
            hoverinfo="skip",
        )


def _arrest_table(shares: pd.Series, sex: str) -> pd.DataFrame:
    flows = 100 * model.flow_shares(sex).reindex(shares.index)
    flows = flows.astype(object).where(shares.index != "lung", "all of it, from the right heart")
    table = pd.DataFrame(
        {
            "Organ": [site_names().get(site, site) for site in shares.index],
            "Share of cells (%)": 100 * shares.to_numpy(),
            "Share of the cardiac output, by arteries (%)": flows.to_numpy(),
        }
    )
    return table.sort_values("Share of cells (%)", ascending=False, ignore_index=True)
