// The picture of the body map: layers, colours, the circles that can be hit. plate.js and widget.js
// are one module, joined by widget.py. The drawing arrives once; changes only set attributes on it.

const NS = "http://www.w3.org/2000/svg";
const TARGET = 25; // px: a finger or an unsteady hand needs 24 at least

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function draw(tag, attributes = {}) {
  const node = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// The drawing comes compressed, in a third of its bytes.
function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

class Plate {
  constructor(model, uid, svg) {
    this.get = (name) => model.get(name);
    this.uid = uid; // before every id, as a map may be on the page twice
    this.box = make("div", { class: "bm-plate" });
    this.box.innerHTML = svg
      .replaceAll(' id="', ` id="${uid}`)
      .replaceAll('href="#', `href="#${uid}`);
    this.svg = this.box.querySelector("svg");
    for (const group of this.svg.children) group.setAttribute("aria-hidden", "true");
    this.shapes = new Map();
    for (const group of this.svg.querySelectorAll("[data-at]")) {
      const points = group.dataset.at.split(",").map((pair) => pair.trim().split(" ").map(Number));
      const layer = group.closest('[id*="-layer-"]').id.slice(`${uid}layer-`.length);
      const narrow = Boolean(group.dataset.marker) || ["lymph", "vessels"].includes(layer);
      this.shapes.set(group.id.slice(uid.length), { group, points, narrow, layer });
    }
  }

  part(id) {
    return this.svg.querySelector(`[id="${this.uid}${id}"]`);
  }

  page() {
    return this.get("_pages")[this.get("layer")];
  }

  // Show the page's layers, pale where they are background, quiet where values are shown.
  dress() {
    const { view, roles, shapes } = this.page();
    this.svg.setAttribute("viewBox", view.join(" "));
    this.svg.style.aspectRatio = `${view[2]} / ${view[3]}`;
    for (const layer of this.svg.querySelectorAll('[id*="-layer-"]')) {
      const name = layer.id.slice(`${this.uid}layer-`.length);
      const pale = roles[name] === "pale";
      layer.style.display = name in roles ? "inline" : "none";
      layer.classList.toggle("bm-pale", pale && name !== "bones");
      layer.classList.toggle("bm-bones", !pale && this.get("layer") === "bones");
      const quiet = name !== "bones" && (pale || this.get("_muted"));
      for (const part of layer.querySelectorAll("[data-mute]")) {
        const key = part.hasAttribute("color") ? "color" : "fill";
        part.dataset.own ??= part.getAttribute(key);
        part.setAttribute(key, quiet ? part.dataset.mute : part.dataset.own);
      }
    }
    const show = (node, yes) => node && (node.style.display = yes ? "inline" : "none");
    show(this.part("body-outline"), "bones" in roles);
    for (const sex of ["female", "male"]) show(this.part(`pelvis-${sex}`), sex === this.get("sex"));
    for (const [name, shape] of this.shapes) {
      show(shape.group, shapes.includes(name));
      shape.colour = shape.group.getAttribute("color"); // without a value
    }
  }

  // On the page, and no mere background: a subject of the layer, asked for, or with a value.
  offers(name, site) {
    const { group, layer } = this.shapes.get(name);
    const hidden = [group, group.parentNode].some((node) => node.style.display === "none");
    const subject = this.page().roles[layer] === "full" || this.get("_asked");
    return !hidden && (subject || site in this.get("_paint"));
  }

  colour(site) {
    const level = this.get("_paint")[site]?.[0];
    return level == null ? null : this.get("_ramp")[level];
  }

  paint() {
    const owner = this.get("_owner");
    for (const [name, shape] of this.shapes) {
      const colour = this.colour(owner[name]);
      shape.group.setAttribute("color", colour ?? shape.colour);
      shape.group.classList.toggle("bm-valued", colour != null);
    }
  }

  // One option of the list over the drawing: frame of the focus, circles to hit, tick, text.
  option(site, shapes, text) {
    const option = draw("g", { role: "option", "data-site": site, "data-lm-suppress-shortcuts": "true" });
    option.append(draw("rect", { class: "bm-focus" }));
    for (const { group, points } of shapes)
      for (const [cx, cy] of points) {
        option.append(draw("circle", { class: "bm-target", cx, cy }));
        if (group.dataset.marker) option.append(draw("circle", { class: "bm-dot", cx, cy }));
        if (group !== shapes[0].group) continue; // one tick is enough for all the bones
        option.append(draw("circle", { class: "bm-ring", cx, cy }));
        option.append(draw("path", { class: "bm-tick", "data-x": cx, "data-y": cy }));
      }
    if (text) {
      const [x, y] = shapes[0].points[0];
      const side = !shapes[0].narrow ? 0 : x < 0 ? -1 : 1;
      option.append(draw("text", { "data-x": x, "data-y": y, "data-side": side }));
    }
    option.shapes = shapes;
    return option;
  }

  // Circles, rings and texts keep their size in px while the drawing grows and shrinks.
  resize(options) {
    const width = this.svg.getBoundingClientRect().width;
    if (!width) return;
    const unit = (this.unit = this.page().view[2] / width); // mm of the drawing for a px
    this.svg.style.setProperty("--unit", unit);
    for (const option of options) {
      for (const [name, r] of [["target", TARGET / 2], ["dot", 4.5], ["ring", 10]])
        for (const circle of option.querySelectorAll(`.bm-${name}`)) circle.setAttribute("r", r * unit);
      for (const tick of option.querySelectorAll(".bm-tick")) {
        const start = `M${tick.dataset.x - 4.5 * unit} ${tick.dataset.y}`;
        tick.setAttribute("d", `${start}l${3.2 * unit} ${3.6 * unit} ${5.8 * unit} ${-7 * unit}`);
      }
      const text = option.querySelector("text");
      if (text) {
        const side = Number(text.dataset.side);
        text.setAttribute("x", Number(text.dataset.x) + side * 9 * unit);
        text.setAttribute("y", Number(text.dataset.y) + 4.5 * unit);
        text.setAttribute("text-anchor", ["end", "middle", "start"][side + 1]);
      }
      this.frame(option);
    }
  }

  frame(option) {
    const boxes = option.shapes.map(({ group }) => group.getBBox());
    const pad = 4 * this.unit;
    const x = Math.min(...boxes.map((box) => box.x)) - pad;
    const y = Math.min(...boxes.map((box) => box.y)) - pad;
    const width = Math.max(...boxes.map((box) => box.x + box.width)) - x + pad;
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - y + pad;
    for (const [key, value] of Object.entries({ x, y, width, height, rx: pad }))
      option.firstChild.setAttribute(key, value);
    const least = Math.min(...boxes.map((box) => Math.min(box.width, box.height)));
    option.small = least < TARGET * this.unit || option.shapes.some(({ group }) => group.dataset.marker);
  }

  // The site a pointer means: a small one on which it is or within reach, else what it is on.
  under(event, options) {
    const owner = this.get("_owner");
    const group = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map((node) => node.closest?.("[data-at]"))
      .find((node) => node && this.svg.contains(node));
    const direct = group && owner[group.id.slice(this.uid.length)];
    if (options.get(direct)?.small) return direct;
    const screen = this.svg.getScreenCTM().inverse();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen);
    let [nearest, least] = [direct, (TARGET / 2) * this.unit];
    for (const [site, option] of options)
      for (const { points } of option.small ? option.shapes : [])
        for (const [x, y] of points) {
          const far = Math.hypot(x - at.x, y - at.y);
          if (far < least) [nearest, least] = [site, far];
        }
    return options.has(nearest) ? nearest : undefined;
  }
}
