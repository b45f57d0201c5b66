"""The first recurrence after resection and after transplantation, in pictures."""

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.intrahepatic import model
from helpers.intrahepatic.figures_recurrence import EARLY, LATE
from helpers.intrahepatic.names import study
from helpers.view import HEIGHT, View

_PLACE = {  # place of the first recurrence: colour and hatch
    "liver_same_clone": (EARLY["colour"], ""),
    "liver_new_tumour": (LATE["colour"], "."),
    "outside": (theme.ROUTES["blood"].colour, "/"),
    "none": (theme.NEUTRAL["wash"], ""),
}
_HATCH = {
    "fillmode": "overlay",
    "fgcolor": theme.OUTLINE,
    "fgopacity": 0.35,
    "size": 12,
    "solidity": 0.15,
}
_WORDS = {
    "liver_same_clone": "in the liver, cells left behind",
    "liver_new_tumour": "in the liver, a new tumour",
    "outside": "outside the liver",
    "none": "no recurrence yet",
}


def operations(
    years: float = 5,
    microvascular_invasion: bool | None = None,
    cirrhosis: bool | None = None,
    recurred_only: bool = False,
) -> View:
    """Where the first recurrence lies after resection and after transplantation."""
    knobs = {"microvascular_invasion": microvascular_invasion, "cirrhosis": cirrhosis}
    shares = {
        name: model.first_recurrence(12 * years, operation=name, **knobs)
        for name in model.OPERATIONS
    }
    if recurred_only:
        shares = {name: _of_recurred(row) for name, row in shares.items()}
    figure = _stacked(shares)
    whole = "of those with a recurrence" if recurred_only else "of all patients"
    figure.update_xaxes(title={"text": f"{whole} (%), {_time(years)} after the operation"})
    places = next(iter(shares.values())).index
    table = pd.DataFrame({"First recurrence": [_WORDS[place] for place in places]})
    for name, row in shares.items():
        table[f"After {name}, {whole} (%)"] = (100 * row).tolist()
    sentence = _operations_say(years, knobs)
    if recurred_only:
        counts = _counted_in_liver()
        _counted_marks(figure, counts)
        table = pd.concat([table, _counted_rows(counts, table.columns)], ignore_index=True)
        sentence += f" {_counted_say(counts)}"
    return View(sentence, table, figure)


def _stacked(shares: dict[str, pd.Series]) -> go.Figure:
    """A bar for each operation, in percent, stacked by place."""
    figure = go.Figure()
    for place in next(iter(shares.values())).index:
        colour, hatch = _PLACE[place]
        values = [100 * row[place] for row in shares.values()]
        figure.add_bar(
            x=[round(value, 1) for value in values],
            y=[0, 1],
            orientation="h",
            name=_WORDS[place],
            marker={"color": colour, "pattern": {"shape": hatch, **_HATCH},
                    "line": {"color": theme.OUTLINE, "width": 1}},
            text=[f"<b>{value:.0f} %</b>" if value >= 5 else "" for value in values],
            textfont={"size": 19, "color": theme.INK},
            textangle=0,
            insidetextanchor="middle",
            hovertemplate="%{x:.1f} %<extra></extra>",
        )  # fmt: skip
    names = [name.capitalize() for name in shares]
    figure.update_layout(
        height=HEIGHT,
        barmode="stack",
        bargap=0.45,
        margin={"l": 8, "r": 16, "t": 84, "b": 8},
        xaxis={"range": [0, 100.3]},  # holds the outline of a bar that ends at 100
        yaxis={"range": [1.5, -0.6], "tickvals": [0, 1], "ticktext": names, "showgrid": False},
        legend={"traceorder": "normal"},
    )
    return figure


def _of_recurred(row: pd.Series) -> pd.Series:
    recurred = row.drop("none")
    return recurred / recurred.sum()


def _counted_in_liver() -> pd.DataFrame:
    """Recurrences only in the liver as they were counted: ``operation``, ``study_id``, ``count``,
    ``total``, and in percent ``counted`` with its 95 % interval ``low``, ``high``.
    """
    rows = model.compare_with_counts()
    columns = ["study_id", "count", "total", "counted", "low", "high"]
    liver = rows.loc[rows["question"].str.contains("only in the liver"), columns]
    graft = rows.loc[rows["question"].str.contains("outside"), columns]
    graft = graft.assign(  # what was not outside
        count=graft["total"] - graft["count"],
        counted=1 - graft["counted"],
        low=1 - graft["high"],
        high=1 - graft["low"],
    )
    counts = pd.concat(
        dict(zip(model.OPERATIONS, (liver, graft), strict=True)), names=["operation"]
    )
    counts[["counted", "low", "high"]] *= 100
    return counts.reset_index("operation")


def _counted_marks(figure: go.Figure, counts: pd.DataFrame) -> None:
    figure.add_scatter(
        x=counts["counted"].round(1).tolist(),
        y=[model.OPERATIONS.index(name) - 0.38 for name in counts["operation"]],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (counts["high"] - counts["counted"]).round(1).tolist(),
            "arrayminus": (counts["counted"] - counts["low"]).round(1).tolist(),
            "color": theme.INK,
        },
        mode="markers",
        marker={"symbol": "diamond", "size": 12, "color": theme.PAPER,
                "line": {"width": 2, "color": theme.INK}},
        name="counted: only in the liver (95 % interval)",
        hovertemplate="%{x:.0f} % counted in the liver<extra></extra>",
    )  # fmt: skip


def _counted_rows(counts: pd.DataFrame, columns: pd.Index) -> pd.DataFrame:
    """The counts as rows of the table; a study has a number under its own operation alone."""
    rows = [
        (
            f"counted: only in the liver, {row.recurred} of {row.total} ({study(row.study_id)})",
            *(row.counted if row.operation == name else "not counted" for name in model.OPERATIONS),
        )
        for row in counts.rename(columns={"count": "recurred"}).itertuples()
    ]
    return pd.DataFrame(rows, columns=columns)


def _counted_say(counts: pd.DataFrame) -> str:
    words = counts["count"].astype(str) + " of " + counts["total"].astype(str)
    after, graft = (", ".join(words[counts["operation"] == name]) for name in model.OPERATIONS)
    return (
        f"Counted only in the liver: {after} recurrences after resection, {graft} after "
        "transplantation."
    )


def _time(years: float) -> str:
    return "1 year" if years == 1 else f"{years:g} years"


def _operations_say(years: float, knobs: dict) -> str:
    after, graft = (
        model.first_recurrence(12 * years, operation=name, **knobs) for name in model.OPERATIONS
    )
    outside, away = (1 - row["none"] for row in (after, graft))
    return (
        f"In the model, {theme.percent(outside)} recur within {_time(years)} of resection, "
        f"{theme.percent(after['outside'] / outside)} of them outside the liver first; after "
        f"transplantation {theme.percent(away)} recur, {theme.percent(graft['outside'] / away)} of "
        "them outside: the same cells travel, but the old liver is gone."
    )
