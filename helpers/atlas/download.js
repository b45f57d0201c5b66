// Saves the table of the same box as CSV: made in the page from what is shown, nothing is fetched.

const cell = (node) => {
  const text = node.textContent.trim();
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export default {
  render({ model, el }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lm-Widget jupyter-widgets jupyter-button widget-button";
    button.textContent = "Download these rows (CSV)";
    button.addEventListener("click", () => {
      const rows = [...el.closest(".hcc-box").querySelectorAll("table tr")];
      const text = rows.map((row) => [...row.cells].map(cell).join(",")).join("\n") + "\n";
      const link = document.createElement("a");
      link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(text);
      link.download = model.get("file");
      link.click();
      model.set("saved", rows.length - 1);
      model.save_changes();
    });
    el.append(button);
  },
};
