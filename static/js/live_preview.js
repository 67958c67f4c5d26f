// `<div data-live-preview="form" data-field="body" data-letter="refus">` shows what the server makes of the form as it
// stands: the same answer as its button `apercu`, asked for a moment after the last key. Saves nothing.

const PAUSE_MS = 600;

for (const shown of document.querySelectorAll("[data-live-preview]")) {
  const form = document.getElementById(shown.dataset.livePreview);
  let pause;
  let request;

  const refresh = async () => {
    request?.abort();
    request = new AbortController();
    const data = new FormData(form);
    data.set("apercu", shown.dataset.letter);
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, signal: request.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live-preview]");
      if (fresh) shown.replaceChildren(...fresh.childNodes);
    } catch (error) {
      if (error instanceof TypeError || error.name === "AbortError") return; // no network, or typing goes on
      throw error;
    }
  };

  form.elements[shown.dataset.field].addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(refresh, PAUSE_MS);
  });
}
