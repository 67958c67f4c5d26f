// Who signs out leaves nothing typed on this device: `<form data-signs-out="…">`, with their public id.

import { dropAll } from "./draft_copy.js";

for (const form of document.querySelectorAll("form[data-signs-out]")) {
  form.addEventListener("submit", () => dropAll(form.dataset.signsOut));
}
