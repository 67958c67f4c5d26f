// Several files at once, chosen or dropped, each with its progress and its own answer (spec X6).
//
// Mark-up: <div data-uploads="/…/envoyer/" data-most-bytes="…"> with an <input type="file">, what else is to be sent, a
// button [data-uploads-send], a list [data-uploads-list] and a [data-uploads-status]; beside it the lists
// [data-attachments] and [data-attachments-count].
// Server: POST of `file`; 201 {"line": "<li id=…>…"}, 200 with the line of a file that was joined already and, as
// `message`, under which name; or an error {"message": "…"}. It checks everything again.
// Without this module, the same control sends one file at a time, by its button.

import { currentToken } from "./token.js";

const UNREACHED = "L’envoi n’a pas abouti\u00a0: vérifiez votre connexion, puis réessayez.";

class Uploads {
  constructor(zone) {
    this.zone = zone;
    this.input = zone.querySelector("input[type=file]");
    this.others = zone.querySelectorAll("select");
    this.list = zone.querySelector("[data-uploads-list]");
    this.status = zone.querySelector("[data-uploads-status]");
    this.extensions = this.input.accept.split(",");
    this.queue = Promise.resolve();
    this.input.addEventListener("change", () => this.take(this.input.files));
    for (const event of ["dragenter", "dragover"]) zone.addEventListener(event, (drag) => this.over(drag, true));
    zone.addEventListener("dragleave", (drag) => this.over(drag, false));
    zone.addEventListener("drop", (drop) => {
      this.over(drop, false);
      this.take(drop.dataTransfer.files);
    });
    this.input.multiple = true;
    zone.querySelector("[data-uploads-send]").hidden = true;
    zone.querySelector("[data-uploads-several]").hidden = false;
  }

  over(drag, inside) {
    drag.preventDefault();
    this.zone.classList.toggle("uploads--over", inside);
  }

  // One after the other: a slow line is not shared.
  take(files) {
    for (const file of files) {
      const line = new Line(file, this.values(), () => this.enqueue(line));
      this.list.append(line.element);
      const refusal = this.refusal(file);
      if (refusal) this.refuse(line, refusal);
      else this.enqueue(line);
    }
    this.input.value = "";
  }

  // What goes with each file, as it was chosen when the file was.
  values() {
    return [...this.others].map((field) => [field.name, field.value]);
  }

  enqueue(line) {
    this.queue = this.queue.then(() => this.send(line));
  }

  // What can be known before sending.
  refusal(file) {
    const most = Number(this.zone.dataset.mostBytes);
    if (!file.size) return "Ce fichier est vide. Choisissez-en un autre.";
    if (file.size > most) return `Ce fichier est trop lourd\u00a0: ${megabytes(most)} au maximum.`;
    const known = this.extensions.some((extension) => file.name.toLowerCase().endsWith(extension));
    return known ? "" : "Formats acceptés\u00a0: PDF, PNG et JPEG.";
  }

  send(line) {
    line.begin();
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", currentToken());
      body.append("file", line.file);
      for (const [name, value] of line.values) body.append(name, value);
      request.open("POST", this.zone.dataset.uploads);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", ({ loaded, total }) => line.progress(loaded, total));
      request.addEventListener("load", () => this.told(line, request));
      request.addEventListener("error", () => this.refuse(line, UNREACHED, true));
      request.addEventListener("loadend", done);
      request.send(body);
    });
  }

  told(line, request) {
    const { line: html, message } = parsed(request.responseText);
    if (request.status >= 300 || !html) {
      this.refuse(line, message ?? UNREACHED, request.status !== 422);
      return;
    }
    const attachments = document.querySelector("[data-attachments]");
    const made = document.createElement("template");
    made.innerHTML = html;
    const already = document.getElementById(made.content.firstElementChild.id);
    if (already) already.replaceWith(made.content);
    else attachments.append(made.content);
    document.querySelector("[data-attachments-count]").textContent = attachments.children.length;
    if (message) line.tell(message);
    else line.element.remove();
    this.status.textContent = message ?? `${quoted(line.file)} est joint.`;
  }

  refuse(line, sentence, again = false) {
    line.fail(sentence, again);
    this.status.textContent = `${quoted(line.file)}\u00a0: ${sentence}`;
  }
}

// A file on its way: its name, how far it is, what went wrong.
class Line {
  constructor(file, values, again) {
    this.file = file;
    this.values = values;
    this.element = document.createElement("li");
    this.name = make("bdi", { textContent: file.name, className: "fr-text--bold" });
    this.bar = make("progress", { max: 1, value: 0, ariaLabel: `Envoi de ${file.name}` });
    this.error = make("p", { className: "fr-error-text", hidden: true });
    this.again = button("Réessayer", file.name, again);
    this.forget = button("Retirer de la liste", file.name, () => this.element.remove());
    this.element.append(this.name, this.bar, this.error, this.again, this.forget);
    this.begin();
  }

  begin() {
    this.bar.hidden = false;
    this.error.hidden = this.again.hidden = this.forget.hidden = true;
  }

  progress(loaded, total) {
    this.bar.value = loaded / total;
  }

  // It is there already: its line stays, to say under which name.
  tell(sentence) {
    this.fail(sentence, false);
    this.error.className = "fr-info-text";
  }

  fail(sentence, again) {
    this.bar.hidden = true;
    this.error.textContent = sentence;
    this.error.hidden = this.forget.hidden = false;
    this.again.hidden = !again;
  }
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function button(verb, name, act) {
  const made = make("button", { type: "button", className: "fr-btn fr-btn--sm fr-btn--tertiary-no-outline" });
  made.append(verb, " ", make("bdi", { className: "fr-sr-only", textContent: name }));
  made.addEventListener("click", act);
  return made;
}

// Isolated: a name may hold marks that turn the direction of what follows.
function quoted(file) {
  return `«\u00a0\u2068${file.name}\u2069\u00a0»`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function megabytes(bytes) {
  return `${(bytes / 2 ** 20).toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;
}

document.querySelectorAll("[data-uploads]").forEach((zone) => new Uploads(zone));
