"""The rules, held against every notebook, and each rule against a notebook that breaks it."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.explorer import Explorer
from tests.notebooks import citations, execute, rules
from tests.notebooks.citations import Evidence
from tests.notebooks.lessons import Lesson

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EVIDENCE = Evidence.read(ROOT / "data")
UKA = {"study_id": "uka2007", "first_author": "Uka K", "year": "2007"}
SMALL = Evidence({"10.3748/wjg.v13.i3.414": UKA}, {"uka2007": {(71, 151)}})
CITED = "[Uka 2007](https://doi.org/10.3748/wjg.v13.i3.414)"

# --- the notebooks there are ---


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_notebook_keeps_the_rule(rule, path):
    assert list(rule(Lesson.read(path))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", citations.RULES, ids=lambda rule: rule.__name__)
def test_the_prose_of_a_notebook_agrees_with_the_tables(rule, path):
    assert list(rule(Lesson.read(path), EVIDENCE)) == []


def test_readme_lists_the_notebooks_with_their_questions_and_minutes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = r"^\| \[`(\w+)`\]\(notebooks/\1\.ipynb\) \| (.+?) \| (\d+|–) \|$"
    listed = {name: (title, minutes) for name, title, minutes in re.findall(row, readme, re.M)}
    assert list(listed) == [path.stem for path in NOTEBOOKS]
    for path in NOTEBOOKS:
        lesson = Lesson.read(path)
        minutes = re.search(r"· (\d+) minutes ·", "\n".join(lesson.markdown[:2]))
        assert listed[path.stem] == (lesson.headings[0][1], minutes[1] if minutes else "–")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_sends_nobody_to_a_lesson_that_is_not_there(path):
    named = re.findall(r"`(\d\d_\w+)`", "\n".join(Lesson.read(path).markdown))
    assert set(named) <= {path.stem for path in NOTEBOOKS}


# --- each rule against a notebook that breaks it ---


def cells() -> list:
    """A lesson that keeps every rule: markdown and code in the order of the skeleton."""
    parts = {
        "Predict": ["lesson.predict('q1')"],
        "Explore": ["### Stop 1: the first pass", "blood.explore_first_pass()"],
        "Try it": ["<details><summary>Answer</summary>Two of three.</details>"],
        "Check": ["lesson.check('02_blood')"],
        "Sources": ["lesson.sources('uka2007')"],
        "Next": ["lesson.progress()"],
    }
    found = [text("# Why the lung?\n\nFor students · 30 minutes · last reviewed 2026-11")]
    found.append(code("from helpers import blood, lesson\nlesson.safety()"))
    for heading in rules.LESSON:
        found.append(text(f"## {heading}\n\nThe lung held it in 71 of 151 (47 %) ({CITED})."))
        for part in parts.get(heading, []):
            found.append(text(part) if part.startswith(("#", "<")) else code(part))
    return found


def text(source):
    return new_markdown_cell(source)


def code(source, data=None):
    output = new_output("display_data", data or {"text/plain": "Two of three cells stay."})
    return new_code_cell(source, metadata={"jupyter": {"source_hidden": True}}, outputs=[output])


def made(cells, name="02_blood", change=None) -> Lesson:
    """The lesson as it is stored, with a last change to the notebook after that."""
    notebook = execute.normalise(new_notebook(cells=cells))
    if change:
        change(notebook)
    return Lesson(name, (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8"))


def with_cell(cell):
    return made([*cells(), cell])


def without(part):
    return made([cell for cell in cells() if part not in cell.source])


def edited(old, new):
    changed = cells()
    for cell in changed:
        cell.source = cell.source.replace(old, new, 1)
    return made(changed)


def changed(change, number=0):
    """The good lesson with a change to one of its code cells after it was stored."""
    return made(
        cells(), change=lambda n: change([c for c in n.cells if c.cell_type == "code"][number])
    )


def prose(words):
    return with_cell(text(words))


def shown(kind, value):
    return with_cell(code("x", {kind: value}))


PLOT = {execute.PLOT: {"layout": {"images": [{"source": "https://a.org/b.png"}]}}}
ERROR = new_output("error", ename="ValueError", evalue="boom", traceback=[])
WARNING = new_output("stream", name="stderr", text="old")
BROKEN = {
    "a missing heading": (rules.skeleton, without("## Background")),
    "a heading too many": (rules.skeleton, prose("## More")),
    "headings in another order": (rules.skeleton, made(cells()[::-1])),
    "start without its case": (rules.skeleton, made(cells(), name="00_start_here")),
    "two titles": (rules.title, prose("# Another?")),
    "no title": (rules.title, without("# Why")),
    "a title that asks nothing": (rules.title, edited("Why the lung?", "The lung")),
    "no line under the title": (rules.title, edited(" · last reviewed 2026-11", "")),
    "a heading that jumps": (rules.heading_order, prose("#### Deep")),
    "no stop": (rules.stops, without("### Stop")),
    "stops out of order": (rules.stops, prose("### Stop 3: later")),
    "seven stops": (rules.stops, prose("\n".join(f"### Stop {n}: s" for n in range(2, 8)))),
    "nothing to predict": (rules.sections_hold_what_they_promise, without("lesson.predict")),
    "no hidden answers": (rules.sections_hold_what_they_promise, without("<details>")),
    "no questions": (rules.sections_hold_what_they_promise, without("lesson.check")),
    "no sources": (rules.sections_hold_what_they_promise, without("lesson.sources")),
    "no file of answers": (rules.sections_hold_what_they_promise, without("lesson.progress")),
    "no safety line": (rules.sections_hold_what_they_promise, without("lesson.safety")),
    "four lines": (rules.code_is_folded_and_short, with_cell(code("a\nb\nc\nd"))),
    "an empty cell": (rules.code_is_folded_and_short, with_cell(code(""))),
    "not folded": (rules.code_is_folded_and_short, changed(lambda c: c.metadata.clear())),
    "a picture from outside": (rules.nothing_remote, prose("![x](https://a.org/b.png)")),
    "a frame from outside": (rules.nothing_remote, prose('<iframe src="//a.org"></iframe>')),
    "code that fetches": (rules.nothing_remote, with_cell(code("pd.read_csv('http://a.org')"))),
    "code that opens sockets": (rules.nothing_remote, with_cell(code("import urllib.request"))),
    "a shell command": (rules.nothing_remote, with_cell(code("%pip install plotly"))),
    "a script from outside": (
        rules.nothing_remote,
        shown("text/html", '<script src="https://a.org/b.js"></script>'),
    ),
    "a style from outside": (
        rules.nothing_remote,
        shown("text/html", "<style>@import 'a'"),
    ),
    "a plot with a picture from outside": (rules.nothing_remote, with_cell(code("x", PLOT))),
    "too large": (rules.size, shown("text/plain", "x" * rules.BYTES)),
    "another kernel": (
        rules.kernel,
        made(cells(), change=lambda n: n.metadata.kernelspec.update(name="conda-env")),
    ),
    "no count": (
        rules.outputs_are_stored,
        changed(lambda cell: cell.update(execution_count=None), number=2),
    ),
    "outputs stripped": (rules.outputs_are_stored, changed(lambda c: c.outputs.clear(), number=2)),
    "an error": (rules.outputs_are_clean, changed(lambda cell: cell.outputs.append(ERROR))),
    "a warning": (rules.outputs_are_clean, changed(lambda cell: cell.outputs.append(WARNING))),
    "an explorer's error": (
        rules.outputs_are_clean,
        shown("text/html", Explorer("T", lambda: 1 / 0)._repr_mimebundle_()["text/html"]),
    ),
    "a bare object": (rules.outputs_are_clean, shown("text/plain", "<f at 0x7f62c9f85d50>")),
    "a bare widget": (rules.outputs_are_clean, shown("text/plain", "VBox(children=())")),
    "widget state": (
        rules.stored_form,
        made(cells(), change=lambda n: n.metadata.update(widgets={"state": {}})),
    ),
    "a picture beside a plot": (
        rules.stored_form,
        changed(lambda cell: cell.outputs[0].data.update({execute.PLOT: {}, "image/png": "iV"})),
    ),
    "times of execution": (
        rules.stored_form,
        changed(lambda cell: cell.metadata.update(execution={"shell.execute_reply": "2026"})),
    ),
    "a long paragraph": (rules.paragraphs_are_short, prose("word " * 130)),
    "an exclamation mark": (rules.quiet, prose("Well done!")),
    "an emoji": (rules.quiet, prose("Well done \U0001f600")),
}
UNFOUNDED = {
    "an unknown paper": (citations.citations_resolve, "[Uka 2007](https://doi.org/10.1/x)"),
    "an unknown address": (citations.citations_resolve, "[Uka 2007](https://a.org)"),
    "a wrong year": (citations.citations_resolve, CITED.replace("2007]", "2008]")),
    "no year": (citations.citations_resolve, CITED.replace(" 2007]", "]")),
    "a wrong author": (citations.citations_resolve, CITED.replace("Uka", "Katyal")),
    "a wrong count": (citations.counts_are_in_the_tables, f"In 72 of 151 ({CITED})."),
    "a wrong total": (citations.counts_are_in_the_tables, f"{CITED} saw 71 of the 152."),
    "a wrong percent": (citations.counts_are_in_the_tables, f"{CITED}: 71 of 151 (48 %)."),
    "a wrong count in a table": (citations.counts_are_in_the_tables, f"| 1 of 151 | {CITED} |"),
}


def test_a_good_lesson_breaks_no_rule():
    lesson = made(cells())
    assert [problem for rule in rules.RULES for problem in rule(lesson)] == []
    assert [problem for rule in citations.RULES for problem in rule(lesson, SMALL)] == []


@pytest.mark.parametrize(("rule", "lesson"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_seen(rule, lesson):
    assert list(rule(lesson))


@pytest.mark.parametrize(("rule", "words"), UNFOUNDED.values(), ids=UNFOUNDED)
def test_an_unfounded_word_is_seen(rule, words):
    assert len(list(rule(prose(words), SMALL))) == 1


@pytest.mark.parametrize(
    "words",
    [
        f"One series ({CITED}) saw the lung in 71 of 151 patients (47.0 %).",
        "In 3 of 10 throws of a die nobody is cited.",
        "See [the next lesson](03_lymph.ipynb), or `a != b`.",
        CITED.replace("https://doi.org/", "https://www.doi.org/").replace("Uka", "Uka et al."),
    ],
)
def test_what_is_founded_passes(words):
    lesson = prose(words)
    assert [problem for rule in citations.RULES for problem in rule(lesson, SMALL)] == []
    assert list(rules.quiet(lesson)) == []


def test_every_rule_is_broken_once():
    tried = [rule for rule, _ in [*BROKEN.values(), *UNFOUNDED.values()]]
    assert {*rules.RULES, *citations.RULES} == set(tried)
