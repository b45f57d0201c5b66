"""Words and colours that several figures of the blood route share."""

from functools import lru_cache

from helpers import tables, theme

BLOOD = theme.ROUTES["blood"]
PALE = "#F6D9C6"  # the route's colour, light enough to set marks and words on
COHORTS = {
    "basel_1969_83": "Basel 1969–83",
    "basel_1988_2012": "Basel 1988–2012",
    "hiroshima_2007": "Hiroshima 2007",
    "massachusetts_1914_43": "Massachusetts 1914–43",
    "shizuoka_2013": "Shizuoka 2013",
}


@lru_cache
def site_names() -> dict[str, str]:
    """The name of each site for readers."""
    sites = tables.load("sites")
    return dict(zip(sites["site_id"], sites["name"], strict=True)) | {"heart": "heart muscle"}


def cohort_label(cohort: str) -> str:
    """A cohort in readers' words; one that was added later is called by its id."""
    return COHORTS.get(cohort, cohort.replace("_", " ").capitalize())


def times_off(ratio: float) -> str:
    """How far a prediction is from what was seen: "16 × too many", "3.2 × too few", "right"."""
    times = max(ratio, 1 / ratio)
    if times < 1.15:
        return "right"
    return f"{times:.{0 if times >= 9.5 else 1}f} × too {'many' if ratio > 1 else 'few'}"
