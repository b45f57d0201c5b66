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


def arrest(arrest: float = 0.5, sex: str = "male", patient: int = 0) -> View:
    """Share of cells in the liver, the lungs and elsewhere against the chance to stop in a bed.

    Twenty simulated patients of 1,000 cells stand beside the mean; ``patient`` takes other ones.
    """
    shares, runs = model.arrest_shares(arrest, sex=sex), _runs(arrest, sex, patient)
    figure = go.Figure()
    for name, style in _LINES.items():
        figure.add_traces(_line(name, style, arrest, sex, runs[name]))
    figure.update_layout(
        xaxis={
            "title": {"text": "Chance that a capillary bed stops a cell (%)"},
            "range": [0, 100],
        },
        yaxis={"title": {"text": "Share of all cells (%)"}, "range": [0, 82]},
        showlegend=False,
    )
    flow, ratio = model.flow_shares(sex)["brain"], shares["lung"] / shares["brain"]
    low, high = runs["lungs"].min(), runs["lungs"].max()
    sentence = (
        f"If each bed stops {theme.percent(arrest)} of the cells that reach it, "
        f"{theme.percent(shares['lung'])} end in the lungs and {theme.percent(shares['brain'])} in "
        f"the brain: {ratio:.1f} to 1, which is 1 / ({1 - arrest:.2g} × {flow:.2f}). In {RUNS} "
        f"simulated patients of {CELLS:,} cells the lungs hold {theme.percent(low)} to "
        f"{theme.percent(high)}."
    )
    return View(sentence, _arrest_table(shares, sex), figure)


def _runs(arrest: float, sex: str, patient: int) -> pd.DataFrame:
    """One row a simulated patient, one column a group of organs (shares of the cells)."""
    seeds = range(RUNS * patient, RUNS * (patient + 1))
    counts = [model.simulate(CELLS, seed=seed, arrest=arrest, sex=sex) for seed in seeds]
    return pd.DataFrame([_groups(count / CELLS) for count in counts])


def _line(name: str, style: dict, arrest: float, sex: str, runs: pd.Series) -> list[go.Scatter]:
    """The line of one group, its simulated patients and its mean at the chance that is set."""
    curve, colour = _curve(sex)[name], style["color"]
    here = _groups(model.arrest_shares(arrest, sex=sex))[name]
    quiet = {"hoverinfo": "skip", "mode": "markers"}
    return [
        go.Scatter(x=100 * curve.index, y=100 * curve, name=name, mode="lines", line=style),
        go.Scatter(
            x=100 * arrest + np.linspace(-2, 2, RUNS),
            y=100 * runs,
            marker={"size": 5, "color": colour, "symbol": "circle-open"},
            **quiet,
        ),
        go.Scatter(
            x=[100 * arrest],
            y=[100 * here],
            text=[f"{name} {theme.percent(here)}"],
            textposition=_beside(name, arrest),
            marker={"size": 11, "color": colour, "line": {"width": 1, "color": theme.OUTLINE}},
            **quiet | {"mode": "markers+text"},
        ),
    ]


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
