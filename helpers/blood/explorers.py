"""The six explorers of the blood lesson: controls only; numbers and words come from the figures."""

from helpers.blood import figures
from helpers.blood.labels import COHORTS
from helpers.blood.model import KNOBS
from helpers.explorer import Button, Choice, Explorer, Slider, Toggle


def _percent(knob: str, step: int = 5) -> Slider:
    """A slider in per cent for a knob of the model, with its range and start."""
    known = KNOBS[knob]
    low, high, start = (round(100 * share) for share in (known.low, known.high, known.default))
    return Slider(known.label, low, high, step, start, "%")


def explore_first_pass() -> Explorer:
    """Where do 1,000 cells end? Reveal the way round, station by station."""

    def view(stage: str, arrest: float):
        return figures.first_pass(stage, arrest / 100)

    return Explorer(
        "Where do 1,000 cells end?",
        view,
        stage=Choice("Follow the blood", figures.STAGES, "liver"),
        arrest=_percent("arrest"),
    )


def follow_cells() -> Explorer:
    """One cell, then twenty, then a thousand, through heart and lungs."""

    def view(cells: int, arrest: float, patient: int, running: bool):
        return figures.single_cells(cells, arrest / 100, patient, running)

    return Explorer(
        "One cell, then a thousand",
        view,
        cells=Choice("Cells", {"one cell": 1, "20 cells": 20, "1,000 cells": 1000}, 1),
        arrest=_percent("arrest"),
        patient=Button("New patient"),
        running=Toggle("Let the cells run", True),
    )


def explore_arrest() -> Explorer:
    """How does the chance to stop change where cells stop?"""

    def view(arrest: float, sex: str, patient: int):
        return figures.arrest(arrest / 100, sex, patient)

    return Explorer(
        "What if capillaries catch more, or fewer?",
        view,
        arrest=_percent("arrest"),
        sex=Choice("Blood flow of a", {"man": "male", "woman": "female"}, "male"),
        patient=Button("New patients"),
    )


def explore_soil() -> Explorer:
    """Seed, soil and plumbing side by side on one cohort."""

    def view(cohort: str, arrest: float, fitted: bool):
        return figures.soil(cohort, arrest / 100, fitted)

    return Explorer(
        "Plumbing, soil, or both?",
        view,
        cohort=Choice(
            "Patients", {label: name for name, label in COHORTS.items()}, "basel_1969_83"
        ),
        arrest=_percent("arrest"),
        fitted=Toggle("Use the soil fitted on Basel 1969–83"),
    )


def explore_held_out() -> Explorer:
    """The model against cohorts it has not seen, beside the baselines."""

    return Explorer(
        "How good is it on patients it has not seen?",
        figures.held_out,
        measure=Choice("Compare", figures.MEASURES, "rho"),
    )


def explore_detours() -> Explorer:
    """What side ways change, and what they would have to carry."""

    def view(shunt: float, collateral: float, batson: float, adrenal: float):
        return figures.detours(shunt / 100, collateral / 100, batson / 100, adrenal / 100)

    return Explorer(
        "What would a side way have to carry?",
        view,
        shunt=_percent("shunt_share", 1),
        collateral=_percent("collateral_share", 1),
        batson=_percent("batson_share", 1),
        adrenal=_percent("adrenal_share", 1),
    )
