"""The HTML edition as files: a page a lesson, named by its question."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import publish

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Two small lessons in place of ours: one with a plot, one without a title."""
    plot = new_output("display_data", {"text/html": "<div data-plot='{}'></div>"})
    one = [
        new_markdown_cell("# Why <the> lung & not the kidney?\n\nText."),
        new_code_cell("secret = 1", outputs=[plot]),
    ]
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(new_notebook(cells=one), folder / "02_blood.ipynb")
    nbformat.write(new_notebook(cells=[new_markdown_cell("Text.")]), folder / "03_lymph.ipynb")
    monkeypatch.setattr(publish, "NOTEBOOKS", folder)
    return folder


def test_a_page_has_the_question_of_its_lesson_as_title(lessons):
    pages = [publish.page(lesson) for lesson in sorted(lessons.glob("*.ipynb"))]
    titles = [re.search(r"<title>(.*?)</title>", page)[1] for page in pages]
    assert titles == ["Why &lt;the&gt; lung &amp; not the kidney?", "03_lymph"]
    assert "secret" not in pages[0]


def test_plotly_is_in_a_page_that_has_a_plot_and_in_no_other(lessons):
    sizes = [len(publish.page(lesson)) for lesson in sorted(lessons.glob("*.ipynb"))]
    assert sizes[0] > sizes[1] + 4_000_000


def test_every_lesson_is_written(lessons, tmp_path):
    pages = publish.publish(tmp_path / "new" / "html")
    assert [page.name for page in pages] == ["02_blood.html", "03_lymph.html"]
    assert pages[0].read_text(encoding="utf-8") == publish.page(lessons / "02_blood.ipynb")


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    taken = tmp_path / "taken"
    taken.touch()
    command = [sys.executable, "-m", "helpers.publish", str(taken)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert line.startswith("the pages were not written: ")
    assert line.endswith(str(taken))
