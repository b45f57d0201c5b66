// The widget that brings a script, once a page; `one` is the promise that its users wait for.
export default {
  async initialize({ model }) {
    if (one.given) return; // by another notebook of this page
    one.given = true;
    const style = document.createElement("style");
    style.textContent = model.get("style");
    document.head.append(style);
    const blob = new Blob([model.get("script")], { type: "text/javascript" });
    one.give(await import(URL.createObjectURL(blob)));
  },
};
