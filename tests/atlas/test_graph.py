"""The graph of the four routes: ways checked by hand, and what is true of every way."""

import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables
from helpers.atlas import edges, graph, known
from helpers.theme import ROUTES

SITES = sorted(edges.sites())


def ways(site_id, route="", side=False):
    found = graph.paths_to(site_id)
    return [w.site_ids for w in found if (not route or w.route == route) and w.side == side]


def test_collaterals_lead_round_the_liver_by_the_portal_vein():
    (way,) = ways("azygos_vein", "blood", side=True)
    assert way == ["tumour", "portal_vein", "azygos_vein"]


def test_the_way_to_the_brain_is_the_one_of_the_textbook():
    (way,) = ways("brain")
    stations = ["hepatic_veins", "inferior_vena_cava", "right_heart", "lung", "left_heart"]
    stations += ["carotid_arteries", "brain"]
    assert [s for s in way if s in stations] == stations
    assert way[0] == "tumour"
    assert set(way) - set(stations) == {"tumour", "pulmonary_artery", "pulmonary_veins", "aorta"}


@pytest.mark.parametrize(
    ("site_id", "way"),
    [
        ("lung", "tumour hepatic_veins inferior_vena_cava right_heart pulmonary_artery lung"),
        ("liver", "tumour portal_vein liver"),
        ("segment_7", "tumour portal_vein right_branch right_posterior segment_7"),
        (
            "node_left_supraclavicular",
            "liver_portal_tracts node_12_hilar node_9_coeliac cisterna_chyli thoracic_duct "
            "node_left_supraclavicular",
        ),
        ("abdominal_wall", "liver abdominal_wall"),
        ("diaphragm", "liver_convex_surface diaphragm"),
    ],
)
def test_a_pathologist_would_draw_it_so(site_id, way):
    assert ways(site_id) == [way.split()]


def test_the_nearest_node_of_the_abdomen_is_the_first_of_the_liver():
    assert ways("abdominal_nodes", "lymph") == [["liver_portal_tracts", "node_12_hilar"]]


def test_fluid_reaches_the_pelvis_by_both_spaces_of_the_right_side():
    found = ways("pouch_of_douglas", "seeding")
    assert {tuple(way[1:3]) for way in found} >= {
        ("right_subphrenic_space", "right_paracolic_gutter"),
        ("hepatorenal_pouch", "right_paracolic_gutter"),
    }


def test_side_ways_are_beside_the_usual_one():
    batson = ["tumour", "hepatic_veins", "inferior_vena_cava", "vertebral_plexus", "spine"]
    assert batson in ways("bone", side=True)
    assert ["tumour", "adrenal_gland"] in ways("adrenal_gland", side=True)
    assert not any("vertebral_plexus" in way for way in ways("femur", side=True))


def test_no_described_path_is_an_answer():
    assert graph.paths_to("nasal_cavity") == []
    assert graph.paths_to("node_axillary") == []


@pytest.mark.parametrize(("site_id", "near"), [("lungs", "lung"), ("brian", "brain")])
def test_an_unknown_site_is_one_line_with_the_nearest_name(site_id, near):
    with pytest.raises(ValueError, match=near):
        known.cases(site_id)
    with pytest.raises(ValueError, match=f"no site '{site_id}'.*did you mean '{near}'") as caught:
        graph.paths_to(site_id)
    assert "\n" not in str(caught.value)


@given(st.sampled_from(SITES))
def test_every_way_is_whole(site_id):
    for way in graph.paths_to(site_id):
        assert way.route in ROUTES
        assert len(way.site_ids) == len(set(way.site_ids)) > 1
        parts = {site_id, *graph._parts(site_id)}
        assert way.site_ids[-1] in parts
        assert not way.steps[0].strength
        assert all(step.strength in edges.STRENGTHS for step in way.steps[1:])
        assert not {step.strength for step in way.steps} & {"animal", "diseased"}


@given(st.sampled_from(SITES))
def test_a_blood_way_passes_one_capillary_bed_before_its_end(site_id):
    """Counted independently of the search: organs between start and end of a usual way."""
    whole = edges.sites()[site_id]["part_of"]
    for way in ways(site_id, "blood"):
        between = [s for s in way[1:-1] if edges.sites()[s]["kind"] == "organ" and s != whole]
        assert between in ([], ["lung"])


@given(st.sampled_from(SITES))
def test_usual_ways_of_a_route_are_equally_short_and_side_ways_shorter(site_id):
    for route in ROUTES:
        usual, side = ways(site_id, route), ways(site_id, route, side=True)
        assert len({len(way) for way in usual}) <= 1
        assert all(len(way) < len(usual[0]) for way in side if usual)


def test_each_edge_of_a_way_is_an_edge_of_the_tables():
    flat = nx.DiGraph(edges.routes_graph())
    for site_id in graph.ends():
        for way in graph.paths_to(site_id):
            for first, second in zip(way.site_ids, way.site_ids[1:], strict=False):
                assert flat.has_edge(first, second) or edges.sites()[second]["part_of"] == first


def test_all_rows_of_the_route_tables_are_in_the_graph():
    whole = edges.routes_graph()
    for table in ("lymph_edges", "seeding_edges"):
        for row in tables.load(table).astype(object).fillna("").itertuples():
            if not str(getattr(row, "driver", "")).startswith("blocked"):
                studies = {f["study_id"] for f in whole[row.from_site][row.to_site].values()}
                assert row.study_id in studies


def test_every_study_of_an_edge_resolves_and_is_named_to_no_reader_by_its_id():
    known = set(tables.load("studies")["study_id"])
    for _, _, facts in edges.routes_graph().edges(data=True):
        assert facts["study_id"] in known | {""}
        assert not known & set(re.findall(r"[a-z_]+\d{4}\w*", facts["by"]))
