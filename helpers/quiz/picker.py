"""A question about places, answered on the body map or in the list beside it."""

from typing import Any

import ipywidgets as widgets

from helpers.body_map import shapes
from helpers.body_map.widget import BodyMap
from helpers.controls import make
from helpers.quiz.form import Form
from helpers.quiz.questions import Question

LAYERS = ("organs", "organs+lymph")  # the first that shows most of the places
SEX = "female"  # the ovary is among the places
HEIGHT = 400


class Picker:
    """A form with one question of the kind sites, and a map that chooses the same places.

    ``box`` shows both.
    """

    def __init__(self, asked: Question, form: Form) -> None:
        self.asked, self.form = asked, form
        sites = [option.site_id for option in asked.options]
        self.map = BodyMap(
            layer=_layer(sites),
            sites=sites,
            sex=SEX,
            max_selected=len(asked.correct),
            label=asked.text,
            height=HEIGHT,
        )
        self.box = make(widgets.HBox, [self.map, form], css="hcc-pair")
        self._busy = False
        self._from_form()
        form.observe(self._from_form, "answers")
        self.map.observe(self._from_map, "selected")

    def mark(self, done: bool) -> None:
        """Ring the right places once there is an answer; the guess keeps its ticks."""
        right = [option.site_id for option in self.asked.options if option.correct]
        self.map.highlight = right if done else []
        self.map.disabled = done

    def _from_form(self, _: Any = None) -> None:
        if self._busy:
            return
        chosen = self.form.answers.get(self.asked.question_id) or []
        sites = [option.site_id for option in self.asked.options if option.text in chosen]
        self._tell(self.map, "selected", sites[: self.map.max_selected])

    def _from_map(self, change: Any) -> None:
        if self._busy:
            return
        chosen = [o.text for o in self.asked.options if o.site_id in change["new"]]
        answers = {**self.form.answers, self.asked.question_id: chosen}
        self._tell(self.form, "answers", answers)

    def _tell(self, widget: widgets.Widget, name: str, value: Any) -> None:
        self._busy = True  # the other side follows and does not answer back
        try:
            widget.set_trait(name, value)
        finally:
            self._busy = False


def _layer(sites: list[str]) -> str:
    def drawn(layer: str) -> int:
        page = shapes.on_page(shapes.chosen_layers(layer), SEX)
        return len(set(shapes.owners(sites, page).values()))

    return max(LAYERS, key=drawn)
