// A drawing that is sent once and then changed in place.
//
// `patch` says, by the number of the element in document order, which attributes, text or children
// differ from `svg`: always from the drawing as it was sent, so that nothing depends on the order
// of messages and a page that is opened again shows the same.

export default {
  render({ model, el }) {
    el.classList.add("hcc-drawing");
    let nodes = [];
    let undo = [];
    const begin = () => {
      el.innerHTML = model.get("svg");
      undo = [];
      const root = el.querySelector("svg");
      nodes = root ? [root, ...root.querySelectorAll("*")] : [];
    };
    const attribute = (node, key, value) =>
      value === null ? node.removeAttribute(key) : node.setAttribute(key, value);
    const change = (node, { attributes = {}, text, children }) => {
      for (const [key, value] of Object.entries(attributes)) {
        const before = node.getAttribute(key);
        undo.push(() => attribute(node, key, before));
        attribute(node, key, value);
      }
      if (text === undefined && children === undefined) return;
      const before = [...node.childNodes];
      undo.push(() => node.replaceChildren(...before));
      if (text === undefined) node.innerHTML = children;
      else node.textContent = text;
    };
    const follow = () => {
      for (const step of undo.reverse()) step();
      undo = [];
      for (const [index, changes] of Object.entries(model.get("patch"))) {
        change(nodes[index], changes);
      }
    };
    const again = () => {
      begin();
      follow();
    };
    again();
    model.on("change:svg", again);
    model.on("change:patch", follow);
    return () => {
      model.off("change:svg", again);
      model.off("change:patch", follow);
    };
  },
};
