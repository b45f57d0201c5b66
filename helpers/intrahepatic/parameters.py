"""data/intrahepatic_parameters.csv: the numbers of this route's model, with range and source."""

from functools import lru_cache

import pandas as pd

from helpers import tables


@lru_cache(maxsize=1)
def parameters() -> pd.DataFrame:
    """The table by parameter; ``value``, ``low`` and ``high`` of percentages as shares (0 to 1)."""
    table = tables.load("intrahepatic_parameters").set_index("parameter")
    percent = table["unit"] == "percent"
    numbers = ["value", "low", "high"]
    table.loc[percent, numbers] = table.loc[percent, numbers] / 100
    return table


def value(name: str) -> float:
    """The default of one parameter."""
    return float(parameters().at[name, "value"])


def within(name: str, given: float | None) -> float:
    """``given``, or the default for None; ValueError outside the parameter's range."""
    row = parameters().loc[name]
    if given is None:
        return float(row["value"])
    if isinstance(given, bool | str) or not row["low"] <= given <= row["high"]:
        percent = row["unit"] == "percent"
        bounds = f"{row['low']:g} and {row['high']:g}"
        unit = "" if percent or row["unit"] in ("none", "ratio") else f" {row['unit']}"
        raise ValueError(f"{name} ({row['label']}) lies between {bounds}{unit}, not at {given!r}")
    return float(given)
