"""The controls of the lymph lesson; no number of their own."""

from dataclasses import dataclass, field

import ipywidgets as widgets
import traitlets

from helpers.controls import make, shared
from helpers.explorer import Choice, Explorer, Slider, still
from helpers.lymph import figures, model, rate_figures, series

STAGES = {"early (fewer steps)": "early", "late (more steps)": "late"}
STATES = {"not looked at": None, "involved": True, "healthy": False}
NEXT = {None: True, True: False, False: None}  # what a press of a station's button does


class Stations(widgets.VBox):
    """What a test found in each station: ``value`` maps stations to True or False.

    A press of a station's button leads from not looked at to involved, healthy and back; the two
    lists above the buttons do the same.
    """

    value = traitlets.Dict()

    def __init__(self, label: str, value: dict[str, bool]) -> None:
        names = {name: site for site, name in figures.LABELS.items()}
        wide = shared(widgets.Layout, width="238px")
        self._buttons = {site: make(widgets.Button, layout=wide) for site in figures.LABELS}
        self._site = make(widgets.Dropdown, options=list(names.items()), description="Station")
        options = list(STATES.items())
        self._state = make(widgets.Dropdown, options=options, description=label)
        lists = make(widgets.HBox, [self._site, self._state], css="hcc-controls")
        buttons = make(widgets.HBox, list(self._buttons.values()), css="hcc-stations")
        super().__init__([lists, buttons], layout=shared(widgets.Layout))
        for site, button in self._buttons.items():
            button.on_click(lambda _, site=site: self.press(site))
        self._site.observe(lambda _: self._show(), "value")
        self._state.observe(lambda change: self._put(self._site.value, change["new"]), "value")
        self.value = value
        self._show()

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
        self._state.value = self.value.get(self._site.value)


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
    ways = {
        "all ways": "all",
        **{name: name for name in model.SYSTEMS},
        "from node to node": "onward",
    }
    return Explorer(
        "The liver's lymph stations", figures.drainage_net, system=Choice("Lymph", ways, "all")
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
