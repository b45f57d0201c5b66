"""The one way a control drives a figure: controls, one picture, its sentence, its table."""

from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any

import ipywidgets as widgets
import plotly.offline

from helpers.controls import Button, Choice, Control, Slider, Toggle, make, shared
from helpers.live import Drawing, Status
from helpers.view import HEIGHT, HYDRATE, View, table_html

__all__ = ["Button", "Choice", "Explorer", "Slider", "Toggle", "View", "still"]

_NO_PICTURE = "There is no figure for these settings."


class Explorer:
    """A pure function of a few controls, shown as picture, sentence and table that always agree.

    ``view(**state)`` gets one value for each of ``controls`` and returns a View. A ValueError it
    raises is shown as one line in place of the figure, any other exception as "This figure could
    not be drawn"; the next move recovers. ``error`` keeps the exception of the last move, and is
    None after a good one.
    """

    def __init__(self, title: str, view: Callable[..., View], **controls: Control) -> None:
        self.title = title
        self.view: View | None = None
        self.error: Exception | None = None
        self._function = view
        self._start = {name: control.value for name, control in controls.items()}
        self._presses = {name: 0 for name, c in controls.items() if isinstance(c, Button)}
        self._quiet = False
        built = {name: control.build() for name, control in controls.items()}
        self.controls: dict[str, widgets.Widget] = {n: widget for n, (widget, _) in built.items()}
        self._compute()
        self._assemble([shown for _, shown in built.values()])
        self._wire()

    def _assemble(self, shown: list[widgets.Widget]) -> None:
        self._picture = self._frame()
        self._status = Status(
            title=self.title,
            text=self._sentence(),
            pictured=self.error is None,
            height=HEIGHT if self.view is None else self.view.height,  # nothing jumps at a redraw
            footed=True,
            resets=bool(shown),
            layout=shared(widgets.Layout),
        )
        title = [make(widgets.HTML, f'<div class="hcc-title">{escape(self.title)}</div>')]
        parts = [
            *(title if self.title else []),
            *([make(widgets.HBox, shown, css="hcc-controls")] if shown else []),
            self._picture,
            self._status,
        ]
        # with the widget: a plot that is drawn before the stylesheet came would stay too wide
        wide = shared(widgets.Layout, max_width="64rem", padding="4px")
        self.box = make(widgets.VBox, parts, css="hcc-box", layout=wide)

    def _wire(self) -> None:
        for name, widget in self.controls.items():
            if name in self._presses:
                widget.on_click(lambda _, name=name: self.set(**{name: self._presses[name] + 1}))
            else:
                widget.observe(lambda _: self._draw(), "value")
        self._status.on_msg(lambda *_: self.reset())
        self._status.observe(lambda _: self._show_table(), "as_table")

    @property
    def state(self) -> dict[str, Any]:
        """The value of each control, as the view gets it."""
        values = {n: widget.value for n, widget in self.controls.items() if n not in self._presses}
        return {name: (values | self._presses)[name] for name in self.controls}

    def set(self, **state: Any) -> None:
        """Move controls from Python and draw once.

        Raises ValueError for an unknown control or a value that the control cannot take; every
        control is then where it was.
        """
        before = self.state
        self._quiet = True
        try:
            for name, value in state.items():
                self._set_one(name, value)
        except ValueError:
            for name, value in before.items():
                self._set_one(name, value)
            raise
        finally:
            self._quiet = False
        self._draw()

    def _set_one(self, name: str, value: Any) -> None:
        if name not in self.controls:
            raise ValueError(f"no control {name!r}; this explorer has {', '.join(self.controls)}")
        widget = self.controls[name]
        if name in self._presses:
            if not isinstance(value, int) or value < 0:
                raise ValueError(f"{name} counts presses from 0, it cannot be {value!r}")
            self._presses[name] = value
            return
        ranged, other = hasattr(widget, "min"), f"{value!r} is not a value of {name}"
        if value is None:  # a list would take it, and show nothing
            raise ValueError(other)
        try:
            inside = not ranged or widget.min <= value <= widget.max
            if inside:
                widget.value = value
        except Exception as problem:
            raise ValueError(other) from problem
        if not inside:
            raise ValueError(f"{name} lies between {widget.min} and {widget.max}, not at {value}")
        if ranged and widget.value != value:  # half a step of a control of whole numbers
            raise ValueError(other)

    def reset(self) -> None:
        """Put every control back to its start."""
        self.set(**self._start)

    def _draw(self) -> None:
        if self._quiet:
            return
        self._compute()
        self._place_picture()
        with self._status.hold_sync():
            self._status.pictured = self.error is None
            self._status.text = self._sentence()
            self._show_table()

    def _compute(self) -> None:
        try:
            self.view = self._function(**self.state)
            self._bundle, self.error = self.view.picture(), None
        except Exception as problem:  # shown to the learner in place of the figure, kept for tests
            self._bundle, self.error = {"text/html": _alert(problem)}, problem

    def _frame(self) -> widgets.Widget:
        """What holds the picture: an Output for plots, a box where the first view is a drawing."""
        self._drawing: Drawing | None = None
        if self.error is None and self.view.svg is not None:
            self._drawing = Drawing(self.view.svg, layout=shared(widgets.Layout))
            return make(widgets.VBox, [self._drawing], css="hcc-picture")
        self._output = make(widgets.Output, outputs=self._outputs(), css="hcc-picture")
        return self._output

    @cached_property
    def _output(self) -> widgets.Output:
        return make(widgets.Output)

    def _outputs(self) -> tuple[dict[str, Any]]:
        """For the trait of an Output: displaying into it would flash and send more."""
        return ({"output_type": "display_data", "data": self._bundle, "metadata": {}},)

    def _place_picture(self) -> None:
        if self._drawing is not None and self.error is None and self.view.svg is not None:
            self._drawing.show(self.view.svg)
            self._picture.children = (self._drawing,)
            return
        self._output.outputs = self._outputs()
        if self._drawing is not None:
            self._picture.children = (self._output,)

    def _sentence(self) -> str:
        return self.view.sentence if self.error is None else _NO_PICTURE

    def _show_table(self) -> None:
        shown = self._status.as_table and self.error is None
        self._status.table = table_html(self.view.table, self.title) if shown else ""

    def to_html(self, page: bool = False) -> str:
        """The HTML figure of the state now; with ``page`` a page of its own with plotly.js inside.

        Raises ValueError while the view cannot be drawn.
        """
        if self.error is not None:
            raise ValueError(_line(self.error)) from self.error
        figure = self.view.html(self.title)
        if not page:
            return figure
        draw = f"<script>{plotly.offline.get_plotlyjs()}</script><script>{HYDRATE}</script>"
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.title)}</title></head>\n<body><main>\n{figure}\n</main>\n"
            f"{draw if self.view.figure is not None else ''}\n</body>\n</html>\n"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = self.box._repr_mimebundle_()
        if self.error is not None:
            return live | {"text/html": _alert(self.error), "text/plain": _line(self.error)}
        return live | {"text/html": self.to_html(), "text/plain": self.view.sentence}


def still(view: View, title: str = "") -> Explorer:
    """A single View without controls, in the same three forms."""
    return Explorer(title, lambda: view)


def _line(error: Exception) -> str:
    known = isinstance(error, ValueError)
    return str(error) if known else f"This figure could not be drawn: {error}"


def _alert(error: Exception) -> str:
    return f'<div class="hcc-error" role="alert">{escape(_line(error))}</div>'
