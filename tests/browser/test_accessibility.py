"""The HTML form of the lessons: axe-core finds nothing serious, and every figure is drawn once."""

import pytest

from helpers import publish
from tests.conftest import NOTEBOOKS

GRAVE = {"serious", "critical"}
# Sides on which plotly had to make more room than the figure gave: it then draws a second time.
WIDENED = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  return [...document.querySelectorAll("[data-plot]")].flatMap(box => {
    const {_size: taken, margin: given} = box._fullLayout;
    const title = box.closest("figure").innerText.slice(0, 60);
    return ["l", "r", "t", "b"].filter(side => taken[side] > given[side] + 0.5)
      .map(side => `${side} ${given[side]} -> ${Math.ceil(taken[side])}: ${title}`);
  });
}"""
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.outside = []
    page.on("request", lambda request: page.outside.append(request.url))
    yield page
    page.close()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_page_is_accessible_and_complete_without_a_network(page, lesson):
    page.set_content(publish.page(lesson))
    assert violations(page) == []
    assert [url for url in page.outside if not url.startswith(("data:", "blob:"))] == []
    boxes = page.locator("[data-plot]")
    assert boxes.count() == page.locator("[data-plot] .main-svg:first-child").count()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_words_fit_into_the_room_that_a_figure_gives(page, lesson):
    page.set_content(publish.page(lesson))
    assert page.evaluate(WIDENED) == []


def test_axe_would_find_a_fault(page):
    page.set_content("<html lang='en'><title>t</title><main><img src='x.png'></main></html>")
    assert violations(page) == ["image-alt: Images must have alternative text"]


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    grave = [item for item in found if item["impact"] in GRAVE]
    return [f"{v['id']}: {v['help']}" for v in grave]
