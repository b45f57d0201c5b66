"""How a study is named in a few words: one way for figures, tables, quizzes and sources."""

import re
from functools import cache

import pandas as pd

from helpers import tables


@cache
def names() -> dict[str, str]:
    """The short name of every study of data/studies.csv by study_id."""
    rows = tables.load("studies").set_index("study_id")
    return {study_id: short(row) for study_id, row in rows.iterrows()}


def short(row: pd.Series) -> str:
    """ "Uka 2007": surname, or where no author was found the journal or the title, and the year.

    Where none of them was found either, the subject that the note of the row gives.
    """
    year = "" if pd.isna(row["year"]) else f" {int(row['year'])}"
    if not pd.isna(row["first_author"]):
        author = re.sub(r"\s*\(.*?\)", "", row["first_author"])
        return re.sub(r"\s+[A-Z](-?[A-Z]){0,4}$", "", author) + year
    if not pd.isna(row["journal"]):
        return re.sub(r"\s+\d+\s*[(:].*$", "", row["journal"]) + year
    if not pd.isna(row["title"]):
        return f"{' '.join(row['title'].split()[:4])} ...{year}"
    of = f" of{year}" if year else ""
    told = None if pd.isna(row["note"]) else re.search(r"\bsubject: ([^;]+)", row["note"])
    return f"a source{of} {f'on {told[1].strip()}' if told else 'without author and title'}"
