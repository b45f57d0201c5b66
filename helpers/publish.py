"""The HTML edition: a page a lesson, readable without a kernel and without a network.

    python -m helpers.publish            writes every lesson to html/
    python -m helpers.publish FOLDER     writes them there

A page shows what the notebook stores: text, drawings, sentences, tables, questions with their
answers. plotly.js is inside the page (4.8 MB) and draws the figures.
"""

import re
import sys
from pathlib import Path

import nbformat
import plotly.offline
from nbconvert import HTMLExporter

from helpers.view import HYDRATE

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
STYLE = """<style>
body { max-width: 64rem; margin: 0 auto; }
a { text-decoration: underline !important; } /* the template takes it away */
table { border-collapse: collapse; }
</style>"""


def page(notebook: Path) -> str:
    """The HTML of one lesson, complete in itself; its title is the question of the lesson."""
    lesson = nbformat.read(notebook, as_version=4)
    exporter = HTMLExporter(
        embed_images=True,
        exclude_input=True,
        exclude_output_prompt=True,
        mathjax_url="",
        require_js_url="",
    )
    # without a name every page would have the title "Notebook", in tabs and to a screen reader
    named = {"metadata": {"name": _title(lesson) or notebook.stem}}
    html, _ = exporter.from_notebook_node(lesson, resources=named)
    script = ""
    if "data-plot=" in html:
        script = f"<script>{plotly.offline.get_plotlyjs()}</script>\n<script>{HYDRATE}</script>\n"
    html = html.replace("</head>", f"{STYLE}\n</head>", 1)
    head, body_end, rest = html.rpartition("</body>")
    return f"{head}{script}{body_end}{rest}"


def _title(lesson: nbformat.NotebookNode) -> str:
    text = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading[1].strip() if heading else ""


def publish(folder: Path) -> list[Path]:
    """Write every lesson as a page into ``folder`` and return the pages.

    Raises OSError where the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        path = folder / f"{notebook.stem}.html"
        path.write_text(page(notebook), encoding="utf-8")
        pages.append(path)
    return pages


if __name__ == "__main__":
    try:
        for path in publish(Path(sys.argv[1] if len(sys.argv) > 1 else "html")):
            print(path)
    except OSError as problem:
        sys.exit(f"the pages were not written: {problem.strerror}: {problem.filename}")
