"""The model of recurrence beside what was counted: what it was fitted to, and what it meets."""

import pandas as pd

from helpers import tables
from helpers.intrahepatic.recurrence import clone_timing, first_recurrence
from helpers.statistics import wilson

YEARS_5 = 60  # months: the follow-up at which the model is read where a series gives none


def compare_with_counts() -> pd.DataFrame:
    """One row a published count: ``question``, ``study_id``, ``count``, ``total``, ``counted`` with
    ``low`` and ``high`` (Wilson, 95 %), ``model`` and ``role`` ("fitted" or "check").

    Shares between 0 and 1. The model is read for an average patient, at five years where a series
    does not state its follow-up.
    """
    after = first_recurrence(YEARS_5)
    early = first_recurrence(24)
    graft = first_recurrence(YEARS_5, operation="transplantation")
    liver = ["liver_same_clone", "liver_new_tumour"]
    any_after, any_graft = 1 - after["none"], 1 - graft["none"]
    in_liver = after[liver].sum() / any_after
    rows = [
        ("Back within two years", "yan2023", "any", 24, 1 - early["none"], "check"),
        ("Of liver recurrences, within two years", "portolani2006", "liver", 24,
         early[liver].sum() / after[liver].sum(), "check"),
        ("Of recurrences, only in the liver", "ehr2021", "liver_only", None, in_liver, "check"),
        ("Of recurrences, only in the liver", "lee2018", "liver_only", None, in_liver, "check"),
        ("Of recurrences, only in the liver", "portolani2014", "liver_only", None, in_liver,
         "check"),
        ("After transplantation, back at all", "chan2011", "any", None, any_graft, "fitted"),
        ("After transplantation, of recurrences, outside", "chan2011", "extrahepatic", None,
         graft["outside"] / any_graft, "fitted"),
    ]  # fmt: skip
    return pd.DataFrame([_row(*row) for row in rows])


def published_curves() -> pd.DataFrame:
    """Published shares with a recurrence (or death, where the series counts both) by months after
    resection: ``study_id``, ``months``, ``share``, ``counts_death``, ``role``.
    """
    facts = tables.load("facts").set_index("fact_id")
    # fact: months it is printed for, whether 1 - value was printed, whether the fit used it
    printed = {
        "F101": ((60, 120), False, "fitted"),
        "C089": ((12, 36, 60, 120), True, "check"),
        "C094": ((12, 36, 60), True, "check"),
    }
    rows = []
    for name, (months, free, role) in printed.items():
        values = [float(part) / 100 for part in facts.at[name, "value"].split("/")]
        for month, share in zip(months, values, strict=True):
            shown = 1 - share if free else share
            rows.append((facts.at[name, "study_id"], month, shown, free, role))
    return pd.DataFrame(rows, columns=["study_id", "months", "share", "counts_death", "role"])


def clone_curves() -> pd.DataFrame:
    """Repeat operations (hao2017, all with recurrence) beside the model: ``months``, then for the
    first clone and for new tumours the printed and the model's share found by then.
    ``attrs["patients"]`` is their number.
    """
    facts = tables.load("facts").set_index("fact_id")
    months = (12, 24, 36, 60)
    same, new = (
        [float(part) / 100 for part in facts.at[name, "value"].split("/")]
        for name in ("F109", "F110")
    )
    model = [clone_timing(month) for month in months]
    table = pd.DataFrame(
        {
            "months": months,
            "same_printed": same,
            "same_model": [row["same"] for row in model],
            "new_printed": new,
            "new_model": [row["new"] for row in model],
        }
    )
    table.attrs["patients"] = int(facts.at["F109", "total"])
    return table


def _row(question, study, pattern, months_high, model, role) -> dict:
    rows = tables.load("intrahepatic_recurrence")
    high = rows["months_high"]
    match = high.isna() if months_high is None else high.eq(months_high).fillna(False)
    row = rows[(rows["study_id"] == study) & (rows["pattern"] == pattern) & match].iloc[0]
    low, high = wilson(row["count"], row["total"])
    return {
        "question": question,
        "study_id": study,
        "count": int(row["count"]),
        "total": int(row["total"]),
        "counted": row["count"] / row["total"],
        "low": low,
        "high": high,
        "model": float(model),
        "role": role,
    }
