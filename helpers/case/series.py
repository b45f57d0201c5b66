"""What was counted in patients: brain metastases, and how often chest and bone are reached."""

import pandas as pd

from helpers import statistics, studies, tables

QUESTIONS = {  # what was asked: rows of facts.csv with a count and a total, and of whom
    "How often does HCC reach the brain?": (
        "patients with HCC, in the hospital or the trial",
        ("F120", "F119", "F122", "C001"),
    ),
    "Was there a lung metastasis too?": (
        "patients with a brain metastasis of HCC",
        ("C007", "C008", "C009", "F132", "C011"),
    ),
    "Did it bleed?": (
        "patients with a brain metastasis of HCC",
        ("C022", "F130", "C021", "F131", "F125", "C027", "F124", "F126", "F128"),
    ),
    "Was it found without a symptom?": (
        "patients with a brain metastasis of HCC",
        ("C047",),
    ),
    "Was it the first sign of the liver cancer?": (
        "patients with a brain metastasis of HCC",
        ("F139",),
    ),
}
NOTES = {
    "F120": "all stages",
    "F119": "all stages",
    "F122": "patients with spread",
    "C001": "advanced disease, symptoms only",
    "C009": "brain, not skull",
    "C011": "picked for stroke",
    "C022": "brain or skull",
    "C021": "bleeding was the first sign",
    "F126": "stroke-like onset",
    "C047": "head scans without symptoms, of how many is not said",
}
BEFORE = {  # part: facts whose value is the percentage of patients with a metastasis there
    "brain": (("F117", "at diagnosis"), ("F119", "one hospital"), ("C001", "advanced disease")),
    "lung": (("C063", "at diagnosis"), ("F141", "before local treatment")),
    "bone": (("S112", "at diagnosis"), ("C061", "one hospital")),
}


def name(study_id: str) -> str:
    """The short name of a study, in words that a legend has room for."""
    return "a Japanese hospital" if study_id == "bone_japan" else studies.names()[study_id]


def _facts() -> pd.DataFrame:
    return tables.load("facts").set_index("fact_id")


def counted(question: str) -> pd.DataFrame:
    """Series that answer a question: study, note, count, total, share, low, high (0 to 1, Wilson).

    Raises ValueError for a question that is not one of QUESTIONS.
    """
    if question not in QUESTIONS:
        raise ValueError(f"{question!r} is no question; it is one of {', '.join(QUESTIONS)}")
    ids = list(QUESTIONS[question][1])
    rows = _facts().loc[ids, ["study_id", "count", "total"]]
    rows["study"] = rows["study_id"].map(name)
    rows["note"] = [NOTES.get(fact, "") for fact in ids]
    rows["share"] = (rows["count"] / rows["total"]).astype(float)
    rows["low"], rows["high"] = statistics.wilson(rows["count"], rows["total"])
    return rows.sort_values("share").reset_index(drop=True)


def before_the_scan(part: str) -> pd.DataFrame:
    """Published shares (0 to 1) of patients with a metastasis in that part: who, share, study."""
    facts = _facts()
    counted_rows = tables.load("site_frequencies").set_index("frequency_id")
    rows = []
    for row_id, who in BEFORE[part]:
        if row_id in counted_rows.index:
            row = counted_rows.loc[row_id]
            share = row["count"] / row["total"]
        else:
            row = facts.loc[row_id]
            share = float(row["value"]) / 100
        rows.append((who, share, name(row["study_id"])))
    return pd.DataFrame(rows, columns=["who", "share", "study"])


def lists(about: str) -> pd.DataFrame:
    """The rows of data/case_lists.csv about "staging" or "follow-up": what each says of a part.

    Raises ValueError for anything else.
    """
    table = tables.load("case_lists")
    known = table["about"].unique()
    if about not in known:
        raise ValueError(f"there are lists about {' and '.join(known)}, none about {about!r}")
    return table[table["about"] == about]
