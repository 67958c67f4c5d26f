// `<textarea data-char-counter="2000">` says what is left, beside the hint that already gives the limit; on one line,
// `<input data-char-counter="150">`, near the end alone.
// Counted as the server counts: characters, not halves of an emoji, without the spaces around, a line end for one.
// Spoken only near the end, and not at each key.

const NEAR_THE_END = 0.1;
const PAUSE_MS = 800;

for (const area of document.querySelectorAll("[data-char-counter]")) {
  const limit = Number(area.dataset.charCounter);
  const counter = document.createElement("p");
  const spoken = document.createElement("p");
  counter.className = "char-counter";
  counter.setAttribute("aria-hidden", "true");
  spoken.className = "fr-sr-only";
  spoken.setAttribute("role", "status");
  area.after(counter, spoken);
  let pause;

  const count = () => {
    const left = limit - [...area.value.trim()].length;
    const many = Math.abs(left) > 1 ? "s" : "";
    const number = Math.abs(left).toLocaleString("fr-FR");
    counter.textContent =
      left >= 0 ? `${number} caractère${many} restant${many}` : `${number} caractère${many} en trop`;
    counter.classList.toggle("char-counter--over", left < 0);
    const near = left < limit * NEAR_THE_END;
    counter.hidden = !near && area.localName === "input";
    clearTimeout(pause);
    if (near) {
      pause = setTimeout(() => {
        spoken.textContent = counter.textContent;
      }, PAUSE_MS);
    }
  };

  area.addEventListener("input", count);
  count();
}
