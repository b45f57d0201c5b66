"""The numbers that the lesson's prose takes from the model are the model's."""

import nbformat
import pytest

from helpers import tables, theme
from helpers.lymph import explorers, model, rate_figures, series

H, A, P, M = "node_12_hilar", "node_16_para_aortic", "node_juxtaphrenic", "node_mediastinal"
TEXT = " ".join(
    " ".join(cell.source.split())
    for cell in nbformat.read(tables.DATA.parent / "notebooks" / "03_lymph.ipynb", 4).cells
    if cell.cell_type == "markdown"
)


LABELS = {
    "explore_net": ["Way of the lymph"],
    "explore_time": ["Time (steps)"],
    "explore_finding": ["Sensitivity (%)", "Specificity (%)", "Disease"],
    "explore_sentinel": [
        "Disease",
        "Disease that goes round the hilar station (%)",
        "Sensitivity of the node test (%)",
    ],
    "explore_enlarged": ["Series"],
    "explore_rates": ["Who was looked at"],
}


def risk(findings, sensitivity, specificity, column="risk"):
    test = {"sensitivity": sensitivity, "specificity": specificity, "stage": "late"}
    return model.node_risk_spread(findings, **test)[column]


def test_the_worked_example():
    before = risk({}, 0.8, 0.5)[H]
    assert f"{100 * before:.1f} % in this model: odds of {before:.3f} to {1 - before:.3f}" in TEXT
    assert f"0.096 / 1.096 = **{100 * risk({H: False}, 0.8, 0.5)[H]:.1f} %**" in TEXT
    assert f"odds 0.38, chance **{100 * risk({H: True}, 0.8, 0.5)[H]:.1f} %**" in TEXT


def test_the_first_settings_of_the_test_are_near_what_was_counted():
    facts, set_to = tables.load("facts").set_index("fact_id"), model.parameters()["value"]
    for fact, name in {"F219": "size_sensitivity", "F220": "size_specificity"}.items():
        count, total = (int(facts.loc[fact, column]) for column in ("count", "total"))
        assert f"{count} of {total}" in TEXT
        assert abs(set_to[name] - count / total) < 0.05


def test_a_denominator_that_we_guessed_is_said():
    row = tables.load("facts").set_index("fact_id").loc["P007"]
    assert f"its {row['value']} % as a share of all {int(row['total'])}" in TEXT


def test_the_second_step():
    two = model.involvement_over_time().loc[2].drop(H)
    assert two.idxmax() == "node_9_coeliac"
    assert f"coeliac station is second with {theme.percent(two.max())}" in TEXT


def test_the_sentinel_numbers():
    late, early = (model.sentinel(stage=s, skip=0.42, sensitivity=1) for s in ("late", "early"))
    assert f"With 42 % going round it misses {theme.percent(late.missed)}" in TEXT
    assert f"A clear node leaves only {100 * early.any_after:.1f} %" in TEXT
    half = model.sentinel(stage="early", skip=0.42, sensitivity=0.5)
    moves = f"moves from {theme.percent(early.missed)} to {theme.percent(half.missed)}"
    assert moves in TEXT
    assert f"from {100 * early.any_after:.1f} % to {100 * half.any_after:.1f} %" in TEXT


def test_the_prose_names_the_marks_as_the_figure_does():
    for mark in (rate_figures.MISSED, rate_figures.LEFT):
        assert f"*{mark.capitalize()}*" in TEXT


def test_the_report():
    phrenic = risk({H: False, A: True, P: True}, 0.8, 0.5)[P]
    assert f"2. {theme.percent(phrenic)} in the model" in TEXT
    before, after = risk({}, 1, 1)[M], risk({P: True}, 1, 1)[M]
    low, high = (risk({P: True}, 1, 1, column)[M] for column in ("low", "high"))
    assert f"from {theme.percent(before)} to {theme.percent(after)}" in TEXT
    assert f"a bar from {theme.percent(low)} to {theme.percent(high)}" in TEXT


def test_the_settings_and_the_arrows():
    for share in model.fit().table["target"]:
        assert theme.percent(share).replace("33 %", "33.3 %") in TEXT
    assert len(model.drainage().edges) == 15
    assert "cannot fix fifteen arrows" in TEXT
    assert f"four of five of {model.DRAWS} models" in TEXT
    assert pytest.approx(19.3, abs=0.05) == 100 * 0.333 * 0.58
    assert pytest.approx(14.0, abs=0.05) == 100 * 0.333 * 0.42


@pytest.mark.parametrize("stop", LABELS)
def test_every_control_says_what_it_is_with_its_unit(stop):
    controls = getattr(explorers, stop)().controls.values()
    assert [control.description for control in controls if hasattr(control, "description")] == (
        LABELS[stop]
    )


def test_no_stop_is_left_out():
    assert set(LABELS) == {name for name in dir(explorers) if name.startswith("explore_")}


def test_the_instrument_starts_as_the_prose_says():
    state = explorers.explore_finding().state
    start = "(80 % and 50 %)"
    assert start == f"({state['sensitivity']} % and {state['specificity']} %)"
    assert start in TEXT
    assert state["stage"] == "late"


def test_the_counted_series_in_the_prose():
    rates = series.node_rates().set_index("study")
    for study, words in {"Sun 2007": "patients", "Chen 2022": "were", "diSibio 2008": ""}.items():
        found = f"{rates['count'][study]:,.0f} of {rates['total'][study]:,.0f} {words}".rstrip()
        assert found in TEXT, study
    rows = tables.load("lymph_frequencies").set_index("frequency_id")
    for row in ("N005", "N016", "N017", "N023", "N024", "N026", "N028", "N034"):
        assert f"{rows['count'][row]:,} of {rows['total'][row]:,}" in TEXT, row
