"""The hands of a student in JupyterLab: open a lesson, run it, read it."""

import re
from pathlib import Path

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Folded cells have no prompt to watch. Every cell of a lesson shows something, so it has run when
# it has an output again.
ALL_SHOWN = f"""() => {{
  const cells = [...document.querySelectorAll('{PANEL} .jp-CodeCell')];
  return cells.length && cells.every(cell => cell.querySelector('.jp-OutputArea-child'))
    && document.querySelector("{PANEL} .jp-Notebook-ExecutionIndicator")?.dataset.status === 'idle';
}}"""
ERRORS = (
    f"{PANEL} [data-mime-type*='stderr'], {PANEL} [data-mime-type='application/vnd.jupyter.error']"
)
RUN_SECONDS = 120


class Lab:
    """A page in JupyterLab; `console` has its errors, `outside` its requests to elsewhere,
    `received` the bytes from the kernel.
    """

    def __init__(self, page, address: str, folder: Path):
        self.page = page
        self.address = address
        self.folder = folder
        self.console: list[str] = []
        self.outside: list[str] = []
        self.received = 0
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._failed(str(error)))
        page.on("request", self._asked)
        page.on("websocket", lambda socket: socket.on("framereceived", self._got))

    def _failed(self, error: str) -> None:
        # anywidget says so on a slow machine; helpers/script.py makes it harmless
        if "Failed to initialize model" not in error:
            self.console.append(error[:300])

    def _heard(self, message) -> None:
        if message.type == "error":
            self.console.append(message.text[:300])

    def _asked(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _got(self, frame) -> None:
        self.received += len(frame)

    def open(self, notebook: str) -> None:
        self.page.goto(f"{self.address}/lab/tree/notebooks/{notebook}.ipynb?reset&token=t")
        self.page.wait_for_selector(f"{PANEL} .jp-Cell", timeout=60_000)
        self.wait_idle()
        self.page.keyboard.press(
            "Control+b"
        )  # fold the file browser away: the lesson gets the window

    def wait_idle(self) -> None:
        # both places: right after opening, one of them says idle before the kernel is there
        self.page.wait_for_selector(
            f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=60_000
        )
        self.page.wait_for_function(
            r"() => /\|\s*Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText)",
            timeout=60_000,
        )

    def run_all(self) -> None:
        self.menu("Edit", re.compile("^Clear Outputs of All Cells"))
        self.menu("Run", re.compile("^Run All Cells"))
        self.wait_shown()

    def restart_and_run_all(self) -> None:
        self.menu("Edit", re.compile("^Clear Outputs of All Cells"))
        self.menu("Kernel", re.compile("^Restart Kernel and Run All Cells"))
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.wait_shown()

    def wait_shown(self) -> None:
        self.page.wait_for_function(ALL_SHOWN, timeout=RUN_SECONDS * 1000)
        self.settle()

    def menu(self, name: str, item: re.Pattern) -> None:
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.get_by_role("menuitem", name=item).click()

    def settle(self, milliseconds: int = 1500) -> None:
        self.page.wait_for_timeout(milliseconds)

    def errors(self) -> list[str]:
        return self.page.locator(ERRORS).all_inner_texts()

    def boxes(self):
        """The explorers, predictions and quizzes of the lesson that is open."""
        return self.page.locator(f"{PANEL} .hcc-box")
