// The widget that brings a script, once a page; `one` is the promise that its users wait for. Script
// and style come compressed, in less than half of their bytes; as text, because bytes are not there
// yet when a model is initialised.
const unpack = (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
};

export default {
  async initialize({ model }) {
    if (one.given) return; // by another notebook of this page
    one.given = true;
    const style = document.createElement("style");
    style.textContent = await unpack(model.get("style"));
    document.head.append(style);
    const blob = new Blob([await unpack(model.get("script"))], { type: "text/javascript" });
    one.give(await import(URL.createObjectURL(blob)));
  },
};
