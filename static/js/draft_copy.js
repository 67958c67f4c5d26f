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
  // `base`: what was stored when the person began, null where nobody knows; `unheard`: what was sent without an answer.
  keep(content, { base, revision, unheard }) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ content, base, revision, unheard, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  // {content, base, revision, unheard, at} or null
  read() {
    return parsed(this.key);
  }

  drop() {
    remove([this.key]);
  }
}

// The names of the fields that two contents do not say alike, but for outer spaces and the ends of lines.
export function changed(one, other) {
  const [before, after] = [new URLSearchParams(one), new URLSearchParams(other)];
  const said = (content, name) => content.getAll(name).map((value) => value.replaceAll("\r\n", "\n").trim());
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.filter((name) => said(before, name).join("\n") !== said(after, name).join("\n"));
}

// `here`, with what the person typed in the copy: a field untouched since its base follows what is stored (spec L7).
export function given(copy, here) {
  const [content, typed] = [new URLSearchParams(here), new URLSearchParams(copy.content)];
  for (const name of changed(copy.base ?? here, copy.content)) {
    content.delete(name);
    for (const value of typed.getAll(name)) content.append(name, value);
  }
  return content;
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
