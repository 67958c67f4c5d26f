// `<span data-preparing="/…">` stands for a document that the worker is making: it is asked for now and then, and its
// link, kept in a <template>, takes the place when it is there. « Actualiser » does the same by hand.

const EVERY = 3_000;
const LONGEST = 120_000;
const READY = 200;
const NOT_YET = 202;

const pause = () => new Promise((resume) => setTimeout(resume, EVERY));
const ask = (url) => fetch(url, { method: "HEAD", redirect: "manual" }).catch(() => ({ status: NOT_YET }));

async function watch(place) {
  for (let waited = 0; waited < LONGEST; waited += EVERY) {
    await pause();
    if (document.hidden) continue;
    const { status } = await ask(place.dataset.preparing);
    if (status === READY) return show(place);
    if (status !== NOT_YET) return;
  }
}

function show(place) {
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(place.querySelector("template").content);
  if (hadFocus) place.querySelector("a").focus();
}

document.querySelectorAll("[data-preparing]").forEach(watch);
