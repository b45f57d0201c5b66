// Choosing on the body map. What can be chosen is a list of its own over the drawing, in reading
// order; the drawing beneath is only a picture. The dropdown beside it does all that a click does.

let views = 0;
const quiet = { "data-lm-suppress-shortcuts": "true" }; // JupyterLab's keys stay away from ours

class View {
  constructor(model, el, svg) {
    const uid = `map${++views}-`;
    this.model = model;
    this.get = (name) => model.get(name);
    this.plate = new Plate(model, uid, svg);
    this.options = new Map(); // site -> its option
    this.over = this.plate.svg.appendChild(draw("g", { role: "listbox" }));
    this.tip = this.plate.box.appendChild(make("div", { class: "bm-tip", "aria-hidden": "true" }));
    this.legend = make("div", { class: "bm-legend" });
    this.word = make("label", { for: `${uid}list` });
    this.list = make("select", { id: `${uid}list`, ...quiet });
    this.chosen = make("ul", { class: "bm-chosen" });
    this.status = make("p", { class: "bm-status", role: "status", "aria-live": "polite" });
    const parts = [this.legend, this.word, this.list, this.chosen, this.status];
    el.append(make("div", { class: "bm-map" }, this.plate.box, make("div", { class: "bm-side" }, ...parts)));
    this.listen();
    this.dress();
  }

  dress() {
    this.plate.dress();
    this.build();
  }

  // The options of this page and the same in the dropdown.
  build() {
    const [owner, names] = [this.get("_owner"), this.get("_sites")];
    const shown = new Map(); // site -> its shapes, both in reading order
    for (const name of this.plate.page().shapes) {
      const site = owner[name];
      if (!(site in names) || !this.plate.offers(name, site)) continue;
      shown.set(site, [...(shown.get(site) ?? []), this.plate.shapes.get(name)]);
    }
    this.options.clear();
    for (const [site, shapes] of shown)
      this.options.set(site, this.plate.option(site, shapes, this.mark(site, shapes)));
    this.over.replaceChildren(...this.options.values());
    const many = this.get("max_selected") > 1;
    this.over.setAttribute("aria-multiselectable", String(many));
    this.word.textContent = many ? `Choose up to ${this.get("max_selected")} sites` : "Choose a site";
    // sites asked for by name are in the dropdown even where the drawing has no shape for them
    const listed = this.get("_asked") ? Object.keys(names) : [...shown.keys()];
    const sorted = listed.sort((a, b) => names[a].localeCompare(names[b]));
    this.list.replaceChildren(make("option", { value: "" }, many ? "Add a site …" : "none"));
    for (const site of sorted) this.list.append(make("option", { value: site }, names[site]));
    if (!this.options.has(this.current)) this.current = [...this.options.keys()][0];
    this.resize();
    this.paint();
    this.select();
  }

  resize() {
    this.plate.resize(this.options.values());
  }

  mark(site, [shape]) {
    const words = this.get("_paint")[site]?.[1];
    const marks = { text: shape.group.dataset.text, value: words, name: this.get("_sites")[site] };
    return marks[this.get("_marks")] ?? (this.get("_marks") === "value" ? " " : "");
  }

  say(site) {
    const words = this.get("_paint")[site]?.[1];
    return this.get("_sites")[site] + (words ? `: ${words}` : "");
  }

  paint() {
    this.plate.paint();
    for (const [site, option] of this.options) {
      option.setAttribute("aria-label", this.say(site));
      for (const dot of option.querySelectorAll(".bm-dot"))
        dot.setAttribute("fill", this.plate.colour(site) ?? "#fff");
      const text = option.querySelector("text");
      if (text) text.textContent = this.mark(site, option.shapes);
    }
    const { title, steps, note } = this.get("_legend");
    const rows = (steps ?? []).map(([colour, words]) =>
      make("div", {}, make("i", { style: `background:${colour}` }), words));
    this.legend.replaceChildren(...(title ? [make("p", {}, title)] : []), ...rows);
    if (note) this.legend.append(make("p", { class: "bm-note" }, note));
  }

  // Ticks, rings, the dropdown and the list of what is chosen.
  select() {
    const [selected, marked] = [this.get("selected"), this.get("highlight")];
    const many = this.get("max_selected") > 1;
    for (const [site, option] of this.options) {
      const on = selected.includes(site);
      option.setAttribute("aria-selected", String(on));
      option.classList.toggle("bm-on", on);
      option.classList.toggle("bm-marked", marked.includes(site));
      for (const { group } of option.shapes)
        group.classList.toggle("bm-outlined", on || marked.includes(site));
      option.setAttribute("tabindex", site === this.current ? "0" : "-1");
    }
    this.over.setAttribute("aria-label", this.get("label"));
    this.over.setAttribute("aria-disabled", String(this.get("disabled")));
    this.list.disabled = this.get("disabled");
    this.list.value = many ? "" : (selected[0] ?? "");
    this.chosen.replaceChildren(...(many ? selected : []).map((site) => this.chip(site)));
  }

  chip(site) {
    const name = this.get("_sites")[site];
    if (this.get("disabled")) return make("li", {}, name);
    const button = make("button", { type: "button", "aria-label": `Take away ${name}`, ...quiet }, `${name} ✕`);
    button.addEventListener("click", () => {
      this.toggle(site);
      this.list.focus();
    });
    return make("li", {}, button);
  }

  toggle(site) {
    if (this.get("disabled")) return;
    const [selected, most] = [this.get("selected"), this.get("max_selected")];
    const counted = (n) => (most > 1 ? ` ${n} of ${most} chosen.` : "");
    if (selected.includes(site)) {
      const rest = selected.filter((other) => other !== site);
      this.model.set("selected", rest);
      this.tell(`${this.get("_sites")[site]}: taken away.${counted(rest.length)}`);
    } else if (most > 1 && selected.length >= most) {
      this.tell(`You have chosen ${most} of ${most}. Take one away first.`);
    } else {
      this.model.set("selected", most > 1 ? [...selected, site] : [site]);
      this.tell(`${this.say(site)}. Chosen.${counted(selected.length + 1)}`);
    }
    this.model.save_changes();
  }

  tell(text) {
    this.status.textContent = text;
  }

  hint(site, x, y) {
    this.tip.hidden = !site;
    if (!site) return;
    this.tip.textContent = this.say(site);
    const box = this.plate.box.getBoundingClientRect();
    const room = Math.max(box.width, this.tip.offsetWidth) - this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, Math.min(x - box.left + 14, room))}px`;
    this.tip.style.top = `${Math.max(0, y - box.top - 36)}px`;
  }

  // One option at a time takes part in the Tab order.
  reach(site) {
    this.current = site;
    for (const [other, option] of this.options)
      option.setAttribute("tabindex", other === site ? "0" : "-1");
  }

  focus(site) {
    this.reach(site);
    this.options.get(site).focus();
  }

  move(event) {
    const order = [...this.options.keys()];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = (order.indexOf(this.current) + step + order.length) % order.length;
    if (step) this.focus(order[next]);
    else if (event.key === "Home") this.focus(order[0]);
    else if (event.key === "End") this.focus(order.at(-1));
    else if (event.key === "Enter" || event.key === " ") this.toggle(this.current);
    else if (event.key === "Escape") this.hint();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  listen() {
    const { box, svg } = this.plate; // focus is heard on the box: a listener makes a <g> focusable
    this.hint();
    svg.addEventListener("pointermove", (event) => {
      const site = this.plate.under(event, this.options);
      svg.style.cursor = site && !this.get("disabled") ? "pointer" : "default";
      this.hint(site, event.clientX, event.clientY);
    });
    svg.addEventListener("pointerleave", () => this.hint());
    svg.addEventListener("click", (event) => {
      // a click by a screen reader has no place: it means the option itself
      const option = event.detail === 0 && event.target.closest("[role=option]");
      const site = option ? option.dataset.site : this.plate.under(event, this.options);
      if (!site) return;
      this.focus(site);
      this.toggle(site);
    });
    box.addEventListener("keydown", (event) => this.move(event));
    box.addEventListener("focusin", (event) => {
      const option = event.target.closest("[role=option]");
      this.reach(option.dataset.site);
      const place = option.querySelector(".bm-target").getBoundingClientRect();
      this.hint(option.dataset.site, place.x + place.width / 2, place.y);
    });
    box.addEventListener("focusout", () => this.hint());
    this.list.addEventListener("change", () => {
      const [old] = this.get("selected");
      if (this.list.value) this.toggle(this.list.value);
      else if (old && this.get("max_selected") === 1) this.toggle(old);
      this.select();
    });
  }
}

export default {
  async render({ model, el }) {
    const view = new View(model, el, await unpack(model.get("_svg")));
    const watch = new ResizeObserver(() => view.resize());
    watch.observe(view.plate.box);
    const acts = [
      ["_paint _legend", () => view.paint()],
      ["layer sex _muted", () => view.dress()],
      ["_owner _sites max_selected", () => view.build()],
      ["selected highlight disabled label", () => view.select()],
    ].flatMap(([names, act]) => names.split(" ").map((name) => [`change:${name}`, act]));
    for (const [event, act] of acts) model.on(event, act);
    return () => {
      watch.disconnect();
      for (const [event, act] of acts) model.off(event, act);
    };
  },
};
