// Who changes their own text in a conflict has chosen it; the two buttons say so, and may still be pressed.
//
// Mark-up: <fieldset class="clash"> with two radio buttons, and the field inside [data-clash-field].

for (const field of document.querySelectorAll("[data-clash-field]")) {
  field.addEventListener("input", () => {
    field.closest(".clash").querySelector("[type=radio][value=saisie]").checked = true;
  });
}
