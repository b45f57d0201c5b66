"""The drawing and sites.csv say the same, and the drawing is a body."""

import re
import xml.etree.ElementTree as ET

import pytest

from helpers import tables
from helpers.body_map import shapes

SITES = tables.load("sites").set_index("site_id")
TEXT = shapes.DRAWING.read_text(encoding="utf-8")
ROOT = ET.fromstring(TEXT)
GROUPS = {group.get("id"): group for group in ROOT.iter(f"{shapes.SVG}g") if group.get("data-at")}


def test_every_map_shape_is_drawn_and_every_shape_is_a_map_shape():
    assert set(GROUPS) == set(SITES["map_shape"].dropna())


def test_a_shape_has_the_name_of_its_site():
    titles = {name: group.find(f"{shapes.SVG}title").text for name, group in GROUPS.items()}
    assert titles == SITES["name"].loc[list(titles)].to_dict()


def test_the_file_is_small_and_holds_no_words_of_its_own():
    assert len(TEXT.encode("utf-8")) < 150_000
    tags = {part.tag.removeprefix(shapes.SVG) for part in ROOT.iter()}
    assert not tags & {"text", "image", "style", "script", "linearGradient", "radialGradient"}


def test_ids_are_unique_and_every_reference_meets_one():
    ids = [part.get("id") for part in ROOT.iter() if part.get("id")]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', TEXT)) <= set(ids)


def test_layers():
    found = list(shapes.layers())
    assert found == ["bones", "organs", "vessels", "lymph", "spaces", "pci", "segments"]
    for layer in shapes.layers().values():
        assert {*layer.beside, *layer.under} <= {*found, *GROUPS}


def test_every_shape_stands_inside_the_view_of_its_layer():
    for shape in shapes.shapes().values():
        left, top, width, height = shapes.layers()[shape.layer].view
        for x, y in shape.at:
            assert left < x < left + width, shape.id
            assert top < y < top + height, shape.id


def test_layers_together_are_seen_whole():
    for name, layer in shapes.layers().items():
        assert shapes.view((name,)) == layer.view
    pair = ("organs", "lymph")
    left, top, width, height = shapes.view(pair)
    ends = [(v[0], v[1], v[0] + v[2], v[1] + v[3]) for v in (shapes.layers()[n].view for n in pair)]
    assert (left, top) == tuple(map(min, *(end[:2] for end in ends)))
    assert (left + width, top + height) == tuple(map(max, *(end[2:] for end in ends)))


def test_a_site_is_painted_by_one_colour():
    """Whatever is painted in the site's colour takes it from the group: one attribute recolours."""
    for name, group in GROUPS.items():
        assert re.fullmatch(r"#[0-9a-f]{6}", group.get("color")), name
        inner = [part.get("color") for part in group.iter() if part is not group]
        assert set(inner) == {None}, name


@pytest.mark.parametrize(
    ("site", "side"),
    [
        ("liver", -1),
        ("gallbladder", -1),
        ("duodenum", -1),
        ("inferior_vena_cava", -1),
        ("superior_vena_cava", -1),
        ("azygos_vein", -1),
        ("segment_6", -1),
        ("pci_1", -1),
        ("ileocaecal_region", -1),
        ("hepatorenal_pouch", -1),
        ("stomach", 1),
        ("spleen", 1),
        ("heart", 1),
        ("aorta", 1),
        ("segment_2", 1),
        ("pci_3", 1),
        ("sigmoid_mesocolon", 1),
        ("node_left_supraclavicular", 1),
        ("node_10_splenic_hilum", 1),
    ],
)
def test_the_patients_right_is_on_the_viewers_left(site, side):
    middle = 560 if site.startswith("segment") else 0  # of the inset: the hilum
    assert (shapes.shapes()[site].at[0][0] - middle) * side > 0


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("brain", "thyroid_gland"),
        ("lung", "diaphragm"),
        ("diaphragm", "liver"),
        ("adrenal_gland", "kidney"),
        ("stomach", "pancreas"),
        ("pancreas", "small_intestine"),
        ("small_intestine", "urinary_bladder"),
        ("node_mediastinal", "node_9_coeliac"),
        ("node_9_coeliac", "node_16_para_aortic"),
        ("segment_7", "segment_6"),
        ("segment_8", "segment_5"),
        ("segment_2", "segment_3"),
    ],
)
def test_what_is_higher_in_the_body_is_higher_on_the_page(upper, lower):
    assert shapes.shapes()[upper].at[0][1] < shapes.shapes()[lower].at[0][1]


def test_paired_organs_have_a_point_on_each_side():
    for site in ("kidney", "adrenal_gland", "ovary", "testis", "node_axillary"):
        right, left = shapes.shapes()[site].at
        assert right[0] < 0 < left[0]


def test_short_texts_are_the_fields_own():
    texts = {name: shape.text for name, shape in shapes.shapes().items() if shape.text}
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert [texts[f"segment_{n}"] for n in range(1, 9)] == roman
    assert [texts[f"pci_{n}"] for n in range(13)] == [str(n) for n in range(13)]
    stations = {name: name.split("_")[1] for name in texts if re.match(r"node_\d+_[a-z]", name)}
    assert all(texts[name] == number for name, number in stations.items())
    assert len(stations) == 8


def test_a_whole_speaks_for_its_parts_and_a_part_for_itself():
    owner = shapes.owners(["bone", "femur", "lymph_node"], shapes.shapes())
    assert owner["skull"] == owner["rib"] == "bone"
    assert owner["femur"] == "femur"
    assert owner["node_12_hilar"] == "lymph_node"
    assert "lung" not in owner


def test_a_site_without_a_drawing_of_its_own_takes_the_one_it_shares():
    assert shapes.owners(["jejunum"], shapes.shapes()) == {"small_intestine": "jejunum"}
    both = shapes.owners(["jejunum", "small_intestine"], ["small_intestine"])
    assert both == {"small_intestine": "small_intestine"}


def test_reading_order_runs_down_and_from_left_to_right():
    order = shapes.reading_order(["femur", "kidney", "lung", "brain", "spleen", "stomach"])
    assert order == ["brain", "lung", "stomach", "spleen", "kidney", "femur"]


def test_a_page_has_one_pelvis():
    female, male = (set(shapes.on_page(("organs",), sex)) for sex in shapes.SEXES)
    assert female - male == {"ovary", "uterus"}
    assert male - female == {"testis", "prostate"}


def test_a_misspelt_site_is_told_the_nearest():
    with pytest.raises(ValueError, match=r"no site 'lungs' in sites.csv; did you mean 'lung'\?"):
        shapes.check(["liver", "lungs"])


@pytest.mark.parametrize("layer", ["organ", "", "organs+", "organs+nerves"])
def test_an_unknown_layer_is_told_the_known(layer):
    with pytest.raises(ValueError, match=r"there is no layer '.*'; there are bones, organs"):
        shapes.chosen_layers(layer)


def test_the_liver_inset_stands_alone():
    with pytest.raises(ValueError, match="a drawing of their own"):
        shapes.chosen_layers("organs+segments")
    assert set(shapes.roles(("segments",))) == {"segments"}


def test_a_background_lies_under_one_layer_alone():
    assert shapes.roles(("lymph",))["organs"] == "pale"
    assert shapes.roles(("organs", "lymph")) == {"bones": "full", "organs": "full", "lymph": "full"}
    vessels = {shape.id for shape in shapes.shapes().values() if shape.layer == "vessels"}
    beneath = vessels & set(shapes.on_page(("lymph",), "female"))
    assert "aorta" in beneath
    assert "azygos_vein" not in beneath
