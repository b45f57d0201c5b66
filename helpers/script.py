"""A script and its stylesheet, sent once a kernel however many widgets use them."""

import base64
import uuid
import zlib
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from helpers import theme
from helpers.controls import shared

HERE = Path(__file__).parent
_WAIT = (
    'const one = ((globalThis.hccScripts ??= {})["NAME"] ??= (() => { const one = {}; '
    "one.ready = new Promise((give) => (one.give = give)); return one; })());\n"
)
# anywidget gives up on a model that is not ready after two seconds, as on a slow machine, and then
# drops every message to it: our models take their messages as any other model does.
_USE = """export default {
  async initialize({ model }) {
    model.widget_manager.get_model(model.get("_own")).then((real) => {
      const plain = Object.getPrototypeOf(real.constructor.prototype);
      real.comm?.on_msg(plain._handle_comm_msg.bind(real));
    });
  },
  render: async (context) => (await one.ready).default.render(context),
};"""


def stylesheet(path: Path) -> str:
    """A stylesheet with the theme's colours in place of FOCUS, PAPER and INK."""
    text = path.read_text(encoding="utf-8")
    for colour in ("FOCUS", "PAPER", "INK"):
        text = text.replace(colour, getattr(theme, colour))
    return text


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


class Script:
    """What a kind of widget runs in the page. anywidget would send it with every widget.

    ``stub`` is the ``_esm`` of such a widget: it waits for the script and hands over to its
    ``render``.
    """

    def __init__(self, script: str, style: str = "") -> None:
        parts = {"script": script, "style": style}
        self._parts = {name: _packed(text) for name, text in parts.items()}
        # by content, so that a page never runs the script of an older kernel
        name = f"hcc-{zlib.crc32((script + style).encode()):08x}"
        self._wait = _WAIT.replace("NAME", name)
        self.stub = self._wait + _USE
        self._sent: _Sent | None = None

    def send(self) -> None:
        """Send the script to the page, unless this kernel has done so."""
        if self._sent is None or self._sent.comm is None:
            esm = self._wait + (HERE / "script.js").read_text(encoding="utf-8")
            self._sent = _Sent(_esm=esm, layout=shared(widgets.Layout), **self._parts)


class Scripted(anywidget.AnyWidget):
    """A widget that runs ``_script`` in the page; its class sets ``_esm`` to the script's stub."""

    _script: Script
    _own = traitlets.Unicode().tag(sync=True)  # its id, by which the stub finds its model

    def __init__(self, **traits: Any) -> None:
        self._script.send()
        own = uuid.uuid4().hex
        super().__init__(model_id=own, _own=own, **traits)


class _Sent(anywidget.AnyWidget):
    script = traitlets.Unicode().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
