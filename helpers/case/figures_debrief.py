"""The debrief: what was asked for, beside what staging lists and follow-up texts say."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from helpers import theme
from helpers.case import series
from helpers.case.figures import several, who
from helpers.case.figures_studies import SAYS, mark
from helpers.case.parameters import PARTS, SCANS, settings
from helpers.case.patients import Played, play
from helpers.view import View

PET = (  # the row FDG-PET of data/case_guidelines.csv
    "PET/CT: the one statement that we read (Japan 2009) keeps it for spread that is suspected and "
    "that other scans cannot find."
)
UNREAD = ("not reached", "asked, answer not reached")
FROM = {"staging": 0, "follow-up": 15}  # where the marks of each kind of text begin


def beside_lists(requests: Sequence[Sequence[str]], patient: int) -> View:
    """The requests of a patient so far beside the lists; hindsight once the visits are over.

    ``requests`` and ``patient`` as in `helpers.case.patients.play`.
    """
    played = play(requests, patient)
    rows = pd.concat([series.lists(about) for about in FROM])
    visits = {part: int(played.results.query("part == @part")["month"].nunique()) for part in PARTS}
    words = [_asked(played), *(_part(part, visits[part], rows) for part in PARTS)]
    if (played.results["scan"] == "pet_ct").any():
        words.append(PET)
    if played.over:
        words += _hindsight(played)
    else:
        words.append(f"What hindsight hides is told when {who(patient)}'s visits are over.")
    # the same picture until the end: what does not change is not sent again at each visit
    figure = _figure(rows, visits if played.over else {})
    return View(" ".join(words), _table(visits, rows), figure=figure)


def _asked(played: Played) -> str:
    """Scans and their dose, by scan."""
    scans = played.results.drop_duplicates(["month", "scan"])["scan"].value_counts()
    if scans.empty:
        return "You have asked for no scan."
    dose, each = settings(), []
    for scan in SCANS:
        if scan in scans:
            total = scans[scan] * dose[f"{scan}_dose"]
            paid = f" ({theme.number(total)} mSv)" if total else ""
            each.append(f"{scans[scan]} × {SCANS[scan].name}{paid}")
    return f"You asked for {', '.join(each)}."


def _part(part: str, visits: int, rows: pd.DataFrame) -> str:
    """One sentence on a part: the learner's visits, then what the texts say."""
    start = f"{PARTS[part]} ({several(visits, 'visit')}):"
    mine = rows[rows["part"] == part]
    if part == "liver":
        low, high = mine["every_low_months"].min(), mine["every_high_months"].max()
        return f"{start} follow-up texts begin with a scan every {low} to {high} months."
    says = mine.loc[mine["about"] == "staging", "says"].astype(str)
    total, unread = len(says), int(says.isin(UNREAD).sum())
    listed, symptoms = int((says == "listed").sum()), int((says == "if symptoms").sum())
    name = f"{listed} of {total} staging lists name it"
    if not listed:
        name = f"not listed in what we read of {total - unread} staging lists"
    if symptoms:
        name += f", {symptoms} if there are symptoms"
    return f"{start} {name}, {unread} were not reached."


def _hindsight(played: Played) -> list[str]:
    """What looks clear only now: the scans that came too early, the months that mattered."""
    results, words = played.results, []
    there = results["month"] >= results["part"].map(played.visible)
    looked = results.assign(there=there).groupby(["month", "scan"])["there"].any()
    if len(looked):
        idle = int((~looked).sum())
        words.append(
            f"What hindsight hides: at {idle} of {several(len(looked), 'scan')} nothing was there "
            "to see yet, and on the day nobody could tell which."
        )
    late = [
        f"{PARTS[part].lower()} {_months(played.visible[part], played.felt[part] - 1)}"
        for part in PARTS
        if played.felt[part] <= played.month and part not in played.found
    ]
    if late:
        words.append(f"Now you know when to look: {', '.join(late)}. Then, nobody knew.")
    return words or ["You looked nowhere, and nothing showed itself."]


def _months(first: int, last: int) -> str:
    return f"in month {first}" if first == last else f"in months {first} to {last}"


def _figure(rows: pd.DataFrame, visits: dict[str, int]) -> go.Figure:
    """A row a part with the learner's visits, a mark a text: staging lists, then follow-up."""
    order, places = list(SAYS), []
    rows = rows.assign(rank=rows["says"].astype(str).map(order.index)).sort_values(
        "rank", kind="stable"
    )
    for (about, part), group in rows.groupby(["about", "part"], observed=True, sort=False):
        places += [(FROM[about] + n, part, says) for n, says in enumerate(group["says"])]
    figure, parts = go.Figure(), list(PARTS)
    for says in order:
        chosen = [(x, parts.index(part)) for x, part, said in places if said == says]
        figure.add_trace(mark(says, *zip(*chosen, strict=True)))
    for about, y, words in (
        ("staging", -0.75, "<b>staging lists</b>"),
        ("follow-up", -0.75, "<b>follow-up</b>"),
        ("staging", 0, "are about spread outside the liver"),
    ):
        figure.add_annotation(x=FROM[about] - 0.5, y=y, text=words, xanchor="left", showarrow=False)
    figure.update_layout(height=320, margin={"l": 92})  # the visits come without a shift
    figure.update_xaxes(visible=False, range=[-0.8, FROM["follow-up"] + 4])
    names = [f"<b>{name}</b>" for name in PARTS.values()]
    for n, part in enumerate(visits):
        names[n] += f"<br>{several(visits[part], 'visit')}"
    figure.update_yaxes(tickvals=[0, 1, 2, 3], ticktext=names, range=[3.5, -1.1], showgrid=False)
    return figure


def _table(visits: dict[str, int], rows: pd.DataFrame) -> pd.DataFrame:
    """The learner's visits, then a row for all texts (with edition) that say the same."""
    yours = {"Who": "You", "About": "visits with a scan"}
    table = [yours | {PARTS[part]: str(number) for part, number in visits.items()}]
    for label, mine in rows.groupby("label", observed=True, sort=False):
        cells = dict.fromkeys(PARTS.values(), "not part of it")
        for row in mine.itertuples():
            every = f"every {row.every_low_months}–{row.every_high_months} months"
            cells[PARTS[row.part]] = every if pd.notna(row.every_low_months) else row.says
        table.append({"Who": label, "About": mine["about"].iloc[0]} | cells)
    told = pd.DataFrame(table)
    same = told.groupby(list(told.columns[1:]), sort=False)["Who"].agg("; ".join)
    return same.reset_index()[told.columns]
