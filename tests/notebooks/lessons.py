"""A stored notebook as the rules look at it: cells, headings, sections, paragraphs, sentences."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(
    r"(?<!!)\[([^\]]+)\]\(((?:[^()\s]|\([^()\s]*\))+)\)"
)  # one pair () in the address
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]\s|\d+\.\s|\|))")
SENTENCE = re.compile(r"(?<=[.?])\s+(?=[^a-z\s])")


@dataclass(frozen=True)
class Lesson:
    """A notebook by its name and the bytes of its file."""

    name: str
    raw: bytes

    @classmethod
    def read(cls, path: Path) -> "Lesson":
        return cls(path.stem, path.read_bytes())

    @cached_property
    def notebook(self) -> NotebookNode:
        return nbformat.reads(self.raw.decode("utf-8"), as_version=4)

    @property
    def code(self) -> list[NotebookNode]:
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def outputs(self) -> list[NotebookNode]:
        return [output for cell in self.code for output in cell.outputs]

    @cached_property
    def markdown(self) -> list[str]:
        """Sources of the markdown cells, without code fences and comments."""
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "markdown"]
        return [without_code(cell.source) for cell in cells]

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading, in order."""
        found = [match for source in self.markdown for match in HEADING.findall(source)]
        return [(len(marks), text) for marks, text in found]

    @cached_property
    def sections(self) -> dict[str, str]:
        """All sources that stand under each heading of level 2, code cells included."""
        sections, current = {}, ""
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                parts = ["", cell.source]
            else:
                parts = re.split(r"^##\s+(.+?)\s*$", without_code(cell.source), flags=re.MULTILINE)
                parts = ["", parts[0], *parts[1:]]
            for heading, text in zip(parts[::2], parts[1::2], strict=True):
                current = heading or current
                sections[current] = sections.get(current, "") + text + "\n"
        return sections

    @cached_property
    def paragraphs(self) -> list[str]:
        """Prose as the author wrote it: one entry a paragraph, list item or row of a table."""
        found = []
        for source in self.markdown:
            blocks = BLOCK.split(HEADING.sub("", source))
            found += [" ".join(block.split()) for block in blocks]
        return [paragraph for paragraph in found if paragraph]

    @property
    def sentences(self) -> list[str]:
        return [part for paragraph in self.paragraphs for part in SENTENCE.split(paragraph)]


def without_code(source: str) -> str:
    return COMMENT.sub("", FENCE.sub("", source))


def shown(markdown: str) -> str:
    """What a reader sees of a piece of markdown: no addresses, no tags, no inline code."""
    text = LINK.sub(r"\1", markdown)
    return re.sub(r"`[^`]*`|<[^>]+>|!\[[^\]]*\]\([^)]*\)", "", text)
