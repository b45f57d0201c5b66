// The status line of an explorer, and the names that ipywidgets cannot give.
//
// ipywidgets replaces the node of an HTML widget at each update, so a live region inside one is new
// every time and stays silent. Here the region stands still and only its text changes.

// the page keeps the count: lessons open side by side may each have brought a copy of this file
const next = () => (document.hccCount = (document.hccCount ?? 0) + 1);

const name = (node, text) => node && text && node.setAttribute("aria-label", text);

function nameControls(root) {
  // JupyterLab would take "d d" on a focused button as "delete this cell", and arrow keys as moves
  // between cells; it looks for this mark on the focused element itself
  for (const node of root.querySelectorAll("button, input, select, [role=slider]"))
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const node of root.querySelectorAll('[title="null"]')) node.removeAttribute("title");
  for (const pair of root.querySelectorAll(".hcc-slider")) {
    const text = pair.querySelector("label")?.textContent;
    name(pair.querySelector("[role=slider]"), text);
    name(pair.querySelector("input"), text && text + ", as a number");
  }
  for (const choice of root.querySelectorAll(".hcc-choice")) {
    const radios = choice.querySelector(".widget-radio-box");
    if (!radios) continue;
    radios.setAttribute("role", "radiogroup");
    name(radios, choice.querySelector("label")?.textContent);
    // one name: Tab enters the group once and the arrow keys move inside it
    choice.dataset.name ??= "hcc-choice-" + next();
    for (const radio of radios.querySelectorAll("input")) radio.name = choice.dataset.name;
  }
}

// Native, in one widget with the line: as five ipywidgets they would cost 5 kB an explorer.
function foot(model, on) {
  const row = document.createElement("div");
  row.className = "hcc-foot hcc-controls";
  if (model.get("resets")) {
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "Reset";
    reset.title = "Back to the start";
    reset.addEventListener("click", () => model.send("reset"));
    row.append(reset);
  }
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = model.get("as_table");
  box.addEventListener("change", () => {
    model.set("as_table", box.checked);
    model.save_changes();
  });
  label.append(box, "Show as table");
  row.append(label);
  const numbers = document.createElement("div");
  numbers.className = "hcc-numbers";
  const show = () => (numbers.innerHTML = model.get("table"));
  show();
  on("change:table", show);
  return [row, numbers];
}

export default {
  render({ model, el }) {
    const ends = [];
    const on = (event, react) => {
      model.on(event, react);
      ends.push(() => model.off(event, react));
    };
    const line = document.createElement("div");
    line.className = "hcc-status";
    line.id = "hcc-status-" + next();
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    line.textContent = model.get("text");
    el.append(line, ...(model.get("footed") ? foot(model, on) : []));

    let root, watch, frame;
    const speak = () => {
      if (line.textContent !== model.get("text")) line.textContent = model.get("text");
    };
    const picture = () => {
      const node = root?.querySelector(".hcc-picture");
      if (!node) return;
      node.style.minHeight = model.get("height") + "px";
      const label = model.get("title") || "Figure";
      const names = { role: "img", "aria-label": label, "aria-describedby": line.id };
      for (const [key, value] of Object.entries(names)) {
        if (model.get("pictured")) node.setAttribute(key, value);
        else node.removeAttribute(key);
      }
    };
    const settle = () => {
      root = el.closest(".hcc-box");
      if (!root) {
        frame = requestAnimationFrame(settle);
        return;
      }
      root.setAttribute("role", "group");
      name(root, model.get("title"));
      const controls = () => {
        nameControls(root);
        picture();
      };
      watch = new MutationObserver(controls); // the controls arrive later, one by one
      for (const node of root.querySelectorAll(".hcc-controls")) {
        watch.observe(node, { childList: true, subtree: true });
      }
      controls();
    };
    settle();
    on("change:text", speak);
    on("change:pictured", picture);
    return () => {
      cancelAnimationFrame(frame);
      watch?.disconnect();
      ends.forEach((end) => end());
    };
  },
};
