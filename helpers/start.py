"""The self-check of `00_start_here`: does this set-up work, and if not, what to do."""

import sys
from importlib import metadata

REINSTALL = "close JupyterLab and start it again with the first command in README.md"
PACKAGES = ("jupyterlab", "ipywidgets", "plotly", "pandas", "anywidget", "networkx", "lymph-model")
OLDEST_PYTHON = (3, 11)


def minor(version: str) -> str:
    """The first two numbers of a version: what our pins promise."""
    return ".".join(version.split(".")[:2])


def check_python() -> tuple[bool, str]:
    found = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < OLDEST_PYTHON:
        return (
            False,
            f"{found} is too old: install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer",
        )
    return True, "Python is new enough"


def check_package(name: str) -> tuple[bool, str]:
    try:
        return True, f"{name} {minor(metadata.version(name))}"
    except metadata.PackageNotFoundError:
        return False, f"{name} is not installed: {REINSTALL}"


def check_data() -> tuple[bool, str]:
    from helpers import tables

    try:
        for name in tables.names():
            tables.load(name)
    except tables.TableError as problem:
        return False, str(problem)
    return True, "every data table is there and valid"


class SelfCheck:
    """What was checked, one line each; `lines` is a list of (passed, text)."""

    def __init__(self, lines: list[tuple[bool, str]]):
        self.lines = lines

    @property
    def passed(self) -> bool:
        return all(passed for passed, _ in self.lines)

    @property
    def verdict(self) -> str:
        if self.passed:
            return "Your set-up works."
        return "Something is missing; the lines marked ✗ say what to do."

    def __repr__(self) -> str:
        marks = (f"{'✓' if passed else '✗'} {text}" for passed, text in self.lines)
        return "\n".join([self.verdict, *marks])


def self_check() -> SelfCheck:
    """Check the Python version, the packages and every data table.

    Nothing raises: each problem becomes a line that says what to do.
    """
    lines = [check_python(), *map(check_package, PACKAGES)]
    # the tables need pandas and the rest: reading them before those are there says nothing new
    if all(passed for passed, _ in lines):
        lines.append(check_data())
    return SelfCheck(lines)
