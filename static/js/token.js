// Signing in renews the token that protects forms; a page opened before, in another tab, still holds the old one.
// The cookie has the good one: it is taken when the form leaves. Without this module the server answers with a page
// that keeps what was typed (expect/web/sessions.py).

const COOKIE = "csrftoken";

export function currentToken() {
  const pair = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return pair ? pair.slice(COOKIE.length + 1) : "";
}

export function refreshToken(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const token = currentToken();
  if (field && token) field.value = token;
}

document.addEventListener("submit", (event) => refreshToken(event.target));
