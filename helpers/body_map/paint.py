"""From numbers by site to colours by shape: one hue, pale for nothing, then darker and darker."""

import colorsys
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers import theme
from helpers.body_map import shapes

STEPS = (1.0, 0.75, 0.5, 0.25, 0.0)  # of the legend, from the highest
_PALE, _FULL, _DARK = 0.12, 0.72, 0.42  # share of colour at 0, place of the pure hue, black at 1


@dataclass(frozen=True)
class Paint:
    """What a map shows: ``numbers`` by site (None: no values at all) on a scale from 0 to ``high``.

    ``owner`` says for each coloured shape which site it speaks for, ``words`` says a number.
    """

    numbers: dict[str, float] | None
    owner: dict[str, str]
    colour: str
    high: float
    words: Callable[[float], str]

    def level(self, site_id: str) -> float | None:
        """Place of a site's number on the scale, None where it is not known; at most 1."""
        value = self.numbers[site_id]
        return None if math.isnan(value) else min(value / self.high, 1.0)

    def said(self, site_id: str) -> str:
        """The site's number in words."""
        return self.words(self.numbers[site_id])

    def not_drawn(self) -> list[str]:
        """Sites with a number and no shape on this page."""
        return [site_id for site_id in self.numbers or () if site_id not in self.owner.values()]

    def legend(self) -> list[tuple[str, str]]:
        """(colour, words) of the scale from its upper end to 0."""
        return [(shade(self.colour, step), self.words(step * self.high)) for step in STEPS]


def paint(
    values: Any,
    page: Iterable[str],
    route: str = "",
    high: float | None = None,
    words: Callable[[float], str] = theme.number,
) -> Paint:
    """The colours of ``values`` (a Series or mapping by site_id, or None) on the shapes of a page.

    ``high`` fixes the upper end of the scale so that two maps compare; without it the end is a
    round number above the largest value. Raises ValueError for an unknown site or route, a value
    that is no number or below 0, and a ``high`` that is not above 0.
    """
    if route and route not in theme.ROUTES:
        raise ValueError(f"there is no route '{route}'; there are {', '.join(theme.ROUTES)}")
    if high is not None and not 0 < high < math.inf:
        raise ValueError(f"the upper end of the scale is a number above 0, not {high}")
    numbers = None if values is None else as_numbers(values)
    largest = max((v for v in (numbers or {}).values() if not math.isnan(v)), default=0)
    return Paint(
        numbers=numbers,
        owner=shapes.owners(numbers or (), page),
        colour=theme.ROUTES[route].colour if route else theme.NEUTRAL["text"],
        high=float(high or _round_up(largest)),
        words=words,
    )


def _round_up(value: float) -> float:
    """The next number that is easily divided by four; 1 for 0."""
    if value == 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    ends = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
    return round(next(end * power for end in ends if end * power >= value * (1 - 1e-9)), 12)


def as_numbers(values: Mapping[str, Any]) -> dict[str, float]:
    """Numbers by checked site_id from a Series or a mapping; None and pandas' NA become NaN.

    Raises ValueError for an unknown or repeated site and for a value that is no number from 0 up.
    """
    numbers, site_ids = {}, shapes.check(values.keys())
    for site_id in site_ids:
        if site_ids.count(site_id) > 1:  # a Series may hold a name twice
            raise ValueError(f"{site_id} has more than one value; the map colours one a site")
        value = values[site_id]
        missing = value is None or repr(value) in ("<NA>", "NaT")
        try:
            numbers[site_id] = math.nan if missing else float(value)
        except (TypeError, ValueError):
            raise ValueError(f"the map colours numbers, and {site_id} has {value!r}") from None
        if not (missing or math.isnan(numbers[site_id]) or 0 <= numbers[site_id] < math.inf):
            raise ValueError(f"the map colours values from 0 up, and {site_id} has {value}")
    return numbers


def shade(colour: str, level: float) -> str:
    """A colour's own scale: pale at level 0, the pure hue, darker towards level 1."""
    if level <= _FULL:
        return mix("#ffffff", colour, _PALE + (1 - _PALE) * level / _FULL)
    return mix(colour, "#000000", _DARK * (level - _FULL) / (1 - _FULL))


def mix(first: str, second: str, share: float) -> str:
    """A colour between two ``#RRGGBB``; ``share`` is that of the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def mute(colour: str) -> str:
    """Near-white grey with a breath of the colour: on the page, but without a value."""
    hue, light, strength = colorsys.rgb_to_hls(*(c / 255 for c in _channels(colour)))
    rgb = colorsys.hls_to_rgb(hue, 0.86 + 0.1 * light, 0.3 * strength)
    return "#" + "".join(f"{round(255 * c):02x}" for c in rgb)


def _channels(colour: str) -> list[int]:
    if len(colour) == 4:
        colour = "#" + "".join(2 * c for c in colour[1:])
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
