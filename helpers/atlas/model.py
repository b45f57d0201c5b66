"""What is known about how often each site is reached, series by series."""

import pandas as pd

from helpers import statistics, studies, tables

FEWEST_SITES = 3  # a series with fewer says nothing about the order of the organs


def organ_frequencies() -> pd.DataFrame:
    """How often each site was reached among patients with extrahepatic metastasis.

    One row a series and site: site_id, site (its name), site_detail, route, study_id, series
    (author, year, kind and size), count, total, share, low and high (95 % Wilson interval),
    denominator and time_point in a reader's words, flag. A site that a series does not list has no
    row: absent is not zero. Series that only name body regions are left out.
    """
    rows = tables.load("site_frequencies").query("series == 'organ_in_ehm'")
    sites = tables.load("sites")[["site_id", "name", "route"]].rename(columns={"name": "site"})
    years = tables.load("studies")[["study_id", "year"]]
    rows = rows.merge(sites, on="site_id").dropna(subset="route").merge(years, on="study_id")
    rows = rows[rows.groupby("study_id")["site_id"].transform("size") >= FEWEST_SITES]
    for column in ("denominator", "time_point"):
        words = tables.load(f"{column}s").set_index(f"{column}_id")["name"]
        rows[column] = rows[column].astype("str").map(words)
    rows["series"] = [
        f"{studies.names()[row.study_id]}, {row.design}, {row.total} patients"
        for row in rows.itertuples()
    ]
    rows["share"] = (rows["count"] / rows["total"]).astype(float)
    rows["low"], rows["high"] = statistics.wilson(rows["count"], rows["total"])
    return rows.sort_values(["year", "share"], ascending=[True, False], ignore_index=True)


def organs_by_route() -> pd.DataFrame:
    """The sites of `organ_frequencies` under the route whose lesson discusses them.

    Columns: route, site, series (how many list it), lowest and highest (the rows of
    `organ_frequencies` with the smallest and the largest share, by index label).
    """
    rows = organ_frequencies()
    grouped = rows.groupby(["route", "site"], observed=True)["share"]
    return grouped.agg(series="size", lowest="idxmin", highest="idxmax").reset_index()
