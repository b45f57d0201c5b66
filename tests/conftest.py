"""What all tests share: the marker of the notebooks, and a loud word where no browser was tried."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_ipython_folder(tmp_path_factory):
    """A kernel must not meet the start-up files of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker("notebook")


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.getreports("skipped")
    browser = [report for report in skipped if "browser" in report.keywords]
    if browser:
        terminalreporter.section("NOT TESTED: the lessons in a browser", red=True, bold=True)
        terminalreporter.line(f"{len(browser)} tests were skipped: {browser[0].longrepr[2]}")
