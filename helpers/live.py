"""The one line that speaks: a status text that is announced as it changes, and the look of everything around it."""

import anywidget
import traitlets

from helpers import theme

# ipywidgets replaces the node of an HTML widget at each update, so a live region inside it is a new one every time and
# stays silent. Here the region stands still and only its text node changes. ipywidgets has no ARIA trait either:
# the same script gives sliders, number fields, radio groups and the picture the names that the eye sees.
_ESM = """
const name = (node, text) => node && text && node.setAttribute("aria-label", text);
function nameControls(root) {
  for (const pair of root.querySelectorAll(".hcc-slider")) {
    const text = pair.querySelector("label")?.textContent;
    name(pair.querySelector("[role=slider]"), text);
    name(pair.querySelector("input"), text && text + ", as a number");
  }
  for (const group of root.querySelectorAll(".hcc-choice")) {
    const text = group.querySelector("label")?.textContent;
    const radios = group.querySelector(".widget-radio-box");
    if (radios) { radios.setAttribute("role", "radiogroup"); name(radios, text); }
  }
}
let count = 0;
export default {
  render({ model, el }) {
    const line = document.createElement("div");
    line.className = "hcc-status";
    line.id = "hcc-status-" + ++count;
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    line.textContent = model.get("text");
    el.append(line);
    let root, watch;
    const picture = () => {
      const node = root?.querySelector(".hcc-picture");
      if (!node) return;
      const shown = model.get("pictured");
      for (const [key, value] of [["role", "img"], ["aria-label", model.get("title")], ["aria-describedby", line.id]])
        shown ? node.setAttribute(key, value) : node.removeAttribute(key);
    };
    const speak = () => { if (line.textContent !== model.get("text")) line.textContent = model.get("text"); };
    const settle = () => {
      if (!el.isConnected) { frame = requestAnimationFrame(settle); return; }
      root = el.closest(".hcc-box");
      if (!root) return;
      root.setAttribute("role", "group");
      name(root, model.get("title"));
      const controls = () => { nameControls(root); picture(); };
      watch = new MutationObserver(controls);
      for (const node of root.querySelectorAll(".hcc-controls")) watch.observe(node, { childList: true, subtree: true });
      controls();
    };
    let frame = requestAnimationFrame(settle);
    model.on("change:text", speak);
    model.on("change:pictured", picture);
    return () => {
      cancelAnimationFrame(frame); watch?.disconnect();
      model.off("change:text", speak); model.off("change:pictured", picture);
    };
  },
};
"""

_CSS = """
.hcc-box { max-width: 64rem; }
.hcc-title { font-weight: 600; font-size: 1.05rem; line-height: 1.4; }
.hcc-controls { flex-wrap: wrap; gap: 4px 32px; align-items: flex-start; overflow: visible; }
.hcc-controls .widget-label { width: auto; max-width: none; text-align: left; overflow: visible; text-overflow: clip;
  white-space: normal; height: auto; line-height: 1.4; }
.hcc-slider { align-items: flex-end; overflow: visible; }
.hcc-slider .widget-slider { flex-wrap: wrap; height: auto; --jp-widgets-slider-handle-size: 24px; }
.hcc-slider .widget-slider .widget-label { flex: 1 0 100%%; }
.hcc-slider .widget-slider .slider-container { height: 32px; }
.hcc-choice > .jupyter-widgets { flex-direction: column; align-items: stretch; height: auto; }
.hcc-choice select { min-height: 32px; }
.hcc-choice .widget-radio-box { flex-direction: row; flex-wrap: wrap; gap: 0 16px; height: auto; }
.hcc-choice .widget-radio-box label { min-height: 24px; line-height: 24px; height: auto; }
.hcc-box :is(button, input, select, [role="slider"]):focus-visible { outline: 3px solid %(focus)s; outline-offset: 2px; }
.hcc-box .jupyter-button { width: auto; min-height: 32px; }
.hcc-box input[type="checkbox"], .hcc-box input[type="radio"] { min-width: 18px; min-height: 18px; }
.hcc-picture { background: %(paper)s; border-radius: 4px; overflow: hidden; }
.hcc-picture .jp-OutputArea-output { padding: 0; }
.hcc-picture .jp-OutputArea-prompt { display: none; }
.hcc-status { min-height: 3em; padding: 6px 0; font-size: 1rem; line-height: 1.5;
  color: var(--jp-content-font-color1, inherit); }
.hcc-error { padding: 16px; color: %(ink)s; font-size: 1rem; }
""" % {"focus": theme.FOCUS, "paper": theme.PAPER, "ink": theme.INK}


class Status(anywidget.AnyWidget):
    """A polite live region. Put it inside a box with the class ``hcc-box``; it also names what stands in that box.

    ``text`` is the sentence now, ``title`` names the box and its picture, ``pictured`` is False while no picture shows.
    """

    _esm = _ESM
    _css = _CSS
    text = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    pictured = traitlets.Bool(True).tag(sync=True)
