// Completes what is typed, after the ARIA combobox pattern (list, manual selection).
//
// Mark-up (widget `expect.web.forms.Combobox`):
//   <div data-combobox data-url="/organismes/recherche.json">
//     <input type="text" name="organisation_text">      what is typed
//     <input type="hidden" name="organisation">         the value chosen
//   </div>
// Server: GET <data-url>?q=<typed> answers 200 with JSON [{"value": "…", "label": "…", "detail": "…"}], best first,
// twenty at most. Without JavaScript the form leaves with the text alone, and the view shows the answers to choose from.

const PAUSE_MS = 150;
const SHORTEST = 2;

let made = 0;

class Combobox {
  constructor(root) {
    [this.input, this.hidden] = root.querySelectorAll("input");
    this.url = new URL(root.dataset.url, location.href);
    this.id = `suggestions-${(made += 1)}`;
    this.list = element("ul", { id: this.id, role: "listbox", class: "combobox__list", hidden: "" });
    this.list.setAttribute("aria-label", "Propositions");
    this.status = element("p", { role: "status", class: "combobox__status" });
    root.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.id,
    })) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // Before `blur`, which would close the list under the pointer.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    this.hidden.value = "";
    clearTimeout(this.pause);
    this.request?.abort();
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      this.status.textContent = "";
      return;
    }
    this.pause = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.request = new AbortController();
    this.url.searchParams.set("q", this.input.value.trim());
    try {
      const answer = await fetch(this.url, {
        headers: { Accept: "application/json" },
        signal: this.request.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      this.show(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.status.textContent = "La recherche ne répond pas : terminez de taper, puis validez le formulaire.";
    }
  }

  show(answers) {
    this.list.replaceChildren(...answers.map((answer, rank) => this.option(answer, rank)));
    const some = answers.length > 0;
    this.list.hidden = !some;
    this.input.setAttribute("aria-expanded", String(some));
    this.input.removeAttribute("aria-activedescendant");
    const many = answers.length > 1 ? "s" : "";
    this.status.textContent = some
      ? `${answers.length} proposition${many} : flèches pour parcourir, Entrée pour choisir.`
      : "Aucune proposition : vérifiez l’orthographe ou essayez un code.";
  }

  option({ value, label, detail }, rank) {
    const option = element("li", { id: `${this.id}-${rank}`, role: "option", class: "combobox__option" });
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    option.dataset.label = label;
    option.append(label);
    if (detail) {
      const more = element("div", { class: "combobox__detail" });
      more.textContent = detail;
      option.append(more);
    }
    return option;
  }

  pressed(event) {
    const options = [...this.list.children];
    if (this.list.hidden || !options.length) return;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.point(options, (at + 1) % options.length);
    else if (event.key === "ArrowUp") this.point(options, at > 0 ? at - 1 : options.length - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && at >= 0) this.choose(options[at]);
    else return;
    event.preventDefault();
  }

  point(options, rank) {
    options.forEach((option, other) => option.setAttribute("aria-selected", String(other === rank)));
    this.input.setAttribute("aria-activedescendant", options[rank].id);
    options[rank].scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    this.input.value = option.dataset.label;
    this.hidden.value = option.dataset.value;
    this.close();
    this.status.textContent = `Choisi : ${option.dataset.label}.`;
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

document.querySelectorAll("[data-combobox]").forEach((root) => new Combobox(root));
