"""Executing and storing a notebook: the same bytes each time, nothing hidden, compared by nbval."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import execute

ROOT = Path(__file__).resolve().parents[2]
SHOWN = """
class Shown:
    def _repr_mimebundle_(self, **_):
        view = widgets.VBox([widgets.Output()])._repr_mimebundle_()
        return {**view, "text/html": "<b>3 of 10</b>", "text/plain": "three of ten"}
Shown()"""
ANSWERS = "from pathlib import Path\nPath.cwd().name, Path('../progress.json').exists()"
GOOD = (
    "import ipywidgets as widgets",
    SHOWN,
    "Shown()",
    ANSWERS,
    "print(1)\ndisplay({'application/vnd.plotly.v1+json': {'data': []}}, raw=True)",
)
BOOM = "import ipywidgets as widgets\ndef boom(*_): raise ValueError('boom')\n"
BAD = {
    "a cell": ("1 / 0", "ZeroDivisionError: division by zero"),
    "interact": (BOOM + "widgets.interact(boom, x=3)", "ValueError: boom"),
    "an Output": (
        BOOM + "out = widgets.Output()\ndisplay(out)\nwith out:\n    boom()",
        "ValueError: boom",
    ),
    "an explorer": (
        "from helpers.explorer import Explorer\nExplorer('T', lambda: 1 / 0)",
        "an explorer shows an error: This figure could not be drawn: division by zero",
    ),
    "an explorer that waits": (
        "from helpers.explorer import Explorer\nwaiting = Explorer('T', lambda: 1 / 0)",
        "an explorer shows an error: This figure could not be drawn: division by zero",
    ),
    "a warning": ("import warnings\nwarnings.warn('old', stacklevel=1)", "a warning: "),
}


def write(path, *sources):
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook with a widget, a plot and a printed line, executed and stored once."""
    folder = tmp_path_factory.mktemp("course") / "notebooks"
    folder.mkdir()
    folder.with_name("progress.json").write_text("{}", encoding="utf-8")
    path = write(folder / "good.ipynb", *GOOD)
    assert execute.main([str(path)]) == 0
    return path


@pytest.mark.notebook
def test_running_twice_gives_the_same_bytes(stored, capsys):
    once = stored.read_bytes()
    assert execute.main([str(stored)]) == 0
    assert capsys.readouterr().out.endswith("good.ipynb: unchanged\n")
    assert stored.read_bytes() == once
    assert b"widget-view" not in once
    assert b"('notebooks', False)" in once  # the answers of a learner change no stored output
    assert b"\r" not in once


@pytest.mark.notebook
def test_nbval_compares_what_was_stored(stored):
    notebook = nbformat.read(stored, as_version=4)
    html, words = notebook.cells[1], notebook.cells[2]
    html.outputs[0].data["text/html"] = "<b>2 of 10</b>"
    words.outputs[0].data["text/plain"] = "two of ten"
    nbformat.write(notebook, stored.with_name("changed.ipynb"))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no"]
    command += ["-c", ROOT / "pyproject.toml", "--rootdir", stored.parent, "changed.ipynb"]
    run = subprocess.run(command, cwd=stored.parent, capture_output=True, text=True, timeout=120)
    assert "changed.ipynb .FF..  " in run.stdout


@pytest.mark.notebook
@pytest.mark.parametrize(("source", "said"), BAD.values(), ids=BAD)
def test_an_error_surfaces_and_the_file_is_left(source, said, tmp_path, capsys):
    path = write(tmp_path / "bad.ipynb", source)
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    assert f"bad.ipynb: FAILED, left as it was: {said}" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"), [(None, "no such file"), ("hello", "not a notebook"), ("[]", "not a not")]
)
def test_what_is_not_a_notebook_is_said_in_one_line(content, said, tmp_path, capsys):
    path = tmp_path / "file.ipynb"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert execute.main([str(path)]) == 1
    message = capsys.readouterr().err
    assert said in message
    assert message.count("\n") == 1


def test_what_differs_from_run_to_run_is_dropped():
    data = {execute.WIDGET: {"model_id": "1f"}, execute.PLOT: {}, "image/png": "iVBO"}
    plot = new_output("execute_result", data, execution_count=9)
    picture = new_output("display_data", {"image/png": "iVBO"})
    cells = [
        new_markdown_cell("# A question?"),
        new_code_cell("1", execution_count=7, outputs=[plot, picture]),
    ]
    cells[1].metadata = {"execution": {"iopub.execute_input": "2026"}, "jupyter": {}}
    notebook = new_notebook(cells=cells)
    notebook.metadata.widgets = {"state": {}}
    cell = execute.normalise(notebook).cells[1]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert cell.execution_count == cell.outputs[0].execution_count == 1
    assert set(cell.outputs[0].data) == {execute.PLOT}
    assert set(cell.outputs[1].data) == {"image/png"}
    assert cell.metadata == {"jupyter": {}}
