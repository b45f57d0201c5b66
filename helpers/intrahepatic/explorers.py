"""The six explorers of the intrahepatic lesson: controls only; numbers and words come from the
figures.
"""

from helpers.explorer import Button, Choice, Explorer, Slider, Toggle
from helpers.intrahepatic import figures, model

_KNOWN = {"not known": None, "no": False, "yes": True}  # what a choice means to the model


def _slider(name: str, label: str, step: float) -> Slider:
    """A slider in cm for a parameter of the model, with its range and its usual value."""
    row = model.parameters().loc[name]
    return Slider(label, row["low"], row["high"], step, row["value"], "cm")


def explore_satellites() -> Explorer:
    """One shed cell in each of 200 patients with the same tumour."""
    row = model.parameters().loc["backflow"]
    low, high, start = (round(100 * row[name]) for name in ("low", "high", "value"))

    def view(segment: str, grown_to: str, backflow: float, patients: int):
        return figures.satellites(segment, grown_to, backflow / 100, patients)

    return Explorer(
        "Where do the cells of one tumour settle?",
        view,
        segment=Choice(
            "Tumour in",
            {f"segment {name[-1]}": name for name in model.SEGMENTS},
            "segment_8",
        ),
        grown_to=Choice("Tumour has grown up to the", list(model.GROWN_TO), "small branch"),
        backflow=Slider("Chance of each step against the stream", low, high, 5, start, "%"),
        patients=Button("New patients"),
    )


def explore_invasion() -> Explorer:
    """How often have tumours of a given size entered vessels?"""
    low, high = model.SIZES

    def view(size: float, definition: str):
        return figures.invasion(size, definition)

    return Explorer(
        "How big is a tumour when it enters small vessels?",
        view,
        size=Slider("Size of the tumour", low, high, 0.5, 2, "cm"),
        definition=Choice(
            "Counted as",
            {words: name for name, words in model.DEFINITIONS.items()},
            "microvascular_invasion",
        ),
    )


def explore_early_late() -> Explorer:
    """Two processes behind one curve."""

    def view(size: float, mvi: str, margin: float, cirrhosis: str):
        return figures.early_late(size, _KNOWN[mvi], margin, _KNOWN[cirrhosis])

    return Explorer(
        "When does it come back?",
        view,
        size=_slider("size", "Size of the tumour", 0.5),
        mvi=Choice("Microvascular invasion", list(_KNOWN), "not known"),
        margin=_slider("margin", "Margin around it", 0.1),
        cirrhosis=Choice("Cirrhosis", list(_KNOWN), "not known"),
    )


def explore_operations() -> Explorer:
    """The same tumour, two operations."""

    def view(years: float, mvi: str, cirrhosis: str, recurred: bool):
        return figures.operations(years, _KNOWN[mvi], _KNOWN[cirrhosis], recurred)

    return Explorer(
        "Where is the first recurrence after two operations?",
        view,
        years=Slider("Time since the operation", 1, 10, 1, 5, "years"),
        mvi=Choice("Microvascular invasion", list(_KNOWN), "not known"),
        cirrhosis=Choice("Cirrhosis", list(_KNOWN), "not known"),
        recurred=Toggle("Only patients with a recurrence, beside the counts"),
    )


def explore_clone() -> Explorer:
    """The same clone or a new tumour?"""

    def view(months: float, evidence: tuple[str, bool], cirrhosis: str):
        return figures.clone(months, *evidence, _KNOWN[cirrhosis])

    found = {"time alone": ("time alone", True)} | {
        f"{how}: {words}": (how, says)
        for how in model.EVIDENCE[1:]
        for words, says in (("one clone", True), ("two clones", False))
    }
    return Explorer(
        "The same clone, or a new tumour?",
        view,
        months=Slider("Found after the resection", 1, 60, 1, 12, "months"),
        evidence=Choice("What is known", found, found["time alone"]),
        cirrhosis=Choice("Cirrhosis", list(_KNOWN), "not known"),
    )


def explore_checks() -> Explorer:
    """The model beside what was counted."""
    return Explorer(
        "Does the model meet what was counted?",
        figures.against_counts,
        what=Choice("Compare with", {"counts": "counts", "repeat operations": "clones"}, "counts"),
    )
