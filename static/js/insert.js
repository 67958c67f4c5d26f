// `<code data-insert="id_body">{intitulé}</code>` becomes a button that writes itself where the caret is.

for (const word of document.querySelectorAll("[data-insert]")) {
  const area = document.getElementById(word.dataset.insert);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
  button.textContent = word.textContent;
  button.title = `Insérer ${word.textContent} dans le texte`;
  button.addEventListener("click", () => {
    area.focus();
    area.setRangeText(word.textContent, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  word.replaceWith(button);
}
