// `<button data-print hidden>` opens the browser's own print window, from where one also saves as PDF.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
