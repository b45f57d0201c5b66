"""Lesson 5 with the keyboard: a site picked on the map, a complaint, a table filtered and saved."""

import io
import json

import pandas as pd
import pytest

from helpers.quiz.progress import FILE, FORMAT
from tests.browser.lab import PANEL, Lab

LESSON = "05_where_can_it_go"
GUESS = ["lung", "bone", "kidney", "skin", "brain"]  # as picked in lesson 0; three are right
# The table of a box as a reader sees it: a list of rows, the header first.
ROWS = "box => [...box.querySelectorAll('table tr')].map(r => [...r.cells].map(c => c.innerText))"


@pytest.fixture(scope="module")
def lesson(browser, server) -> Lab:
    """The lesson, opened and run once, with the answer to the first question of lesson 0."""
    answers = {"start_five_places": {"answer": GUESS, "right": False}}
    file = server[1] / FILE
    file.write_text(json.dumps({"format": FORMAT, "answers": answers}), encoding="utf-8")
    lab = Lab(browser.new_page(viewport={"width": 1280, "height": 800}), *server)
    lab.open(LESSON)
    lab.run_all()
    yield lab
    lab.page.close()
    file.unlink()


@pytest.fixture(autouse=True)
def photograph(lesson, request, keep_screenshot):
    yield
    keep_screenshot(lesson.page, request.node)


def press(lesson: Lab, element, *keys: str) -> None:
    element.scroll_into_view_if_needed()
    element.focus()
    for key in keys:
        lesson.page.keyboard.press(key)


def pick(lesson: Lab, label: str, option: str, box) -> None:
    """Choose in a list by typing what its entry begins with."""
    chosen = box.get_by_label(label, exact=True)
    chosen.scroll_into_view_if_needed()
    chosen.focus()
    lesson.page.keyboard.type(option)
    lesson.page.keyboard.press("Enter")
    lesson.settle(500)


def box_of(lesson: Lab, title: str):
    return lesson.page.locator(f"{PANEL} .hcc-box", has=lesson.page.get_by_text(title, exact=True))


def test_the_first_guess_comes_back(lesson):
    box = box_of(lesson, "Your first guess, and what was counted")
    box.get_by_text("Of your 5 guesses 3 are among them.").wait_for()
    marked = box.locator(".bartext", has_text="✓").all_text_contents()
    assert len(marked) == len(GUESS)
    assert "✓ 71 of 151 (47 %)" in marked


def test_a_site_picked_on_the_map_changes_way_sentence_and_table(lesson):
    box = box_of(lesson, "Where can it go, and by which way?")
    press(lesson, box.get_by_role("checkbox", name="Show as table"), "Space")
    box.locator("table").wait_for()
    sentence, steps = box.locator(".hcc-status"), box.locator("ol li")
    assert sentence.inner_text().startswith("Brain, ")
    before = box.evaluate(ROWS), steps.all_inner_texts()

    press(lesson, box.locator("svg [role=option][tabindex='0']"), "Home")
    lung = box.locator("svg [role=option][data-site=lung]")
    while not lung.evaluate("site => site === document.activeElement"):
        lesson.page.keyboard.press("ArrowDown")
    lesson.page.keyboard.press("Enter")
    sentence.get_by_text("Lung, Haematogenous (blood), 5 steps").wait_for()
    assert lung.get_attribute("aria-selected") == "true"
    assert box.locator(".hcc-controls select").first.input_value() == "lung"
    assert box.get_by_text("What is known of: lung").is_visible()
    lesson.settle(500)
    rows = box.evaluate(ROWS)
    assert (rows, steps.all_inner_texts()) != before
    stations = [row[1] for row in rows[1:]]
    assert [text.split("\n")[0] for text in steps.all_inner_texts()] == stations
    assert sentence.inner_text().endswith(": " + " → ".join(stations) + ".")

    press(lesson, box.get_by_role("button", name="Next step"), "Enter", "Enter")
    sentence.get_by_text("Step 1 of 5 to lung: hepatic veins").wait_for()
    assert box.locator("[aria-current=step]").inner_text().startswith("hepatic veins")


def test_a_complaint_marks_its_sites_on_the_body(lesson):
    box = box_of(lesson, "Which sites does a complaint bring to mind?")
    drawing = lesson.page.locator(f"{PANEL} .hcc-drawing svg")
    assert drawing.locator("desc").text_content() == "marked: brain"
    before = drawing.evaluate("svg => svg.innerHTML")
    pick(lesson, "The complaint", "cough", box)
    box.get_by_text("With cough, think of: lung; no count found.").wait_for()
    drawing.locator("desc", has_text="marked: lung").wait_for(state="attached")
    assert drawing.get_attribute("aria-label") == "With cough, think of: lung."
    assert drawing.evaluate("svg => svg.innerHTML") != before


def test_the_filtered_table_is_the_one_that_is_saved(lesson):
    box = box_of(lesson, "Which routes lead where, and where was it counted?")
    everything = box.evaluate(ROWS)
    pick(lesson, "Route", "Lymphatic", box)
    filtered = box.evaluate(ROWS)
    assert 1 < len(filtered) < len(everything)
    pick(lesson, "Who was counted", "patients with HCC", box)
    press(lesson, box.get_by_role("checkbox", name="sites with a count only"), "Space")
    lesson.settle(500)
    shown = box.evaluate(ROWS)
    assert len(shown) > len(filtered)
    steps = shown[0].index("Lymphatic")
    assert all("step" in row[steps] for row in shown[1:])

    with lesson.page.expect_download() as saving:
        press(lesson, box.get_by_role("button", name="Download these rows (CSV)"), "Enter")
    assert saving.value.suggested_filename == "routes_and_organs.csv"
    with open(saving.value.path(), encoding="utf-8") as file:
        text = file.read()
    saved = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert [saved.columns.tolist(), *saved.to_numpy().tolist()] == shown
    box.get_by_text(f"{len(saved)} rows saved as routes_and_organs.csv").wait_for()

    press(lesson, box.get_by_role("button", name="Reset"), "Enter")
    lesson.settle(500)
    assert box.evaluate(ROWS) == everything


def test_nothing_went_wrong(lesson):
    assert lesson.errors() == []
    assert lesson.console == []
