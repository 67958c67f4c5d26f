// Saves a form as one goes (spec L7).
//
// Mark-up: <form method="post" data-autosave-url="…"> with a hidden field `revision` and an element
// [data-autosave-status] that says what happened.
// Server: POST <data-autosave-url>, form-encoded, every field but files, `Accept: application/json`. It saves what it
// can, valid or not, and answers
//   200 {"revision": 8, "saved_at": "2026-03-12T13:32:00+00:00"}   saved; the next save carries that revision
//   409 {"message": "…"}    another tab or person saved since `revision`: nothing was overwritten, saving stops here
//   401, 403 {"message": "…"}    session expired; saving goes on trying, so that signing in elsewhere mends it
//   any other {"message": "…"}    not saved, tried again at the next change; with a "revision", what was valid is saved
// When the page is left, what was not saved yet goes by a request that outlives it.

import { refreshToken } from "./token.js";

const PAUSE_MS = 2000;
const KEEPALIVE_BYTES = 60000; // browsers refuse more to a request that outlives its page

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.saved = this.content().toString();
    this.stopped = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => this.stop());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
    addEventListener("online", () => this.later());
  }

  // Everything typed, without the token and the revision, which change by themselves.
  content() {
    const content = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "revision") content.append(name, value);
    }
    return content;
  }

  body() {
    refreshToken(this.form);
    const body = this.content();
    for (const name of ["csrfmiddlewaretoken", "revision"]) {
      const field = this.form.elements.namedItem(name);
      if (field) body.append(name, field.value);
    }
    return body;
  }

  later() {
    clearTimeout(this.pause);
    if (!this.stopped) this.pause = setTimeout(() => this.save(), PAUSE_MS);
  }

  async save() {
    const content = this.content().toString();
    if (this.stopped || content === this.saved) return;
    if (this.saving) {
      this.later();
      return;
    }
    this.saving = true;
    try {
      const answer = await this.send();
      await this.told(answer, content);
    } catch {
      this.say("Non enregistré : le réseau ne répond pas. Votre saisie reste sur cette page.", true);
    } finally {
      this.saving = false;
      if (this.content().toString() !== content) this.later();
    }
  }

  send() {
    const body = this.body();
    return fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: body.toString().length < KEEPALIVE_BYTES,
    });
  }

  async told(answer, content) {
    const { revision, saved_at: savedAt, message } = await answer.json();
    const field = this.form.elements.namedItem("revision");
    if (field && revision !== undefined) field.value = revision;
    if (answer.ok) {
      this.saved = content;
      this.say(`Enregistré à ${hour(new Date(savedAt))}`);
      return;
    }
    if (answer.status === 409) this.stop();
    this.say(`Non enregistré : ${message}`, true);
  }

  leave() {
    clearTimeout(this.pause);
    const content = this.content().toString();
    if (this.stopped || this.saving || content === this.saved) return;
    this.save();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.pause);
  }

  say(sentence, failed = false) {
    if (!this.status) return;
    this.status.textContent = sentence;
    this.status.classList.toggle("autosave--failed", failed);
  }
}

function hour(date) {
  const parts = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });
  return parts.format(date).replace(":", "\u00a0h\u00a0");
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Draft(form));
