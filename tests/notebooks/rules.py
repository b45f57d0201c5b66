"""What every lesson must look like. A rule takes a Lesson and yields what is wrong, in words."""

import ast
import copy
import json
import re
from collections.abc import Iterator

import nbformat

from tests.notebooks.execute import PLOT, alert, normalise
from tests.notebooks.lessons import Lesson, shown

BYTES = 300_000
LINES = 3
PARAGRAPH = 600  # characters: about four lines on a laptop and a margin for links
STOPS = 6

LESSON = (
    "What you will be able to do",
    "What you need to know first",
    "Predict",
    "Background",
    "Explore",
    "Try it",
    "Check",
    "What this model leaves out",
    "Sources",
    "Next",
)
# Headings of level 2. A lesson has exactly LESSON; one that is named here must have its own, in
# this order, and may have more.
SKELETONS = {
    "00_start_here": (
        "What you will be able to do",
        "Check your set-up",
        "The case",
        "Predict",
        "Explore",
        "Check",
        "The map of the course",
        "Sources",
        "Next",
    ),
}
HOLDS = {  # what a section is there for
    "Predict": "predict(",
    "Try it": "<details>",
    "Check": "check(",
    "Sources": "sources(",
    "Next": "progress(",
}
UNDER_TITLE = re.compile(r"^For .+ · \d+ minutes · last reviewed \d{4}-\d{2}$", re.MULTILINE)
ADDRESS = r"""\s*=?\s*["']?(?:https?:)?//"""
REMOTE = re.compile(
    rf"!\[[^\]]*\]\(\s*(?:https?:)?//|<[^>]+\b(?:src|srcset|data|poster){ADDRESS}"
    rf"|<link\b[^>]+href{ADDRESS}|url\(\s*[\"']?(?:https?:)?//|@import|\"source\": \"https?:"
)
FETCHING = re.compile(r"https?://|\b(?:urllib|requests|httpx|aiohttp|socket)\b|^\s*[!%]", re.M)
LOUD = re.compile("[!\U0001f000-\U0001faff\u2600-\u26ff\ufe0f]")


def skeleton(lesson: Lesson) -> Iterator[str]:
    found = [text for level, text in lesson.headings if level == 2]
    wanted = SKELETONS.get(lesson.name, LESSON)
    if lesson.name in SKELETONS:
        found = [text for text in found if text in wanted]
    if found != list(wanted):
        yield f"headings of level 2 are {found}, not {list(wanted)}"


def title(lesson: Lesson) -> Iterator[str]:
    titles = [text for level, text in lesson.headings if level == 1]
    if len(titles) != 1:
        yield f"{len(titles)} headings of level 1, not one"
    elif not titles[0].endswith("?"):
        yield f"the title is not a question: {titles[0]}"
    if lesson.headings[:1] != [(1, *titles[:1])]:
        yield "the title is not the first heading"
    if not any(UNDER_TITLE.search(source) for source in lesson.markdown[:2]):
        yield "no line `For ... · N minutes · last reviewed YYYY-MM` under the title"


def heading_order(lesson: Lesson) -> Iterator[str]:
    before = 0
    for level, text in lesson.headings:
        if level > before + 1:
            yield f"level {level} follows level {before}: {text}"
        before = level


def stops(lesson: Lesson) -> Iterator[str]:
    found = [text for level, text in lesson.headings if level == 3 and text.startswith("Stop")]
    if lesson.name not in SKELETONS and not 1 <= len(found) <= STOPS:
        yield f"{len(found)} stops, not 1 to {STOPS}"
    for number, text in enumerate(found, start=1):
        if not text.startswith(f"Stop {number}: "):
            yield f"not `Stop {number}: ...`: {text}"


def sections_hold_what_they_promise(lesson: Lesson) -> Iterator[str]:
    for heading, part in HOLDS.items():
        if part not in lesson.sections.get(heading, part):
            yield f"nothing under `{heading}` has `{part}`"
    if not any("lesson.safety()" in cell.source for cell in lesson.code):
        yield "no cell shows the safety line: lesson.safety()"


def code_is_folded_and_short(lesson: Lesson) -> Iterator[str]:
    for cell in lesson.code:
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if not 1 <= len(lines) <= LINES:
            yield f"a cell of {len(lines)} lines: {lines[:1]}"
        if cell.metadata.get("jupyter", {}).get("source_hidden") is not True:
            yield f"not folded: {lines[:1]}"


def nothing_remote(lesson: Lesson) -> Iterator[str]:
    for cell in lesson.code:
        if FETCHING.search(cell.source):
            yield f"code that reaches outside: {cell.source}"
    bundles = [output.get("data", {}) for output in lesson.outputs]
    texts = [bundle.get("text/html", "") for bundle in bundles]
    texts += [json.dumps(b[PLOT]) for b in bundles if PLOT in b]
    for text in [*lesson.markdown, *texts]:
        for match in REMOTE.finditer(text):
            yield f"loads something from outside: {text[match.start() :][:100]}"


def size(lesson: Lesson) -> Iterator[str]:
    if len(lesson.raw) > BYTES:
        yield f"{len(lesson.raw)} bytes, more than {BYTES}"


def kernel(lesson: Lesson) -> Iterator[str]:
    name = lesson.notebook.metadata.get("kernelspec", {}).get("name")
    if name != "python3":
        yield f"the kernel is {name}, not python3"


def outputs_are_stored(lesson: Lesson) -> Iterator[str]:
    """nbval only compares a cell with a count; without it a changed number passes."""
    for number, cell in enumerate(lesson.code, start=1):
        if cell.execution_count != number:
            yield f"code cell {number} has the count {cell.execution_count}"
        if displays(cell.source) and not cell.outputs:
            yield f"code cell {number} shows something, but nothing is stored: {cell.source}"


def displays(source: str) -> bool:
    """Whether the last statement is an expression, whose value a notebook shows."""
    body = ast.parse(source).body
    return bool(body) and isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";")


def outputs_are_clean(lesson: Lesson) -> Iterator[str]:
    for output in lesson.outputs:
        if output.output_type == "error":
            yield f"a stored error: {output.ename}: {output.evalue}"
        elif output.get("name") == "stderr":
            yield f"a stored warning: {output.text[:100]}"
        elif told := alert(output):
            yield f"an explorer that could not draw: {told}"
        plain = output.get("data", {}).get("text/plain", output.get("text", ""))
        if re.search(r" at 0x[0-9a-f]{6,}|\b(?:VBox|HBox|Output|Figure)\(", plain):
            yield f"an object where words should stand: {plain[:100]}"


def stored_form(lesson: Lesson) -> Iterator[str]:
    notebook = normalise(copy.deepcopy(lesson.notebook))
    if (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8") != lesson.raw:
        yield "not in the form that `python -m tests.notebooks.execute` stores"


def paragraphs_are_short(lesson: Lesson) -> Iterator[str]:
    for paragraph in lesson.paragraphs:
        length = len(shown(paragraph))
        if length > PARAGRAPH:
            yield f"a paragraph of {length} characters: {paragraph[:60]}"


def quiet(lesson: Lesson) -> Iterator[str]:
    for source in lesson.markdown:
        for match in LOUD.finditer(shown(source)):
            yield f"exclamation mark or emoji: {shown(source)[: match.end()][-60:]}"


RULES = (
    skeleton,
    title,
    heading_order,
    stops,
    sections_hold_what_they_promise,
    code_is_folded_and_short,
    nothing_remote,
    size,
    kernel,
    outputs_are_stored,
    outputs_are_clean,
    stored_form,
    paragraphs_are_short,
    quiet,
)
