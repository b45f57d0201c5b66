"""Organs and stations against routes, filtered: the table that a reader takes along."""

import pandas as pd

from helpers import studies, theme
from helpers.atlas import known

EVERY = "every route"
COUNTED = "sites with a count only"
WITH = "patients with extrahepatic metastasis"


def people() -> list[str]:
    """Who was counted: the denominators of the counts below, those with most sites first."""
    rows = _counts()
    return rows.groupby("who")["site_id"].nunique().sort_values(ascending=False).index.tolist()


def _counts() -> pd.DataFrame:
    """Counts of sites that the table shows; not of parts, nor of the first site alone."""
    rows = known.frequencies()
    rows = rows[~rows["series"].isin(["sub_location", "first_site"])]
    return rows[rows["site_id"].isin(known.routes_table()["site_id"])]


def routes_table(route: str = EVERY, who: str = WITH, counted: bool = True) -> pd.DataFrame:
    """One row a site: steps of the usual way by each route, and the counts among ``who``.

    ``route`` is a key of theme.ROUTES or EVERY. Raises ValueError for an unknown route or ``who``.
    """
    if route != EVERY and route not in theme.ROUTES:
        raise ValueError(f"no route {route!r}; there are {EVERY}, {', '.join(theme.ROUTES)}")
    if who not in people():
        raise ValueError(f"no patients {who!r}; there are {', '.join(people())}")
    rows = known.routes_table()
    rows = rows if route == EVERY else rows[rows[route].notna()]
    counts = _counts().query("who == @who")
    counts = counts[counts["site_id"].isin(rows["site_id"])]
    if counted:
        rows = rows[rows["site_id"].isin(counts["site_id"])]
    table = {"site": rows["site"]}
    for key, style in theme.ROUTES.items():
        table[style.name.split(" (")[0]] = [_steps(value) for value in rows[key]]
    spans = counts.groupby("site_id")
    low, high, size = spans["share"].idxmin(), spans["share"].idxmax(), spans.size()
    table["counts"] = [int(size.get(site, 0)) for site in rows["site_id"]]
    table["lowest share"] = [_said(counts, low.get(site)) for site in rows["site_id"]]
    table["highest share"] = [
        _said(counts, high.get(site)) if size.get(site, 0) > 1 else "" for site in rows["site_id"]
    ]
    return pd.DataFrame(table).reset_index(drop=True)


def _steps(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:.0f} steps" if value > 1 else "1 step"


def _said(counts: pd.DataFrame, label: int | None) -> str:
    if label is None:
        return "not found"
    row = counts.loc[label]
    study = studies.names()[row["study_id"]]
    return f"{theme.count_of(row['count'], row['total'])}, {study}"


def sentence(table: pd.DataFrame, route: str, who: str) -> str:
    """What the table holds now."""
    by = "by any route or none" if route == EVERY else f"by the route {theme.ROUTES[route].name}"
    counted = int((table["counts"] > 0).sum())
    sites = "1 site" if len(table) == 1 else f"{len(table)} sites"
    return f"{sites} {by}; {counted} of them with a count among {who}."
