"""The portal tree and the walk on it: invariants, hand-checks and a simulation cell by cell."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.intrahepatic import model
from helpers.intrahepatic.tree import PARENTS

SEGMENTS = st.sampled_from(model.SEGMENTS)
GROWN = st.sampled_from(model.GROWN_TO)
BACKFLOW = st.floats(0, 0.8)
SHARES = st.floats(0, 1)
SETTLE = st.floats(0.1, 0.9)


@settings(deadline=None, max_examples=50)
@given(SEGMENTS, GROWN, BACKFLOW, SHARES, SETTLE)
def test_shares_are_shares_and_sum_to_one(segment, grown_to, backflow, veins, settle):
    shares = model.segment_shares(
        segment, grown_to=grown_to, backflow=backflow, hepatic_vein_share=veins, settle=settle
    )
    assert list(shares.index) == [*model.SEGMENTS, model.AWAY]
    assert shares.sum() == pytest.approx(1)
    assert (shares >= -1e-12).all()
    assert shares[model.AWAY] == pytest.approx(1 - (1 - veins) * settle)


@settings(deadline=None, max_examples=50)
@given(SEGMENTS, BACKFLOW)
def test_the_own_segment_comes_first(segment, backflow):
    settled = model.segment_shares(segment, backflow=backflow)[list(model.SEGMENTS)]
    assert settled.idxmax() == segment
    assert settled[segment] / settled.sum() >= 1 - backflow**6


@pytest.mark.parametrize("segment", model.SEGMENTS)
def test_the_share_for_its_blood_falls_with_the_distance_in_the_tree(segment):
    tree = model.portal_tree()
    start = model.tumour_branch(segment)
    density = model.branch_shares(tree, start) / tree.share
    path, feeds = tree.above(start), tree.feeds()
    climbed = np.array([min(k for k, b in enumerate(path) if feeds[b, e]) for e in _ends(tree)])
    found = density[_ends(tree)]
    for distance in range(climbed.max()):
        near, far = found[climbed == distance], found[climbed == distance + 1]
        if near.size and far.size:
            assert near.min() > far.max()
    assert np.ptp(found[climbed == climbed.max()]) == pytest.approx(0, abs=1e-12)


def _ends(tree):
    return np.flatnonzero(tree.end)


@pytest.mark.parametrize("segment", model.SEGMENTS)
def test_by_hand_how_many_cells_get_beyond_their_segment(segment):
    """backflow^6 reach the branch above; of those the stream returns the segment's share of it."""
    back = 0.7
    volumes = model.segment_volumes()
    parent = PARENTS[segment]
    fed = [s for s in model.SEGMENTS if parent in _path(s)]
    above = back**6 * (1 - back) * volumes[segment] / volumes[fed].sum()
    shares = model.segment_shares(segment, backflow=back, hepatic_vein_share=0, settle=0.9) / 0.9
    higher = _path(parent)[1:]
    rest = 0.0
    for number, branch in enumerate(higher, start=1):
        last = branch == "portal_vein"
        below = volumes[[s for s in model.SEGMENTS if branch in _path(s)]].sum()
        rest += back ** (6 + number) * (1 if last else 1 - back) * volumes[segment] / below
    assert shares[segment] == pytest.approx(1 - back**6 + above + rest)


def _path(name):
    path = [name]
    while PARENTS[path[-1]]:
        path.append(PARENTS[path[-1]])
    return path


def test_without_backflow_all_stay_in_their_branch_and_from_the_stem_go_by_volume():
    still = model.segment_shares("segment_6", backflow=0, hepatic_vein_share=0, settle=0.9)
    assert still["segment_6"] == pytest.approx(0.9)
    stem = model.segment_shares("segment_6", grown_to="stem", hepatic_vein_share=0, settle=0.9)
    volumes = model.segment_volumes()
    assert (stem[list(volumes.index)] / 0.9).to_list() == pytest.approx(volumes.to_list())


@settings(deadline=None, max_examples=50)
@given(SEGMENTS, BACKFLOW)
def test_the_higher_the_tumour_has_grown_the_fewer_cells_stay_in_its_segment(segment, backflow):
    own = [
        model.segment_shares(segment, grown_to=step, backflow=backflow)[segment]
        for step in model.GROWN_TO
    ]
    assert all(a >= b - 1e-12 for a, b in pairwise(own))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 5))
def test_a_tree_keeps_the_blood_and_murrays_law(seed):
    tree = model.portal_tree(seed)
    assert tree.share[0] == pytest.approx(1)
    assert 2 * tree.radius_mm[0] == pytest.approx(15.5)
    for branch in np.flatnonzero(~tree.end):
        below = tree.parent == branch
        assert tree.share[below].sum() == pytest.approx(tree.share[branch])
        assert (tree.radius_mm[below] ** 3).sum() == pytest.approx(tree.radius_mm[branch] ** 3)
    assert tree.end.sum() == 8 * 2**5
    assert not np.array_equal(tree.share, model.portal_tree(seed + 1).share)


def test_the_volumes_keep_the_order_that_was_measured():
    volumes = model.segment_volumes()
    assert volumes.sum() == pytest.approx(1)
    order = [f"segment_{n}" for n in (8, 7, 4, 5, 3, 6, 2, 1)]
    assert volumes.sort_values(ascending=False).index.to_list() == order
    assert volumes["segment_8"] == pytest.approx(0.261)
    assert (volumes[["segment_2", "segment_3"]] < 0.10).all()


@pytest.mark.parametrize("grown_to", model.GROWN_TO)
@pytest.mark.parametrize("segment", ["segment_1", "segment_7"])
def test_the_walk_of_single_cells_agrees_with_the_sum(segment, grown_to):
    cells = 20_000
    knobs = {"grown_to": grown_to, "backflow": 0.75, "hepatic_vein_share": 0.1, "settle": 0.8}
    walked = model.simulate(segment, cells, seed=3, **knobs)["site_id"].value_counts()
    shares = model.segment_shares(segment, **knobs)
    for site, share in shares.items():
        error = np.sqrt(cells * share * (1 - share))
        assert abs(walked.get(site, 0) - cells * share) < 4.5 * error + 1, site


def test_a_walk_is_repeatable_and_varies_with_the_seed():
    first = model.simulate("segment_8", seed=1)
    assert first.equals(model.simulate("segment_8", seed=1))
    assert not first.equals(model.simulate("segment_8", seed=2))
    assert list(first.columns) == ["site_id", "branch", "back"]
    assert len(first) == 200


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: model.segment_shares("segment_9"), "tumour_segment must be segment_1 to segment"),
        (lambda: model.segment_shares("segment_8", grown_to="vein"), "grown_to must be one of"),
        (lambda: model.segment_shares("segment_8", backflow=0.9), "backflow .* between 0 and 0.8"),
        (lambda: model.segment_shares("segment_8", settle=0), "settle .* between 0.1 and 0.9"),
        (lambda: model.segment_shares("segment_8", settle="all"), "settle .* not at 'all'"),
        (lambda: model.simulate("segment_8", 0), "patients must be a whole number"),
        (lambda: model.simulate("segment_8", 2.5), "patients must be a whole number"),
    ],
)
def test_bad_input_gets_one_line(call, line):
    with pytest.raises(ValueError, match=line) as caught:
        call()
    assert "\n" not in str(caught.value)
