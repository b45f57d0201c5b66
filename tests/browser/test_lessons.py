"""Every lesson in a real JupyterLab: it runs clean, and each control answers to the keyboard."""

import json

import pytest

from tests.browser.lab import PANEL, Lab
from tests.conftest import NOTEBOOKS

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))

# What a box shows now: its sentence, and its plot's data or its drawing.
SHOWN = """box => {
  const plot = box.querySelector('.js-plotly-plot');
  const picture = plot ? JSON.stringify([plot.data, plot.layout.shapes, plot.layout.annotations])
                       : [...box.querySelectorAll('svg')].map(svg => svg.outerHTML).join();
  return [box.querySelector('.hcc-status')?.textContent ?? '', picture];
}"""
# What Tab should stop at inside a box; the radios of one group are a single stop.
STOPS = """box => {
  const all = [...box.querySelectorAll('.hcc-controls :is(button, input, select, [role=slider])')];
  const seen = new Set();
  return all.filter(e => {
    if (e.disabled || !e.offsetParent) return false;
    if (e.type === 'radio') { if (seen.has(e.name)) return false; seen.add(e.name); }
    return true;
  }).length;
}"""
OTHERS = """box => [
  box.querySelector('.hcc-numbers')?.innerHTML ?? '',
  ...[...box.querySelectorAll('input, select')].filter(e => e !== document.activeElement)
    .map(e => e.type === 'checkbox' || e.type === 'radio' ? e.checked : e.value),
]"""
FOCUSED = """() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const slider = e.getAttribute('role') === 'slider';
  const label = e.closest('label') ?? e.labels?.[0];
  return {kind: slider ? 'slider' : e.type || e.tagName.toLowerCase(),
          picks: e.closest('.hcc-picks') !== null,
          value: e.type === 'checkbox' ? e.checked : e.value,
          name: e.getAttribute('aria-label') || label?.innerText || e.innerText,
          ring: style.outlineStyle !== 'none' || style.boxShadow !== 'none'
            || e.querySelector('.bm-focus')?.checkVisibility()};
}"""
# The names of the radios in each group of the whole page, and the id of each status line.
NAMES = """() => {
  const groups = [...document.querySelectorAll('.hcc-box .widget-radio-box')];
  return {groups: groups.map(group => [...group.querySelectorAll('input')].map(e => e.name)),
          lines: [...document.querySelectorAll('.hcc-status')].map(line => line.id)};
}"""
# A plot that its box cuts, words that leave it, and marks that its legend covers.
ASTRAY = """box => [...box.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const place = node => node.getBoundingClientRect();
  const apart = (a, b) => a.right < b.left || a.left > b.right
    || a.bottom < b.top || a.top > b.bottom;
  const frame = place(plot.querySelector('.main-svg'));
  const seen = place(plot.querySelector('.svg-container'));
  const cut = frame.width > seen.width + 1 || frame.height > seen.height + 1;
  const out = r => r.width && (r.left < frame.left - 1 || r.right > frame.right + 1
    || r.top < frame.top - 1 || r.bottom > frame.bottom + 1);
  const words = [...plot.querySelectorAll('.main-svg text')].filter(text => out(place(text)));
  const legend = plot.querySelector('.legend .bg');
  const marks = legend ? [...plot.querySelectorAll('.points path, .barlayer .point path')] : [];
  const covered = marks.filter(mark => !apart(place(mark), place(legend)));
  return [...(cut ? ['cut by its box'] : []), ...words.map(text => `cut off: ${text.textContent}`),
          ...covered.map(() => 'covered')];
})"""
MOVES = {  # one of these keys changes the control, wherever it stands
    "slider": ["ArrowRight", "ArrowLeft"],
    "number": ["ArrowUp", "Enter", "ArrowDown", "Enter"],
    "select-one": ["ArrowDown", "ArrowUp"],
    "radio": ["ArrowDown", "ArrowUp"],
    "checkbox": ["Space", "Space"],
    "submit": ["Enter"],
    "button": ["Enter"],
    "g": ["Enter"],  # a site on the body map
}


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, browser, server) -> Lab:
    """A lesson that was opened and run once; the tests of this file share it."""
    lab = Lab(browser.new_page(viewport={"width": 1280, "height": 800}), *server)
    lab.open(request.param)
    lab.run_all()
    yield lab
    lab.page.close()


@pytest.fixture(autouse=True)
def photograph(lesson, request, keep_screenshot):
    yield
    keep_screenshot(lesson.page, request.node)


def explorers(lesson: Lab):
    boxes = lesson.page.locator(f"{PANEL} .hcc-box:has(.hcc-picture)").all()
    assert boxes, "a page without explorers would pass every test that asks each of them"
    return boxes


def test_runs_without_an_error(lesson):
    assert lesson.errors() == []
    assert lesson.console == []


def test_asks_nothing_of_the_network(lesson):
    assert lesson.outside == []


def test_every_figure_has_a_picture_and_a_sentence(lesson):
    for box in explorers(lesson):
        sentence, picture = box.evaluate(SHOWN)
        assert sentence.strip()
        assert len(picture) > 2, f"nothing drawn beside: {sentence}"


def test_the_words_of_a_plot_keep_their_places(lesson):
    astray = {box.get_attribute("aria-label"): box.evaluate(ASTRAY) for box in explorers(lesson)}
    assert {title: found for title, found in astray.items() if found} == {}


def test_no_label_is_cut_off(lesson):
    cut = lesson.page.evaluate(
        f"""() => [...document.querySelectorAll('{PANEL} .hcc-box :is(label, button, legend)')]
          .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1)
          .filter(e => getComputedStyle(e).overflow !== 'visible')
          .map(e => e.innerText)"""
    )
    assert cut == []


def test_explorers_of_one_page_share_no_name(lesson):
    """Two groups of one name are one group to a browser: choosing in one empties the other."""
    found = lesson.page.evaluate(NAMES)
    names = [set(group) for group in found["groups"]]
    assert all(len(group) == 1 and "" not in group for group in names)
    assert len(set().union(*names)) == len(names)
    assert len(set(found["lines"])) == len(found["lines"])
    assert found["lines"]


def test_every_control_answers_to_the_keyboard(lesson):
    for box in explorers(lesson):
        first = box.locator(".hcc-controls :is(button, input, select, [role=slider])").first
        first.scroll_into_view_if_needed()
        first.focus()
        lesson.page.keyboard.press("Shift+Tab")  # out and in again: a ring is for keyboard focus
        lesson.page.keyboard.press("Tab")
        for _ in range(box.evaluate(STOPS)):
            operate(lesson, box)
            lesson.page.keyboard.press("Tab")


def operate(lesson: Lab, box) -> None:
    """Move the focused control with its keys; something in the box has to answer."""
    focused = lesson.page.evaluate(FOCUSED)
    assert focused["name"], f"a control without a name: {focused}"
    assert focused["ring"], f"no focus ring on {focused['name']}"
    assert focused["kind"] in MOVES, f"Tab reached {focused}"
    before = state(box)
    answered = False
    for key in MOVES[focused["kind"]]:
        lesson.page.keyboard.press(key)
        if focused["picks"]:  # says what the next control is about: it has to take the choice
            answered = answered or lesson.page.evaluate(FOCUSED)["value"] != focused["value"]
        else:
            answered = answered or changes(lesson, box, before)
    lesson.settle(200)
    # a reset may have nothing to put back
    if focused["name"] != "Reset":
        assert answered, f"{focused['name']} ({focused['kind']}) changed nothing"
    assert box.locator("[role=alert]").count() == 0


def state(box) -> str:
    """Picture, sentence, table, and the other controls: a list may only fill the one beside it."""
    return json.dumps([*box.evaluate(SHOWN), *box.evaluate(OTHERS)])


def changes(lesson: Lab, box, before: str, milliseconds: int = 2500) -> bool:
    for _ in range(milliseconds // 50):
        if state(box) != before:
            lesson.settle(150)
            return True
        lesson.settle(50)
    return False
