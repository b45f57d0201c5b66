"""The four controls of an explorer: what each asks for, and the labelled widgets that ask it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import ipywidgets as widgets
from ipywidgets.widgets import widget as transport

_RADIO_AT_MOST = 4  # options that stand side by side; more go into a dropdown


# ipywidgets sends each change of a control back to the page, for a second page on the same kernel:
# about 1 kB a move, and a lesson has one page. Same as JUPYTER_WIDGETS_ECHO=0 in the environment.
transport.JUPYTER_WIDGETS_ECHO = False


@cache
def shared(kind: type[widgets.Widget], **traits: str) -> widgets.Widget:
    """One Layout or style for every widget that wants the same: each costs 1.7 kB to open."""
    return kind(**traits)


def make(kind: type[widgets.Widget], *args: Any, css: str = "", **traits: Any) -> widgets.Widget:
    """A widget with shared layout and style, and a class for the stylesheet."""
    common: dict[str, Any] = {"layout": shared(widgets.Layout)}
    if hasattr(kind, "style"):
        style = kind.style.klass
        labelled = issubclass(style, widgets.widget_description.DescriptionStyle)
        common["style"] = shared(style, **({"description_width": "initial"} if labelled else {}))
    if css:
        common["_dom_classes"] = (css,)
    return kind(*args, **{**common, **traits})


@dataclass(frozen=True)
class Slider:
    """A number between ``low`` and ``high`` in steps of ``step``; ``unit`` is shown in the label.

    Whole numbers throughout give an int, anything else a float. A number field beside the slider
    does the same.
    """

    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.step > 0 and self.low <= self.value <= self.high):
            raise ValueError(f"slider {self.label!r} needs low < high, step > 0, a value between")

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that holds the value and what is shown on the page."""
        slider_kind, field_kind, cast = widgets.FloatSlider, widgets.BoundedFloatText, float
        if all(float(x).is_integer() for x in (self.low, self.high, self.step, self.value)):
            slider_kind, field_kind, cast = widgets.IntSlider, widgets.BoundedIntText, int
        span = {"min": cast(self.low), "max": cast(self.high), "step": cast(self.step)}
        span["value"] = cast(self.value)
        label = f"{self.label} ({self.unit})" if self.unit else self.label
        calm = {"continuous_update": False, "readout": False}
        slider = make(slider_kind, **span, **calm, description=label)
        field = make(field_kind, **span)

        def typed(change: dict[str, Any]) -> None:
            slider.value = cast(self._on_step(change["new"]))
            field.value = slider.value

        field.observe(typed, "value")
        slider.observe(lambda change: field.set_trait("value", change["new"]), "value")
        return slider, make(widgets.HBox, [slider, field], css="hcc-slider")

    def _on_step(self, value: float) -> float:
        steps = round((value - self.low) / self.step)
        return round(min(self.low + steps * self.step, self.high), 10)


@dataclass(frozen=True)
class Choice:
    """One of several options: a list of words, or a dict ``{words shown: value}``.

    Raises ValueError where ``value`` is not among them, or one is None: a list without a choice.
    """

    label: str
    options: list[str] | dict[str, Any]
    value: Any

    def __post_init__(self) -> None:
        values = [value for _, value in self._pairs]
        known = ", ".join(map(repr, values))
        if any(value is None for value in values):
            raise ValueError(f"choice {self.label!r} has an option None among {known}")
        if self.value not in values:
            raise ValueError(
                f"choice {self.label!r} begins at {self.value!r}, not at one of {known}"
            )

    @property
    def _pairs(self) -> list[tuple[str, Any]]:
        words = self.options
        return list(words.items()) if isinstance(words, dict) else [(word, word) for word in words]

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that holds the value and what is shown on the page."""
        kind = widgets.RadioButtons if len(self._pairs) <= _RADIO_AT_MOST else widgets.Dropdown
        asked = {"options": self._pairs, "value": self.value, "description": self.label}
        widget = make(kind, **asked, css="hcc-choice")
        return widget, widget


@dataclass(frozen=True)
class Toggle:
    """Something that is on or off."""

    label: str
    value: bool = False

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that holds the value and what is shown on the page."""
        box = make(widgets.Checkbox, description=self.label, value=self.value, indent=False)
        return box, box


@dataclass(frozen=True)
class Button:
    """A press adds 1 to the value that the view gets (0 at the start): a new patient, a new run."""

    label: str
    value: int = 0

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that is pressed, twice: it is also what is shown on the page."""
        button = make(widgets.Button, description=self.label)
        return button, button


Control = Slider | Choice | Toggle | Button
