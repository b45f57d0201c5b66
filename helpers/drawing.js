// A drawing that is sent once and then changed in place.
//
// `changes` says, by the number of the element in document order, which attributes, text or
// children differ from `drawing`: always from the drawing as it was sent, so that nothing depends
// on the order of messages and a page that is opened again shows the same. Both come compressed.

const unpack = (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
};

export default {
  render({ model, el }) {
    el.classList.add("hcc-drawing");
    let nodes = [];
    let undo = [];
    const begin = async () => {
      el.innerHTML = await unpack(model.get("drawing"));
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
    const follow = async () => {
      const changes = JSON.parse(await unpack(model.get("changes")));
      for (const step of undo.reverse()) step();
      undo = [];
      for (const [index, differs] of Object.entries(changes)) change(nodes[index], differs);
    };
    let work = Promise.resolve(); // one after the other: unpacking takes its time
    const again = () => (work = work.then(begin).then(follow));
    const after = () => (work = work.then(follow));
    again();
    model.on("change:drawing", again);
    model.on("change:changes", after);
    return () => {
      model.off("change:drawing", again);
      model.off("change:changes", after);
    };
  },
};
