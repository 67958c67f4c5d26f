// `<div data-day-counter="7" data-too-long="…{days}…{most}…" data-backwards="…">` around two dates says how many days
// they make, both counted, in the words of the rule itself.
// `<fieldset data-leg="sending preceded">` shows for these choices of `course` only, unless something is filled in it.

const DAY_MS = 86_400_000;

for (const pair of document.querySelectorAll("[data-day-counter]")) {
  const most = Number(pair.dataset.dayCounter);
  const [first, last] = pair.querySelectorAll("input[type=date]");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  pair.after(said);

  const count = () => {
    const days = (Date.parse(last.value) - Date.parse(first.value)) / DAY_MS + 1;
    const wrong = days < 1 || days > most;
    said.className = wrong ? "fr-message fr-message--error fr-mb-3w" : "fr-message fr-message--valid fr-mb-3w";
    said.textContent = sentence(days, most, pair.dataset);
    if (Number.isNaN(days)) said.removeAttribute("class");
  };

  first.addEventListener("input", count);
  last.addEventListener("input", count);
  count();
}

function sentence(days, most, words) {
  if (Number.isNaN(days)) return "";
  if (days < 1) return words.backwards;
  if (days > most) return words.tooLong.replace("{days}", days).replace("{most}", most);
  return days > 1 ? `${days} jours, les deux compris.` : "1 jour.";
}

const legs = document.querySelectorAll("[data-leg]");

const show = () => {
  const course = document.querySelector("[name=course]:checked")?.value;
  for (const leg of legs) {
    const filled = [...leg.elements].some((field) => (field.type === "checkbox" ? field.checked : field.value));
    leg.hidden = Boolean(course) && !filled && !leg.dataset.leg.split(" ").includes(course);
  }
};

for (const choice of document.querySelectorAll("[name=course]")) {
  choice.addEventListener("change", show);
}
show();
