"""A student answers with the keyboard, restarts the kernel and finds the answers again."""

import json

import pytest

from tests.browser.lab import PANEL

LESSON = "00_start_here"


@pytest.fixture
def answers(server):
    """Where this lesson keeps the answers; the file is taken away before and after."""
    path = server[1] / "progress.json"
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def section(lab, words: str):
    return lab.page.locator(f"{PANEL} .hcc-question", has_text=words)


def press(lab, element, key: str) -> None:
    element.scroll_into_view_if_needed()
    element.focus()
    lab.page.keyboard.press(key)


def test_a_prediction_waits_for_an_answer_and_survives_a_restart(lab, answers):
    lab.open(LESSON)
    lab.run_all()
    question = section(lab, "Pick the five places")
    line = question.locator(".hcc-line")
    for place in ("lung", "kidney", "bone", "brain", "spleen"):
        press(lab, question.get_by_role("checkbox", name=place), "Space")
    assert line.inner_text() == ""
    press(lab, question.get_by_role("button", name="Show the result"), "Enter")
    line.get_by_text("3 of 5 found").wait_for()
    before = line.inner_text()
    assert "start_five_places" in json.loads(answers.read_text(encoding="utf-8"))["answers"]

    lab.restart_and_run_all()
    question = section(lab, "Pick the five places")
    question.get_by_text("3 of 5 found").wait_for()
    assert question.locator(".hcc-line").inner_text() == before
    press(lab, question.get_by_role("button", name="Guess again"), "Enter")
    assert question.get_by_role("checkbox", name="kidney").is_checked()
    assert not question.get_by_role("checkbox", name="ovary").is_checked()
    assert lab.errors() == []
    assert lab.console == []


def test_a_wrong_answer_is_told_in_words_and_can_be_mended(lab, answers):
    lab.open(LESSON)
    lab.run_all()
    question = section(lab, "nodule in the lung")
    press(lab, question.get_by_role("button", name="Check answer"), "Enter")
    line = question.locator(".hcc-line")
    line.get_by_text("did not answer").wait_for()
    press(lab, question.get_by_role("radio", name="Lung cancer"), "Space")
    press(lab, question.get_by_role("button", name="Check answer"), "Enter")
    question.get_by_text("Lung cancer begins in cells of the lung").wait_for()
    wrong = line.inner_text()
    press(lab, question.get_by_role("radio", name="HCC that has spread to the lung"), "Space")
    press(lab, question.get_by_role("button", name="Check answer"), "Enter")
    lab.settle(500)
    assert line.inner_text() != wrong
    assert line.get_attribute("role") == "status"


def test_a_number_takes_what_a_student_types(lab, answers):
    lab.open(LESSON)
    lab.run_all()
    question = section(lab, "What share of all the patients")
    field = question.get_by_role("textbox")
    for typed, expected in (("47", "among patients who already had metastasis"), ("7,1", "✓")):
        field.fill(typed)
        press(lab, question.get_by_role("button", name="Check answer"), "Enter")
        question.get_by_text(expected).first.wait_for()


def test_a_damaged_file_of_answers_is_kept_and_told(lab, answers):
    answers.write_text("{broken", encoding="utf-8")
    lab.open(LESSON)
    lab.run_all()
    assert lab.errors() == []
    lab.page.get_by_text("progress.json cannot be used").first.wait_for()
    assert answers.read_text(encoding="utf-8") == "{broken"


# As on a machine where a widget takes longer than anywidget is willing to wait.
IMPATIENT = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(milliseconds === 2000 ? 0 : milliseconds);
"""


def test_a_slow_machine_loses_no_message(lab, answers):
    lab.page.add_init_script(IMPATIENT)
    lab.open(LESSON)
    lab.run_all()
    box = lab.page.locator(f"{PANEL} .hcc-box:has(.hcc-picture)").first
    sentence = box.locator(".hcc-status")
    before = sentence.inner_text()
    press(lab, box.locator("select").first, "ArrowUp")
    lab.settle(2000)
    assert sentence.inner_text() != before
    question = section(lab, "nodule in the lung")
    press(lab, question.get_by_role("radio", name="Lung cancer"), "Space")
    press(lab, question.get_by_role("button", name="Check answer"), "Enter")
    question.get_by_text("Lung cancer begins in cells of the lung").wait_for()
