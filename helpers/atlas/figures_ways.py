"""A way from the liver to a site: in words, as numbers on the map, as a table."""

import re
from html import escape

import pandas as pd

from helpers import studies, theme
from helpers.atlas.edges import GROWTH, START, STRENGTHS, name_of, sites
from helpers.atlas.graph import Way, paths_to

LAYERS = {  # of the body map, on which the ways of a route are drawn
    "intrahepatic": "vessels",
    "blood": "vessels",
    "lymph": "lymph",
    "seeding": "spaces",
}
NO_PATH = "no described path"
_NO_CHAIN = "the tables hold no chain of steps that ends here. That does not make it impossible."


def choices(site_id: str) -> dict[str, tuple[str, Way | None]]:
    """The four routes to a site in a reader's words, each with its ways; None: no path.

    A site without any way has one choice that says so.
    """
    ways = paths_to(site_id)
    if not ways:
        return {f"Any route: {NO_PATH}": ("blood", None)}
    found = {}
    for route, style in theme.ROUTES.items():
        mine = [way for way in ways if way.route == route]
        if not mine:
            found[f"{style.name}: {NO_PATH}"] = (route, None)
        for way in mine:
            found[_named(way) + _apart(way, mine)] = (route, way)
    return found


def _named(way: Way) -> str:
    """The way's route; growth into a neighbour lies on the map of seeding and is none."""
    grown = all(step.by.startswith(GROWTH) for step in way.steps[1:])
    return "Direct growth (on the map of seeding)" if grown else theme.ROUTES[way.route].name


def _apart(way: Way, ways: list[Way]) -> str:
    """What tells a way from the others of its route."""
    alike = [other for other in ways if other.side == way.side]
    if len(alike) == 1 and not way.side:
        return ""
    if ways == [way]:
        return ", side way"
    compared = ways if way.side else alike
    others = {site for other in compared if other is not way for site in other.site_ids}
    own = [step.name for step in way.steps if step.site_id not in others]
    kind = ", side way" if way.side else ""
    if own:
        return f"{kind} by the {re.sub(r' [(].*?[)]', '', own[0])}"
    return f"{kind} {'without the lung' if 'left_heart' in way.site_ids else 'straight on'}"


def shape(site_id: str) -> str:
    """The site whose shape on the map stands for a station, or nothing."""
    if site_id == START or site_id.startswith("segment_"):
        return "liver"  # the segments are a drawing of their own, in lesson 1
    return sites().get(site_id, {"map_shape": "portal_vein"})["map_shape"]


def numbers(way: Way | None, shown: int) -> dict[str, float]:
    """Step by site for the stations shown so far; 0 is the start. The latest step wins a shape."""
    steps = way.steps[: shown + 1] if way else ()
    return {shape(step.site_id) or step.site_id: float(n) for n, step in enumerate(steps)}


def sentence(site_id: str, route: str, way: Way | None, shown: int) -> str:
    """What the map shows now, in one sentence."""
    name = name_of(site_id)
    if way is None:
        by = theme.ROUTES[route].name if paths_to(site_id) else "any of the four routes"
        return f"{_capital(name)}, {by}: {NO_PATH} in the tables of this course."
    last = len(way.steps) - 1
    if shown < last:
        step = way.steps[shown]
        return f"Step {shown} of {last} to {name}: {step.name}{_how(step)}."
    stations = " → ".join(step.name for step in way.steps)
    by = _named(way) + (" (side way)" if way.side else "")
    return f"{_capital(name)}, {by}, {_steps(last)}: {stations}."


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _steps(count: int) -> str:
    return f"{count} step{'s' if count > 1 else ''}"


def _how(step) -> str:
    return f" ({evidence(step)})" if step.strength else ""


def evidence(step) -> str:
    """How well the way into a station is known, and from which studies."""
    names = ", ".join(_study(study_id) for study_id in step.study_ids)
    return STRENGTHS[step.strength] + (f": {names}" if names else "") if step.strength else ""


def _study(study_id: str) -> str:
    return studies.names()[study_id]


def table(way: Way | None, route: str) -> pd.DataFrame:
    """The steps of a way as a table, or one row that says that there is none."""
    if way is None:
        row = {"station": NO_PATH, "how it is reached": "", "evidence": ""}
        return pd.DataFrame([{"step": theme.ROUTES[route].name} | row])
    rows = [
        {
            "step": "start" if n == 0 else str(n),
            "station": step.name,
            "how it is reached": step.by,
            "evidence": evidence(step),
        }
        for n, step in enumerate(way.steps)
    ]
    return pd.DataFrame(rows)


def steps_html(way: Way | None, shown: int) -> str:
    """The stations as a numbered list, the present one marked in words and weight."""
    style = f"color:{theme.INK};line-height:1.45"
    if way is None:
        return f'<p style="{style}">{NO_PATH.capitalize()}: {_NO_CHAIN}</p>'
    items = []
    for n, step in enumerate(way.steps):
        here = n == shown
        head = f"<strong>{escape(step.name)}</strong>" if here else escape(step.name)
        more = "; ".join(part for part in (step.by, evidence(step)) if part) if here else ""
        mark = ' aria-current="step"' if here else ""
        items.append(f"<li{mark}>{head}{f'<br>{escape(more)}' if more else ''}</li>")
    return f'<ol start="0" style="margin:0;padding-left:2.2em;{style}">{"".join(items)}</ol>'
