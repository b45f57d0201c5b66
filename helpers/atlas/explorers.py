"""What the lessons show of the atlas: one function a stop."""

from typing import Any

import pandas as pd

from helpers import theme
from helpers.atlas import figures, figures_guess, model
from helpers.atlas.explorers_complaints import explore_complaints
from helpers.atlas.explorers_table import explore_table
from helpers.atlas.explorers_ways import explore_ways
from helpers.explorer import Choice, Explorer, still
from helpers.quiz import progress

__all__ = [
    "explore_complaints",
    "explore_frequencies",
    "explore_table",
    "explore_ways",
    "first_guess",
    "organs_by_route",
]

FIRST_SERIES = "uka2007"  # the largest series that lists every site it found


def explore_frequencies() -> Explorer:
    """How often each organ is reached, one series in colour and the others in grey."""
    rows = model.organ_frequencies()
    series = rows["series"].unique().tolist()
    first = rows.loc[rows["study_id"] == FIRST_SERIES, "series"].iloc[0]
    return Explorer(
        "How often is each site reached once HCC has left the liver?",
        lambda series: figures.organs_reached(rows, series),
        series=Choice("Who was counted", series, first),
    )


def organs_by_route() -> pd.DataFrame:
    """The sites that each route reaches, with the lowest and the highest share of a series."""
    rows = model.organ_frequencies()
    table = model.organs_by_route()

    def spoken(label: int) -> str:
        row = rows.loc[label]
        author = row["series"].split(",")[0]
        return f"{theme.count_of(row['count'], row['total'])}, {author}"

    return pd.DataFrame(
        {
            "series that list it": table["series"].to_numpy(),
            "lowest": [spoken(label) for label in table["lowest"]],
            "highest": [
                spoken(high) if high != low else "the same, one series"
                for low, high in zip(table["lowest"], table["highest"], strict=True)
            ],
        },
        index=pd.MultiIndex.from_arrays(
            [[theme.ROUTES[route].name for route in table["route"]], table["site"]],
            names=["route", "site"],
        ),
    )


class Guess:
    """The learner's first guess against the data: live with the guess, stored without it."""

    def __init__(self) -> None:
        title = "Your first guess, and what was counted"
        answer = progress.load()[0].get(figures_guess.QUESTION, {}).get("answer")
        guess = answer if isinstance(answer, list) else []  # another shape: an older question's
        self.live = still(figures_guess.guess_against_data(guess), title)
        self.stored = still(figures_guess.guess_against_data(), title)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        kept = {"text/html": self.stored.to_html(), "text/plain": self.stored.view.sentence}
        return self.live._repr_mimebundle_() | kept


def first_guess() -> Guess:
    """The five places picked in lesson 0, beside how often each was reached."""
    return Guess()
