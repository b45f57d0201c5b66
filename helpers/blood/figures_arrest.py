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
        figure.add_annotation(_words(name, arrest, sex))
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
            marker={"size": 11, "color": colour, "line": {"width": 1, "color": theme.OUTLINE}},
            **quiet,
        ),
    ]


_LINES = {
    "liver": {"color": theme.ROUTES["intrahepatic"].ink, "width": 3, "dash": "dot"},
    "lungs": {"color": theme.ROUTES["blood"].colour, "width": 3, "dash": "solid"},
    "all other organs": {"color": theme.NEUTRAL["line"], "width": 3, "dash": "dash"},
}


def _words(name: str, arrest: float, sex: str) -> dict:
    """The name and share of a group, set off from its marker where no line runs."""
    here = _groups(model.arrest_shares(arrest, sex=sex))[name]
    right, up = _beside(name, arrest)
    return {
        "x": 100 * arrest,
        "y": 100 * here,
        "ax": 66 if right else -66,
        "ay": -34 if up else 34,
        "text": f"{name} {theme.percent(here)}",
        "bgcolor": theme.PAPER,
        "arrowhead": 0,
        "arrowcolor": _LINES[name]["color"],
        "standoff": 8,
    }


def _beside(name: str, arrest: float) -> tuple[bool, bool]:
    """Whether the words stand right of a marker and above it: liver and lungs cross near 50 %."""
    if name == "all other organs":
        return arrest < 0.2 or 0.6 <= arrest < 0.85, arrest >= 0.6
    if arrest < 0.5:
        return True, name == "lungs"
    return name == "lungs" and arrest < 0.85, name == "liver"


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
