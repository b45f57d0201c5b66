"""Inside the liver, in pictures: numbers in; sentence, table and picture out. No control and no
number of its own.
"""

import pandas as pd

from helpers.intrahepatic import diagram, model
from helpers.intrahepatic.figures_clone import against_counts, clone
from helpers.intrahepatic.figures_invasion import invasion
from helpers.intrahepatic.figures_operations import operations
from helpers.intrahepatic.figures_recurrence import early_late
from helpers.view import View

__all__ = ["against_counts", "clone", "early_late", "invasion", "operations", "satellites"]

PATIENTS = 200


def satellites(
    tumour_segment: str = "segment_8",
    grown_to: str = "small branch",
    backflow: float | None = None,
    patients: int = 0,
) -> View:
    """One shed cell in each of 200 patients with the same tumour, on the drawn liver.

    ``patients`` is the seed; the other arguments as in ``model.segment_shares``.
    """
    knobs = {"grown_to": grown_to, "backflow": backflow}
    cells = model.simulate(tumour_segment, PATIENTS, seed=patients, **knobs)
    counts = cells["site_id"].value_counts()
    counts = counts.reindex([*model.SEGMENTS, model.AWAY], fill_value=0)
    expected = PATIENTS * model.segment_shares(tumour_segment, **knobs)
    table = pd.DataFrame(
        {
            "Where the cell ends": [_place(name) for name in counts.index],
            f"Patients, of these {PATIENTS}": counts.to_list(),
            f"Average of many groups of {PATIENTS}": expected.to_list(),
        }
    )
    return View(
        _satellites_say(counts, tumour_segment, grown_to),
        table,
        svg=diagram.draw(cells, expected, tumour_segment, grown_to),
    )


_FROM = dict(
    zip(
        model.GROWN_TO,
        (
            "a small branch",
            "the branch of its segment",
            "the branch of its sector",
            "the left or right branch",
            "the stem of the portal vein",
        ),
        strict=True,
    )
)


def _satellites_say(counts: pd.Series, segment: str, grown_to: str) -> str:
    own, others = int(counts[segment]), counts[list(model.SEGMENTS)].drop(segment)
    place = _FROM[grown_to]
    reached = int((others > 0).sum())
    segments = "1 other segment" if reached == 1 else f"{reached} other segments"
    elsewhere = f"{int(others.sum())} in {segments}" if reached else "none in another segment"
    return (
        f"Tumour in {_place(segment)}, cells shed from {place}: of {PATIENTS} patients with one "
        f"shed cell each, {own + int(others.sum())} keep it in the liver, {own} of them in "
        f"{_place(segment)} and {elsewhere}; in {int(counts[model.AWAY])} it leaves by the hepatic "
        "veins. How far cells get against the stream and how many leave are illustrative."
    )


def _place(name: str) -> str:
    return "left the liver (hepatic veins)" if name == model.AWAY else f"segment {name[-1]}"
