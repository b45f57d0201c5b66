"""What the fluid carries where, in pictures: numbers in; sentence, table and picture out."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from helpers import tables, theme
from helpers.seeding import model
from helpers.seeding.figures_counts import broken
from helpers.seeding.figures_map import about, flow_map, region_map, short_name
from helpers.seeding.figures_needle import needle_series, needle_tract
from helpers.seeding.figures_neighbours import NEIGHBOURS, neighbour
from helpers.seeding.figures_rupture import RUPTURE, rupture
from helpers.view import View

__all__ = [
    "NEIGHBOURS",
    "RUPTURE",
    "flow",
    "needle_series",
    "needle_tract",
    "neighbour",
    "region",
    "rupture",
    "spread",
]

POSTURE = {"upright": "You stand", "supine": "You lie on your back"}
FLUID = {"none": "hardly any free fluid", "moderate": "some free fluid", "large": "much free fluid"}
AXIS = "Share of cells (%),<br>illustrative"
REGIONS = [f"pci_{number}" for number in range(13)]
_ILEUM = "pci_12"  # the one region with a number of its own in the textbook


def flow(release: str = "rupture", posture: str = "upright", ascites: str = "moderate") -> View:
    """Where released cells end, on the body map, with the paths they took."""
    shares = model.landing_shares(release, posture=posture, ascites=ascites)
    flows = model.flows(release, posture=posture, ascites=ascites)
    spaces = shares.drop(model.LYMPH)
    sentence = _flow_says(release, posture, ascites, spaces)
    return View(sentence, _landing_table(shares), svg=flow_map(spaces, flows, sentence))


def landing(
    release: str = "right_surface", posture: str = "upright", ascites: str = "moderate"
) -> View:
    """The same shares as bars, without the map: light enough to wait behind a guess."""
    shares = model.landing_shares(release, posture=posture, ascites=ascites)
    shown = shares.sort_values().tail(8)
    route = theme.ROUTES["seeding"]
    figure = go.Figure(
        go.Bar(
            x=100 * shown,
            y=[broken(_place(site)) for site in shown.index],
            orientation="h",
            marker={"color": route.colour, "line": {"width": 1.5, "color": theme.OUTLINE}},
            text=[about(share) for share in shown],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(title_text=AXIS, range=[0, 100])
    sentence = _flow_says(release, posture, ascites, shares.drop(model.LYMPH))
    return View(sentence, _landing_table(shares), figure)


def _landing_table(shares: pd.Series) -> pd.DataFrame:
    ranked = shares.sort_values(ascending=False)
    return pd.DataFrame(
        {
            "Where": [_place(site) for site in ranked.index],
            "Of 100 released cells": [float(f"{100 * share:.2g}") for share in ranked],
            "Strengths": "illustrative",
        }
    )


def _place(site: str) -> str:
    return "the lymph of the diaphragm" if site == model.LYMPH else short_name(site)


def _flow_says(release: str, posture: str, ascites: str, shares: pd.Series) -> str:
    first, second, third = shares.sort_values(ascending=False).head(3).items()
    left = about(shares["left_subphrenic_space"])
    named = {first[0], second[0], third[0]}
    rest = "" if "left_subphrenic_space" in named else f"; the left subphrenic space gets {left}"
    return (
        f"{POSTURE[posture]}, with {FLUID[ascites]}; the start: {model.RELEASES[release]}. "
        f"The largest share ends in the {short_name(first[0])} ({about(first[1])}), then come the "
        f"{short_name(second[0])} ({about(second[1])}) and the {short_name(third[0])} "
        f"({about(third[1])}){rest}."
    )


def spread(
    release: str = "rupture",
    posture: str = "upright",
    ascites: str = "moderate",
    uncertainty: float = 3,
) -> View:
    """How far each share moves when every illustrative strength may be off by ``uncertainty``."""
    rows = model.landing_spread(
        release, posture=posture, ascites=ascites, uncertainty=uncertainty
    ).sort_values("share")
    shown = rows[rows["high"] >= 0.005].tail(10)
    route = theme.ROUTES["seeding"]
    figure = go.Figure(
        go.Scatter(
            x=100 * shown["share"],
            y=[broken(_place(site)) for site in shown.index],
            mode="markers",
            marker={"symbol": route.symbol, "size": 12, "color": route.colour}
            | {"line": {"width": 1.5, "color": theme.OUTLINE}},
            error_x={
                "array": 100 * (shown["high"] - shown["share"]).clip(lower=0),
                "arrayminus": 100 * (shown["share"] - shown["low"]).clip(lower=0),
                "color": route.ink,
                "thickness": 2.5,
                "width": 4,
            },
            text=[f"{about(row.low)} to {about(row.high)}" for row in shown.itertuples()],
            hovertemplate="%{y}: %{text} of the cells<extra></extra>",
            cliponaxis=False,
            showlegend=False,
        )
    )
    figure.update_layout(height=480)  # ten places, some with two lines of words
    figure.update_xaxes(title_text=AXIS, range=[0, 100])
    return View(_spread_says(rows, uncertainty), _spread_table(rows), figure)


def _spread_says(rows: pd.DataFrame, uncertainty: float) -> str:
    places = rows.drop(model.LYMPH)
    top = places["share"].idxmax()
    row = places.loc[top]
    draws = round(model.DRAWS * row["first"])
    return (
        f"If every strength may be off by a factor of {theme.number(uncertainty)} either way, the "
        f"{short_name(top)} gets {about(row['low'])} to {about(row['high'])} of the cells (nine of "
        f"ten draws) and gets more than any other space in {draws:,} of {model.DRAWS:,} draws."
    )


def _spread_table(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.sort_values("share", ascending=False)
    return pd.DataFrame(
        {
            "Where": [_place(site) for site in rows.index],
            "As tabulated": [about(share) for share in rows["share"]],
            "Nine of ten draws": [
                f"{about(row.low)} to {about(row.high)}" for row in rows.itertuples()
            ],
            f"First of all spaces, of {model.DRAWS:,} draws": [
                round(model.DRAWS * share) for share in rows["first"]
            ],
        }
    )


# --- the 13 regions ---


@lru_cache
def regions() -> pd.DataFrame:
    """The 13 regions by site_id: name, organs, role."""
    rows = tables.load("seeding_regions").query("scheme == 'pci'").set_index("site_id")
    names = tables.load("sites").set_index("site_id")["name"]
    inside = rows["role_in_flow"].str.extract(r"\((.+)\)")[0]
    unseen = (inside + " (organ list not seen)").reindex(REGIONS)
    partly = rows["note"].str.contains("rest of the organ list not seen")
    rows.loc[partly, "organs"] += " (rest of the list not seen)"
    return pd.DataFrame(
        {
            "name": [names[site].removeprefix("peritoneal ") for site in REGIONS],
            "organs": rows["organs"].reindex(REGIONS).fillna(unseen),
            "role": rows["role_in_flow"].reindex(REGIONS),
        },
        index=REGIONS,
    )


ROLES = {  # how data/seeding_regions.csv begins, in a reader's words
    "arrest": "comes to rest here",
    "resorption": "is taken up here",
    "weak flow": "hardly flows here",
    "proximal": "starts here, beside the liver",
    "moving bowel": "passes; the bowel moves, and is spared early",
}


def _role(text: str) -> str:
    return next(words for start, words in ROLES.items() if text.startswith(start))


def region(site_id: str = "pci_6", rest: bool = False) -> View:
    """One of the 13 regions on the map: what it holds, what the fluid does, how often reached.

    ``rest`` marks every region where fluid comes to rest. Raises ValueError for another site.
    """
    rows = regions()
    if site_id not in rows.index:
        raise ValueError(f"region must be one of {', '.join(rows.index)}, not {site_id!r}")
    row = rows.loc[site_id]
    resting = rows.index[rows["role"].str.startswith("arrest")]
    others = [site.removeprefix("pci_") for site in resting if site != site_id]
    numbers = ", ".join(others)
    marked = f" ({'as' if site_id in resting else 'it rests'} in {numbers})" if rest else ""
    sentence = (
        f"{_capital(row['name'])}: {row['organs']}. Fluid {_role(row['role'])}{marked}. "
        f"How often, by any cancer: {_reached(site_id)}."
    )
    table = pd.DataFrame(
        {
            "Region": rows["name"],
            "Holds": rows["organs"],
            "Fluid (our mapping)": rows["role"].map(_role),
            "How often reached, by any cancer": [_reached(site) for site in rows.index],
        }
    )
    svg = region_map(site_id, list(resting), rest, sentence)
    return View(sentence, table, svg=svg)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache
def _reached(site_id: str) -> str:
    """What the sources say of a region, in words: they print one percentage only."""
    order = [place.strip() for place in model.fact("L047")["value"].split(";")]
    home = {"pci_6": 0, "pci_7": 1, "pci_5": 2, "pci_8": 3}  # the spaces of seeding_regions
    if site_id in home:
        most = ", the commonest" if site_id == "pci_6" else ""
        place = f"{order[home[site_id]]}, resting place {home[site_id] + 1} of 4{most}"
        return f"no number found ({place})"
    if site_id == _ILEUM:
        return f"{model.fact('L049')['value'].replace('>', 'over ')} % of seeded cases"
    if site_id == "pci_0":
        return "no number found (omentum: one of the three sites hit most in 129 patients)"
    return "no number found"
