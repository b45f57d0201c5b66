// Questions as a native form: fieldset and legend, real radios, checkboxes, selects and buttons.
//
// `answers` follows every choice; a press of a button sends {do, question}. The kernel marks and
// fills result_0, result_1 ...; each question's line is a live region that stands still.

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  // JupyterLab takes "d d" on a focused button as "delete this cell" where this is not set
  if (/button|input|select/.test(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
};

let count = 0;

function inputs(question, given, { tell, follow, submit }) {
  const name = "hcc-question-" + ++count;
  if (question.kind === "number") {
    const box = make("input", { type: "text", inputMode: "decimal", value: given ?? "", size: 8 });
    box.addEventListener("change", () => tell(box.value));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      tell(box.value);
      submit();
    });
    return [make("label", { className: "hcc-number" }, "Your number ", box, " " + question.unit)];
  }
  if (question.kind === "order") {
    const places = { ...given };
    return question.options.map((text) => {
      const select = make("select", {}, make("option", { value: "", textContent: "place" }));
      question.options.forEach((_, i) => select.append(make("option", { textContent: i + 1 })));
      select.value = places[text] ?? "";
      select.addEventListener("change", () => {
        places[text] = Number(select.value);
        tell({ ...places });
      });
      return make("label", {}, select, make("span", { textContent: text }));
    });
  }
  const one = question.kind === "single";
  const boxes = question.options.map((text) =>
    make("input", { type: one ? "radio" : "checkbox", name, value: text,
      checked: one ? given === text : (given ?? []).includes(text) }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  if (!one) follow((answer) => { // the body map beside the list may have chosen
    for (const box of boxes) box.checked = (answer ?? []).includes(box.value);
  });
  for (const box of boxes) box.addEventListener("change", () => tell(one ? chosen()[0] : chosen()));
  return boxes.map((box) => make("label", {}, box, make("span", { textContent: box.value })));
}

function hint(question) {
  if (!question.hint) return [];
  const text = make("p", { className: "hcc-hint", hidden: true, textContent: question.hint });
  const button = make("button", { type: "button", textContent: "Hint" });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    text.hidden = !text.hidden;
    button.setAttribute("aria-expanded", String(!text.hidden));
  });
  return [button, text];
}

function card(model, question, index, on) {
  const key = "result_" + index;
  const press = (what, label) => {
    const button = make("button", { type: "button", textContent: label });
    button.addEventListener("click", () => model.send({ do: what, question: index }));
    return button;
  };
  const tell = (answer) => {
    model.set("answers", { ...model.get("answers"), [question.id]: answer });
    model.save_changes();
  };
  const given = () => model.get("answers")[question.id];
  const follow = (react) => on("change:answers", () => react(given()));
  const answer = press("answer", question.button);
  const fields = make("fieldset", { className: "hcc-" + question.kind },
    make("legend", { textContent: question.text }),
    ...inputs(question, given(), { tell, follow, submit: () => answer.click() }));
  const [hintButton, hintText] = hint(question);
  const ask = make("div", { className: "hcc-buttons" }, answer);
  if (question.skip) ask.append(press("skip", "Skip"));
  if (hintButton) ask.append(hintButton);
  const again = make("div", { className: "hcc-buttons" }, press("again", "Guess again"));
  const line = make("p", { className: "hcc-line", tabIndex: -1 });
  line.setAttribute("role", "status");
  line.setAttribute("data-lm-suppress-shortcuts", "true");
  const reasons = make("div", { className: "hcc-reasons" });
  const node = make("section", { className: "hcc-question" }, fields);
  node.append(ask, ...(hintText ? [hintText] : []), line, reasons, again);
  let before;
  const show = () => {
    const result = model.get(key);
    if (line.textContent !== result.line) line.textContent = result.line;
    reasons.innerHTML = result.html;
    const closed = question.skip && result.done;
    if (closed === before) return;
    before = closed;
    const lost = node.contains(document.activeElement);
    fields.disabled = closed;
    ask.hidden = closed;
    again.hidden = !closed;
    if (closed && hintText) hintText.hidden = true;
    if (lost) (closed ? line : fields.querySelector("input, select")).focus();
  };
  show();
  on("change:" + key, show);
  return node;
}

export default {
  render({ model, el }) {
    const ends = [];
    const on = (event, react) => {
      model.on(event, react);
      ends.push(() => model.off(event, react));
    };
    const root = make("div", { className: "hcc-form" });
    model.get("questions").forEach((question, i) => root.append(card(model, question, i, on)));
    const tally = make("p", { className: "hcc-tally", textContent: model.get("tally") });
    on("change:tally", () => (tally.textContent = model.get("tally")));
    root.append(tally);
    el.append(root);
    return () => ends.forEach((end) => end());
  },
};
