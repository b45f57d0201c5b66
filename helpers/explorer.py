"""The one way a control drives a figure: labelled controls, one picture, its sentence, its table."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets as widgets
import plotly.offline

from helpers.live import Status
from helpers.view import HYDRATE, View, table_html

__all__ = ["Button", "Choice", "Explorer", "Slider", "Toggle", "View", "still"]

_NO_PICTURE = "There is no figure for these settings."
_RADIO_AT_MOST = 4  # options that are shown side by side; more go into a dropdown


@dataclass(frozen=True)
class Slider:
    """A number between ``low`` and ``high`` in steps of ``step``; ``unit`` is shown in the label."""

    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str = ""

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.step > 0 and self.low <= self.value <= self.high):
            raise ValueError(
                f"slider {self.label!r}: needs low < high, step > 0 and a value between them"
            )

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        whole = all(float(x).is_integer() for x in (self.low, self.high, self.step, self.value))
        kind, field, cast = (
            (widgets.IntSlider, widgets.BoundedIntText, int)
            if whole
            else (widgets.FloatSlider, widgets.BoundedFloatText, float)
        )
        range_ = {
            "min": cast(self.low),
            "max": cast(self.high),
            "step": cast(self.step),
            "value": cast(self.value),
        }
        slider = kind(
            **range_,
            description=f"{self.label} ({self.unit})" if self.unit else self.label,
            continuous_update=False,
            readout=False,
            style={"description_width": "initial"},
            layout={"width": "240px"},
        )
        number = field(**range_, layout={"width": "84px"})
        slider.observe(lambda change: number.set_trait("value", change["new"]), "value")
        number.observe(
            lambda change: slider.set_trait("value", self._on_step(change["new"])), "value"
        )
        return slider, _row([slider, number], "hcc-slider")

    def _on_step(self, value: float) -> float:
        return round(
            min(self.low + round((value - self.low) / self.step) * self.step, self.high), 10
        )


@dataclass(frozen=True)
class Choice:
    """One of several options, a list of words or a dict ``{words shown: value}``."""

    label: str
    options: list[str] | dict[str, Any]
    value: Any

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        pairs = list(
            self.options.items()
            if isinstance(self.options, dict)
            else zip(self.options, self.options)
        )
        common = {
            "options": pairs,
            "value": self.value,
            "description": self.label,
            "style": {"description_width": "initial"},
            "layout": {"width": "auto"},
        }
        few = len(pairs) <= _RADIO_AT_MOST
        widget = widgets.RadioButtons(**common) if few else widgets.Dropdown(**common)
        return widget, _row([widget], "hcc-choice")


@dataclass(frozen=True)
class Toggle:
    """Something that is on or off."""

    label: str
    value: bool = False

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        box = widgets.Checkbox(
            description=self.label, value=self.value, indent=False, layout={"width": "auto"}
        )
        return box, box


@dataclass(frozen=True)
class Button:
    """A press adds 1 to the value that the view gets (0 at the start): a new patient, a new run."""

    label: str

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        button = widgets.Button(description=self.label)
        return button, button


class Explorer:
    """A pure function of a few controls, shown as picture, sentence and table that always agree.

    ``view(**state)`` gets one value for each of ``controls`` and returns a View. A ValueError it raises is shown as one
    line in place of the figure; any other exception too, with its message. ``error`` keeps the exception of the last
    move, None after a good one.
    """

    def __init__(
        self, title: str, view: Callable[..., View], **controls: Slider | Choice | Toggle | Button
    ) -> None:
        self.title = title
        self.error: Exception | None = None
        self.view: View | None = None
        self._function = view
        self._start = {
            name: 0 if isinstance(c, Button) else c.value for name, c in controls.items()
        }
        self._presses = {name: 0 for name, c in controls.items() if isinstance(c, Button)}
        built = {name: control.build() for name, control in controls.items()}
        self.controls: dict[str, widgets.Widget] = {
            name: widget for name, (widget, _) in built.items()
        }
        self._quiet = False
        self._picture = widgets.Output()
        self._drawing = widgets.HTML()
        self._status = Status(title=title)
        self._table = widgets.HTML(layout={"display": "none"})
        self.box = self._assemble([shown for _, shown in built.values()])
        self._draw()
        self._wire()

    def _assemble(self, shown: list[widgets.Widget]) -> widgets.VBox:
        self._reset_button = widgets.Button(
            description="Reset", tooltip="Put every control back to its start"
        )
        self._table_toggle = widgets.Checkbox(
            description="Show as table", indent=False, layout={"width": "auto"}
        )
        parts: list[widgets.Widget] = [
            _row([self._picture, self._drawing], "hcc-picture"),
            self._status,
            _row(
                [self._reset_button, self._table_toggle] if shown else [self._table_toggle],
                "hcc-controls",
            ),
            self._table,
        ]
        if shown:
            parts.insert(0, _row(shown, "hcc-controls"))
        if self.title:
            parts.insert(0, widgets.HTML(f'<div class="hcc-title">{escape(self.title)}</div>'))
        box = widgets.VBox(parts)
        box.add_class("hcc-box")
        return box

    def _wire(self) -> None:
        for name, widget in self.controls.items():
            if name in self._presses:
                widget.on_click(lambda _, name=name: self.set(**{name: self._presses[name] + 1}))
            else:
                widget.observe(lambda _: self._draw(), "value")
        self._reset_button.on_click(lambda _: self.reset())
        self._table_toggle.observe(lambda _: self._show_table(), "value")

    @property
    def state(self) -> dict[str, Any]:
        """The value of each control, as the view gets it."""
        return {
            name: self._presses[name] if name in self._presses else widget.value
            for name, widget in self.controls.items()
        }

    def set(self, **state: Any) -> None:
        """Move controls from Python and draw once. Raises ValueError for an unknown control or a value out of range."""
        unknown = sorted(set(state) - set(self.controls))
        if unknown:
            raise ValueError(
                f"no control named {unknown[0]!r}; this explorer has {', '.join(self.controls)}"
            )
        self._quiet = True
        try:
            for name, value in state.items():
                self._set_one(name, value)
        finally:
            self._quiet = False
        self._draw()

    def _set_one(self, name: str, value: Any) -> None:
        widget = self.controls[name]
        if name in self._presses:
            self._presses[name] = int(value)
            return
        if hasattr(widget, "min") and not widget.min <= value <= widget.max:
            raise ValueError(f"{name} must lie between {widget.min} and {widget.max}, not {value}")
        try:
            widget.value = value
        except Exception as problem:
            raise ValueError(f"{value!r} is not a value of {name}") from problem

    def reset(self) -> None:
        """Put every control back to its start."""
        self.set(**self._start)

    def _draw(self) -> None:
        if self._quiet:
            return
        try:
            self.view, self.error = self._function(**self.state), None
        except ValueError as problem:
            self.error = problem
            self._fail(str(problem))
        except Exception as problem:
            self.error = problem
            self._fail(f"This figure could not be drawn: {problem}")
        else:
            self._show()

    def _show(self) -> None:
        if self.view.svg is not None:
            self._drawing.value = self.view.svg
            self._picture.outputs = ()
        else:
            self._picture.layout.height = f"{self.view.height}px"
            self._picture.outputs = (_output(self.view.picture()),)
        self._show_table()
        with self._status.hold_sync():
            self._status.pictured = True
            self._status.text = self.view.sentence

    def _fail(self, line: str) -> None:
        self._drawing.value = ""
        self._picture.outputs = (
            _output({"text/html": f'<div class="hcc-error" role="alert">{escape(line)}</div>'}),
        )
        self._table.value = ""
        with self._status.hold_sync():
            self._status.pictured = False
            self._status.text = _NO_PICTURE

    def _show_table(self) -> None:
        shown = self._table_toggle.value
        self._table.layout.display = "" if shown else "none"
        self._table.value = (
            table_html(self.view.table, self.title) if shown and self.error is None else ""
        )

    def to_html(self, page: bool = False) -> str:
        """The HTML figure of the state now; ``page=True`` makes it a page of its own with plotly.js inside (4.8 MB)."""
        figure = self._good_view().html(self.title)
        if not page:
            return figure
        script = f"<script>{plotly.offline.get_plotlyjs()}</script>\n<script>{HYDRATE}</script>\n"
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.title)}</title></head>\n<body><main>\n{figure}\n</main>\n"
            f"{script if self.view.figure is not None else ''}</body>\n</html>\n"
        )

    def _good_view(self) -> View:
        if self.error is not None or self.view is None:
            raise ValueError(f"{self.title}: {self.error}") from self.error
        return self.view

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = self.box._repr_mimebundle_()
        live = bundle[0] if isinstance(bundle, tuple) else bundle
        if self.error is not None:
            return live | {
                "text/html": f"<p>{escape(str(self.error))}</p>",
                "text/plain": str(self.error),
            }
        return live | {"text/html": self.to_html(), "text/plain": self.view.sentence}


def still(view: View, title: str = "") -> Explorer:
    """A single View without controls, in the same three forms."""
    return Explorer(title, lambda: view)


def _output(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _row(children: list[widgets.Widget], name: str) -> widgets.HBox:
    row = widgets.HBox(children)
    row.add_class(name)
    return row
