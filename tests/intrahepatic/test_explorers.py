"""Every control of the intrahepatic lesson at every value; pictures agree with the model."""

import json
import xml.etree.ElementTree as ET
import zlib

import ipywidgets as widgets
import pytest

from helpers.intrahepatic import explorers, figures, liver, model
from helpers.live import patch
from helpers.view import figure_json
from tests.controls import settings, values

ALL = [getattr(explorers, name) for name in dir(explorers) if name.startswith("explore_")]
BYTES_OF_A_PLOT, BYTES_OF_A_DRAWING = 8_000, 2_000


@pytest.mark.parametrize("explore", ALL, ids=lambda explore: explore.__name__)
def test_every_setting_gives_picture_sentence_and_table(explore):
    explorer = explore()
    assert len(explorer.controls) <= 4
    for setting in settings(explorer):
        explorer.set(**setting)
        assert explorer.error is None, setting
        assert explorer.view.sentence.endswith(".")
        assert len(explorer.view.table)


@pytest.mark.parametrize("explore", ALL, ids=lambda explore: explore.__name__)
def test_no_control_is_without_effect(explore):
    explorer = explore()
    start = explorer.view.picture()
    for name, widget in explorer.controls.items():
        explorer.reset()
        explorer.set(**{name: values(widget)[-1]})
        last = explorer.view.picture()
        explorer.set(**{name: values(widget)[0]})
        assert start != last or start != explorer.view.picture(), name


@pytest.mark.parametrize("explore", ALL, ids=lambda explore: explore.__name__)
def test_reset_leads_back_and_a_move_is_small(explore):
    explorer = explore()
    start, drawn = explorer.view.sentence, explorer.view.svg
    for name, widget in explorer.controls.items():
        explorer.set(**{name: values(widget)[-1]})
        plot = json.dumps(explorer.view.picture())  # as the kernel sends it
        sent = (
            zlib.compress(json.dumps(patch(drawn, explorer.view.svg)).encode()) if drawn else plot
        )
        assert len(sent) < (BYTES_OF_A_DRAWING if drawn else BYTES_OF_A_PLOT)
    explorer.reset()
    assert explorer.view.sentence == start


def test_every_slider_has_a_unit():
    for explore in ALL:
        for widget in explore().controls.values():
            assert widget.description
            if isinstance(widget, widgets.IntSlider | widgets.FloatSlider):
                assert widget.description.endswith(")")


def test_the_drawing_shows_the_simulated_patients():
    view = figures.satellites("segment_3", "stem", 0.5, 4)
    cells = model.simulate("segment_3", 200, seed=4, grown_to="stem", backflow=0.5)
    counts = cells["site_id"].value_counts()
    column = view.table.columns[1]
    assert view.table[column].sum() == 200
    shown = dict(zip(view.table.iloc[:, 0], view.table[column], strict=True))
    assert shown["segment 8"] == counts["segment_8"]
    drawn = ET.fromstring(view.svg)
    circles = len(drawn.findall(".//{*}circle[@cx]"))
    diamonds = len(drawn.findall(".//{*}path[@class='cell']"))
    settled = cells["branch"] >= 0
    assert circles == counts["segment_3"]
    assert circles + diamonds == settled.sum()
    rows = [text.text for text in drawn.findall(".//{*}text")]
    assert rows[rows.index("segment 8") + 1] == str(counts["segment_8"])
    bars = [float(bar.get("width")) for bar in drawn.findall(".//{*}rect")]
    wanted = view.table[column] * max(bars) / view.table[column].max()
    assert bars == pytest.approx(wanted.tolist(), abs=0.1)
    assert f"{counts['segment_3']} of them in segment 3" in view.sentence
    assert "illustrative" in view.sentence


def test_each_segment_lies_in_the_outline_and_each_branch_in_its_segment():
    low, high = liver.outline().min(axis=0), liver.outline().max(axis=0)
    tree, place = model.portal_tree(), liver.places()
    for number, (name, border) in enumerate(liver.segments().items()):
        assert (border >= low - 1e-9).all()
        assert (border <= high + 1e-9).all()
        ends = place[tree.end & (tree.segment == number)]
        assert len(ends) == 32, name
        assert (ends >= border.min(axis=0)).all()
        assert (ends <= border.max(axis=0)).all()


def test_size_and_invasion_say_what_the_model_says():
    here = model.invasion_by_size(6).iloc[0]
    view = figures.invasion(6)
    assert f"{100 * here['share']:.0f} %" in view.sentence
    assert "83 of 458" in view.table["With it"].tolist()
    other = figures.invasion(2, "portal_invasion")
    assert "16 of 86" in other.sentence
    assert "curve" not in " ".join(trace.name or "" for trace in other.figure.data)
    assert figures.invasion(9, "satellite").sentence.startswith("No series here")


def test_beyond_the_sizes_that_were_counted_the_sentence_says_so():
    said = {size: figures.invasion(size).sentence for size in (3, 3.5, 6.5, 7)}
    assert "22 % to 47 % depending on the series; the article's 20 %" in said[3]
    assert "24 % to 50 % if series differ there as they do up to 3 cm." in said[3.5]
    assert [said[size].endswith("so this is a guess.") for size in (6.5, 7)] == [False, True]


def test_no_key_hides_what_a_narrow_picture_shows():
    for view in (figures.invasion(), figures.early_late()):
        layout = figure_json(view.figure)["layout"]
        assert "legend" not in layout  # along the top, as the template has it
    rows = figures.against_counts().figure.data[0].y
    assert max(len(line) for row in rows for line in row.split("<br>")) <= 26
    assert rows[0] == "Back within two years<br>Yan 2023"


def test_a_recurrence_after_one_month_is_found_at_1_month():
    assert "at 1 month is of the first clone" in figures.clone(1).sentence
    assert "at 2 months is of the first clone" in figures.clone(2).sentence


def test_counts_by_size_stand_in_their_class_and_are_filled_where_it_holds_the_size():
    rows = model.counted("satellite")
    marks = figures.invasion(2.5, "satellite").figure.data[-1]
    assert list(marks.text) == ["17 of 131", "28 of 149"]
    assert list(marks.y) == pytest.approx((100 * rows["share"]).tolist(), abs=0.05)
    right = [x + bar for x, bar in zip(marks.x, marks.error_x.array, strict=True)]
    assert right == pytest.approx(rows["size_high_cm"].tolist())
    assert marks.marker.color[0] != marks.marker.color[1]  # up to 2 cm does not hold 2.5 cm
    every = figures.invasion(2).figure.data[-1]
    assert every.text[-1] == "389 of 1540, all sizes"
    assert (every.error_x.array[-1], every.error_x.arrayminus[-1]) == (0, 0)


def test_the_word_for_new_tumours_stands_above_their_floor():
    for cirrhosis in (None, False, True):
        view = figures.early_late(cirrhosis=cirrhosis)
        word = next(w for w in view.figure.layout.annotations if w.text == "new tumours<br>(late)")
        assert word.y == pytest.approx(view.figure.data[0].y[-1], abs=0.01)
        assert word.yanchor == "bottom"


def test_two_operations_say_what_the_model_says():
    view = figures.operations(5)
    assert (
        "In the model, 63 % recur within 5 years of resection, 14 % of them outside"
        in view.sentence
    )
    assert "13 % recur, 88 % of them outside" in view.sentence
    assert view.table.iloc[:, 1].sum() == pytest.approx(100)


def test_counts_beside_two_operations_stand_in_picture_sentence_and_table():
    view = figures.operations(5, recurred_only=True)
    marks = next(trace for trace in view.figure.data if trace.error_x.array)
    assert list(marks.x) == pytest.approx([90.6, 80.1, 79.6, 11.8])
    assert [round(y + 0.38) for y in marks.y] == [0, 0, 0, 1]
    words, resection, transplantation = (view.table[name] for name in view.table)
    counted = words.str.contains("counted")
    for column, counts in (
        (resection, ["504 of 556", "214 of 267", "211 of 265"]),
        (transplantation, ["2 of 17"]),
    ):
        assert f"{', '.join(counts)} " in view.sentence
        rows = words[counted & (column != "not counted")]
        assert [any(count in row for count in counts) for row in rows] == [True] * len(counts)
    assert "Counted" not in figures.operations(5).sentence


def test_no_setting_of_early_and_late_leaves_its_axis():
    worst = figures.early_late(12, True, 0, True).figure
    top = max(sum(pair) for pair in zip(*(trace.y for trace in worst.data[:2]), strict=True))
    assert 9 < top < worst.layout.yaxis.range[1]
    early, mark = (
        next(w for w in worst.layout.annotations if word in w.text)
        for word in ("cells left", "two years")
    )
    high = 14  # px of a percent at least: the words of the hump end below those of the line
    assert early.y - early.ay / high + 1.5 < mark.y


def test_the_other_segments_are_counted_in_words():
    said = figures.satellites("segment_8", "small branch", 0.0).sentence
    assert "of them in segment 8 and none in another segment; in " in said
    seen = set()
    for seed in range(40):
        cells = model.simulate("segment_8", 200, seed=seed, backflow=0.5)["site_id"]
        others = cells[~cells.isin(["segment_8", model.AWAY])]
        reached = others.nunique()
        words = "1 other segment;" if reached == 1 else f"{reached} other segments;"
        wanted = f" and {len(others)} in {words}" if reached else " and none in another segment;"
        assert wanted in figures.satellites("segment_8", backflow=0.5, patients=seed).sentence
        seen.add(min(reached, 2))
    assert seen == {0, 1, 2}


def test_the_clone_says_how_the_microscope_was_tried():
    assert "12 of 17 agreed" in figures.clone(12, "microscope").sentence
    assert "illustrative" in figures.clone(12, "sequencing").sentence
    assert "hint and not a proof" in figures.clone(12).sentence


def test_the_checks_name_the_widest_gap():
    assert "Yan 2023: model 48 %, counted 39 %" in figures.against_counts().sentence
    assert "42.9 %" in figures.against_counts("clones").sentence
    with pytest.raises(ValueError, match="what must be"):
        figures.against_counts("else")
