"""Where do cells that leave the liver by blood stop? An absorbing Markov chain on the circulation.

Each capillary bed stops a cell with chance p. With Q the way from state to state and R the way from
a bed into "stopped here", the shares are ``a = e (I - Q)^-1 R``. A student can check one line by
hand: where every bed has the same p,

lung : organ = 1 : (1 - p) * f        f = share of the cardiac output that the organ gets

This leaves out: clusters of cells, growth, time, metastases that shed cells themselves, and lymph.
Flow is that of a healthy adult at rest.
"""

import numpy as np
import pandas as pd

from helpers.blood.circulation import DIED, Arcs, arcs, checked, routing

_MOST_STEPS = 20_000  # vessels and beds on the way of one cell: beyond it a run takes too long


def arrest_shares(
    arrest: float = 0.5,
    *,
    sex: str = "male",
    lung_arrest: float | None = None,
    hepatic_vein_share: float = 0.26,
    collateral_share: float = 0.0,
    shunt_share: float = 0.0,
    batson_share: float = 0.0,
    adrenal_share: float = 0.0,
    death: float = 0.0,
) -> pd.Series:
    """Share of the released cells that stops in each organ, by ``site_id``; sums to 1.

    All arguments but ``sex`` ("male" or "female") are shares between 0 and 1; their meaning, range
    and source stand in ``KNOBS``. ``lung_arrest=None`` gives the lung the same chance as all other
    beds. With ``death`` above 0 the Series has one entry more, ``died_in_blood``. Raises ValueError
    for a value out of range, or where no cell would ever stop.
    """
    net, values = _chain(
        arrest=arrest,
        sex=sex,
        lung_arrest=lung_arrest,
        hepatic_vein_share=hepatic_vein_share,
        collateral_share=collateral_share,
        shunt_share=shunt_share,
        batson_share=batson_share,
        adrenal_share=adrenal_share,
        death=death,
    )
    onward, stopping, dying = transitions(net, values)
    visits = _visits(onward, stopping + dying)
    return _by_stop(net, visits * stopping, visits @ dying if death else None).rename("share")


def first_pass(**knobs: float) -> pd.DataFrame:
    """Where cells are on their first way round: share that ``arrived``, ``stopped`` and went on
    (``passed``), by ``site_id``.

    Vessels, liver and lung are counted until the blood first leaves the left heart; the arterial
    beds once, with the liver's own artery as ``hepatic_artery``. ``knobs`` as in ``arrest_shares``.
    """
    net, values = _chain(**knobs)
    onward, stopping, _ = transitions(net, values)
    states = list(net.states)
    left_heart = states.index("left_heart")
    once = onward.copy()
    once[left_heart] = 0.0
    arrived = _visits(once, 1 - once.sum(axis=1))
    body = onward[left_heart] * arrived[left_heart]
    table = pd.DataFrame({"arrived": arrived, "stopped": arrived * stopping}, index=states)
    beds = pd.DataFrame({"arrived": body, "stopped": body * stopping}, index=states)
    beds = beds[beds["arrived"] > 0].rename(index={"liver": "hepatic_artery"})
    # a bed that is fed directly (adrenal, bone) is on both lists
    table = table[table["arrived"] > 0].add(beds, fill_value=0.0)
    passing = (table["arrived"] - table["stopped"]) * (1 - values["death"])
    on_the_way = table.index.isin(np.array(states)[~net.beds])
    table["passed"] = passing.where(~on_the_way, table["arrived"])
    return table.rename_axis("site_id")


def simulate(cells: int, *, seed: int = 0, **knobs: float) -> pd.Series:
    """How many of ``cells`` stop in each organ in one simulated run, by ``site_id``; whole numbers
    that sum to ``cells``.

    All cells move together, one vessel or bed a step, split by multinomial draws. ``knobs`` as in
    ``arrest_shares``.
    """
    if isinstance(cells, bool) or int(cells) != cells or cells < 1:
        raise ValueError(f"cells must be a whole number of at least 1, not {cells!r}")
    net, values, onward, stopping, dying = _runnable(**knobs)
    size = len(net.states)
    fates = np.column_stack([onward, np.diag(stopping), dying])
    rng = np.random.default_rng(seed)
    here = np.zeros(size, dtype=np.int64)
    here[0] = int(cells)
    ended = np.zeros(size + 1, dtype=np.int64)
    while here.any():
        moved = rng.multinomial(here, fates).sum(axis=0)
        here = moved[:size]
        ended += moved[size:]
    return _by_stop(net, ended[:size], ended[size] if values["death"] else None).rename("cells")


def follow_cells(cells: int = 20, *, seed: int = 0, **knobs: float) -> pd.DataFrame:
    """The path of single cells: one row a cell and step, until it stops or dies.

    Columns: ``cell`` (0, 1, ...), ``step``, ``site_id``, ``seconds`` (mean time since release when
    it arrives there) and ``fate`` ("moving", "stopped" or "died", the last row of each cell).
    ``knobs`` as in ``arrest_shares``.
    """
    if isinstance(cells, bool) or int(cells) != cells or not 1 <= cells <= 100_000:
        raise ValueError(f"cells must be a whole number from 1 to 100000, not {cells!r}")
    net, _, onward, stopping, dying = _runnable(**knobs)
    bounds = np.column_stack([stopping, dying, onward]).cumsum(axis=1)
    rng = np.random.default_rng(seed)
    cell, state, seconds = (
        np.arange(int(cells)),
        np.zeros(int(cells), dtype=int),
        np.zeros(int(cells)),
    )
    rows = []
    while cell.size:
        # rounding may leave the last bound a hair under 1: never step past the last state
        drawn = (
            (rng.random(cell.size)[:, None] >= bounds[state])
            .sum(axis=1)
            .clip(max=bounds.shape[1] - 1)
        )
        rows.append((cell, np.full(cell.size, len(rows)), state, seconds, drawn.clip(max=2)))
        seconds = seconds + net.seconds[state]
        going = drawn >= 2
        cell, state, seconds = cell[going], drawn[going] - 2, seconds[going]
    cell, step, state, seconds, fate = (
        np.concatenate(column) for column in zip(*rows, strict=True)
    )
    path = pd.DataFrame(
        {"cell": cell, "step": step, "site_id": np.array(net.states)[state], "seconds": seconds}
    )
    path["fate"] = np.array(["stopped", "died", "moving"])[fate]
    return path.sort_values(["cell", "step"], ignore_index=True)


def transit_times(**knobs: float) -> pd.Series:
    """Mean seconds that a cell spends in each vessel and bed before it stops, by ``site_id``; the
    sum is its time in blood.

    Visits of the chain times the mean transit times of ICRP 89 (shin2021). Time in the large veins
    and in the aorta is counted with the right and the left heart. ``knobs`` as in
    ``arrest_shares``.
    """
    net, values = _chain(**knobs)
    onward, stopping, dying = transitions(net, values)
    spent = _visits(onward, stopping + dying) * net.seconds
    return pd.Series(spent, index=pd.Index(net.states, name="site_id"), name="seconds")[
        lambda s: s > 0
    ]


def share_needed(knob: str, site_id: str, ratio: float, **knobs: float) -> float:
    """Share of ``knob`` at which blood flow alone would give ``site_id`` : lung = ``ratio``; NaN if
    no share does.

    ``knob`` is batson_share, adrenal_share or shunt_share. Answers "what would it take?", by
    bisection.
    """
    if knob not in ("batson_share", "adrenal_share", "shunt_share"):
        raise ValueError(f"knob must be batson_share, adrenal_share or shunt_share, not {knob!r}")
    if site_id not in arrest_shares(**knobs):
        raise ValueError(f"cells do not stop in {site_id!r} in this model")

    def reached(share: float) -> bool:
        shares = arrest_shares(**(knobs | {knob: share}))
        return shares[site_id] >= ratio * shares["lung"]

    low, high = 0.0, 0.999
    if reached(low) or not reached(high):
        return 0.0 if reached(low) else float("nan")
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def transitions(net: Arcs, values: dict[str, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The chain: onward (states, states), and for each state the chance to stop there and to die
    there.
    """
    arrest = np.where(net.lungs, values["lung_arrest"], values["arrest"])
    stopping = np.where(net.beds, arrest, 0.0)
    dying = np.where(net.beds, (1 - stopping) * values["death"], 0.0)
    return (1 - stopping - dying)[:, None] * routing(net, values), stopping, dying


def _chain(**knobs: float) -> tuple[Arcs, dict[str, float]]:
    values = checked(**knobs)
    return arcs(values["sex"]), values


def _runnable(
    **knobs: float,
) -> tuple[Arcs, dict[str, float], np.ndarray, np.ndarray, np.ndarray]:
    """The chain, where its cells stop within a time that a simulation can wait for."""
    net, values = _chain(**knobs)
    onward, stopping, dying = transitions(net, values)
    if _visits(onward, stopping + dying).sum() > _MOST_STEPS:
        raise ValueError("cells would circulate for hours: raise arrest or death")
    return net, values, onward, stopping, dying


def _visits(onward: np.ndarray, ending: np.ndarray) -> np.ndarray:
    """Expected visits to each state of a cell released by the tumour: e (I - Q)^-1."""
    start = np.zeros(len(onward))
    start[0] = 1.0
    try:
        visits = np.linalg.solve((np.eye(len(onward)) - onward).T, start)
    except np.linalg.LinAlgError:
        visits = start
    if abs(visits @ ending - 1) > 1e-6:
        raise ValueError(
            "no cell would ever stop with these settings: raise arrest, lung_arrest or death"
        )
    return visits


def _by_stop(net: Arcs, ended: np.ndarray, died: float | None) -> pd.Series:
    total = np.bincount(net.stop_of[net.beds], ended[net.beds], len(net.stops)).astype(ended.dtype)
    names, values = list(net.stops), total.tolist()
    if died is not None:
        names, values = [*names, DIED], [*values, died]
    return pd.Series(values, index=pd.Index(names, name="site_id"))
