// The learner's file of answers: how far they are, a download and a reload. Nothing leaves the page.

const LARGEST = 1000000; // characters; a file of answers has a few thousand

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    root.className = "hcc-form";
    root.innerHTML = `<div class="hcc-summary"></div>
      <div class="hcc-buttons"><button type="button">Download my answers</button>
      <label>Load answers from a file <input type="file" accept=".json,application/json"></label></div>
      <p class="hcc-line" role="status"></p>`;
    for (const node of root.querySelectorAll("button, input"))
      node.setAttribute("data-lm-suppress-shortcuts", "true"); // see form.js
    const [summary, line] = [root.querySelector(".hcc-summary"), root.querySelector(".hcc-line")];
    const show = () => {
      summary.innerHTML = model.get("summary");
      if (line.textContent !== model.get("line")) line.textContent = model.get("line");
    };
    root.querySelector("button").addEventListener("click", () => model.send({ do: "download" }));
    const file = root.querySelector("input");
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      model.send({ do: "load", text: chosen.size > LARGEST ? "" : await chosen.text() });
      file.value = ""; // the same file can be chosen again
    });
    const save = ({ text }) => {
      const link = document.createElement("a");
      link.href = "data:application/json;charset=utf-8," + encodeURIComponent(text);
      link.download = "progress.json";
      link.click();
    };
    show();
    el.append(root);
    model.on("change", show);
    model.on("msg:custom", save);
    return () => {
      model.off("change", show);
      model.off("msg:custom", save);
    };
  },
};
