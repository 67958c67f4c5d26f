// Saves a form as one goes, and never loses what is typed (spec L7).
//
// Mark-up: <form method="post" data-autosave-url="…" data-draft-person="…"> with a hidden field `revision`, an element
// [data-autosave-status] that says what happened, and the buttons [data-autosave-compare], [data-autosave-sign-in].
// `data-draft-typed`: the page holds what was typed, which is not what is stored; `data-draft-held`: both are shown side
// by side, and nothing is saved before the person says so. `data-draft-rest`: what remains to do once it is saved.
// Server: POST <data-autosave-url>, form-encoded, every field but files, `Accept: application/json`. It saves what it
// can, valid or not, and answers
// with, as `unheard`, what this page sent before without an answer: who finds that stored finds no other hand.
//   200 {"revision": 8, "saved_at": "2026-03-12T13:32:00+00:00"}   saved; the next save carries that revision
//   401 {"message": "…"}    session expired: one signs in again on the page (sign_in_again.js)
//   409 {"message": "…"}    another tab or person saved since `revision`: nothing was overwritten, saving stops here
//   412 {"message": "…"}    somebody else is signed in now: nothing was saved
//   any other {"message": "…"}    not saved, tried again at the next change; with a "revision", what was valid is saved
// What is not saved yet is also on this device (draft_copy.js), at once; without network, it leaves by itself later.

import { DraftCopy, changed, dropForgotten, given } from "./draft_copy.js";
import { fill, offer } from "./draft_offer.js";
import { hour } from "./hours.js";
import { SignInAgain } from "./sign_in_again.js";
import { refreshToken } from "./token.js";

const PAUSE_MS = 800; // from the first key that is not saved: whatever happens, less than two seconds are lost
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30000;
const KEEPALIVE_BYTES = 60000; // browsers refuse more to a request that outlives its page
const MOST_UNHEARD = 3;
const OURS = ["csrfmiddlewaretoken", "revision", "rendering"]; // these change by themselves
const EXPIRED = 401;
const CONFLICT = 409;

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.compare = form.querySelector("[data-autosave-compare]");
    this.again = form.querySelector("[data-autosave-sign-in]");
    this.copy = new DraftCopy(form.dataset.draftPerson, form.dataset.autosaveUrl);
    this.signIn = new SignInAgain(() => this.save());
    this.held = "draftHeld" in form.dataset;
    this.unheard = [];
    form.reset(); // a browser may have put back what it remembers
    this.saved = this.base = this.content();
    this.retryMs = FIRST_RETRY_MS;
    this.listen();
    this.begin();
  }

  listen() {
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.typed());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("pagehide", () => this.save());
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    this.compare?.addEventListener("click", () => this.sendWhole());
    this.again?.addEventListener("click", () => this.signIn.open());
  }

  // What the page holds is stored; or it was typed and isn't; or this device has a copy that the server never had.
  begin() {
    const copy = this.copy.read();
    const typed = copy && given(copy, this.saved);
    if ("draftTyped" in this.form.dataset) {
      this.saved = null;
      this.base = copy?.base ?? null;
      this.keep(this.content());
    } else if (copy && changed(this.saved, typed).length > 0) {
      const ours = (copy.unheard ?? []).some((sent) => changed(sent, this.saved).length === 0);
      this.stopped = true;
      offer(this.form, typed, {
        at: copy.at,
        newer: copy.revision !== this.revision && !ours,
        take: () => this.resume(() => fill(this.form, typed)),
        drop: () => this.resume(() => this.copy.drop()),
      });
    } else {
      this.copy.drop();
    }
  }

  resume(act) {
    this.stopped = false;
    act();
  }

  get revision() {
    return this.form.elements.namedItem("revision")?.value ?? "";
  }

  // Everything typed, as it is sent.
  content() {
    const content = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !OURS.includes(name)) content.append(name, value);
    }
    return content.toString();
  }

  typed() {
    const content = this.content();
    if (content === this.saved) return;
    this.keep(content);
    this.later(PAUSE_MS);
  }

  keep(content) {
    const { base, revision, unheard } = this;
    this.kept = this.copy.keep(content, { base, revision, unheard });
  }

  later(pause) {
    if (!this.stopped && !this.held) this.pause ??= setTimeout(() => this.save(), pause);
  }

  // Whether the server knew the person. One save at a time: who asks during one waits for it.
  async save() {
    clearTimeout(this.pause);
    this.pause = null;
    while (this.saving) await this.saving;
    this.unreached = false;
    const content = this.content();
    const known = content === this.saved && !this.signIn.wanted;
    if (this.stopped || this.held || known) return !this.stopped;
    this.saving = this.send(content);
    const heard = await this.saving;
    this.saving = null;
    return heard;
  }

  async send(content) {
    refreshToken(this.form);
    const body = new URLSearchParams(content);
    body.append("csrfmiddlewaretoken", this.form.elements.namedItem("csrfmiddlewaretoken").value);
    body.append("revision", this.revision);
    for (const sent of this.unheard) body.append("unheard", sent);
    this.noteSent(content);
    this.keep(content);
    try {
      const answer = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: body.toString().length < KEEPALIVE_BYTES,
        redirect: "manual",
      });
      return this.told(answer.status, await answer.json().catch(() => ({})), content);
    } catch {
      this.offline();
      return false;
    }
  }

  // What leaves may arrive and its answer be lost, however often it is tried again; without network nothing leaves.
  noteSent(content) {
    if (!navigator.onLine) return;
    this.unheard = [content, ...this.unheard.filter((other) => other !== content)].slice(0, MOST_UNHEARD);
  }

  told(status, { revision, saved_at: savedAt, message }, content) {
    this.retryMs = FIRST_RETRY_MS;
    if (savedAt || message) this.unheard = [];
    if (revision !== undefined) this.form.elements.namedItem("revision").value = revision;
    if (savedAt && !message) return this.taken(content, new Date(savedAt));
    if (status === EXPIRED) {
      this.say("Votre session a expiré\u00a0: rien n’est perdu. Reconnectez-vous pour enregistrer.", true);
      this.signIn.ask();
      if (this.again) this.again.hidden = false;
      return false;
    }
    this.known();
    this.refused(status, message);
    return true;
  }

  known() {
    this.signIn.done();
    if (this.again) this.again.hidden = true;
  }

  taken(content, at) {
    this.saved = this.base = content;
    if (this.content() === content) this.copy.drop();
    else this.keep(this.content());
    this.known();
    this.say([`Enregistré à ${hour(at)}`, this.form.dataset.draftRest].filter(Boolean).join(". "));
    return true;
  }

  refused(status, message) {
    if (status === CONFLICT) {
      this.stopped = this.conflict = true;
      if (this.compare) this.compare.hidden = false;
    }
    if (message) {
      this.say(`Non enregistré. ${message}`, true);
      return;
    }
    this.say("Non enregistré. Le service a répondu autre chose. Nouvel essai dans un instant.", true);
    this.later(LAST_RETRY_MS);
  }

  offline() {
    this.unreached = true;
    this.say(
      this.kept
        ? "Hors connexion\u00a0: votre saisie est gardée sur cet appareil et partira dès le retour du réseau."
        : "Hors connexion\u00a0: votre saisie reste sur cette page et partira dès le retour du réseau. Ne la fermez pas.",
      true,
    );
    this.later(this.retryMs);
    this.retryMs = Math.min(2 * this.retryMs, LAST_RETRY_MS);
  }

  // The button saves in the background first: without network or session, one stays on the page with all that was typed.
  async submit(event) {
    if (this.conflict) this.followStored();
    if (this.stopped || (!this.saving && this.content() === this.saved)) return;
    event.preventDefault();
    if (this.form.ariaBusy) return;
    this.form.ariaBusy = "true";
    this.held = false;
    await this.save();
    if (!this.unreached && !this.signIn.wanted) return this.sendWhole(event.submitter);
    this.form.ariaBusy = null;
    if (this.signIn.wanted) this.signIn.open();
  }

  // Of two texts, the stored one is already chosen where the person typed nothing (expect/web/compared.py).
  followStored() {
    if (this.base === null) return;
    const typed = changed(this.base, this.content());
    const shown = [...this.form.elements].filter((field) => field.name && field.type !== "hidden");
    for (const name of new Set(shown.map((field) => field.name))) {
      if (typed.includes(name) || this.form.elements.namedItem(`choix_${name}`)) continue;
      this.add("conflit", name);
      this.add(`choix_${name}`, "enregistre");
    }
  }

  add(name, value) {
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }

  // The whole page goes: the server says what is wrong, or shows both texts.
  sendWhole(submitter) {
    this.stopped = true;
    this.form.requestSubmit(submitter);
  }

  say(sentence, failed = false) {
    if (!this.status) return;
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
    this.status.classList.toggle("autosave--failed", failed);
  }
}

dropForgotten();
document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Draft(form));
