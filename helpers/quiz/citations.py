"""Claims, sources and the safety line: text that a notebook shows as it stands."""

from html import escape

import pandas as pd

from helpers import tables
from helpers.studies import short
from helpers.view import Text

SAFETY = (
    "This is a teaching model, not care. A slider is never your risk, and the patient is invented."
)
_READ = {
    "full text": "read in full",
    "abstract": "abstract read",
    "secondary": "as quoted by another source",
    "not reached": "not reached",
}
_LEFT = 'style="text-align: left"'  # JupyterLab sets the text of tables to the right
_VERDICT = {"supported": "✓ supported", "nuance": "± needs nuance", "contested": "? contested"}


def safety() -> Text:
    """What these lessons are not, in one line."""
    return Text(f'<p role="note"><strong>Please note.</strong> {SAFETY}</p>', SAFETY)


def claims(*claim_ids: str) -> Text:
    """A table of claims (all, or those named), each with our verdict, why, and the studies.

    Raises TableError for an unknown claim_id.
    """
    rows = _rows("claims", "claim_id", claim_ids or None)
    known = studies()
    body, plain = [], []
    for _, row in rows.iterrows():
        verdict = _VERDICT[row["verdict"]]
        texts = [escape(row[name], quote=False) for name in ("statement", "explanation")]
        linked = links(split(row["study_ids"]), known) or "no study found"
        cells = "".join(f"<td {_LEFT}>{cell}</td>" for cell in (verdict, texts[1], linked))
        body.append(f'<tr><th scope="row" {_LEFT}>{texts[0]}</th>{cells}</tr>')
        plain.append(f"{row['claim_id']} {verdict}: {row['statement']} {row['explanation']}")
    names = ("Claim", "Verdict", "Why", "Studies")
    head = "".join(f'<th scope="col" {_LEFT}>{name}</th>' for name in names)
    caption = "<caption>What the article says, and what the studies say</caption>"
    table = f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    return Text(table + "\n".join(body) + "\n</tbody></table>", "\n".join(plain))


def sources(*study_ids: str) -> Text:
    """A list of studies in the order given: author, year, title, journal, link, how it was read.

    Raises TableError where none is given and for an unknown study_id.
    """
    if not study_ids:
        raise tables.TableError("sources() needs at least one study_id")
    rows = _rows("studies", "study_id", study_ids)
    known = rows.set_index("study_id")
    items, plain = [], []
    for study_id, row in known.iterrows():
        title = "" if pd.isna(row["title"]) else f"{row['title'].rstrip('.')}. "
        journal = "" if pd.isna(row["journal"]) else f"{row['journal']}. "
        read = _READ[row["read"]]
        told = f"{title}{journal}".strip()
        words = f": {told}" if told else ""
        items.append(f"<li>{link(study_id, known)}{escape(words, quote=False)} ({read})</li>")
        plain.append(f"{short(row)} ({read})")  # without the title: few bytes
    return Text("<ul>\n" + "\n".join(items) + "\n</ul>", "\n".join(plain))


def studies() -> pd.DataFrame:
    """The table of studies by study_id."""
    return tables.load("studies").set_index("study_id")


def links(study_ids: tuple[str, ...], known: pd.DataFrame) -> str:
    """HTML links to studies, "Uka 2007, Kojiro 1984", or an empty text."""
    return ", ".join(link(study_id, known) for study_id in study_ids)


def link(study_id: str, known: pd.DataFrame) -> str:
    """A study as a link on its short name; without DOI, PMID and address the name alone.

    ``known`` is as from ``studies``. Raises TableError for a study that it lacks.
    """
    if study_id not in known.index:
        raise tables.TableError(f"data/studies.csv has no study '{study_id}'")
    row = known.loc[study_id]
    name, target = escape(short(row), quote=False), address(row)
    blank = 'target="_blank" rel="noopener"'  # a click must not close the lesson
    return f'<a href="{escape(target)}" {blank}>{name}</a>' if target else name


def address(row: pd.Series) -> str:
    """Where a study can be read: DOI, else PubMed, else its own address, else nothing."""
    if not pd.isna(row["doi"]):
        return f"https://doi.org/{row['doi']}"
    if not pd.isna(row["pmid"]):
        return f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}/"
    return "" if pd.isna(row["url"]) else str(row["url"])


def split(study_ids: object) -> tuple[str, ...]:
    """The ids of a cell written "uka2007;schlageter2016"."""
    cell = "" if pd.isna(study_ids) else str(study_ids)
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(table: str, key: str, wanted: tuple[str, ...] | None) -> pd.DataFrame:
    frame = tables.load(table)
    if wanted is None:
        return frame
    unknown = [name for name in wanted if name not in set(frame[key])]
    if unknown:
        raise tables.TableError(f"data/{table}.csv has no {key} '{unknown[0]}'")
    return frame.set_index(key, drop=False).loc[list(wanted)].reset_index(drop=True)
