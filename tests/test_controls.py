"""A control says what it asks for and refuses what it cannot show."""

import ipywidgets as widgets
import pytest

from helpers.controls import Choice, Slider


def test_steps_of_a_tenth_stay_tenths():
    slider, box = Slider("Shunt", 0, 0.3, 0.1, 0).build()
    box.children[1].value = 0.29
    assert slider.value == 0.3
    assert isinstance(slider, widgets.FloatSlider)
    assert not slider.continuous_update, "a drag would draw at every pixel"


def test_a_slider_may_begin_at_either_end():
    for value in (0, 10):
        slider, box = Slider("S", 0, 10, 5, value).build()
        assert slider.value == box.children[1].value == value


@pytest.mark.parametrize("wrong", [(5, 5, 1, 5), (0, 1, 0, 0), (0, 1, 0.1, 2)])
def test_a_slider_checks_its_range(wrong):
    low, high, step, value = wrong
    with pytest.raises(ValueError, match="slider 'S' needs low < high"):
        Slider("S", low, high, step, value)


@pytest.mark.parametrize(
    ("options", "value", "line"),
    [
        (["a", "b"], "c", "choice 'C' begins at 'c', not at one of 'a', 'b'"),
        ({"A": "a", "B": "b"}, "A", "choice 'C' begins at 'A', not at one of 'a', 'b'"),
        (["a"], None, "choice 'C' begins at None, not at one of 'a'"),
        ([], "a", "choice 'C' begins at 'a', not at one of $"),
        ({"any": None, "A": "a"}, "a", "choice 'C' has an option None among None, 'a'"),
    ],
)
def test_a_choice_checks_its_options(options, value, line):
    with pytest.raises(ValueError, match=line):
        Choice("C", options, value)


def test_few_options_stand_side_by_side_many_in_a_list():
    assert isinstance(Choice("C", list("abcd"), "a").build()[0], widgets.RadioButtons)
    assert isinstance(Choice("C", list("abcde"), "a").build()[0], widgets.Dropdown)
