// `<div data-progress>` tells how far a long work has come: the page is asked for again now and then, and the new
// figures take the place of the old. Without it, « Actualiser » does the same.

const EVERY = 3_000;
const LONGEST = 300_000;

const pause = () => new Promise((resume) => setTimeout(resume, EVERY));

async function watch(place) {
  for (let waited = 0; waited < LONGEST && !place.hasAttribute("data-done"); waited += EVERY) {
    await pause();
    if (document.hidden) continue;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.querySelector("main");
    if (!next) return;
    const figures = next.querySelector("[data-progress]");
    place.replaceChildren(...figures.childNodes);
    for (const [old, list] of pairs(next)) old.replaceWith(list);
    if (figures.hasAttribute("data-done")) place.setAttribute("data-done", "");
  }
}

const pairs = (next) => {
  const lists = [...document.querySelectorAll("[data-progress] ~ ul")];
  return lists.map((old, n) => [old, next.querySelectorAll("[data-progress] ~ ul")[n]]).filter(([, list]) => list);
};

document.querySelectorAll("[data-progress]").forEach(watch);
