// `<button data-copy="EXPE-CT-2026-0042" hidden>` copies its number; shown only where the browser can.

const SECONDS_SHOWN = 3;

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const label = button.textContent;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "fr-text--sm fr-mb-0";
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = "Copié";
    button.title = "Copié";
    setTimeout(() => {
      status.textContent = "";
      button.title = label;
    }, SECONDS_SHOWN * 1000);
  });
}
