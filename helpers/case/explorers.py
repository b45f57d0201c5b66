"""The controls of the case lesson; no number of their own."""

from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets
import traitlets

from helpers.case import (
    figures,
    figures_debrief,
    figures_plans,
    figures_scans,
    figures_studies,
    figures_tests,
    figures_yearly,
    series,
)
from helpers.case.parameters import PARTS, PLANS, SCANS, YEARS, checked_scans, parameters
from helpers.case.patients import WEI, play
from helpers.controls import make, shared
from helpers.explorer import Button, Choice, Explorer, Slider, Toggle, still
from helpers.quiz.citations import claims
from helpers.view import Text

CLAIMS = ("C01", "C02", "C03", "C04")
FIRST, SECOND = (  # one scan of the head each year, or once it is likely
    "chest CT, and head MRI once a lung metastasis is known",
    "chest CT and head MRI",
)


class RequestForm(widgets.VBox):
    """The scans asked for at each yearly visit of one patient.

    ``value`` holds ``patient`` (0 is Wei) and ``requests``, a list of lists of scans, one a visit
    done. Ticks wait until the button of the visit is pressed.
    """

    value = traitlets.Dict()

    def __init__(self, value: dict[str, Any]) -> None:
        self.ticks = {
            scan: make(
                widgets.Checkbox, description=SCANS[scan].name, indent=False, css="hcc-picks"
            )
            for scan in SCANS
        }
        self.ticks["ultrasound"].value = True
        self.visit = make(widgets.Button)
        self.rest = make(widgets.Button, description="The same at every visit left")
        self.again = make(widgets.Button, description="Next patient, the same requests")
        self.fresh = make(widgets.Button, description="Next patient, a blank form")
        ticks = make(widgets.HBox, list(self.ticks.values()), css="hcc-controls")
        buttons = [self.visit, self.rest, self.again, self.fresh]
        pressed = make(widgets.HBox, buttons, css="hcc-controls")
        super().__init__([ticks, pressed], layout=shared(widgets.Layout))
        self.visit.on_click(lambda _: self._ask(1))
        self.rest.on_click(lambda _: self._ask(YEARS))
        self.again.on_click(lambda _: self._next(self.value["requests"]))
        self.fresh.on_click(lambda _: self._next([]))
        self.value = value
        self._name()

    def _ask(self, visits: int) -> None:
        """One visit after another with the scans ticked now, until the course is over."""
        asked = [scan for scan, tick in self.ticks.items() if tick.value]
        requests, patient = list(self.value["requests"]), self.value["patient"]
        for _ in range(visits):
            if play(requests, patient).over:
                break
            requests.append(asked)
        self.value = {"patient": patient, "requests": requests}

    def _next(self, requests: list[list[str]]) -> None:
        """Someone whose course stopped early did not use up the forms: the last one is kept on."""
        full = requests and play(requests, self.value["patient"]).over
        kept = [*requests, *[requests[-1]] * (YEARS - len(requests))] if full else requests
        self.value = {"patient": self.value["patient"] + 1, "requests": kept}

    @traitlets.validate("value")
    def _check(self, proposal: dict) -> dict:
        patient, requests = proposal["value"]["patient"], proposal["value"]["requests"]
        if not isinstance(patient, int) or patient < WEI or len(requests) > YEARS:
            raise ValueError(f"patients count from {WEI} and have at most {YEARS} visits")
        return {"patient": patient, "requests": [list(checked_scans(tuple(r))) for r in requests]}

    @traitlets.observe("value")
    def _name(self, _: dict | None = None) -> None:
        requests = self.value.get("requests", [])
        over = bool(requests) and play(requests, self.value["patient"]).over
        self.visit.disabled = self.rest.disabled = over
        self.visit.description = "No visit is left" if over else f"Visit {len(requests) + 1}: scan"


@dataclass(frozen=True)
class Forms:
    """The yearly request forms of a patient as one control of an explorer."""

    value: dict[str, Any]

    def build(self) -> tuple[widgets.Widget, widgets.Widget]:
        """The widget that holds the value and what is shown on the page."""
        form = RequestForm(self.value)
        return form, form


def explore_ten_years() -> Explorer:
    """Ask for scans year by year, for Wei first and then for others."""
    return Explorer(
        "Ten years of visits",
        lambda forms: figures.timeline(forms["requests"], forms["patient"]),
        forms=Forms({"patient": WEI, "requests": []}),
    )


def debrief(ten_years: Explorer) -> Explorer:
    """The requests written in `explore_ten_years` beside the lists; it follows that form."""
    form = ten_years.controls["forms"]
    beside = Explorer(
        "Your requests beside what the lists say",
        lambda: figures_debrief.beside_lists(form.value["requests"], form.value["patient"]),
    )
    form.observe(lambda _: beside.set(), "value")
    return beside


def staging_lists() -> Explorer:
    """What the lists that were read say of chest, bone and head; nothing to set."""
    return still(figures_studies.lists(), "Which lists name which part")


def scans() -> Explorer:
    """What each scan on the form can do, and its dose; nothing to set."""
    return still(figures_scans.scans(), "What can each scan do?")


def explore_result() -> Explorer:
    """What a positive and a negative scan mean, by how likely a metastasis was before."""
    return Explorer(
        "Before and after the scan",
        figures_tests.result_means,
        part=Choice("Scan of", {PARTS[part]: part for part in figures_yearly.USUAL}, "brain"),
        before=Choice("Chance before the scan", figures_tests.chances(), figures_tests.START),
        quality=Choice("The test", list(figures_tests.QUALITIES), figures_tests.QUALITIES[0]),
    )


def explore_answers() -> Explorer:
    """What the series of brain metastases counted."""
    questions = list(series.QUESTIONS)
    return Explorer(
        "What was counted",
        figures_studies.answers,
        question=Choice("Question", questions, questions[1]),
    )


def explore_thousand() -> Explorer:
    """A thousand patients under two plans of yearly scans."""
    shown = {"each patient": "patients", "counts with intervals": "counts"}
    return Explorer(
        "The same thousand patients under two plans",
        figures_plans.thousand,
        first=Choice("Every year, left", list(PLANS), FIRST),
        second=Choice("Every year, right", list(PLANS), SECOND),
        show=Choice("Show", shown, "patients"),
        seed=Button("Another thousand"),
    )


def explore_doubt() -> Explorer:
    """What a yearly scan finds when the doubtful numbers change."""
    silent, sensitivity, specificity = figures_yearly.usual("brain")
    range_ = 100 * parameters().loc["leave", ["low", "high", "value"]].astype(float)
    return Explorer(
        "How long is it silent?",
        figures_yearly.yearly_scan,
        part=Choice("Scan of", {PARTS[part]: part for part in figures_yearly.USUAL}, "brain"),
        silent=Slider("Silent but visible, illustrative", 1, 36, 1, silent, "months"),
        sensitivity=Slider("Sensitivity", 50, 100, 1, sensitivity, "%"),
        specificity=Slider("Specificity", 80, 100, 0.1, specificity, "%"),
        leave=Slider(
            "Stop coming, illustrative",
            range_["low"],
            range_["high"],
            1,
            range_["value"],
            "% a year",
        ),
    )


def explore_censoring() -> Explorer:
    """Ten-year survival counted in two ways; hidden until it is asked for."""
    return Explorer(
        "Who could have been seen alive at ten years?",
        figures_studies.ten_years,
        recruited=Slider("Patients were operated over", 11, 30, 0.5, 13.5, "years"),
        show=Toggle("Show deaths and survival figures"),
    )


def claims_of_the_case() -> Text:
    """The four claims of the story; behind a click, since they hold survival figures."""
    text = claims(*CLAIMS)
    ask = "<summary>Open the four claims (one of them holds survival figures)</summary>"
    return Text(f"<details>{ask}\n{text.html}\n</details>", text.plain)


def false_alarms() -> figures_plans.View:
    """The two plans that the second prediction asks about."""
    return figures_plans.thousand("nothing outside the liver", "chest CT", "counts", 0)


def brain_rates() -> figures_studies.View:
    """How often HCC reaches the brain, for the first prediction."""
    return figures_studies.answers(next(iter(series.QUESTIONS)))
