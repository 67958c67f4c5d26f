// What is typed and not saved yet, kept on this device at each key (spec L7): one copy per person and per step.
// It is dropped as soon as the server has it, at sign-out, and after a month that nobody came back to it.

const PREFIX = "expect-draft:";
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

export class DraftCopy {
  constructor(person, step) {
    this.key = `${PREFIX}${person}:${step}`;
  }

  // Whether the browser took it: it may have no room, or be told to keep nothing.
  // `unheard`: what was sent of it without an answer.
  keep(content, revision, unheard) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ content, revision, unheard, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  // {content, revision, unheard, at} or null
  read() {
    return parsed(this.key);
  }

  drop() {
    remove([this.key]);
  }
}

export function dropAll(person) {
  remove(keys().filter((key) => key.startsWith(`${PREFIX}${person}:`)));
}

export function dropForgotten() {
  const limit = Date.now() - KEPT_DAYS * DAY_MS;
  remove(keys().filter((key) => !(parsed(key)?.at > limit)));
}

function parsed(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function remove(found) {
  try {
    for (const key of found) localStorage.removeItem(key);
  } catch {
    // Nothing is kept where the browser keeps nothing.
  }
}
