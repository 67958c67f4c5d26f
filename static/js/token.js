// Signing in renews the token that protects forms; a page opened before, in another tab, still holds the old one.
// The cookie has the good one: it is taken when the form leaves. Without this module the server answers with a page
// that keeps what was typed (expect/web/sessions.py). The token of the page goes along under another name: it tells one
// rendering from the next, without which the same act done again would pass for a second press (expect/web/once.py).

const COOKIE = "csrftoken";

export function currentToken() {
  const pair = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return pair ? pair.slice(COOKIE.length + 1) : "";
}

export function refreshToken(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const token = currentToken();
  if (!field || !token || field.value === token) return;
  const rendering = document.createElement("input");
  Object.assign(rendering, { type: "hidden", name: "rendering", value: field.value });
  form.append(rendering);
  field.value = token;
}

document.addEventListener("submit", (event) => refreshToken(event.target));
