// A copy that the server never had, offered when the step is opened again: beside what is stored, applied only if asked.
//
// Mark-up: <section data-draft-offer hidden> with [data-offer-hour], [data-offer-newer], a <tbody> for the points that
// differ, and the buttons [data-offer-take] and [data-offer-drop]. The form waits for the answer.

import { hour } from "./hours.js";

export function offer(form, typed, { at, newer, take, drop }) {
  const panel = document.querySelector("[data-draft-offer]");
  panel.querySelector("[data-offer-hour]").textContent = when(new Date(at));
  panel.querySelector("[data-offer-newer]").hidden = !newer;
  panel.querySelector("tbody").replaceChildren(...differences(form, typed).map(row));
  const answered = (act) => () => {
    panel.hidden = true;
    form.inert = false;
    act();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };
  panel.querySelector("[data-offer-take]").addEventListener("click", answered(() => take(typed)));
  panel.querySelector("[data-offer-drop]").addEventListener("click", answered(drop));
  form.inert = true;
  panel.hidden = false;
  panel.querySelector("h2").focus();
}

// Puts back in the form what was typed.
export function fill(form, typed) {
  for (const field of fields(form)) {
    const given = typed.getAll(field.name);
    if (isBox(field)) field.checked = given.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = given.includes(option.value);
    else field.value = given[0] ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function fields(form) {
  const ours = (field) => field.name && !["hidden", "file", "submit", "button"].includes(field.type);
  return [...form.elements].filter((field) => field.tagName !== "FIELDSET" && ours(field));
}

function differences(form, typed) {
  const here = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const names = [...new Set(fields(form).map((field) => field.name))];
  return names
    .filter((name) => here.getAll(name).join("\n") !== typed.getAll(name).join("\n"))
    .map((name) => [heading(form, name), worded(form, name, here), worded(form, name, typed)]);
}

function heading(form, name) {
  const [first, ...others] = fields(form).filter((field) => field.name === name);
  const group = others.length > 0 && first.closest("fieldset")?.querySelector("legend");
  return own(group || first.labels[0]);
}

// The words of the boxes that are ticked, or the text.
function worded(form, name, content) {
  const boxes = fields(form).filter((field) => field.name === name && isBox(field));
  const given = content.getAll(name);
  if (boxes.length === 0) return given.join(", ") || "rien";
  const ticked = boxes.filter((box) => given.includes(box.value)).map((box) => own(box.labels[0]));
  return ticked.join(", ") || "rien";
}

function own(label) {
  const words = label.cloneNode(true);
  words.querySelectorAll(".fr-hint-text").forEach((hint) => hint.remove());
  return words.textContent.trim().replace(/\s+/g, " ");
}

const isBox = (field) => field.type === "checkbox" || field.type === "radio";

function row(words) {
  const line = document.createElement("tr");
  const heads = ["Champ", "Enregistré", "Votre saisie"];
  line.append(
    ...words.map((text, column) => {
      const cell = document.createElement(column === 0 ? "th" : "td");
      if (column === 0) cell.scope = "row";
      cell.dataset.label = heads[column];
      cell.textContent = text;
      return cell;
    }),
  );
  return line;
}

function when(date) {
  if (date.toDateString() === new Date().toDateString()) return hour(date);
  const day = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", timeZone: "Europe/Paris" });
  return `${hour(date)}, le ${day.format(date)},`;
}
