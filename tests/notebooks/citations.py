"""Prose and tables agree: a citation is a row of studies.csv, `k of n` beside it a row of data/.

The tables are read as plain text: these rules must not depend on the code that lessons use.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.notebooks.lessons import LINK, Lesson

YEAR = re.compile(r"^(.*?)[\s,]*\(?\b((?:18|19|20)\d\d)[a-z]?\)?$")
PAPER = re.compile(r"doi\.org/|pubmed\.ncbi|ncbi\.nlm\.nih\.gov/(?:pmc|articles)|PMC\d+", re.I)
WHOLE = r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+"  # 1,234 or 1 234 or 1234
COUNT = re.compile(rf"\b({WHOLE}) (?:out )?of (?:(?:the|all|these|those|about) )*({WHOLE})\b")
PERCENT = re.compile(r"^[^()]{0,40}\((\d+(?:\.\d+)?)\s?%")


@dataclass(frozen=True)
class Evidence:
    """Rows of studies.csv by each of their addresses, and (count, total) pairs by study_id."""

    studies: dict[str, dict[str, str]]
    counts: dict[str, set[tuple[int, int]]]

    @classmethod
    def read(cls, folder: Path) -> "Evidence":
        studies, counts = {}, defaultdict(set)
        for row in rows(folder / "studies.csv"):
            for kind in ("doi", "pmid", "pmcid", "url"):
                if row[kind]:
                    studies[address(row[kind])] = row
        for path in folder.glob("*.csv"):
            for row in rows(path):
                if row.get("count") and row.get("total") and row.get("study_id"):
                    counts[row["study_id"]].add((int(row["count"]), int(row["total"])))
        return cls(studies, dict(counts))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def address(text: str) -> str:
    """The part of a link that names the paper: DOI, PubMed or PMC number, or the link itself."""
    text = unquote(text).strip().rstrip("/").casefold()
    text = re.sub(r"^https?://(www\.)?", "", text)
    doi = re.search(r"(?:^|doi\.org/)(10\.\d{4,9}/.+)$", text)
    number = re.search(r"(?:pmc\d+$)|(?:(?<=pubmed\.ncbi\.nlm\.nih\.gov/)\d+$)", text)
    if doi:
        return doi[1]
    return number[0] if number else text


def surname(name: str) -> str:
    """`Mähringer-Kunz A` and `mahringer-kunz` agree; what stands in brackets does not count."""
    name = re.sub(r"\s*\(.*?\)|\s+[A-Z]{1,5}$", "", name.strip())
    name = re.split(r"\s+(?:et al|and|&)\b|,", name)[0]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.casefold().strip()


def citations_resolve(lesson: Lesson, evidence: Evidence) -> Iterator[str]:
    """`[Author Year](address)` is a row of studies.csv with this author and this year."""
    for text, link in (match for source in lesson.markdown for match in LINK.findall(source)):
        year = YEAR.match(text)
        if not (year or PAPER.search(link)):
            continue
        study = evidence.studies.get(address(link))
        if study is None:
            yield f"[{text}]({link}) is not in data/studies.csv"
            continue
        name, number = year.groups() if year else (text, "")
        if study["year"] and number != study["year"]:
            yield f"[{text}]: {study['study_id']} is of {study['year']}"
        if study["first_author"] and surname(name) != surname(study["first_author"]):
            yield f"[{text}]: the first author of {study['study_id']} is {study['first_author']}"


def counts_are_in_the_tables(lesson: Lesson, evidence: Evidence) -> Iterator[str]:
    """`71 of 151` in a sentence with a citation is the count and total of a row of that study."""
    for sentence in lesson.sentences:
        found = [evidence.studies.get(address(link)) for _, link in LINK.findall(sentence)]
        cited = [study["study_id"] for study in found if study]
        text = LINK.sub(r"\1", sentence)
        for match in COUNT.finditer(text) if cited else ():
            count, total = (int(re.sub(r"\D", "", number)) for number in match.groups())
            if not any((count, total) in evidence.counts.get(study, ()) for study in cited):
                yield f"{match[0]} is in no table for {', '.join(cited)}: {sentence[:80]}"
            percent = PERCENT.match(text[match.end() :])
            if percent and not rounds_to(100 * count / total, percent[1]):
                yield f"{match[0]} is {100 * count / total:.1f} %, not {percent[1]} %"


def rounds_to(value: float, written: str) -> bool:
    digits = len(written.partition(".")[2])
    return abs(value - float(written)) <= 0.5 * 10**-digits + 1e-9


RULES = (citations_resolve, counts_are_in_the_tables)
