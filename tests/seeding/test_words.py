"""Words and counts of the seeding lesson as a reader meets them: each was changed once, unseen."""

import pytest

from helpers.seeding import explorers, figures, figures_map, model

STARTS = [
    "a tumour at the surface of the right liver",
    "a tumour at the surface of the left liver",
    "a tumour of the right liver bursts",
    "cells spilled at an operation on the right liver",
    "cells that already lie in the pelvis",
]
FLOW = {"release": "rupture", "posture": "upright", "ascites": "moderate"}
STOPS = {  # title and what it shows before anything is moved
    "explore_flow": ("Where does fluid carry the cells?", FLOW),
    "explore_doubt": ("How sure is the model?", FLOW | {"uncertainty": 3}),
    "explore_regions": ("What lies in each region?", {"region": "pci_6", "rest": False}),
    "explore_rupture": ("What do we know about rupture?", {"question": "often"}),
    "explore_needle": ("How many of 100 get tumour in the needle tract?", {"years": 3}),
    "explore_neighbours": ("By which way did it get there?", {"organ": "diaphragm"}),
}


@pytest.mark.parametrize("stop", STOPS)
def test_a_stop_has_its_title_and_its_start(stop):
    explorer = getattr(explorers, stop)()
    assert (explorer.title, explorer.state) == STOPS[stop]


@pytest.mark.parametrize("stop", ["explore_flow", "explore_doubt"])
def test_a_choice_has_its_words(stop):
    controls = getattr(explorers, stop)().controls
    words = {name: [text for text, _ in controls[name].options] for name in FLOW}
    assert words == {
        "release": STARTS,
        "posture": ["upright", "on the back"],
        "ascites": ["hardly any", "some", "much"],
    }


def test_the_words_of_the_flow():
    assert figures.flow(posture="supine").sentence.startswith("You lie on your back, with some ")
    assert "the lymph of the diaphragm" in figures.flow().table["Where"].tolist()
    assert "arrow: the wider, the more cells" in figures.flow().svg
    for view in (figures.landing(), figures.spread()):
        assert view.figure.layout.xaxis.title.text == "Share of cells (%),<br>illustrative"


def test_an_arrow_is_as_wide_as_it_is_used():
    wide = [figures_map._arrow("hepatorenal_pouch", "right_paracolic_gutter", n) for n in (0.1, 1)]
    assert wide[0] != wide[1]
    used = (model.flows("rupture")["passages"] > 0.015).sum()
    heads = figures.flow().svg.count('Z" fill="#005C91"')
    assert heads == used == 12


def test_the_line_of_doubt_holds_nine_of_ten_draws():
    row = model.landing_spread("rupture").loc["pouch_of_douglas"]
    assert row[["low", "high"]].tolist() == pytest.approx([0.246, 0.661], abs=0.001)


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("pci_0", "one of the three sites hit most in 129 patients"),
        ("pci_4", "hardly flows here"),
        ("pci_12", "over 40 % of seeded cases"),
    ],
)
def test_what_is_known_of_a_region(site, words):
    assert words in figures.region(site).sentence


def test_the_tables_pair_each_name_with_its_count():
    before = figures.rupture("before").table.iloc[:, :2].to_numpy().tolist()
    assert before == [
        ["a needle before", "16 of 28 (57 %)"],
        ["a rupture before", "4 of 28 (14 %)"],
    ]
    after = figures.rupture("after").table.iloc[:, :2].to_numpy().tolist()
    assert after == [["ruptured", "4"], ["not ruptured", "24"]]
    bowel = figures.neighbour("bowel").table.iloc[:, :2].to_numpy().tolist()
    assert bowel == [
        ["grew into it", "12 of 18 (67 %)"],
        ["blood-borne", "3 of 18 (17 %)"],
        ["peritoneal seeding", "1 of 18 (5.6 %)"],
        ["way not clear", "2 of 18 (11 %)"],
    ]
    old = figures.neighbour("peritoneum").table.iloc[-1, :2].tolist()
    assert old == ["autopsied, 1914–1943", "7 of 36 (19 %)"]


def test_the_words_of_the_counts():
    often = figures.rupture("often").figure.layout.xaxis.title.text
    assert often == "With a ruptured HCC (%)"
    needle = figures.needle_tract().figure
    assert needle.layout.xaxis2.title.text == "Years after the biopsy"
    assert "whole<br>follow-up:" in [note.text for note in needle.layout.annotations]
    assert "2.29 % after biopsy and 0.61 % or, with a biopsy too, 0.95 % after ablation" in (
        figures.needle_series().sentence
    )
