// A form is sent once: a second press while the first is on its way does nothing.
// (The server is idempotent anyway.) `data-download` on a form that answers with a file leaves it usable.

const SENT = "sent";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "download" in form.dataset || event.defaultPrevented) return;
  if (SENT in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset[SENT] = "";
  // Not `disabled`: the button's own name and value must leave with the form.
  event.submitter?.setAttribute("aria-busy", "true");
});

// The browser may show the page again from its memory, as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(`form[data-${SENT}]`)) {
    delete form.dataset[SENT];
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
});
