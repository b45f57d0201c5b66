"""What the lesson shows: map, complaints, first guess and table say the same as the tables."""

import json
import re

import pytest

from helpers import tables
from helpers.atlas import (
    explorers,
    figures_card,
    figures_complaints,
    figures_guess,
    figures_table,
    figures_ways,
    known,
)
from helpers.atlas.graph import ends, paths_to
from helpers.quiz import progress
from helpers.theme import ROUTES, count_of


@pytest.fixture(scope="module")
def display():
    return explorers.explore_ways()


# --- the map ---


def test_it_begins_with_the_whole_way_to_the_brain(display):
    display.choose("brain")
    assert display.sentence.startswith("Brain, Haematogenous (blood), 10 steps: the tumour")
    assert display.map.values["brain"] == 10
    assert display.map.selected == ["brain"]


def test_a_site_picked_on_the_map_is_shown_everywhere(display):
    for site_id in display.map.sites[::4]:
        display.map.selected = [site_id]
        assert display.site_id == display.sites.value == site_id
        for label in display.way_list.options:
            display.way_list.value = label
            assert display.status.text == display.sentence
            assert display.on.disabled == (display.way is None)
    assert set(ends()) <= set(display.map.sites)


def test_a_step_shows_what_was_passed_and_names_where_it_is(display):
    display.choose("lung")
    display.walk(1)
    assert (display.shown, display.map.values) == (0, {"liver": 0})
    display.walk(1)
    assert set(display.map.values) == {"liver", "hepatic_veins"}
    assert display.map.highlight == ["hepatic_veins"]
    assert "Step 1 of 5 to lung: hepatic veins" in display.sentence
    display.walk(-2)
    assert display.shown == 5


def test_the_list_offers_each_route_once_at_least(display):
    display.choose("ovary")
    options = display.way_list.options
    assert len(options) == len(set(options))
    for route in ROUTES.values():
        assert any(option.startswith(route.name) for option in options)
    with_way = [way for _, way in figures_ways.choices("ovary").values() if way]
    assert len(with_way) == len(paths_to("ovary"))


def test_no_two_ways_share_a_label():
    for site_id in ends():
        assert sum(way is not None for _, way in figures_ways.choices(site_id).values()) == len(
            paths_to(site_id)
        )


@pytest.mark.parametrize(
    ("site_id", "label"),
    [
        ("colon", "Direct growth (on the map of seeding)"),
        ("pleura", "Direct growth (on the map of seeding)"),
        ("peritoneum", "Seeding (transcoelomic)"),
        ("abdominal_wall", "Seeding (transcoelomic)"),
        ("azygos_vein", "Haematogenous (blood), side way"),
    ],
)
def test_a_way_is_named_for_what_it_is(display, site_id, label):
    display.choose(site_id)
    display.take(label)
    assert display.sentence.partition(", ")[2].startswith(label.partition(",")[0])


def test_an_unknown_site_or_way_is_one_line(display):
    with pytest.raises(ValueError, match="did you mean 'lung'"):
        display.choose("lungs")
    with pytest.raises(ValueError, match="no way 'by air'"):
        display.take("by air")


def test_a_move_is_small(display, monkeypatch):
    sent = []
    for widget in (display.map, display.status, display._steps, display._card, display.way_list):
        monkeypatch.setattr(
            widget.comm,
            "send",
            lambda data=None, **_: sent.append(len(json.dumps(data, ensure_ascii=False))),
        )
    for site_id in ("bone", "brain", "lung", "liver", "node_9_coeliac"):
        sent.clear()
        display.choose(site_id)
        assert sum(sent) < 10_000


def test_the_card_says_counts_with_their_people_or_not_found():
    lung = figures_card.card("lung")
    for text in (
        "71 of 151 (47 %; 39 to 55 %)",
        "patients with extrahepatic metastasis",
        "Uka 2007",
    ):
        assert text in lung
    assert "Wu 2019" in lung
    assert "no count found" in lung
    ovary = figures_card.card("ovary")
    assert "Not found: no count in the tables" in ovary
    assert "Not found: no source in the tables" in figures_card.card("adrenal_gland")


def test_the_stored_form_keeps_its_drawing_as_an_image(display):
    display.choose("brain")
    html = display.to_html()
    assert '<img alt="Brain, ' in html
    assert "<svg" not in html
    assert html.count("<caption") == 1
    assert "10" in html


# --- counts ---


def test_counts_are_those_of_the_tables_and_stand_once():
    rows = known.frequencies()
    assert not rows.duplicated(["site_id", "study_id", "count", "total"]).any()
    assert (rows["low"] <= rows["share"]).all()
    assert (rows["share"] <= rows["high"]).all()
    bone = known.how_often("bone")
    published = tables.load("site_frequencies").query("site_id == 'bone'")
    assert len(bone) == len(published.drop_duplicates(["study_id", "count", "total"]))


def test_no_rate_comes_from_cases_or_other_cancers():
    people = set(known.frequencies()["denominator"])
    assert not people & {"reported_cases", "sentinel_patients_other_cancer", "animals"}


# --- complaints ---


@pytest.mark.parametrize("complaint", known.complaints())
def test_a_complaint_says_its_counts_or_that_none_was_found(complaint):
    explorer = explorers.explore_complaints()
    explorer.set(complaint=complaint)
    assert explorer.error is None
    rows = known.sites_to_think_of(complaint)
    for row in rows.dropna(subset=["count", "total"]).itertuples():
        assert count_of(row.count, row.total) in explorer.view.sentence
    if rows["count"].isna().all():
        assert (
            f"{figures_complaints.places(complaint)[:-1]}; no count found."
            in explorer.view.sentence
        )


def test_the_map_of_a_complaint_keeps_its_room_before_it_is_drawn():
    """A map that came after the plot beside it left the plot too wide and cut at the right."""
    explorer = explorers.explore_complaints()
    width = re.search(r'<svg[^>]* width="(\d+)"', explorer.drawn())[1]
    assert explorer.map.layout.width == f"{width}px"


def test_every_symptom_named_by_a_complaint_is_a_row_of_symptoms():
    rows = tables.load("atlas_complaints").dropna(subset="symptom")
    known_rows = set(
        zip(*(tables.load("symptoms")[c] for c in ("site_id", "symptom")), strict=True)
    )
    assert set(zip(rows["site_id"], rows["symptom"], strict=True)) <= known_rows


def test_an_unknown_complaint_is_one_line():
    with pytest.raises(ValueError, match="no complaint 'hiccup'; there are cough"):
        known.sites_to_think_of("hiccup")


# --- the first guess ---


def test_the_guess_is_counted_and_the_stored_form_never_changes(monkeypatch):
    empty = explorers.first_guess()._repr_mimebundle_()["text/html"]
    answer = {"answer": ["lung", "bone", "kidney", "skin", "brain"], "right": False}
    monkeypatch.setattr(progress, "load", lambda: ({figures_guess.QUESTION: answer}, ""))
    guess = explorers.first_guess()
    assert guess._repr_mimebundle_()["text/html"] == empty
    assert "Of your 5 guesses 3 are among them" in guess.live.view.sentence


@pytest.mark.parametrize("answer", ["lung", 5, True, None])
def test_an_answer_of_another_shape_is_no_guess(answer, monkeypatch):
    stored = {figures_guess.QUESTION: {"answer": answer}}
    monkeypatch.setattr(progress, "load", lambda: (stored, ""))
    assert "once you have made it in lesson 0" in explorers.first_guess().live.view.sentence


def test_one_guess_is_said_in_the_singular():
    said = figures_guess.guess_against_data(["lung"]).sentence
    assert said.endswith("Of your 1 guess 1 is among them.")


# --- the table ---


def test_filters_narrow_the_table_and_every_row_is_true():
    every = figures_table.routes_table(counted=False)
    assert len(every) == len(known.routes_table())
    blood = figures_table.routes_table("blood", counted=False)
    assert 0 < len(blood) < len(every)
    assert (blood["Haematogenous"] != "-").all()
    lung = figures_table.routes_table().set_index("site").loc["lung"]
    assert lung["highest share"] == "31 of 56 (55 %), Sarma 2021"
    with pytest.raises(ValueError, match="no route 'air'"):
        figures_table.routes_table("air")


def test_one_site_is_said_in_the_singular():
    box = explorers.explore_table()
    box.route.value, box.counted.value = "intrahepatic", False
    assert box.sentence.startswith("1 site by the route Intrahepatic; 0 of them")


def test_a_headache_says_that_some_of_the_patients_had_it_in_the_skull():
    view = figures_complaints.sites_to_think_of("headache or sudden coma")
    assert "the 45 and the 33 patients had it in the brain or the skull" in view.sentence


def test_each_filter_changes_sentence_and_rows():
    box = explorers.explore_table()
    first = box.sentence
    for control, value in ((box.route, "lymph"), (box.who, box.who.options[1])):
        control.value = value
        assert box.status.text == box.sentence != first
    box.reset()
    assert box.sentence == first
    box.counted.value = False
    assert len(box._shown.value) < 10_000
