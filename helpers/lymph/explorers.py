"""The controls of the lymph lesson; no number of their own."""

from dataclasses import dataclass, field
from functools import cached_property

import ipywidgets as widgets
import traitlets

from helpers.body_map.widget import BodyMap
from helpers.controls import make, shared
from helpers.explorer import Choice, Explorer, Slider, still
from helpers.lymph import figures, model, rate_figures, series

STAGES = {"early (fewer steps)": "early", "late (more steps)": "late"}
FOUND = {words: found for found, words in figures.STATES.items()}
NEXT = {None: True, True: False, False: None}  # what a press of a station's button does


class Stations(widgets.VBox):
    """What a test found in each station: ``value`` maps stations to True or False.

    A press of a station's button leads from unknown to involved, healthy and back. The two
    lists above the buttons do the same, and so does the body map, drawn when it is asked for.
    """

    value = traitlets.Dict()

    def __init__(self, label: str, value: dict[str, bool]) -> None:
        wide = shared(widgets.Layout, width="224px")
        self._buttons = {site: make(widgets.Button, layout=wide) for site in figures.LABELS}
        names = [(name, site) for site, name in figures.LABELS.items()]
        self._site = make(widgets.Dropdown, options=names, description="Station", css="hcc-picks")
        # by words: a list of ipywidgets that is set to None goes blank, option or not
        self._state = make(widgets.Dropdown, options=list(FOUND), description=label)
        lists = make(widgets.HBox, [self._site, self._state], css="hcc-controls")
        buttons = make(widgets.HBox, list(self._buttons.values()), css="hcc-controls")
        self._ask = make(widgets.Checkbox, description="Choose on the body map", indent=False)
        super().__init__([lists, buttons, self._ask], layout=shared(widgets.Layout))
        for site, button in self._buttons.items():
            button.on_click(lambda _, site=site: self.press(site))
        self._site.observe(lambda _: self._show(), "value")
        self._state.observe(
            lambda change: self._put(self._site.value, FOUND[change["new"]]), "value"
        )
        self._ask.observe(lambda _: self._draw(), "value")
        self.value = value
        self._show()

    @cached_property
    def map(self) -> BodyMap:
        """The body map: choosing a station presses its button; involved ones are ringed."""
        drawn = BodyMap(
            layer="lymph",
            sites=list(model.STATIONS),
            label="The stations of the model; those ringed are involved",
            marks="text",
            height=340,
        )
        drawn.highlight = self._involved()
        drawn.observe(self._chosen, "selected")
        return drawn

    def _involved(self) -> list[str]:
        return [site for site, found in self.value.items() if found]

    def _chosen(self, change: dict) -> None:
        if change["new"]:
            self.press(change["new"][0])
            self.map.selected = []

    def _draw(self) -> None:
        always = [part for part in self.children if not isinstance(part, BodyMap)]
        self.children = [*always, self.map] if self._ask.value else always

    def press(self, site: str) -> None:
        """Lead a station to its next state."""
        self._put(site, NEXT[self.value.get(site)])

    def _put(self, site: str, state: bool | None) -> None:
        rest = {name: found for name, found in self.value.items() if name != site}
        self.value = rest if state is None else rest | {site: state}

    @traitlets.validate("value")
    def _check(self, proposal: dict) -> dict:
        return model.checked_findings(proposal["value"])

    @traitlets.observe("value")
    def _show(self, _: dict | None = None) -> None:
        for site, button in self._buttons.items():
            state = figures.STATES[self.value.get(site)]
            button.description = f"{figures.SHORT[site]}: {state}"
        self._state.value = figures.STATES[self.value.get(self._site.value)]
        if "map" in self.__dict__:
            self.map.highlight = self._involved()


@dataclass(frozen=True)
class Findings:
    """Three-state buttons, one a station, as one control of an explorer."""

    label: str
    value: dict[str, bool] = field(default_factory=dict)

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that holds the value and what is shown on the page."""
        stations = Stations(self.label, self.value)
        return stations, stations


def explore_net() -> Explorer:
    """Which way out of the liver leads to which first station, and how sure that is."""
    ways = {"every way": "all", **{name: name for name in model.SYSTEMS}}
    ways["from node to node"] = "onward"
    return Explorer(
        "The liver's lymph stations",
        figures.drainage_net,
        system=Choice("Way of the lymph", ways, "all"),
    )


def staging_lists() -> Explorer:
    """Which staging list calls which station regional; nothing to set."""
    return still(rate_figures.staging_lists(), "Regional or distant")


def explore_time() -> Explorer:
    """The stations of the body map as the steps go by."""
    last = int(model.parameters().loc["steps", "value"])
    return Explorer(
        "From node to node",
        figures.stations_over_time,
        step=Slider("Time", 0, last, 1, 2, "steps"),
    )


def explore_finding() -> Explorer:
    """What one finding says about every other station."""
    default = 100 * model.parameters()["value"]
    return Explorer(
        "What one node tells",
        figures.finding_risks,
        findings=Findings("The test says"),
        sensitivity=Slider("Sensitivity", 50, 100, 5, round(default["size_sensitivity"]), "%"),
        specificity=Slider("Specificity", 50, 100, 5, round(default["size_specificity"]), "%"),
        stage=Choice("Disease", STAGES, "late"),
    )


def explore_sentinel() -> Explorer:
    """What a negative test of the first station leaves, on a chain and on a net."""
    skip = round(100 * model.parameters().loc["skip", "value"])
    return Explorer(
        "A chain or a net",
        rate_figures.sentinel,
        stage=Choice("Disease", STAGES, "late"),
        skip=Slider("Disease that goes round the hilar station", 0, 60, 1, skip, "%"),
        sensitivity=Slider("Sensitivity of the node test", 50, 100, 5, 100, "%"),
    )


def explore_enlarged() -> Explorer:
    """How many enlarged nodes hold cancer; one dot a patient."""
    which = series.enlarged_nodes()["series"].tolist()
    return Explorer(
        "Big nodes in liver disease",
        rate_figures.enlarged_nodes,
        which=Choice("Series", which, which[0]),
    )


def explore_rates() -> Explorer:
    """Node rates of the studies side by side, by who was looked at."""
    groups = {"all": "all", **{name: name for name in series.GROUPS}}
    return Explorer(
        "How often a node is involved",
        rate_figures.node_rates,
        group=Choice("Who was looked at", groups, "all"),
    )
