"""What every run of pytest shares, that of a single notebook too: see addopts in pyproject.toml."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from helpers.view import PICTURES

FOLDER = pytest.StashKey[tempfile.TemporaryDirectory]()


def pytest_configure(config):
    """Kernels start in an empty course: no start-up files of IPython, no answers of a learner."""
    settings.register_profile("house", settings(), deadline=None)  # a busy machine is no failure
    settings.load_profile("house")
    folder = config.stash[FOLDER] = tempfile.TemporaryDirectory()
    course = Path(folder.name, "notebooks")  # answers are kept beside a folder of this name
    startup = Path(folder.name, "ipython", "profile_default", "startup")
    for new in (course, startup):
        new.mkdir(parents=True)
    line = f"__import__('os').chdir({str(course)!r})\n"
    (startup / "course.py").write_text(line, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(startup.parents[1])
    os.environ[PICTURES] = "1"  # what is stored is compared


def pytest_unconfigure(config):
    config.stash[FOLDER].cleanup()


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker("notebook")


def pytest_terminal_summary(terminalreporter):
    """A missing browser must not look like a pass."""
    skipped = terminalreporter.getreports("skipped")
    browser = [report for report in skipped if "browser" in report.keywords]
    if browser:
        terminalreporter.section("NOT TESTED: the lessons in a browser", red=True, bold=True)
        terminalreporter.line(f"{len(browser)} tests were skipped: {browser[0].longrepr[2]}")
