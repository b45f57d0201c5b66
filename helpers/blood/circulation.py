"""The circulation as a graph: which vessel leads where, with what share, and the knobs that change
it.

Vessels come from data/blood_vessels.csv, shares of cardiac output from data/blood_flow.csv (study
shin2021: ICRP 89).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers import tables

FLOW_STUDY = "shin2021"  # second sources in the same file are for comparison only
NOT_FOUND = "no measurement found"
# Cells caught by the lung's own (bronchial) arteries lie in the lung. Counted there, lung : organ
# is exact.
COUNTED_AS = {"bronchial_circulation": "lung"}
DIED = "died_in_blood"
# Knobs that move blood between two vessels; the others act inside a capillary bed.
MOVES = ("hepatic_vein_share", "collateral_share", "shunt_share", "batson_share", "adrenal_share")


@dataclass(frozen=True)
class Knob:
    """One number of the model: what it means, where it starts, how far a learner may move it, who
    measured it.

    ``default``, ``low`` and ``high`` are shares (0 to 1). ``source`` names what was measured, or
    says "no measurement found"; ``study_ids`` resolve in data/studies.csv.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    source: str
    study_ids: tuple[str, ...] = ()

    @property
    def measured(self) -> bool:
        return not self.source.startswith(NOT_FOUND)


KNOBS = {
    knob.name: knob
    for knob in (
        Knob(
            "arrest",
            "Chance that a capillary bed stops a cell",
            0.5,
            0.05,
            0.95,
            f"{NOT_FOUND} for liver cancer; 50 % is a teaching value. Artery : vein medians of "
            "5 : 1 (uveal melanoma, 17 patients) read as about 80 %; central : arm vein medians of "
            "43.5 : 33 (breast, 30 patients) as about 13 %",
            ("terai2015", "peeters2011"),
        ),
        Knob(
            "lung_arrest",
            "Chance that the lung stops a cell",
            0.5,
            0.1,
            0.95,
            f"{NOT_FOUND}; starts equal to the other beds",
        ),
        Knob(
            "hepatic_vein_share",
            "Share of cells that leave by the hepatic veins",
            0.26,
            0.0,
            1.0,
            "stand-in, not a count of cells: tumour thrombus on imaging, hepatic vein 167 : "
            "portal vein 479",
            ("mahringer2021",),
        ),
        Knob(
            "collateral_share",
            "Share of portal blood that goes round the liver",
            0.0,
            0.0,
            0.6,
            "scenario of 13 % in cirrhosis: azygos flow 326 against 163 mL/min, over a reference "
            "portal flow of 1,235 mL/min",
            ("kokudo1988",),
        ),
        Knob(
            "shunt_share",
            "Share of blood that bypasses the lung",
            0.0,
            0.0,
            0.2,
            f"{NOT_FOUND} of the flow; how many people have such a gap is known (open foramen "
            "ovale 27 % at autopsy), how much blood crosses it is not",
            ("hagen1984", "zhao2020"),
        ),
        Knob(
            "batson_share",
            "Share of the liver's venous blood in Batson's veins",
            0.0,
            0.0,
            0.15,
            f"{NOT_FOUND}; the veins, which have no valves, are described",
            ("liang2014",),
        ),
        Knob(
            "adrenal_share",
            "Share of cells that enter the adrenal gland directly",
            0.0,
            0.0,
            0.12,
            f"{NOT_FOUND}; veins between liver and right adrenal gland are described "
            "(adreno-hepatic fusion)",
            ("okuda1998",),
        ),
        Knob(
            "death",
            "Chance that a cell dies on each pass",
            0.0,
            0.0,
            0.5,
            f"{NOT_FOUND} for liver cancer",
        ),
    )
}


def checked(
    sex: str = "male", lung_arrest: float | None = None, **given: float
) -> dict[str, float]:
    """Every knob with its value (shares, 0 to 1) and ``sex``. Raises ValueError, one line, for a
    wrong name or value.
    """
    if sex not in ("male", "female"):
        raise ValueError(f"sex must be male or female, not {sex!r}")
    unknown = sorted(set(given) - set(KNOBS))
    if unknown:
        raise ValueError(
            f"the blood model has no knob {unknown[0]!r}; it has sex, {', '.join(KNOBS)}"
        )
    values = {name: knob.default for name, knob in KNOBS.items()} | given
    values["lung_arrest"] = values["arrest"] if lung_arrest is None else lung_arrest
    for name, value in values.items():
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float | np.number)
            or not 0 <= value <= 1
        ):
            raise ValueError(f"{name} must lie between 0 and 1, not {value!r}")
    return {name: float(value) for name, value in values.items()} | {"sex": sex}


@dataclass(frozen=True)
class Arcs:
    """The vessels as arrays: ``states`` (site ids, tumour first), one entry an arc in the other
    arrays.

    ``cell`` is the place of each arc in the flat (states, states) matrix, ``share`` its share of
    the blood where no knob moves it; ``moved`` lists, for each knob, the arcs that take the knob's
    value and those that take the rest. ``beds`` marks the states with capillaries, where a cell may
    stop, ``lungs`` the one of them that is the lung; ``stops`` are the sites that cells are counted
    in, ``stop_of`` the index into them for each bed (-1 for a vessel); ``seconds`` is the mean time
    spent in each state on one visit.
    """

    states: tuple[str, ...]
    cell: np.ndarray
    share: np.ndarray
    moved: dict[str, tuple[np.ndarray, np.ndarray]]
    beds: np.ndarray
    lungs: np.ndarray
    stops: tuple[str, ...]
    stop_of: np.ndarray
    seconds: np.ndarray


@lru_cache
def arcs(sex: str) -> Arcs:
    """The graph of data/blood_vessels.csv with the flows of one sex (share of cardiac output, 0 to
    1).
    """
    vessels = tables.load("blood_vessels")
    states = tuple(dict.fromkeys(["tumour", *vessels["from_site"], *vessels["to_site"]]))
    place = {site: i for i, site in enumerate(states)}
    kind = vessels["share_kind"].to_numpy(dtype=str)
    rest = vessels["complement"].fillna(False).to_numpy(dtype=bool)
    flows = flow_shares(sex)
    missing = sorted(set(vessels["to_site"][kind == "flow"]) - set(flows.index))
    if missing:
        raise ValueError(
            f"data/blood_flow.csv has no flow of {FLOW_STUDY} for {missing[0]} ({sex})"
        )
    fed = [*vessels["to_site"][kind == "flow"], "lung"]
    stops = tuple(dict.fromkeys(COUNTED_AS.get(site, site) for site in ["liver", "lung", *fed]))
    stop_of = [stops.index(COUNTED_AS.get(site, site)) if site in fed else -1 for site in states]
    return Arcs(
        states=states,
        cell=np.array(
            [
                place[a] * len(states) + place[b]
                for a, b in zip(vessels["from_site"], vessels["to_site"], strict=True)
            ]
        ),
        share=np.where(kind == "flow", vessels["to_site"].map(flows).to_numpy(dtype=float), 1.0),
        moved={
            name: (np.flatnonzero((kind == name) & ~rest), np.flatnonzero((kind == name) & rest))
            for name in MOVES
        },
        beds=np.array(stop_of) >= 0,
        lungs=np.array(states) == "lung",
        stops=stops,
        stop_of=np.array(stop_of),
        seconds=_dwell(states, sex),
    )


def flow_shares(sex: str = "male") -> pd.Series:
    """Share of cardiac output (0 to 1) that each arterial bed gets, by ``site_id``; sums to 1 (ICRP
    89, shin2021).
    """
    flows = _of_study("flow", sex).groupby("site_id")["value"].sum() / 100
    return flows.drop("lung").rename("flow")


def transit_seconds(sex: str = "male") -> pd.Series:
    """Mean transit time in seconds of each bed and vessel, parts of a bed weighted by their flow
    (shin2021).
    """
    times, flows = _of_study("transit_time", sex), _of_study("flow", sex)
    weight = times["part"].map(flows.groupby("part")["value"].sum()).fillna(1.0)
    weighted = (times["value"] * weight).groupby(times["site_id"]).sum()
    return (weighted / weight.groupby(times["site_id"]).sum()).rename("seconds")


def _dwell(states: tuple[str, ...], sex: str) -> np.ndarray:
    """Seconds of one visit: the way to the heart is counted with the right heart, the aorta with
    the left.
    """
    seconds = transit_seconds(sex)
    spent = seconds.reindex(states).fillna(0.0)
    spent["right_heart"] += seconds["large_veins"]
    spent["left_heart"] += seconds["aorta"]
    return spent.to_numpy()


@lru_cache
def _of_study(quantity: str, sex: str) -> pd.DataFrame:
    checked(sex)
    table = tables.load("blood_flow").astype(
        {"quantity": str, "sex": str, "site_id": str, "part": str}
    )
    return table.query("quantity == @quantity and sex == @sex and study_id == @FLOW_STUDY")


def routing(net: Arcs, values: dict[str, float]) -> np.ndarray:
    """Share of the blood in each state that goes to each next state, (states, states); rows sum to
    1.
    """
    share = net.share.copy()
    for name, (taking, leaving) in net.moved.items():
        share[taking], share[leaving] = values[name], 1 - values[name]
    # the direct adrenal way is taken first; hepatic and portal veins share what is left
    for arcs_of_release in net.moved["hepatic_vein_share"]:
        share[arcs_of_release] *= 1 - values["adrenal_share"]
    size = len(net.states)
    return np.bincount(net.cell, share, size * size).reshape(size, size)
