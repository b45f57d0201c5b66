"""Where cells go, in pictures: numbers in; sentence, table and picture out. No control, no number
of its own.
"""

import pandas as pd

from helpers import theme
from helpers.blood import cells as single
from helpers.blood import diagram, model
from helpers.blood.figures_arrest import arrest
from helpers.blood.figures_checks import MEASURES, detours, held_out
from helpers.blood.figures_knobs import knobs
from helpers.blood.figures_soil import blood_and_metastases, soil
from helpers.blood.labels import site_names
from helpers.view import View

__all__ = [
    "MEASURES",
    "STAGES",
    "arrest",
    "blood_and_metastases",
    "detours",
    "first_pass",
    "held_out",
    "knobs",
    "single_cells",
    "soil",
]

CELLS = 1000
STAGES = {
    "1. through the liver": "liver",
    "2. through the lungs": "lung",
    "3. into the body, once": "body",
    "4. round and round, until the last cell stops": "end",
}
FIRST_PATIENT = 2  # a seed whose first cell leaves the liver; the button goes on from there


def first_pass(stage: str = "liver", arrest: float = 0.5) -> View:
    """Where 1,000 cells are on their first way round, up to ``stage`` (a value of STAGES)."""
    steps = list(STAGES.values())
    if stage not in steps:
        raise ValueError(f"stage must be one of {', '.join(steps)}, not {stage!r}")
    flow, end = model.first_pass(arrest=arrest), model.arrest_shares(arrest)
    reached = steps.index(stage) + 1
    moving = {} if stage == "end" else _moving(flow, reached)
    stopped = _by_place(end if stage == "end" else _stopped(flow, reached))
    table = pd.DataFrame(
        {
            "Where": [_place_name(place) for place in stopped],
            "Cells of 1,000 that stop there": [CELLS * share for share in stopped.values()],
        }
    )
    words = {place: f"{_whole(share)} stop" for place, share in stopped.items()}
    return View(_PASS[stage](flow, end), table, svg=diagram.draw(moving, words))


def _moving(flow: pd.DataFrame, reached: int) -> dict[tuple[str, str], float]:
    arrived, passed = flow["arrived"], flow["passed"]
    portal = arrived["portal_vein"]
    moving = {("tumour", "portal_vein"): portal, ("tumour", "hepatic_veins"): 1 - portal}
    moving |= {
        ("portal_vein", "liver"): arrived["liver"],
        ("liver", "hepatic_veins"): passed["liver"],
        ("hepatic_veins", "right_heart"): arrived["hepatic_veins"],
    }
    if reached >= 2:
        moving |= {("right_heart", "lung"): arrived["lung"], ("lung", "left_heart"): passed["lung"]}
    if reached >= 3:
        vessels = ["tumour", "portal_vein", "hepatic_veins", "right_heart", "left_heart"]
        beds = arrived.drop([*vessels, "liver", "lung"]).rename({"hepatic_artery": "liver"})
        rows = beds.groupby(beds.index.map(diagram.place_of)).sum()
        moving |= {("left_heart", "aorta"): rows.sum()}
        moving |= {("left_heart", row): share for row, share in rows.items()}
    return moving


def _stopped(flow: pd.DataFrame, reached: int) -> pd.Series:
    known = {1: ["liver"], 2: ["liver", "lung"]}.get(reached, list(flow.index))
    stopped = flow["stopped"][known]
    return stopped[stopped > 0].rename({"hepatic_artery": "liver"})


def _by_place(shares: pd.Series) -> dict[str, float]:
    """Shares summed over the boxes of the drawing; the bronchial arteries belong to the lungs."""
    places = [
        diagram.place_of(site).replace("bronchial_circulation", "lung") for site in shares.index
    ]
    return shares.groupby(places).sum().sort_values(ascending=False).to_dict()


def _place_name(place: str) -> str:
    return diagram.ROWS[place][0] if place in diagram.ROWS else {"lung": "lungs"}.get(place, place)


def _whole(share: float) -> str:
    count = CELLS * share
    return "under 1" if 0 < count < 0.5 else f"{count:,.0f}"


def _liver_says(flow: pd.DataFrame, end: pd.Series) -> str:
    return (
        f"Of 1,000 cells, {_whole(flow.at['portal_vein', 'arrived'])} enter a branch of the portal "
        f"vein, and the liver stops {_whole(flow.at['liver', 'stopped'])} of them; the other "
        f"{_whole(flow.at['hepatic_veins', 'arrived'])} all go to one place, the right heart."
    )


def _lung_says(flow: pd.DataFrame, end: pd.Series) -> str:
    return (
        f"The lungs meet all {_whole(flow.at['lung', 'arrived'])} cells that left the liver, "
        f"before any other organ, and stop {_whole(flow.at['lung', 'stopped'])} of them."
    )


def _body_says(flow: pd.DataFrame, end: pd.Series) -> str:
    stopped = flow["stopped"]
    return (
        f"Only {_whole(flow.at['left_heart', 'arrived'])} of 1,000 cells reach the arteries of "
        f"the body, and all organs share them: {_whole(stopped['kidney'])} stop in the kidneys, "
        f"{_whole(stopped['brain'])} in the brain, {_whole(stopped['bone'])} in bone, "
        f"{_whole(stopped['adrenal_gland'])} in the adrenal glands."
    )


def _end_says(flow: pd.DataFrame, end: pd.Series) -> str:
    elsewhere = 1 - end["liver"] - end["lung"]
    return (
        f"In the end {_whole(end['liver'])} of 1,000 cells lie in the liver, {_whole(end['lung'])} "
        f"in the lungs and {_whole(elsewhere)} in all other organs together: "
        f"{_whole(end['kidney'])} in the kidneys, {_whole(end['brain'])} in the brain, "
        f"{_whole(end['bone'])} in bone."
    )


_PASS = {
    "liver": _liver_says,
    "lung": _lung_says,
    "body": _body_says,
    "end": _end_says,
}


def single_cells(
    cells: int = 1, arrest: float = 0.5, patient: int = 0, running: bool = True
) -> View:
    """The ways of single cells in one simulated patient (``patient`` is the seed); at most 40 are
    drawn.
    """
    paths = model.follow_cells(cells, seed=FIRST_PATIENT + patient, arrest=arrest)
    last = paths.groupby("cell").last()
    counts = _by_place(last["site_id"].value_counts())
    expected = _by_place(model.arrest_shares(arrest))
    table = pd.DataFrame(
        {
            "Where": [_place_name(place) for place in expected],
            "Cells stopped in this patient": [int(counts.get(place, 0)) for place in expected],
            "Average of many patients": [cells * share for share in expected.values()],
        }
    )
    words = {place: f"{count:,}" for place, count in counts.items()} if cells > 1 else {}
    name = f"{cells}-{100 * arrest:.0f}-{patient}"
    svg = diagram.draw({}, words, extra=single.dots(paths, name, running))
    sentence = (
        _way_of_one(paths, model.arrest_shares(arrest))
        if cells == 1
        else _ends_of_many(cells, counts, expected)
    )
    return View(sentence, table, svg=svg)


def _way_of_one(paths: pd.DataFrame, shares: pd.Series) -> str:
    steps, last = paths["site_id"], paths.iloc[-1]
    release = {"portal_vein": "a portal branch", "hepatic_veins": "a hepatic vein"}[steps[1]]
    passes = int((steps.iloc[:-1] == "lung").sum())
    times = {0: "never passed the lungs", 1: "passed the lungs once"}.get(
        passes, f"passed the lungs {passes} times"
    )
    # one arm of the lungs' supply is counted with the lungs
    site = "lung" if last["site_id"] == "bronchial_circulation" else last["site_id"]
    time = (
        f"after about {last['seconds']:,.0f} seconds" if last["seconds"] >= 1 else "almost at once"
    )
    return (
        f"This cell left by {release}, {times} and stopped {time}; where: {site_names()[site]}. "
        f"Of many cells, {theme.percent(shares[site])} stop there."
    )


def _ends_of_many(cells: int, counts: dict[str, float], expected: dict[str, float]) -> str:
    liver, lung = counts.get("liver", 0), counts.get("lung", 0)
    brain = counts.get("brain", 0)
    drawn = f" ({single.DRAWN} of them are drawn)" if cells > single.DRAWN else ""
    return (
        f"Of {cells:,} cells in this patient{drawn}, {liver:,} stopped in the liver, {lung:,} in "
        f"the lungs and {cells - liver - lung:,} elsewhere, {brain:,} of these in the brain; the "
        f"average of many patients is {cells * expected['liver']:,.0f}, "
        f"{cells * expected['lung']:,.0f} and "
        f"{cells * (1 - expected['liver'] - expected['lung']):,.0f}."
    )
