"""The stops of the lesson on seeding: one function a stop, no number of its own."""

from helpers.explorer import Choice, Explorer, Slider, Toggle, still
from helpers.seeding import figures, model

START = {"release": "rupture", "posture": "upright", "ascites": "moderate"}


def _flow_controls() -> dict[str, Choice]:
    starts = {words: name for name, words in model.RELEASES.items()}
    postures = {"upright": "upright", "on the back": "supine"}
    fluid = {"hardly any": "none", "some": "moderate", "much": "large"}
    return {
        "release": Choice("Start", starts, START["release"]),
        "posture": Choice("Posture", postures, START["posture"]),
        "ascites": Choice("Free fluid (ascites or blood)", fluid, START["ascites"]),
    }


def explore_flow() -> Explorer:
    """Where fluid carries cells, on the body map."""
    return Explorer("Where does fluid carry the cells?", figures.flow, **_flow_controls())


def explore_doubt() -> Explorer:
    """How much of it hangs on strengths that nobody has measured."""
    low, usual, high = model.uncertainty_range()
    doubt = Slider("Each strength may be off by", low, high, 0.5, usual, "times")
    controls = _flow_controls() | {"uncertainty": doubt}
    return Explorer("How sure is the model?", figures.spread, **controls)


def explore_regions() -> Explorer:
    """The 13 regions that a surgeon scores."""
    words = dict(zip(figures.regions()["name"], figures.REGIONS, strict=True))
    return Explorer(
        "What lies in each region?",
        lambda region, rest: figures.region(region, rest),
        region=Choice("Region", words, "pci_6"),
        rest=Toggle("Mark where fluid rests"),
    )


def explore_rupture() -> Explorer:
    """Rupture: how often, what came before deposits, what nobody knows."""
    return Explorer(
        "What do we know about rupture?",
        figures.rupture,
        question=Choice("Question", figures.RUPTURE, "often"),
    )


def explore_needle() -> Explorer:
    """The needle tract over time, as counts out of 100."""
    return Explorer(
        "How many of 100 get tumour in the needle tract?",
        figures.needle_tract,
        years=Slider("Time after biopsy", 0, 5, 0.5, 3, "years"),
    )


def needle_series() -> Explorer:
    """Every counted series, biopsy and ablation."""
    return still(figures.needle_series(), "Tumour in the needle tract, series by series")


def explore_neighbours() -> Explorer:
    """Contact, implant or blood: the counts behind each neighbour."""
    return Explorer(
        "By which way did it get there?",
        figures.neighbour,
        organ=Choice("Neighbour", figures.NEIGHBOURS, "diaphragm"),
    )
