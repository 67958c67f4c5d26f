// `<div data-day-counter="7">` around two dates says how many days they make, both counted, as the rule counts them.
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
    said.textContent = sentence(days, most);
    if (Number.isNaN(days)) said.removeAttribute("class");
  };

  first.addEventListener("input", count);
  last.addEventListener("input", count);
  count();
}

function sentence(days, most) {
  if (Number.isNaN(days)) return "";
  if (days < 1) return "Le dernier jour précède le premier.";
  if (days > most) return `${days} jours, les deux compris : un volet en compte ${most} au plus.`;
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
