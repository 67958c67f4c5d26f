// Panels marked `<details data-fold="62em">` are folded on screens narrower than that, open on wider ones.
// The style sheet already shows them so; here the element says the same to assistive tools.

for (const panel of document.querySelectorAll("details[data-fold]")) {
  const wide = matchMedia(`(min-width: ${panel.dataset.fold})`);
  const follow = () => {
    panel.open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}

// One menu open at a time: it closes when one leaves it, or by Escape.
for (const menu of document.querySelectorAll("details.role, details.other-acts")) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.role[open], details.other-acts[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
