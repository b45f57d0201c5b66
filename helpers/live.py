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
  for (const node of root.querySelectorAll('[title="null"]')) node.removeAttribute("title");
  for (const pair of root.querySelectorAll(".hcc-slider")) {
    const text = pair.querySelector("label")?.textContent;
    name(pair.querySelector("[role=slider]"), text);
    name(pair.querySelector("input"), text && text + ", as a number");
  }
  for (const group of root.querySelectorAll(".hcc-choice")) {
    const text = group.querySelector("label")?.textContent;
    const radios = group.querySelector(".widget-radio-box");
    radios?.setAttribute("role", "radiogroup");
    name(radios, text);
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
.hcc-box { max-width: 64rem; overflow: visible; }
.hcc-title { font-weight: 600; font-size: 1.05rem; line-height: 1.4; }
.hcc-controls { flex-wrap: wrap; gap: 6px 28px; align-items: flex-end; overflow: visible; }
.hcc-box .widget-label, .hcc-box .widget-label-basic { width: auto; max-width: none; height: auto;
  white-space: normal; overflow: visible; text-align: left; line-height: 1.4; font-size: 14px; }
.hcc-slider { align-items: flex-end; overflow: visible; }
.hcc-slider .widget-slider { display: grid; grid-template-columns: minmax(200px, auto); width: auto;
  height: auto; overflow: visible; --jp-widgets-slider-handle-size: 24px; }
.hcc-slider .slider-container { height: 32px; }
.hcc-slider .widget-text { width: 76px; margin: 2px 0; }
.hcc-box .hcc-choice { display: flex; flex-direction: column; align-items: flex-start; width: auto;
  height: auto; overflow: visible; }
.hcc-box .hcc-choice select { height: 32px; width: auto; max-width: 100%; }
.hcc-box .widget-radio-box { flex-direction: row; flex-wrap: wrap; gap: 0 16px; height: auto;
  margin: 0; }
.hcc-box .widget-radio-box label { display: flex; flex-direction: row-reverse; gap: 6px;
  align-items: center; height: 32px; font-size: 14px; }
.hcc-box .widget-checkbox { width: auto; height: 32px; }
.hcc-box .widget-button { width: auto; height: 32px; font-size: 14px; }
.hcc-box input:is([type="checkbox"], [type="radio"]) { width: 18px; height: 18px; margin: 3px; }
.hcc-box :is(button, input, select, summary, [role="slider"]):focus-visible {
  outline: 3px solid FOCUS; outline-offset: 2px; }
.hcc-picture { background: PAPER; border-radius: 4px; overflow: hidden; }
.hcc-picture .jp-OutputArea-output { padding: 0; background: PAPER; color: INK; }
.hcc-picture .jp-OutputPrompt, .hcc-picture .jp-OutputArea-promptOverlay { display: none; }
.hcc-status { min-height: 3em; padding: 8px 2px 0; font-size: 16px; line-height: 1.5;
  color: var(--jp-content-font-color1, inherit); }
.hcc-error { padding: 16px; color: INK; font-size: 16px; }
.hcc-numbers { height: auto; }
"""
for _colour in ("FOCUS", "PAPER", "INK"):
    _CSS = _CSS.replace(_colour, getattr(theme, _colour))


class Status(anywidget.AnyWidget):
    """A polite live region. Put it inside a box with the class ``hcc-box``; it also names what stands in that box.

    ``text`` is the sentence now, ``title`` names the box and its picture, ``pictured`` is False while no picture shows.
    """

    _esm = _ESM
    _css = _CSS
    text = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    pictured = traitlets.Bool(True).tag(sync=True)
