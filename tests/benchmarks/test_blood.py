"""Speed of the blood model beside a generic Markov chain library and single cells, in one run.

Run with ``pytest tests/benchmarks/test_blood.py -m benchmark -s`` to read the ratios.
"""

import time

import numpy as np
import pytest

from helpers.blood import chain, model
from helpers.blood.circulation import arcs, checked

pytestmark = pytest.mark.benchmark
CELLS = 1_000_000


def milliseconds(call, repeats):
    """Shortest time of a call, after one that fills the caches; others may use the machine too."""
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def whole_chain():
    """The chain as one square matrix, each bed with its own absorbing state; and the names."""
    net = arcs("male")
    onward, stopping, _ = chain.transitions(net, checked())
    beds = np.flatnonzero(net.beds)
    size = len(net.states) + len(beds)
    matrix = np.eye(size)
    matrix[: len(net.states), : len(net.states)] = onward
    matrix[beds, len(net.states) + np.arange(len(beds))] = stopping[beds]
    names = [*net.states, *(f"stopped in {net.states[bed]}" for bed in beds)]
    return matrix, names


def test_solver_against_a_generic_library():
    pydtmc = pytest.importorskip("pydtmc")
    matrix, names = whole_chain()
    net = arcs("male")
    onward, stopping, dying = chain.transitions(net, checked())
    solver = milliseconds(lambda: chain._visits(onward, stopping + dying), 200)
    shares = milliseconds(model.arrest_shares, 200)
    generic = milliseconds(lambda: pydtmc.MarkovChain(matrix, names).absorption_probabilities(), 5)
    print(
        f"\nsolver {solver:.3f} ms, arrest_shares with its checks {shares:.3f} ms, "
        f"pydtmc {generic:.1f} ms: {generic / solver:,.0f} and {generic / shares:,.0f} times"
    )
    assert solver <= 0.1
    assert shares < generic
    # the same answer: rows are absorbing states, columns transient ones in the library's order
    oracle = pydtmc.MarkovChain(matrix, names)
    from_tumour = oracle.absorption_probabilities()[:, oracle.transient_states.index("tumour")]
    ours = model.arrest_shares()
    by_name = dict(zip(oracle.absorbing_states, from_tumour, strict=True))
    lungs = by_name.pop("stopped in lung") + by_name.pop("stopped in bronchial_circulation")
    assert ours["lung"] == pytest.approx(lungs, rel=1e-9)
    for name, share in by_name.items():
        assert ours[name.removeprefix("stopped in ")] == pytest.approx(share, rel=1e-9)


def test_counts_against_single_cells():
    counts = milliseconds(lambda: model.simulate(CELLS), 20)
    single = 10 * milliseconds(lambda: model.follow_cells(CELLS // 10), 3)
    print(
        f"\n{CELLS:,} cells: as counts {counts:.2f} ms, as single cells with their paths "
        f"{single:,.0f} ms: {single / counts:,.0f} times"
    )
    assert counts <= 5
    assert counts < single


def test_figures_are_rebuilt_fast():
    """A move of a slider rebuilds its figure: the model's part of it stays under 30 ms."""
    compare = milliseconds(model.compare_with_cohorts, 3)
    soil = milliseconds(model.fit_soil, 10)
    paths = milliseconds(lambda: model.follow_cells(1000), 10)
    print(f"\nall cohorts {compare:.0f} ms, soil {soil:.1f} ms, 1000 paths {paths:.1f} ms")
    assert soil <= 30
    assert paths <= 30
