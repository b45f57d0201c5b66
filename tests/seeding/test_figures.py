"""Every state of every stop: sentence, table and picture come from the model and the tables."""

import itertools

import pytest

from helpers import tables
from helpers.seeding import explorers, figures, model
from tests.controls import values

STOPS = [getattr(explorers, name) for name in dir(explorers) if name.startswith("explore_")]


@pytest.mark.parametrize("stop", STOPS)
def test_every_value_of_every_control_draws(stop):
    explorer = stop()
    assert len(explorer.controls) <= 4
    for name, widget in explorer.controls.items():
        sentences = set()
        for value in values(widget, between=1):
            explorer.set(**{name: value})
            assert explorer.error is None
            sentences.add(explorer.view.sentence)
        assert len(sentences) > 1, f"{name} changes nothing that is said"
        explorer.reset()


@pytest.mark.parametrize(
    ("release", "posture", "ascites"),
    list(itertools.product(model.RELEASES, model.POSTURES, model.ASCITES)),
)
def test_the_flow_says_what_the_model_says(release, posture, ascites):
    view = figures.flow(release, posture, ascites)
    shares = model.landing_shares(release, posture=posture, ascites=ascites)
    first = shares.drop(model.LYMPH).idxmax()
    assert f"largest share ends in the {figures.short_name(first)} (" in view.sentence
    counts = view.table["Of 100 released cells"]
    assert counts.sum() == pytest.approx(100, abs=1)
    assert counts.iloc[0] == pytest.approx(100 * shares.max(), rel=0.05)
    assert "illustrative" in view.svg
    ranked = shares.drop(model.LYMPH).sort_values(ascending=False)
    for rank, (site, share) in enumerate(ranked.items(), start=1):
        spoken = f"{figures.short_name(site)} ({figures.about(share)})"
        assert spoken in view.sentence or rank > 3
        listed = f"{rank}  {figures.short_name(site)} {figures.about(share)}<"
        assert (listed in view.svg) == (rank <= 6)


def test_the_bars_are_the_map_without_its_drawing():
    bars, drawn = figures.landing("rupture"), figures.flow("rupture")
    assert bars.sentence == drawn.sentence
    assert bars.table.equals(drawn.table)
    shares = model.landing_shares("rupture").sort_values().tail(8)
    assert list(bars.figure.data[0].x) == pytest.approx((100 * shares).tolist())


def test_the_map_of_the_fluid_has_no_mark_that_it_does_not_explain():
    svg = figures.flow().svg
    assert "-needle" not in svg
    assert "<circle" in svg
    for words in ("small ring: colour of a narrow space", "black bar: a ligament in the way"):
        assert words in svg


@pytest.mark.parametrize("ascites", model.ASCITES)
def test_the_names_of_the_doubt_have_two_lines_of_room(ascites):
    figure = figures.spread("rupture", "upright", ascites, 10).figure
    assert figure.data[0].cliponaxis is False  # a mark near zero is drawn whole
    axis_and_margins = 110
    assert (figure.layout.height - axis_and_margins) / len(figure.data[0].y) > 2 * 17


def test_arrows_follow_the_flow():
    """Upright most cells come down the right gutter; on the back that arrow is thin or gone."""
    widths = []
    for posture in model.POSTURES:
        flows = model.flows("rupture", posture=posture).set_index(["from_site", "to_site"])
        widths.append(flows["passages"]["right_paracolic_gutter", "pouch_of_douglas"])
    assert widths[0] > 3 * widths[1]
    upright, supine = (figures.flow("rupture", p).svg for p in model.POSTURES)
    assert upright != supine


def test_the_doubt_grows_with_the_factor():
    narrow, wide = (figures.spread(uncertainty=factor) for factor in (1, 10))
    assert "52 % to 52 %" in narrow.sentence
    for word in ("gets 52 % to 52 % of the cells (nine of ten draws)", "more than any other space"):
        assert word in narrow.sentence
    assert "1,000 of 1,000 draws" in narrow.sentence
    assert "1,000 of 1,000 draws" not in wide.sentence


def test_each_region_shows_its_own_row():
    rows = tables.load("seeding_regions").set_index("site_id")
    for site in figures.REGIONS:
        view = figures.region(site)
        organs = rows["organs"][site]
        assert "not seen" in view.sentence if organs != organs else organs in view.sentence
        assert "any cancer" in view.sentence
    assert "bladder (rest of the list not seen)" in figures.region("pci_6").sentence
    plain, marked = (figures.region("pci_6", rest=rest).svg for rest in (False, True))
    assert 'visibility="hidden"' in plain
    assert 'visibility="hidden"' not in marked
    assert marked.count("<text") == plain.count("<text")  # it changes in place
    assert marked.count("fluid rests<") == 5
    assert "rest here (as in 5, 7, 8, 12)" in figures.region("pci_6", rest=True).sentence
    assert "(it rests in 5, 6, 7, 8, 12)" in figures.region("pci_1", rest=True).sentence


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (figures.rupture("often"), ["200 of 4,209 (4.8 %)", "106 of 774 (14 %)", "3–26 %"]),
        (figures.rupture("before"), ["515", "28", "16 of these", "4 a rupture"]),
        (figures.rupture("after"), ["Not found", "no rate", "P = 0.008"]),
        (figures.needle_tract(3), ["2.7 have tumour", "1.8 to 3.8", "97.3 do not"]),
        (figures.needle_tract(5), ["only continues the curve"]),
        (figures.needle_series(), ["26 of 1,340 (1.9 %)", "12 of 741", "10 of 1,436"]),
        (
            figures.neighbour("diaphragm"),
            ["53 of 640 (8.3 %)", "7 of those 53", "7 of 640 (1.1 %)"],
        ),
        (figures.neighbour("ovary"), ["no rate", "7 earlier", "blood-borne"]),
        (
            figures.neighbour("peritoneum"),
            ["1 of 151", "36 of 1,222", "7 of 36", "names no source"],
        ),
        (figures.neighbour("bowel"), ["Of 18", "12 had it by direct growth", "1 by seeding"]),
    ],
)
def test_the_counts_are_said_as_published(view, words):
    for word in words:
        assert word in view.sentence


@pytest.mark.parametrize(
    ("draw", "choices"),
    [(figures.rupture, figures.RUPTURE), (figures.neighbour, figures.NEIGHBOURS)],
)
def test_nothing_jumps_from_choice_to_choice(draw, choices):
    assert len({draw(choice).height for choice in choices.values()}) == 1


def test_the_sentence_of_a_region_stays_short():
    """It fits two lines below the map."""
    for site in figures.REGIONS:
        assert len(figures.region(site, rest=True).sentence) <= 235


def test_a_deposit_off_the_tract_is_not_counted_in_the_tract():
    rows = tables.load("seeding_frequencies").set_index("frequency_id")
    assert rows.loc["P043", "count"] == rows.loc["P012", "count"] - 1
    assert "cryoablation, Wang 2012" in figures.needle_series().table["Series"].tolist()


def test_the_crude_row_is_the_sum_of_its_series():
    rows = tables.load("seeding_frequencies").set_index("frequency_id")
    single = rows.loc[[f"P{number:03d}" for number in range(2, 10)]]
    assert single["count"].sum() == rows.loc["P001", "count"]
    assert single["total"].sum() == rows.loc["P001", "total"]


def test_both_risks_and_the_later_table_stand_beside_the_curve():
    words = " ".join(figures.needle_tract().table["Of 100 people"])
    for shown in ("2.7 % (1.8 to 4)", "26 of 1,340", "42 of 2,588"):
        assert shown in words


def test_a_rate_that_nobody_has_is_not_drawn():
    table = figures.rupture("after").table
    assert set(table["Rate of deposits"]) == {"not found"}
    assert "illustrative" not in figures.rupture("after").sentence


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: figures.region("pci_13"), "region must be one of pci_0, .* not 'pci_13'"),
        (lambda: figures.rupture("why"), "question must be one of often, before, after, not 'why'"),
        (lambda: figures.neighbour("spleen"), "organ must be one of .* not 'spleen'"),
        (lambda: figures.flow("spleen"), "release must be one of"),
    ],
)
def test_an_unknown_name_is_one_clear_line(call, line):
    with pytest.raises(ValueError, match=line):
        call()
