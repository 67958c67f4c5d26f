// Signing in again on the page itself, when the session ends while one writes (spec L7).
//
// Mark-up: <dialog data-sign-in-again> with a form whose action is the sign-in page, an element [data-sign-in-error] and a
// button [data-sign-in-later]. allauth answers in JSON to who accepts nothing else. In another tab works too: the page
// tries again when one comes back to it, and every few seconds.
// It never takes the keys of who is typing: it opens once they pause, on its title, where a key does nothing.

import { currentToken } from "./token.js";

const UNREACHABLE = "Le service ne répond pas. Vérifiez votre connexion, puis réessayez.";
const REFUSED = "La connexion n’a pas abouti. Réessayez, ou recevez un code par courriel.";
const TOO_MANY = "Trop d’essais. Attendez quelques minutes, puis recommencez.";
const TOO_MANY_STATUS = 429;
const STILL_MS = 2000; // without a key
const AGAIN_MS = 4000;

export class SignInAgain {
  // `retry` sends again what was refused; it resolves to whether the server took the person back.
  constructor(retry) {
    this.retry = retry;
    this.dialog = document.querySelector("[data-sign-in-again]");
    this.form = this.dialog.querySelector("form");
    this.error = this.dialog.querySelector("[data-sign-in-error]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.signIn();
    });
    this.dialog.querySelector("[data-sign-in-later]").addEventListener("click", () => this.dialog.close());
    document.addEventListener("keydown", () => this.waiting && this.whenStill(), true);
    addEventListener("focus", () => this.back());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.back());
  }

  // The page has said that the session ended: the rest waits for a pause.
  ask() {
    if (this.wanted) return;
    this.wanted = true;
    this.retrying = setInterval(() => document.visibilityState === "visible" && this.back(), AGAIN_MS);
    this.whenStill();
  }

  whenStill() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.show();
      this.dialog.querySelector("h2").focus();
    }, STILL_MS);
  }

  // Asked for, by a button.
  open() {
    this.ask();
    this.show();
    this.form.elements.namedItem("password").focus();
  }

  show() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (this.dialog.open) return;
    this.say("");
    this.returnTo = document.activeElement;
    this.dialog.showModal();
  }

  done() {
    this.wanted = false;
    clearInterval(this.retrying);
    clearTimeout(this.waiting);
    this.waiting = null;
    this.form.elements.namedItem("password").value = "";
    if (!this.dialog.open) return;
    this.dialog.close();
    this.returnTo?.focus();
  }

  // One comes back to this page, perhaps signed in elsewhere.
  async back() {
    if (this.wanted && !this.busy) await this.retry();
  }

  async signIn() {
    if (this.busy) return;
    this.busy = true;
    this.form.setAttribute("aria-busy", "true");
    this.say("");
    try {
      const answer = await this.send();
      if (!answer.ok) this.say(await reason(answer));
      else if (!(await this.retry())) this.say(REFUSED);
    } catch {
      this.say(UNREACHABLE);
    } finally {
      this.busy = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  send() {
    const body = new URLSearchParams(new FormData(this.form));
    body.append("csrfmiddlewaretoken", currentToken());
    return fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  say(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
    if (sentence) this.form.elements.namedItem("password").focus();
  }
}

async function reason(answer) {
  if (answer.status === TOO_MANY_STATUS) return TOO_MANY;
  const { form, message } = await answer.json().catch(() => ({}));
  if (!form) return message ?? REFUSED;
  const errors = [...form.errors, ...Object.values(form.fields).flatMap((field) => field.errors)];
  return errors.join(" ") || REFUSED;
}
