"""What was counted in patients: node rates by who was looked at, enlarged nodes, sentinel tests.

Each table is read once and shared, so that a move of a control reads no file: copy before a change.
"""

import re
from functools import cache

import pandas as pd

from helpers import statistics, studies, tables

OPERATION, AUTOPSY, IMAGING = "at operation", "at autopsy", "already spread, on imaging"
GROUPS = {  # denominators that answer the same question: who was looked at
    OPERATION: ("resected_hcc", "resected_nodes_examined"),
    AUTOPSY: ("hcc_autopsies",),
    IMAGING: ("hcc_with_metastasis",),
}
ANY_NODE = ("lymph_node", "regional_nodes", "abdominal_nodes")
# Printed percentages without a count, in facts.csv: drawn hollow, no interval.
NO_COUNT = {"F193": OPERATION, "P012": AUTOPSY, "P007": AUTOPSY, "X101": AUTOPSY}
ENLARGED = {  # row of lymph_frequencies.csv: series, fact with the malignant ones of the enlarged
    "N024": ("Any node over 1 cm, cirrhosis", "X102"),
    "N023": ("Cardiophrenic node over 8 mm, HCC", "X103"),
}
MISSED, LEFT = "missed", "left"
SENTINEL = (  # series, row or fact, false-negative rate or what a negative test leaves
    ("Breast, NSABP B-32", "N028", MISSED),
    ("Breast, NSABP B-32", "L016", LEFT),
    ("Breast, Sentinella/GIVOM", "N031", MISSED),
    ("Melanoma, three German centres", "X105", MISSED),
    ("Melanoma, three German centres", "L017", LEFT),
    ("Melanoma, Tampere", "X014", MISSED),
    ("Melanoma, Tampere", "X104", LEFT),
    ("Stomach, JCOG0302", "N034", MISSED),
)


@cache
def node_rates() -> pd.DataFrame:
    """Series that looked for any node: study, group, who, nodes, count, total, share, low, high.

    Shares and the bounds of Wilson's 95 % interval lie between 0 and 1; a series that prints a
    percentage and no count has no interval. Sorted by group, then share.
    """
    who = tables.load("denominators").set_index("denominator_id")["name"]
    groups = {denominator: group for group, ones in GROUPS.items() for denominator in ones}
    rows = pd.concat([_counted(groups), _autopsies_of_old(), _without_count()])
    rows["study"] = rows["study_id"].map(studies.names())
    rows["who"] = rows["denominator"].map(who)
    rows["nodes"] = rows["site_id"].map(tables.load("sites").set_index("site_id")["name"])
    known = rows["count"].notna()
    bounds = statistics.wilson(rows.loc[known, "count"], rows.loc[known, "total"])
    rows.loc[known, "share"] = rows.loc[known, "count"] / rows.loc[known, "total"]
    rows.loc[known, "low"], rows.loc[known, "high"] = bounds
    order = rows["group"].map(list(GROUPS).index)
    rows = rows.assign(order=order).sort_values(["order", "share"], ascending=[True, False])
    return rows.drop(columns=["order", "denominator", "site_id"]).reset_index(drop=True)


def _counted(groups: dict[str, str]) -> pd.DataFrame:
    """Rows of the route's own table, and of the site table for a series that stands only there."""
    columns = ["study_id", "denominator", "site_id", "count", "total"]
    own, sites = tables.load("lymph_frequencies"), tables.load("site_frequencies")
    own = own[own["metric"].str.contains("node") & own["site_id"].isin(ANY_NODE)]
    elsewhere = (sites["site_id"] == "lymph_node") & sites["time_point"].isin(
        ["any_time", "imaging"]
    )
    rows = pd.concat([own[columns], sites.loc[elsewhere, columns]])
    rows = rows[rows["denominator"].isin(groups)]
    return rows.assign(group=rows["denominator"].map(groups)).astype(
        {"count": float, "total": float}
    )


def _autopsies_of_old() -> pd.DataFrame:
    table = tables.load("blood_autopsies")
    row = table[(table["primary"] == "liver") & (table["site_id"] == "regional_nodes")]
    row = row[["study_id", "site_id", "count", "total"]].astype({"count": float, "total": float})
    return row.assign(denominator="liver_cancer_autopsies", group=AUTOPSY)


def _without_count() -> pd.DataFrame:
    facts = tables.load("facts").set_index("fact_id").loc[list(NO_COUNT)]
    denominator = {OPERATION: "resected_hcc", AUTOPSY: "hcc_autopsies"}
    return pd.DataFrame(
        {
            "study_id": facts["study_id"],
            "site_id": facts["site_id"],
            "total": facts["total"].astype(float),
            "share": facts["value"].astype(float) / 100,
            "group": facts.index.map(NO_COUNT),
            "denominator": facts.index.map(NO_COUNT).map(denominator),
        }
    )


@cache
def enlarged_nodes() -> pd.DataFrame:
    """Two series that measured nodes: series, study, total, enlarged, malignant (patients).

    ``presumed`` is True where the malignant ones were not all seen under the microscope.
    """
    sizes = tables.load("lymph_frequencies").set_index("frequency_id")
    facts = tables.load("facts").set_index("fact_id")
    rows = []
    for row, (series, fact) in ENLARGED.items():
        size = sizes.loc[row]
        counts = {"total": int(size["total"]), "enlarged": int(size["count"])}
        counts |= {"malignant": int(facts.loc[fact, "count"])}
        counts |= {"presumed": "presumed" in facts.loc[fact, "statement"]}
        rows.append({"series": series, "study": studies.names()[size["study_id"]], **counts})
    return pd.DataFrame(rows)


@cache
def sentinel_series() -> pd.DataFrame:
    """Sentinel tests of other cancers: series, study, missed, left (shares between 0 and 1).

    ``missed`` is the false-negative rate, ``left`` what a negative test leaves (1 - negative
    predictive value); empty where no figure was found.
    """
    counts = tables.load("lymph_frequencies").set_index("frequency_id")
    facts = tables.load("facts").set_index("fact_id")
    found: dict[str, dict] = {}
    for series, key, kind in SENTINEL:
        row = counts.loc[key] if key in counts.index else facts.loc[key]
        share = row["count"] / row["total"] if key in counts.index else float(row["value"]) / 100
        one = found.setdefault(series, {"study": studies.names()[row["study_id"]]})
        one[kind] = share if key in counts.index or kind == MISSED else 1 - share
    table = pd.DataFrame.from_dict(found, orient="index").rename_axis("series").reset_index()
    return table[["series", "study", MISSED, LEFT]].astype({MISSED: float, LEFT: float})


@cache
def staging_lists() -> pd.DataFrame:
    """Stations (index, short names) and what three staging lists call them: yes, no, not named."""
    table = tables.load("lymph_stations")
    lists = {"regional_ajcc7": "AJCC 7", "regional_uicc8": "UICC", "regional_seer2018": "SEER 2018"}
    names = tables.load("sites").set_index("site_id")["name"]
    nodes = table[table["regional_ajcc7"].notna()]
    short = [_short(names[row.site_id], row.japanese_station) for row in nodes.itertuples()]
    return nodes.set_axis(short)[list(lists)].rename(columns=lists).astype(str)


def _short(name: str, station: str) -> str:
    """A station's name without the words that all share, with its number."""
    core = re.sub(r"\(.*\)|\bnodes?\b( at the)?|of the liver", "", name)
    number = "" if pd.isna(station) else f" ({str(station).replace(' and ', ', ')})"
    return " ".join(core.split()) + number
