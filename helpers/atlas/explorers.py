"""What the lessons show of the atlas: one function a stop."""

import pandas as pd

from helpers import theme
from helpers.atlas import figures, model
from helpers.explorer import Choice, Explorer

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
