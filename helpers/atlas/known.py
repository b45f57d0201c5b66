"""What the tables know of a site: how often, how it shows, how it is looked for, what else."""

from functools import cache

import numpy as np
import pandas as pd

from helpers import statistics, tables
from helpers.atlas.edges import name_of, sites
from helpers.atlas.graph import ends, paths_to
from helpers.theme import ROUTES

_TABLES = ("site_frequencies", "seeding_frequencies", "lymph_frequencies")
# Denominators that say nothing of how often HCC reaches a site.
_NO_RATE = {
    "reported_cases",
    "sentinel_patients_other_cancer",
    "node_positive_other_cancer",
    "mapping_injections",
    "mixed_liver_tumours",
    "animals",
}
_NO_SITES = {"any_extrahepatic_site", "any_blood_borne_site", "any_metastasis", "whole_body"}
# where the denominator is the patients with extrahepatic metastasis, from both kinds of looking
ALL = "all_hcc"
WITH_METASTASIS = ("hcc_with_metastasis", "autopsied_hcc_with_metastasis")


@cache
def frequencies() -> pd.DataFrame:
    """Every count of how often a site is reached, once.

    Columns: site_id, detail, count, total, share, low, high (95 % Wilson interval), denominator and
    who (its words), time (in words), design, study_id, read, flag. Rows of the three tables that
    give the same count of the same patients for a site stand once. ``series`` is the kind of
    series in site_frequencies.csv, empty for the other tables.
    """
    parts = [tables.load(name) for name in _TABLES]
    rows = pd.concat(parts, ignore_index=True).astype(object)
    rows = rows.dropna(subset=["count", "total", "site_id"])
    rows = rows[~rows["denominator"].isin(_NO_RATE) & ~rows["site_id"].isin(_NO_SITES)]
    parts_of_a_sum = rows["metric"].fillna("").str.contains("single series")
    rows = rows[~parts_of_a_sum]
    rows = rows.drop_duplicates(["site_id", "study_id", "count", "total"])
    studies = tables.load("studies").set_index("study_id")
    words = {
        name: tables.load(f"{name}s").set_index(f"{name}_id")["name"]
        for name in ("denominator", "time_point")
    }
    count, total = rows["count"].astype(int), rows["total"].astype(int)
    low, high = statistics.wilson(count, total)
    told = pd.DataFrame(
        {
            "site_id": rows["site_id"],
            "detail": [_detail(row) for row in rows.fillna("").to_dict("records")],
            "count": count,
            "total": total,
            "share": count / total,
            "low": low,
            "high": high,
            "denominator": rows["denominator"],
            "who": rows["denominator"].astype(str).map(words["denominator"]),
            "time": rows["time_point"].astype(str).map(words["time_point"]),
            "design": rows["design"].fillna(rows["study_id"].map(studies["design"])).astype(str),
            "series": rows["series"].fillna("") if "series" in rows else "",
            "study_id": rows["study_id"],
            "read": rows["read"].astype(str),
            "flag": rows["flag"].fillna(""),
        }
    )
    return told.reset_index(drop=True)


def _detail(row: dict) -> str:
    parts = [row.get(name, "") for name in ("site_detail", "setting", "metric")]
    return "; ".join(str(part) for part in parts if part)


def how_often(site_id: str) -> pd.DataFrame:
    """The rows of ``frequencies`` for a site itself, those of patients with metastasis first, then
    those of all patients with HCC.

    Empty where no count was found. Raises ValueError for an unknown site.
    """
    name_of(site_id)
    rows = frequencies().query("site_id == @site_id")
    usual = rows["denominator"].isin(WITH_METASTASIS) & _whole_organ(rows)
    first = np.select([usual, rows["denominator"] == ALL], [0, 1], 2)
    order = rows.assign(first=first).sort_values(
        ["first", "who", "share"], ascending=[True, True, False], kind="stable"
    )
    return order.drop(columns="first").reset_index(drop=True)


def _whole_organ(rows: pd.DataFrame) -> pd.Series:
    return rows["series"] != "sub_location"


def cases(site_id: str) -> pd.DataFrame:
    """Reports of single cases of a site in facts.csv: no rate can come from them.

    Raises ValueError for an unknown site.
    """
    name_of(site_id)
    facts = tables.load("facts")
    return facts[(facts["site_id"] == site_id) & facts["unit"].isin(["case", "cases"])]


def symptoms(site_id: str) -> pd.DataFrame:
    """The rows of symptoms.csv for a site; count and total are missing where none was found."""
    return _rows("symptoms", site_id)


def looked_for(site_id: str) -> pd.DataFrame:
    """The rows of case_tests.csv for a site: sensitivity and specificity in percent."""
    return _rows("case_tests", site_id)


def other_causes(site_id: str) -> pd.DataFrame:
    """What a finding there could be instead: other, note, study_id. Only what a source supports."""
    rows = _rows("atlas_differentials", site_id)
    facts = tables.load("facts").set_index("fact_id")["study_id"]
    return rows.assign(study_id=rows["fact_id"].map(facts))


def _rows(table: str, site_id: str) -> pd.DataFrame:
    """The rows for the site, or if there is none those for what it is part of."""
    name_of(site_id)
    rows = tables.load(table)
    while site_id and not (rows["site_id"] == site_id).any():
        site_id = sites()[site_id]["part_of"]
    return rows[rows["site_id"] == site_id].reset_index(drop=True)


def complaints() -> list[str]:
    """What a patient may notice, in the order of the table."""
    return tables.load("atlas_complaints")["complaint"].drop_duplicates().tolist()


def complaints_of(site_id: str) -> list[str]:
    """The complaints that should bring a site to mind."""
    rows = _rows("atlas_complaints", site_id)
    return rows["complaint"].drop_duplicates().tolist()


def sites_to_think_of(complaint: str) -> pd.DataFrame:
    """The sites that a complaint should bring to mind: site_id, symptom, count, total, who, note.

    One row a count; count and total are missing where none was found. Raises ValueError for an
    unknown complaint.
    """
    if complaint not in complaints():
        raise ValueError(f"no complaint {complaint!r}; there are {', '.join(complaints())}")
    rows = tables.load("atlas_complaints").query("complaint == @complaint")
    counts = tables.load("symptoms")[["site_id", "symptom", "count", "total", "denominator"]]
    rows = rows.merge(counts, on=["site_id", "symptom"], how="left")
    who = tables.load("denominators").set_index("denominator_id")["name"]
    rows["who"] = rows["denominator"].astype(object).map(who)
    return rows.drop(columns=["complaint", "denominator", "read"])


@cache
def routes_table() -> pd.DataFrame:
    """Organs and stations against routes: one row a site that a way leads to or a series lists.

    Columns: site_id, site, kind, one a route (how many steps its usual way has, missing: no
    described path).
    """
    shown = [s for s in dict.fromkeys([*ends(), *frequencies()["site_id"]]) if _is_place(s)]
    rows = []
    for site_id in shown:
        ways = paths_to(site_id)
        steps = {
            route: next((len(w.steps) - 1 for w in ways if w.route == route), np.nan)
            for route in ROUTES
        }
        kind = sites()[site_id]["kind"]
        rows.append({"site_id": site_id, "site": name_of(site_id), "kind": kind, **steps})
    table = pd.DataFrame(rows).sort_values("site", key=lambda names: names.str.lower())
    return table.reset_index(drop=True)


def _is_place(site_id: str) -> bool:
    """An organ, a node station or a peritoneal space; not a vessel, a segment or "any other"."""
    kind = sites()[site_id]["kind"]
    return kind in ("organ", "node_station", "peritoneal_region") or site_id == "lymph_node"
