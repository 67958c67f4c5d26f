// Above a list whose rows can be chosen: how many are, and one box to choose them all.

for (const bar of document.querySelectorAll("[data-bulk]")) {
  const boxes = [...document.querySelectorAll(`input[type="checkbox"][form="${bar.id}"]`)];
  const count = bar.querySelector("[data-bulk-count]");
  const buttons = bar.querySelectorAll("button");
  const hint = count.textContent;
  const every = bar.querySelector("[data-bulk-all]");
  const all = every.querySelector("input");
  every.hidden = false;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    const many = chosen > 1 ? "s" : "";
    count.textContent = chosen ? `${chosen} ligne${many} choisie${many}` : hint;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    buttons.forEach((button) => button.toggleAttribute("disabled", chosen === 0));
    boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
  };

  all.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = all.checked;
    });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  addEventListener("pageshow", tell); // the browser may give back the boxes as they were left
  tell();
}
