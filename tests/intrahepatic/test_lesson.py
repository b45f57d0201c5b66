"""The numbers that the lesson's prose takes from the model and the tables are theirs."""

import math
import re

import nbformat

from helpers import tables, theme
from helpers.intrahepatic import explorers, model, tree

TEXT = " ".join(
    " ".join(cell.source.split())
    for cell in nbformat.read(tables.DATA.parent / "notebooks" / "01_intrahepatic.ipynb", 4).cells
    if cell.cell_type == "markdown"
)
COUNTED = ("facts", "site_frequencies", "intrahepatic_invasion", "intrahepatic_recurrence")


def back(months=24, **knobs):
    return theme.percent(1 - model.first_recurrence(months, **knobs)["none"])


def test_every_count_of_the_prose_stands_in_a_table():
    known = set()
    for name in COUNTED:
        rows = tables.load(name).dropna(subset=["count", "total"])
        known |= {(int(n), int(total)) for n, total in rows[["count", "total"]].to_numpy()}
    found = re.findall(r"\b(\d+) of (\d[\d,]*)", TEXT)
    assert len(found) > 20
    assert {(int(n), int(total.replace(",", ""))) for n, total in found} - known == set()


def test_stop_1_the_hand_check_and_what_was_measured():
    step, forks = model.value("backflow"), int(model.value("levels"))
    assert f"the tree forks {['', '', '', '', 'four', 'five', 'six'][forks]} times" in TEXT
    assert f"{step:.1f}⁶ = {theme.percent(step ** (forks + 1))} get there" in TEXT
    row = model.parameters().loc["volume_segment_8"]
    volume = f"{100 * row['value']:.1f} % of the liver, but {100 * row['low']:.0f} to "
    assert f"{volume}{100 * row['high']:.0f} % in single livers" in TEXT
    assert f"The stem is {model.value('trunk_diameter'):g} mm wide" in TEXT


def test_stop_2_the_slope():
    ratio, other = math.exp(model.line()[1]), tables.load("facts").set_index("fact_id").loc["F201"]
    assert f"factor of {ratio:.2f} in the odds for each cm; another cohort of 513 found" in TEXT
    assert f"{other['value']}, and {other['ci_low']} to {other['ci_high']} would fit" in TEXT


def test_stop_3_and_its_task():
    early = model.first_recurrence(24)
    assert round(early["liver_new_tumour"] / (1 - early["none"]), 2) == 0.25
    assert "a quarter of the recurrences of the first two years are new tumours" in TEXT
    assert f"multiplies the cells left behind by {model.value('mvi_ratio'):g}" in TEXT
    assert f"From {back()} to {back(margin=2.0)}. Without microvascular invasion it is" in TEXT
    without, with_it = (back(microvascular_invasion=known) for known in (False, True))
    assert f"it is {without}, with it {with_it}." in TEXT


def test_stop_4_in_the_liver_only():
    after = model.first_recurrence(60)
    inside = 1 - after["outside"] / (1 - after["none"])
    assert f"the model says that {theme.percent(inside)} of recurrences after resection" in TEXT


def test_stop_5_the_best_month_and_even_odds():
    chance = model.same_clone(range(1, 61))
    assert chance.argmax() + 1 <= 12
    assert 22 <= (chance < 0.5).argmax() + 1 <= 26
    assert "highest in the first year and falls to one half at about two years" in TEXT
    wrong = model.value("sequencing_error")
    assert f"the {theme.percent(wrong)} here is illustrative" in TEXT


def test_stop_6_the_top_of_the_hump():
    facts = tables.load("facts").set_index("fact_id")
    hazard = model.recurrence_hazard([*range(1, 61)]).set_index("months")["total"]
    assert hazard.idxmax() == round(float(facts.at["C088", "value"]))
    assert f"is {theme.percent(hazard.max())} a month in the model" in TEXT
    assert "0.0384 per month" in facts.at["C087", "note"]
    assert 2 < float(facts.at["C087", "value"]) < 3
    assert "counted 3.8 %, but in its third month" in TEXT
    assert "0.0197 per month" in facts.at["C088", "note"]
    assert "the month counted 2.0 %" in TEXT


def test_the_task_at_the_board():
    free = [1 - model.value(f"recurred_{years}_years") for years in (5, 10)]
    rate = math.log(free[0] / free[1]) / 60
    assert f"Free of recurrence: {free[0]:.3f} and {free[1]:.3f}" in TEXT
    assert f"/ 60 = {rate:.4f} a month, about {theme.percent(1 - math.exp(-12 * rate))} a" in TEXT
    assert f"{-math.log(free[0]):.3f} = colonies + 60 × {rate:.4f}" in TEXT
    assert f"so {-math.log(free[0]) - 60 * rate:.2f} colonies" in TEXT


def test_the_second_task_of_the_left_branch():
    knobs = {"grown_to": "left or right branch"}
    left = [f"segment_{number}" for number in range(1, 5)]
    inside = model.segment_shares("segment_4", **knobs)[list(model.SEGMENTS)]
    share = inside[left].sum() / inside.sum()
    assert f"get {theme.percent(share)} of the cells that stay. Those of the right get the" in TEXT
    assert f"the other {theme.percent(1 - share)}: one step" in TEXT
    still = model.segment_shares("segment_4", backflow=0, **knobs)[list(model.SEGMENTS)]
    assert still.drop(left).sum() == 0


def test_the_prose_and_the_learner_call_a_control_the_same():
    shown = [words for words, _ in explorers.explore_satellites().controls["grown_to"].options]
    assert '"left or right branch"' in TEXT
    assert "left or right branch" in shown
    toggle = explorers.explore_operations().controls["recurred"].description
    assert '"only patients with a recurrence"' in TEXT
    assert toggle.lower().startswith("only patients with a recurrence")


def test_stop_1_the_sectors_are_those_of_the_tree():
    homes = {number: tree.PARENTS[f"segment_{number}"] for number in range(1, 9)}
    pairs = [(5, 8), (6, 7), (2, 3)]
    assert all(homes[one] == homes[other] != "left_branch" for one, other in pairs)
    assert homes[1] == homes[4] == "left_branch"
    assert "share the branch of a sector: 5 with 8, 6 with 7, 2 with 3." in TEXT.replace("**", "")


def test_stop_6_the_widest_gaps():
    rows = model.compare_with_counts().set_index("question")
    checks = rows[rows["role"] == "check"]
    gap = 100 * (checks["model"] - checks["counted"]).abs().max()
    outside = ~checks["model"].between(checks["low"], checks["high"])
    assert outside.mean() > 0.5
    assert f"most lie outside the interval, and the widest gap is {gap:.0f} points" in TEXT
    liver = 100 * rows.loc["Of recurrences, only in the liver", "counted"]
    assert f"lie {liver.max() - liver.min():.0f} points apart" in TEXT
