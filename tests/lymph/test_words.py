"""Words and counts of the lymph lesson as a reader meets them: each was changed once, unseen."""

import pytest

from helpers.lymph import explorers, figures, model, rate_figures, series

STAGES = ["early (fewer steps)", "late (more steps)"]
TITLES = {
    "explore_net": "The liver's lymph stations",
    "explore_time": "From node to node",
    "explore_finding": "What one node tells",
    "explore_sentinel": "A chain or a net",
    "explore_enlarged": "Big nodes in liver disease",
    "explore_rates": "How often a node is involved",
}
START = {  # what a stop shows before anything is moved
    "explore_net": {"system": "all"},
    "explore_time": {"step": 2},
    "explore_finding": {"findings": {}, "sensitivity": 80, "specificity": 50, "stage": "late"},
    "explore_sentinel": {"stage": "late", "skip": 42, "sensitivity": 100},
    "explore_enlarged": {"which": "Any node over 1 cm, cirrhosis"},
    "explore_rates": {"group": "all"},
}
CHOICES = {
    ("explore_net", "system"): [
        "every way",
        "deep portal",
        "deep hepatic-venous",
        "superficial",
        "from node to node",
    ],
    ("explore_finding", "stage"): STAGES,
    ("explore_sentinel", "stage"): STAGES,
    ("explore_rates", "group"): [
        "all",
        "at operation",
        "at autopsy",
        "already spread, on imaging",
    ],
}


@pytest.mark.parametrize("stop", TITLES)
def test_a_stop_has_its_title_and_its_start(stop):
    explorer = getattr(explorers, stop)()
    assert explorer.title == TITLES[stop]
    assert explorer.state == START[stop]


@pytest.mark.parametrize(("stop", "control"), CHOICES)
def test_a_choice_has_its_words(stop, control):
    widget = getattr(explorers, stop)().controls[control]
    assert [words for words, _ in widget.options] == CHOICES[stop, control]


def test_the_lists_beside_the_buttons_say_what_they_ask():
    stations = explorers.explore_finding().controls["findings"]
    asked = [part.description for part in (stations._site, stations._state, stations._ask)]
    assert asked == ["Station", "The test says", "Choose on the body map"]
    assert [words for words, _ in stations._site.options] == [
        "Hilar (12)",
        "Hepatic artery (8)",
        "Retropancreatic (13)",
        "Coeliac, left gastric (9, 7)",
        "Para-aortic, caval (16)",
        "Phrenic",
        "Mediastinal",
        "Left supraclavicular",
    ]


def test_every_axis_says_what_it_counts():
    layout = rate_figures.sentinel("late", 42, 100).figure.layout
    assert layout.xaxis.title.text == "chance of disease (%)"
    assert layout.xaxis2.title.text == "patients (%)"
    assert rate_figures.node_rates("all").figure.layout.xaxis.title.text == (
        "patients with a node metastasis (%)<br>* printed without a count: no interval"
    )
    assert [name for name, *_ in figures.STRENGTH.values()] == [
        "human source",
        "teaching page",
        "inferred by us",
    ]


def test_a_station_of_the_table_is_merged_with_its_neighbour():
    merged = {"node_7_left_gastric": "node_9_coeliac", "node_caval": "node_16_para_aortic"}
    above_and_below = ("node_inferior_phrenic", "node_cardiophrenic", "node_caval_terminal")
    merged |= dict.fromkeys(above_and_below, "node_juxtaphrenic")
    chest = ("node_posterior_mediastinal", "node_bronchomediastinal")
    merged |= dict.fromkeys(chest, "node_mediastinal")
    own = {name: name for name in model.STATIONS}
    assert merged | own == model.STATION_OF
    assert set(model.vessels()["strength"]) == {"A", "B", "I"}  # no animals, no diseased patients


def test_the_band_follows_the_ranges_of_the_table():
    test = {"sensitivity": 0.8, "specificity": 0.5}
    found = {stage: model.node_risk_spread({}, **test, stage=stage) for stage in model.STAGES}
    for stage, site, expected in (
        ("early", "node_12_hilar", [2.27, 1.35, 3.83]),
        ("late", "node_12_hilar", [19.31, 13.15, 27.38]),
        ("late", "node_left_supraclavicular", [3.73, 2.02, 8.15]),
    ):
        row = 100 * found[stage].loc[site, ["risk", "low", "high"]]
        assert row.tolist() == pytest.approx(expected, abs=0.01), (stage, site)


def test_the_counts_are_those_of_the_papers():
    rows = series.node_rates().dropna(subset=["count"])
    counted = {row.study: (row.count, row.total) for row in rows.itertuples(index=False)}
    assert counted == {
        "Xiaohong": (39, 523),
        "Sun 2007": (49, 968),
        "Chen 2022": (56, 1346),
        "Tomimaru": (38, 961),
        "Lee 2011": (25, 2034),
        "Hasegawa 2014": (112, 14872),
        "Wu 2015": (0, 41),
        "diSibio 2008": (18, 36),
        "Yuki 1990": (58, 162),
        "Terada 2013": (6, 31),
        "Uka 2007": (68, 151),
        "Sarma 2021": (25, 56),
        "Lee 2012": (22, 50),
        "Katyal 2000": (60, 148),
    }
    missed = series.sentinel_series().set_index("series")["missed"]
    assert missed.to_dict() == pytest.approx(
        {
            "Breast, NSABP B-32": 75 / 766,
            "Breast, Sentinella/GIVOM": 18 / 108,
            "Melanoma, three German centres": 0.087,
            "Melanoma, Tampere": 0.16,
            "Stomach, JCOG0302": 13 / 28,
        }
    )
