"""What a learner can do to the controls of an explorer."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import ipywidgets as widgets

from helpers.explorer import Explorer


def values(widget: widgets.Widget, between: int = 0) -> list[Any]:
    """What a control can be set to: each option; on, off; few presses; both ends and some between.

    A control of a route's own, which has none of them, is an error.
    """
    if hasattr(widget, "options"):
        return [value for _, value in widget.options]
    if hasattr(widget, "min"):
        step = (widget.max - widget.min) / (between + 1)
        inner = [type(widget.min)(widget.min + step * k) for k in range(1, between + 1)]
        return [widget.min, *inner, widget.max]
    if isinstance(widget, widgets.Button):
        return [0, 5]
    if isinstance(widget, widgets.Checkbox):
        return [False, True]
    raise TypeError(f"no values are known for {type(widget).__name__}")


def settings(explorer: Explorer, values=values) -> Iterator[dict[str, Any]]:
    """Every combination of the values of its controls, as ``set`` takes it."""
    for setting in product(*(values(widget) for widget in explorer.controls.values())):
        yield dict(zip(explorer.controls, setting, strict=True))
