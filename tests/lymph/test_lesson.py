"""The numbers that the lesson's prose takes from the model are the model's."""

import nbformat
import pytest

from helpers import tables, theme
from helpers.lymph import model, rate_figures

H, A, P, M = "node_12_hilar", "node_16_para_aortic", "node_juxtaphrenic", "node_mediastinal"
TEXT = " ".join(
    " ".join(cell.source.split())
    for cell in nbformat.read(tables.DATA.parent / "notebooks" / "03_lymph.ipynb", 4).cells
    if cell.cell_type == "markdown"
)


def risk(findings, sensitivity, specificity, column="risk"):
    test = {"sensitivity": sensitivity, "specificity": specificity, "stage": "late"}
    return model.node_risk_spread(findings, **test)[column]


def test_the_worked_example():
    before = risk({}, 0.8, 0.5)[H]
    assert f"{100 * before:.1f} % in this model: odds of {before:.3f} to {1 - before:.3f}" in TEXT
    assert f"0.096 / 1.096 = **{100 * risk({H: False}, 0.8, 0.5)[H]:.1f} %**" in TEXT
    assert f"odds 0.38, chance **{100 * risk({H: True}, 0.8, 0.5)[H]:.1f} %**" in TEXT


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
