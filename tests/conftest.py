"""A real JupyterLab on loopback and a real browser: the lessons as a student meets them."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from helpers.view import PICTURES
from tests.browser.lab import Lab

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent / "notebooks"
SCREENSHOTS = HERE / "browser" / "screenshots"
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {  # no news prompt; every cell in the page, so that none is missed off screen
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM:
        return CHROMIUM
    if os.environ.get("CI"):
        pytest.fail("the browser tests need Chromium here: install the package `chromium`")
    pytest.skip("BROWSER TESTS NOT RUN: no chromium on this machine")


@pytest.fixture(scope="session")
def server(chromium, tmp_path_factory):
    """Address and folder of a JupyterLab that serves a temporary copy of the lessons."""
    home = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(NOTEBOOKS, home / "course" / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for plugin, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {name: value for name, value in os.environ.items() if name != PICTURES}
    env |= {f"JUPYTER_{name}": str(home / name.lower()) for name in folders}
    env |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "IPYTHONDIR": str(home / "ipython")}
    env |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--allow-root"]
    command += [
        f"--port={port}",
        "--IdentityProvider.token=t",
        f"--ServerApp.root_dir={home / 'course'}",
    ]
    with (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/status?token=t", process, home / "log")
        yield address, home / "course"
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # the server and its kernels
        process.wait(20)


def wait_for(url: str, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def keep_screenshot():
    """To call after a test: where it failed, its page is kept in tests/browser/screenshots."""

    def keep(page, node) -> None:
        report = getattr(node, "report", None)
        if report is not None and report.failed:
            SCREENSHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{re.sub(r'[^0-9A-Za-z_]+', '-', node.name)}.png")

    return keep


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.report = report
    return report


@pytest.fixture
def lab(browser, server, request, keep_screenshot):
    """One student's window, 1280 x 800."""
    lab = Lab(browser.new_page(viewport={"width": 1280, "height": 800}), *server)
    yield lab
    keep_screenshot(lab.page, request.node)
    lab.page.close()
