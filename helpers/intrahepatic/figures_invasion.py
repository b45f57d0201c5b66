"""Microvascular invasion against the size of the tumour: what was counted, and the curve."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import model
from helpers.intrahepatic.names import study
from helpers.view import HEIGHT, View

ROUTE = theme.ROUTES["intrahepatic"]
CLAIM = 0.20  # claim C06 of the source article, below 2 cm
CLAIM_CM = 2.0
_LEFT = 0.5  # cm, left end of the axis: where size classes without a lower limit begin
_MAIN = "microvascular_invasion"


def invasion(size_cm: float = 2.0, definition: str = _MAIN) -> View:
    """What was counted under one definition against the size of the tumour; for microvascular
    invasion also the curve with its band, read at ``size_cm``.
    """
    rows, here = model.counted(definition), model.invasion_by_size(size_cm).iloc[0]
    figure = go.Figure()
    lists = [_count_rows(rows)]
    if definition == _MAIN:
        _curve(figure, here)
        _printed_marks(figure)
        lists += [_printed_rows(), _curve_row(here)]
    _claim(figure)
    _marks(figure, rows, size_cm)
    figure.update_layout(
        height=HEIGHT + 60,  # of the legend, which would hide counts inside a narrow plot
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
        xaxis={"title": {"text": "size of the tumour (cm)"}, "range": [_LEFT, 10.7], "dtick": 1},
        yaxis={"title": {"text": "tumours with it (%)"}, "range": [-9, 84]},
    )
    sentence = _curve_says(here) if definition == _MAIN else _counts_say(rows, definition, size_cm)
    return View(sentence, pd.concat(lists, ignore_index=True), figure)


def _curve_says(here: pd.Series) -> str:
    size, counted = here["size_cm"], model.counted(_MAIN)["size_high_cm"].max()
    start = (
        f"At {size:g} cm the curve gives microvascular invasion in {theme.percent(here['share'])} "
        f"of tumours, from {theme.percent(here['low'])} to {theme.percent(here['high'])}"
    )
    if size > counted:  # the series of the band saw none so large
        opens = model.printed()["low_cm"].max()
        guess = f" The class above {opens:g} cm has no upper end, so this is a guess."
        far = f"{start} if series differ there as they do up to {counted:g} cm."
        return far + guess if size > opens else far
    small = model.invasion_by_size(CLAIM_CM).iloc[0]
    inside = "inside" if small["low"] <= CLAIM <= small["high"] else "outside"
    return (
        f"{start} depending on the series; the article's {theme.percent(CLAIM)} below "
        f"{CLAIM_CM:g} cm lies {inside} the band at {CLAIM_CM:g} cm."
    )


def _counts_say(rows: pd.DataFrame, definition: str, size_cm: float) -> str:
    words = model.DEFINITIONS[definition]
    here = rows[_covers(rows, size_cm)]
    if here.empty:
        return f"No series here counted {words} for a class of sizes that reaches {size_cm:g} cm."
    parts = [
        f"{theme.count_of(count, total)} {label}"
        for count, total, label in zip(
            here["count"], here["total"], here["size_label"], strict=True
        )
    ]
    return (
        f"Counted as {words}, classes that reach {size_cm:g} cm: {'; '.join(parts)}. Another "
        "definition than microvascular invasion, so no curve is drawn."
    )


def _covers(rows: pd.DataFrame, size_cm: float) -> pd.Series:
    """Which rows' size class reaches that size."""
    high, low = rows["size_high_cm"].fillna(np.inf), rows["size_low_cm"].fillna(0)
    return (size_cm >= low) & (size_cm <= high)


def _curve(figure: go.Figure, here: pd.Series) -> None:
    curve = model.invasion_by_size(np.linspace(*model.SIZES, 19))
    x = curve["size_cm"].tolist()
    figure.add_scatter(
        x=x + x[::-1],
        y=_percent([*curve["high"], *curve["low"][::-1]]),
        mode="lines",
        fill="toself",
        fillcolor="#F6E4EE",
        line={"width": 0},
        name="band: lowest and highest series",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=_percent(curve["share"]),
        mode="lines",
        line={"color": ROUTE.ink, "width": 3},
        name="curve through the printed percentages",
        hovertemplate="%{x:.1f} cm: %{y:.0f} %<extra></extra>",
    )
    figure.add_scatter(
        x=[here["size_cm"]] * 2,
        y=_percent([here["low"], here["high"]]),
        mode="lines",
        line={"color": theme.INK, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[here["size_cm"]],
        y=_percent([here["share"]]),
        mode="markers",
        marker={"size": 12, "color": ROUTE.colour, "line": {"color": theme.OUTLINE, "width": 2}},
        name="the size set above",
        hovertemplate="%{x:.1f} cm: %{y:.0f} %<extra></extra>",
    )


def _claim(figure: go.Figure) -> None:
    figure.add_scatter(
        x=[_LEFT, CLAIM_CM],
        y=_percent([CLAIM, CLAIM]),
        mode="lines",
        line={"color": theme.INK, "width": 2, "dash": "dot"},
        name=f"the article: {theme.percent(CLAIM)} below {CLAIM_CM:g} cm",
        hoverinfo="skip",
    )


def _printed_marks(figure: go.Figure) -> None:
    rows = model.printed()
    figure.add_scatter(
        x=rows["middle_cm"].tolist(),
        y=_percent(rows["share"]),
        error_x={
            "type": "data",
            "array": ((rows["high_cm"] - rows["low_cm"]) / 2).tolist(),
            "color": theme.NEUTRAL["line"],
            "width": 0,
        },
        mode="markers",
        marker={"symbol": "diamond-open", "size": 11, "color": theme.INK, "line": {"width": 2}},
        name="printed percentage without count (no interval)",
        hovertemplate="%{x:.1f} cm: %{y:.0f} % printed<extra></extra>",
    )


def _marks(figure: go.Figure, rows: pd.DataFrame, size_cm: float) -> None:
    """Counted series: a mark with its interval and its class of sizes, filled where the class
    reaches the size.
    """
    middle, open_class = _middles(rows), rows["size_high_cm"].isna()
    words = rows["count"].astype(str) + " of " + rows["total"].astype(str)
    figure.add_scatter(
        x=middle.tolist(),
        y=_percent(rows["share"]),
        error_y={
            "type": "data",
            "symmetric": False,
            "array": _percent(rows["high"] - rows["share"]),
            "arrayminus": _percent(rows["share"] - rows["low"]),
            "color": theme.OUTLINE,
        },
        error_x=_class_bars(rows, middle),
        mode="markers+text",
        marker={
            "symbol": "square",
            "size": 11,
            "color": [ROUTE.colour if held else theme.PAPER for held in _covers(rows, size_cm)],
            "line": {"color": theme.OUTLINE, "width": 1.5},
        },
        text=words.where(~open_class, words + ", all sizes").tolist(),
        textposition="bottom right",
        textfont={"size": 13},
        name="counted, 95 % interval (filled: class reaches that size)",
        customdata=rows["size_label"].tolist(),
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )


def _class_bars(rows: pd.DataFrame, middle: pd.Series) -> dict:
    """The classes of sizes round where their marks stand; none where all sizes are one class."""
    low, high = rows["size_low_cm"].fillna(_LEFT), rows["size_high_cm"]
    return {
        "type": "data",
        "symmetric": False,
        "array": (high - middle).fillna(0).round(3).tolist(),
        "arrayminus": (middle - low).where(high.notna(), 0).round(3).tolist(),
        "color": theme.NEUTRAL["line"],
        "width": 0,
    }


def _middles(rows: pd.DataFrame) -> pd.Series:
    """Where each row stands on the size axis; rows of one class stand side by side."""
    high = rows["size_high_cm"].fillna(model.SIZES[1])
    low = rows["size_low_cm"].fillna(_LEFT)
    groups = rows.groupby("size_high_cm", dropna=False)["total"]
    return low + (high - low) * (groups.cumcount() + 1) / (groups.transform("size") + 1)


def _percent(shares) -> list[float]:
    return [round(100 * float(share), 1) for share in shares]


def _rows(columns: list[tuple]) -> pd.DataFrame:
    names = ["Study", "Size", "With it", "Percent", "Interval or band (%)"]
    return pd.DataFrame(columns, columns=names)


def _count_rows(rows: pd.DataFrame) -> pd.DataFrame:
    return _rows(
        [
            (
                study(row["study_id"]),
                row["size_label"],
                f"{row['count']} of {row['total']}",
                100 * row["share"],
                f"{100 * row['low']:.0f} to {100 * row['high']:.0f}",
            )
            for _, row in rows.iterrows()
        ]
    )


def _printed_rows() -> pd.DataFrame:
    return _rows(
        [
            (
                study(row["study_id"]),
                f"{row['low_cm']:g} to {row['high_cm']:g} cm (outer ends illustrative)",
                "count not printed",
                100 * row["share"],
                "none",
            )
            for _, row in model.printed().iterrows()
        ]
    )


def _curve_row(here: pd.Series) -> pd.DataFrame:
    band = f"{100 * here['low']:.0f} to {100 * here['high']:.0f}"
    return _rows([("The curve", f"{here['size_cm']:g} cm", "", 100 * here["share"], band)])
