"""The pictures of what was counted: sentinel tests, enlarged nodes, studies side by side."""

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.lymph import model, series
from helpers.lymph.figures import LABELS, broken
from helpers.view import View

ROUTE = theme.ROUTES["lymph"]
MODEL = "Liver, model (illustrative)"
MARKS = {  # group: symbol, colour
    series.OPERATION: ("circle", theme.PAPER),
    series.AUTOPSY: (ROUTE.symbol, ROUTE.colour),
    series.IMAGING: ("square", theme.NEUTRAL["fill"]),
}
CALLS = {  # word in the table: legend, symbol, colour
    "yes": ("regional", ROUTE.symbol, ROUTE.colour),
    "no": ("distant", "circle", theme.PAPER),
    "not named": ("not named in that list", "x-thin", theme.INK),
}
OUTLINE = {"color": theme.OUTLINE, "width": 1.5}
MISSED, LEFT = "of the diseased: tested negative", "of the test-negative: diseased"
PER_ROW = 39  # dots in a row of the patients


def sentinel(stage: str, skip: float, sensitivity: float) -> View:
    """A negative hilar test on a small net; `skip` and `sensitivity` in percent."""
    tested = model.sentinel(stage=stage, skip=skip / 100, sensitivity=sensitivity / 100)
    risks = tested.risks.rename(index=LABELS)
    risks.loc["Any node"] = [tested.any_before, tested.any_after]
    known = series.sentinel_series()
    own = {
        "series": MODEL,
        "study": "teaching fit",
        "missed": tested.missed,
        "left": tested.any_after,
    }
    known = pd.concat([pd.DataFrame([own]), known], ignore_index=True)
    figure = go.Figure([*_before_and_after(risks), *_missed_and_left(known)])
    figure.update_layout(
        height=420,
        xaxis={"domain": [0, 0.38], "title": "chance of disease (%)", "range": [0, 46]},
        yaxis={"autorange": "reversed"},
        xaxis2={
            "domain": [0.7, 1],
            "title": "patients (%)",
            "range": [-3, 103],  # a test may miss nearly everybody
            "anchor": "y2",
        },
        yaxis2={"autorange": "reversed", "anchor": "x2"},
    )
    return View(
        _sentinel_sentence(tested, stage, skip), _sentinel_table(risks, known), figure=figure
    )


def _before_and_after(risks: pd.DataFrame) -> list[go.Bar]:
    looks = {"before": (theme.PAPER, ""), "after": (ROUTE.colour, ROUTE.pattern)}
    return [
        go.Bar(
            y=[broken(name) for name in risks.index],
            x=100 * risks[when].to_numpy(),
            orientation="h",
            name=f"{when} a negative hilar test",
            marker={"color": colour, "pattern": {"shape": shape}, "line": OUTLINE},
            text=[theme.percent(risk) for risk in risks[when]],
            textposition="outside",
            hovertemplate="%{x:.1f} %<extra>%{y}</extra>",
        )
        for when, (colour, shape) in looks.items()
    ]


def _missed_and_left(known: pd.DataFrame) -> list[go.Scatter]:
    looks = {
        "missed": (MISSED, ROUTE.symbol, ROUTE.colour),
        "left": (LEFT, "circle", theme.PAPER),
    }
    traces = []
    for column, (name, symbol, colour) in looks.items():
        rows = known.dropna(subset=[column])
        traces.append(
            go.Scatter(
                y=rows["series"].map(broken).tolist(),
                x=100 * rows[column].to_numpy(),
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 13, "color": colour, "line": OUTLINE},
                xaxis="x2",
                yaxis="y2",
                hovertemplate="%{x:.1f} %<extra>%{y}</extra>",
            )
        )
    return traces


def _sentinel_sentence(tested: model.Sentinel, stage: str, skip: float) -> str:
    shape = "A pure chain" if skip == 0 else f"A net in which {skip:g} % of disease goes round"
    return (
        f"{shape}, {stage} disease: a negative hilar test lowers the chance of disease in any node "
        f"from {theme.percent(tested.any_before)} to {theme.percent(tested.any_after)} and misses "
        f"{theme.percent(tested.missed)} of node-positive patients."
    )


def _sentinel_table(risks: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    left = pd.DataFrame(
        {
            "What": [f"{name}, in the model" for name in risks.index],
            "Before the test (%)": 100 * risks["before"].to_numpy(),
            "After a negative test (%)": 100 * risks["after"].to_numpy(),
        }
    )
    right = pd.DataFrame(
        {
            "What": known["series"] + " (" + known["study"] + ")",
            "After a negative test (%)": 100 * known["left"],
            f"{MISSED.capitalize()} (%)": 100 * known["missed"],
        }
    )
    return pd.concat([left, right], ignore_index=True)


def enlarged_nodes(which: str) -> View:
    """One dot a patient: not enlarged, enlarged and benign, malignant; `which` is a series."""
    rows = series.enlarged_nodes().set_index("series")
    if which not in rows.index:
        raise ValueError(f"{which!r} is no series of node sizes; choose {', '.join(rows.index)}")
    row = rows.loc[which]
    cancer = "presumed malignant" if row["presumed"] else "malignant"
    kinds = [  # name, patients, symbol, colour, size
        (f"enlarged, {cancer}", row["malignant"], ROUTE.symbol, ROUTE.colour, 14),
        (
            "enlarged, benign" if not row["presumed"] else "enlarged, no metastasis told",
            row["enlarged"] - row["malignant"],
            "circle",
            theme.NEUTRAL["fill"],
            9,
        ),
        ("not enlarged", row["total"] - row["enlarged"], "circle", theme.PAPER, 9),
    ]
    figure, first = go.Figure(), 0
    for name, count, *look in kinds:
        figure.add_trace(_patients(f"{name} ({count})", range(first, first + count), *look))
        first += count
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    table = pd.DataFrame([(name, int(count)) for name, count, *_ in kinds])
    table.columns = ["Node", "Patients"]
    return View(_enlarged_sentence(row, cancer), table, figure=figure)


def _patients(name: str, places: range, symbol: str, colour: str, size: int) -> go.Scatter:
    return go.Scatter(
        x=[place % PER_ROW for place in places],
        y=[place // PER_ROW for place in places],
        mode="markers",
        name=name,
        marker={"symbol": symbol, "size": size, "color": colour, "line": OUTLINE | {"width": 1}},
        hoverinfo="name",
    )


def _enlarged_sentence(row: pd.Series, cancer: str) -> str:
    found = theme.count_of(row["malignant"], row["enlarged"])
    doubt = ", if both of them had an enlarged one" if row["presumed"] else ""
    return (
        f"{row['study']}: {theme.count_of(row['enlarged'], row['total'])} patients had an enlarged "
        f"node, and {found} of these were {cancer}{doubt}."
    )


def node_rates(group: str) -> View:
    """Series that looked for any node, with Wilson's intervals; `group` is a group or "all"."""
    rates = series.node_rates()
    chosen = rates if group == "all" else rates[rates["group"] == group]
    if chosen.empty:
        raise ValueError(f"{group!r} is no group; choose all, {', '.join(series.GROUPS)}")
    names = [name for name in series.GROUPS if (chosen["group"] == name).any()]
    figure = go.Figure([_rate_trace(name, chosen[chosen["group"] == name]) for name in names])
    figure.update_layout(height=520, showlegend=True)
    title = "patients with a node metastasis (%)<br>* printed without a count: no interval"
    figure.update_xaxes(range=[-2, 70], title=title)
    figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=_names(chosen))
    figure.update_yaxes(dtick=1)  # every study keeps its name on a narrow page
    shares = chosen.groupby("group")["share"]
    spans = [_span(name, shares.get_group(name)) for name in names]
    return View(
        f"Share of patients with a node metastasis: {'; '.join(spans)}.",
        _rate_table(chosen),
        figure=figure,
    )


def _span(group: str, shares: pd.Series) -> str:
    return f"{group} {theme.percent(shares.min())} to {theme.percent(shares.max())}"


def _names(rows: pd.DataFrame) -> list[str]:
    return [
        f"{row.study}" + ("" if pd.notna(row.count) else " *")
        for row in rows.itertuples(index=False)
    ]


def _rate_trace(group: str, rows: pd.DataFrame) -> go.Scatter:
    symbol, colour = MARKS[group]
    up = (100 * (rows["high"] - rows["share"])).tolist()
    down = (100 * (rows["share"] - rows["low"])).tolist()
    return go.Scatter(
        x=100 * rows["share"].to_numpy(),
        y=_names(rows),
        mode="markers",
        name=group,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": OUTLINE},
        error_x={"array": up, "arrayminus": down, "color": theme.INK, "thickness": 1.5, "width": 4},
        customdata=rows["who"].tolist(),
        hovertemplate="%{x:.1f} % of %{customdata}<extra>%{y}</extra>",
    )


def _rate_table(rows: pd.DataFrame) -> pd.DataFrame:
    found = [
        theme.count_of(int(row.count), int(row.total))
        if pd.notna(row.count)
        else "count not printed"
        for row in rows.itertuples(index=False)
    ]
    return pd.DataFrame(
        {
            "Study": rows["study"],
            "Looked at": rows["group"],
            "Found": found,
            "Share (%)": 100 * rows["share"],
            "95 % interval, from (%)": 100 * rows["low"],
            "to (%)": 100 * rows["high"],
            "Who was counted": rows["who"],
            "Which nodes": rows["nodes"],
        }
    )


def staging_lists() -> View:
    """Which list calls which station regional; a station that lists disagree on is marked."""
    lists = series.staging_lists()
    figure = go.Figure()
    for word, (name, symbol, colour) in CALLS.items():
        places = [(a, b) for b in lists.index for a in lists.columns if lists.loc[b, a] == word]
        figure.add_trace(
            go.Scatter(
                x=[column for column, _ in places],
                y=[row for _, row in places],
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 13, "color": colour, "line": OUTLINE},
                hovertemplate=f"%{{y}}<br>%{{x}}: {name}<extra></extra>",
            )
        )
    figure.update_layout(height=580)
    figure.update_xaxes(categoryarray=list(lists.columns), side="top", range=[-0.5, 2.5])
    figure.update_xaxes(tickangle=0)
    figure.update_yaxes(categoryarray=list(lists.index), autorange="reversed")
    agreed = (lists == "yes").all(axis=1)
    disputed = (lists == "yes").any(axis=1) & ~agreed
    sentence = (
        f"All three lists call {_listed(lists.index[agreed])} nodes regional; they differ over "
        f"{_listed(lists.index[disputed])} nodes."
    )
    table = lists.rename_axis("Station").reset_index()
    words = {word: name for word, (name, *_) in CALLS.items()}
    return View(sentence, table.replace(words), figure=figure)


def _listed(names: pd.Index) -> str:
    first, last = list(names[:-1]), names[-1]
    return f"{', '.join(first)} and {last}" if first else str(last)
