"""Execute notebooks and store them in one form, so that running twice changes nothing.

    uv run python -m tests.notebooks.execute                            every notebook
    uv run python -m tests.notebooks.execute notebooks/02_blood.ipynb   one

A notebook that fails is left as it was, and the exit code is 1.
"""

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers.view import PICTURES

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SECONDS = 120  # for one cell, as in pyproject.toml
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOT = "application/vnd.plotly.v1+json"
ALERT = re.compile(r'class="hcc-error"[^>]*>([^<]*)')  # an explorer that could not draw


class NotebookError(Exception):
    """A notebook that cannot be stored, said in one line."""


def read(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise NotebookError("no such file") from None
    except Exception as error:  # a damaged file makes nbformat raise nearly anything
        reason = str(error).splitlines()[0]
        raise NotebookError(f"not a notebook: {reason}") from None


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run every cell in a fresh kernel in `folder`; raise NotebookError where anything failed."""
    notebook.metadata.kernelspec = KERNEL
    notebook.metadata.pop("widgets", None)
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(stderr=subprocess.DEVNULL)  # the kernel's own talk
    except CellExecutionError as error:
        raise NotebookError(f"{error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise NotebookError(f"a cell took more than {SECONDS} s") from None
    except DeadKernelError:
        raise NotebookError("the kernel died") from None
    hidden = [state.get("outputs", []) for state in client.widget_state.values()]
    for outputs in [*(cell.get("outputs", []) for cell in notebook.cells), *hidden]:
        for output in outputs:
            complain(output)
    return notebook


def complain(output: dict) -> None:
    """A callback or an explorer fails in silence: its error only shows in the output."""
    if output["output_type"] == "error":
        raise NotebookError(f"{output['ename']}: {output['evalue']}")
    if output["output_type"] == "stream" and output["name"] == "stderr":
        raise NotebookError(f"a warning: {output['text'].strip().splitlines()[-1]}")
    if told := alert(output):
        raise NotebookError(f"an explorer shows an error: {told}")


def alert(output: dict) -> str:
    """The line that an explorer shows in place of its figure, or an empty text."""
    found = ALERT.search(output.get("data", {}).get("text/html", ""))
    return html.unescape(found[1]) if found else ""


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs from run to run and number the code cells from 1."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("trusted", None)
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            tidy(output, count)
    return notebook


def tidy(output: NotebookNode, count: int) -> None:
    """Drop the view of a live widget, whose id is random, and the picture beside a plot."""
    if output.output_type == "execute_result":
        output.execution_count = count
    data = output.get("data", {})
    data.pop(WIDGET, None)
    if PLOT in data:
        data.pop("image/png", None)
        output.metadata.pop("image/png", None)


def write(notebook: NotebookNode, path: Path) -> bool:
    """Store the notebook where it differs from the file; say whether it did."""
    nbformat.validate(notebook)
    content = (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


def store(path: Path, folder: Path) -> str:
    """Execute one notebook in `folder` and store it; one word on what happened."""
    notebook = normalise(execute(read(path), folder))
    return "changed" if write(notebook, path) else "unchanged"


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments] or sorted(NOTEBOOKS.glob("*.ipynb"))
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        # a kernel must meet neither anybody's start-up files nor the answers of a learner,
        # which are kept beside the folder `notebooks`
        os.environ["IPYTHONDIR"] = folder
        os.environ[PICTURES] = "1"
        course = Path(folder, "notebooks")
        course.mkdir()
        for path in paths:
            try:
                print(f"{path.name}: {store(path, course)}", flush=True)
            except NotebookError as error:
                failed = True
                print(f"{path.name}: FAILED, left as it was: {error}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
