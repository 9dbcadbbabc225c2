/** Facets: one list a facet, with the counts of the current results. */
import { make, unseen } from "./dom.js";
import { withValue } from "./address.js";
import { FACETS, valueLabel } from "./filters.js";
import { number, SENTENCES } from "./labels.js";

/** Values of a facet shown at first. */
const VALUES = 8;
/** Values shown once all are asked for, or found by typing. */
const MOST = 200;
/** Sites of so many questions have more ministries than that. */
const MANY = 2000;
/** Open from the start. */
const OPEN = ["ministere_interroge", "etat"];
/** What is looked for among the values of a facet. */
const LOOKED_FOR = {
  auteur: "un député",
  ministere_interroge: "un ministère",
  ministere_attributaire: "un ministère",
  rubrique: "une rubrique",
  groupe: "un groupe",
  departement: "un département",
};

/** @typedef {{element: HTMLElement, refresh: (request: import("../core.js").Request) => Promise<void> | null}} Part
 * of the panel; `refresh` is done when its list is filled, at once where it is closed */

/** @returns {Part[]} */
export function facetList(page) {
  return Object.entries(FACETS).map(([name, title]) => facet(page, name, title));
}

function facet(page, name, title) {
  const values = make("ul", { class: "facette-valeurs" });
  const looking = `Chercher ${LOOKED_FOR[name] ?? title}`;
  const typed = make("input", { type: "search", class: "facette-cherche", autocomplete: "off", spellcheck: "false", placeholder: looking, "aria-label": looking, hidden: true });
  const more = make("button", { type: "button", class: "facette-plus", hidden: true });
  const badge = make("span", { class: "facette-choisies" });
  const summary = make("summary", {}, title, badge);
  const element = make("details", { class: "facette", "data-facette": name, open: OPEN.includes(name) }, summary, typed, values, more);
  let counts = null;
  let asked = null;
  let whole = false;
  let turn = 0;
  /** Has had more values than are shown: their room is kept, so that what stands below does not jump. */
  let ample = false;

  async function fill(request) {
    const mine = ++turn;
    try {
      const engine = await page.load();
      const found = await engine.facets(request, [name]);
      if (mine !== turn) return;
      counts = found[name];
      ample ||= counts.length > VALUES || (name === "ministere_interroge" && engine.about.documents >= MANY);
      draw();
    } catch (error) {
      if (mine === turn) values.replaceChildren(make("li", { class: "facette-erreur" }, SENTENCES[error.code] ?? SENTENCES.interne));
    }
  }

  function draw() {
    const given = asked.filtres[name] ?? [];
    const rest = counts.filter(({ valeur }) => !given.some((value) => key(value) === key(valeur)));
    const first = given.map((valeur) => ({ valeur, total: counts.find((entry) => key(entry.valeur) === key(valeur))?.total ?? 0 }));
    const roomy = ample && counts.length > 0;
    typed.hidden = !LOOKED_FOR[name] || !roomy;
    values.classList.toggle("ample", roomy);
    const wanted = key(typed.value).split(" ").filter(Boolean);
    const fits = wanted.length ? rest.filter(({ valeur }) => begins(valeur, wanted)) : ordered(name, rest);
    const limit = whole || wanted.length ? MOST : VALUES;
    const shown = [...first, ...fits.slice(0, limit)];
    const focused = document.activeElement?.closest?.(".facette") === element ? document.activeElement.value : null;
    values.replaceChildren(...shown.map(({ valeur, total }) => line(valeur, total, given.includes(valeur))));
    if (focused) [...values.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
    if (!shown.length) values.append(make("li", { class: "facette-rien" }, wanted.length ? "Aucun nom ne correspond." : "Rien à filtrer."));
    more.hidden = whole || !roomy;
    more.style.visibility = wanted.length || fits.length <= VALUES ? "hidden" : "";
    more.textContent = fits.length > MOST ? `Voir les ${MOST} premières valeurs` : `Voir les ${number(first.length + fits.length)} valeurs`;
    badge.textContent = given.length ? ` (${given.length})` : "";
  }

  function line(value, total, checked) {
    const input = make("input", { type: "checkbox", value });
    input.checked = checked;
    input.addEventListener("change", () => page.go(withValue(page.asked(), name, value, input.checked)));
    return make(
      "li",
      {},
      make("label", {}, input, make("span", { class: "facette-nom" }, valueLabel(name, value)), make("span", { class: "facette-total" }, number(total)), unseen(total > 1 ? " questions" : " question")),
    );
  }

  typed.addEventListener("input", draw);
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter") values.querySelector("input:not(:checked)")?.click();
    else if (event.key === "Escape" && typed.value) {
      event.preventDefault();
      typed.value = "";
      draw();
    }
  });
  more.addEventListener("click", () => {
    whole = true;
    draw();
    values.querySelectorAll("input")[VALUES]?.focus();
  });
  element.addEventListener("toggle", () => element.open && asked && !counts && page.during(fill(asked)));

  return {
    element,
    refresh(request) {
      asked = request;
      const given = request.filtres[name] ?? [];
      if (given.length) element.open = true;
      if (element.open) return fill(request);
      counts = null;
      return null;
    },
  };
}

/** Years by date, the others as they come: the fullest first. */
function ordered(name, entries) {
  if (name !== "annee" && name !== "legislature") return entries;
  return [...entries].sort((a, b) => Number(b.valeur) - Number(a.valeur));
}

function key(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("’", "'").replaceAll("œ", "oe").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Whether each of some words begins a word of a value. */
function begins(value, wanted) {
  const words = key(value).split(" ");
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
}
