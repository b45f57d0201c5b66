"""Lesson 6 with the keyboard: ten years of request forms, and the debrief that follows them."""

import pytest

from tests.browser.lab import PANEL, Lab

LESSON = "06_the_case"


@pytest.fixture(scope="module")
def lesson(browser, server) -> Lab:
    lab = Lab(browser.new_page(viewport={"width": 1280, "height": 800}), *server)
    lab.open(LESSON)
    lab.run_all()
    yield lab
    lab.page.close()


@pytest.fixture(autouse=True)
def photograph(lesson, request, keep_screenshot):
    yield
    keep_screenshot(lesson.page, request.node)


def box_of(lesson: Lab, title: str):
    return lesson.page.locator(f"{PANEL} .hcc-box", has=lesson.page.get_by_text(title, exact=True))


@pytest.fixture
def years(lesson):
    return box_of(lesson, "Ten years of visits")


@pytest.fixture
def debrief(lesson):
    return box_of(lesson, "Your requests beside what the lists say")


def press(element, key: str) -> None:
    element.scroll_into_view_if_needed()
    element.focus()
    element.page.keyboard.press(key)


def test_a_visit_is_told_in_the_debrief(years, debrief):
    sentence = debrief.locator(".hcc-status")
    assert sentence.inner_text().startswith("You have asked for no scan.")
    press(years.get_by_role("checkbox", name="Chest CT"), "Space")
    press(years.get_by_role("button", name="Visit 1: scan"), "Enter")
    sentence.get_by_text("1 × Ultrasound and AFP, 1 × Chest CT (7 mSv).").wait_for()
    years.get_by_role("button", name="Visit 2: scan").wait_for()
    assert "What hindsight hides is told when Wei's visits are over." in sentence.inner_text()


def test_hindsight_comes_with_the_last_visit(lesson, years, debrief):
    press(debrief.get_by_role("checkbox", name="Show as table"), "Space")
    for visit in range(2, 11):
        press(years.get_by_role("button", name=f"Visit {visit}: scan"), "Enter")
        following = "No visit is left" if visit == 10 else f"Visit {visit + 1}: scan"
        years.get_by_role("button", name=following).wait_for()
    years.get_by_text("Wei's visits end after 9 years and 8 months").wait_for()
    hidden = "Now you know when to look: head in months 110 to 115."
    debrief.locator(".hcc-status").get_by_text(hidden).wait_for()
    chest = debrief.locator(".ytick", has_text="Chest")
    assert chest.text_content() == "Chest9 visits"
    row = debrief.locator("table tr", has_text="You").first
    assert row.locator("td").all_inner_texts()[1:] == ["9", "9", "0", "0"]
    press(years.get_by_role("button", name="Next patient, a blank form"), "Enter")
    debrief.get_by_text("when Patient 1's visits are over").wait_for()
    press(years.get_by_role("button", name="Reset"), "Enter")
    debrief.get_by_text("when Wei's visits are over").wait_for()


def test_nothing_went_wrong(lesson):
    assert lesson.errors() == []
    assert lesson.console == []
