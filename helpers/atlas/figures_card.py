"""All that the tables know of a site, as HTML: how often, how it shows, how it is looked for."""

from collections.abc import Iterable
from html import escape

import pandas as pd

from helpers import studies, tables, theme
from helpers.atlas import known
from helpers.atlas.edges import name_of

_OPEN = 4  # lines of a list that show at once; the others unfold
_GROUPS = 3  # groups of patients that show at once
_NOTHING_MORE = ("", "all")  # details of a count that tell a reader nothing


def card(site_id: str) -> str:
    """HTML of all that the tables know of a site; what was not found says so.

    Raises ValueError for an unknown site.
    """
    parts = [
        ("How often it is reached", _often(known.how_often(site_id), known.cases(site_id))),
        ("How it shows", _shows(known.symptoms(site_id), known.complaints_of(site_id))),
        ("How it is looked for", _tested(known.looked_for(site_id))),
        ("What else it could be", _others(known.other_causes(site_id))),
    ]
    head = f"<p><strong>What is known of: {escape(name_of(site_id))}</strong></p>"
    body = "".join(f"<p><strong>{title}.</strong> {body}" for title, body in parts)
    return f'<div class="hcc-known">{head}{body}</div>'


def _often(rows: pd.DataFrame, cases: pd.DataFrame) -> str:
    told = [f"{row.statement}, {_study(row.study_id)}" for row in cases.itertuples()]
    if rows.empty:
        return f"Not found: no count in the tables.</p>{_list(told)}"
    groups = [
        f"Of <em>{escape(who)}</em>:{_list(_count(row) for row in part.itertuples())}"
        for who, part in rows.groupby("who", sort=False)
    ]
    shown, more = groups[:_GROUPS], groups[_GROUPS:]
    told_apart = "After the share stands its 95 % interval. Never compare shares of different"
    return (
        f"{told_apart} patients.</p>{_list(told)}{''.join(shown)}"
        f"{_folded('Counted among other patients', len(more), ''.join(more))}"
    )


def _count(row) -> str:
    """A count with its interval, when and how it was taken, and by whom."""
    share = theme.count_of(row.count, row.total)[:-1]
    interval = f"{100 * row.low:.2g} to {theme.percent(row.high)}"
    when, more = set(row.time.split()), set(row.detail.split())
    if when <= more:  # the detail says the time again, and more
        time = row.detail
    else:
        said = more <= when or row.detail in (row.design, *_NOTHING_MORE)
        time = row.time if said else f"{row.time} ({row.detail})"
    design = "" if row.design in when else f"; {row.design}"
    return f"{share}; {interval}) {time}{design}, {_study(row.study_id)}"


def _shows(rows: pd.DataFrame, complaints: list[str]) -> str:
    led = f" A complaint that leads here: {'; '.join(complaints)} (stop 2)." if complaints else ""
    if rows.empty:
        return f"Not found in the tables.{led}</p>"
    names = tables.load("denominators").set_index("denominator_id")["name"]
    rows = rows.astype(object).where(rows.notna(), "")
    lines = []
    for key, part in rows.groupby(["denominator", "study_id", "total"], sort=False):
        denominator, study_id, total = key
        by = f", {_study(study_id)}" if study_id else ""
        known_of = names.get(denominator, "")
        if denominator == "reported_cases":  # no share can be formed
            lines += [f"{row.symptom}: {_cases(row.count)}{by}" for row in part.itertuples()]
            continue
        counted = part[(part["count"] != "") & (part["total"] != "")]
        if len(counted):
            said = (f"{r.symptom} {r.count}\u00a0({_share(r)})" for r in counted.itertuples())
            lines.append(f"of {total:,} {known_of}{by}: {'; '.join(said)}")
        bare = part.drop(counted.index)
        lines += [f"{row.symptom}: no count found{by}" for row in bare.itertuples()]
    return f"{led}</p>{_list(lines, len(lines))}"


def _share(row) -> str:
    return theme.percent(row.count / row.total).replace(" ", "\u00a0")


def _cases(count: int) -> str:
    return f"{count} reported case{'s' if count > 1 else ''}"


def _tested(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "Not found in the tables.</p>"
    own = rows[rows["target"].str.contains("HCC")]  # other cancers where none was tested in HCC
    rows = rows if own.empty else own
    lines = []
    for row in rows.astype(object).where(rows.notna(), None).itertuples():
        finds, clear = row.sensitivity_percent, row.specificity_percent
        said = [f"finds {theme.number(finds)} %"] if finds else []  # 0 of 1 is told by its note
        said += [f"clears {theme.number(clear)} %"] if clear is not None else []
        sample = f"; {row.sample}" if row.sample else ""
        lines.append(
            f"{row.test}: {', '.join(said) or row.note} ({row.target}{sample}), "
            f"{_study(row.study_id)}"
        )
    text = "“Finds” is the share of the diseased that it sees, “clears” that of the others."
    return f"{text}</p>{_list(lines)}"


def _others(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "Not found: no source in the tables.</p>"
    lines = (f"{row.other}: {row.note}, {_study(row.study_id)}" for row in rows.itertuples())
    return "</p>" + _list(lines)


def _study(study_id: str) -> str:
    return studies.names()[study_id]


def _list(lines: Iterable[str], shown: int = _OPEN) -> str:
    """A list whose first lines show; a single line more is not worth folding."""
    items = [f"<li>{escape(line, quote=False)}</li>" for line in lines]
    if not items:
        return ""
    if len(items) <= shown + 1:
        return f"<ul>{''.join(items)}</ul>"
    more = items[shown:]
    rest = _folded("More", len(more), f"<ul>{''.join(more)}</ul>")
    return f"<ul>{''.join(items[:shown])}</ul>{rest}"


def _folded(words: str, count: int, body: str) -> str:
    return f"<details><summary>{words} ({count})</summary>{body}</details>" if count else ""
