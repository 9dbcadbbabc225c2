/**
 * Completion of a search box: names first, then words of the texts. A combobox with a list, as the
 * ARIA practices have it: the arrows choose, Enter takes, Escape closes; focus stays in the box.
 *
 * Loaded when a search box gets the focus, on any page.
 */
import { make } from "./page/dom.js";
import { valueLabel } from "./page/filters.js";
import { counted } from "./page/labels.js";
import { Names } from "./page/names.js";

/** Names and words listed. */
const NAMES = 6;
const WORDS = 4;
/** Letters from which names, then words, are proposed. */
const LEAST = 2;
const LEAST_WORD = 3;
const KINDS = {
  auteur: "député",
  ministere_interroge: "ministère",
  ministere_attributaire: "ministère",
  rubrique: "rubrique",
  groupe: "groupe",
  departement: "département",
};
/** `retraite agri` completes its last word; a name is looked for in the whole. */
const LAST_WORD = /[\p{L}\p{N}]+$/u;

/** @typedef {{text: string, kind: string, total: string, take: () => void}} Option */

/** Gives a box its completion.
 * @param {HTMLInputElement} box
 * @param {object} how
 * @param {URL} how.index address of the index's folder
 * @param {() => Promise<import("./engine.js").Engine>} how.load the engine, for words
 * @param {(name: import("./page/names.js").Name) => void} how.choose
 * @param {(q: string) => void} how.search */
export function complete(box, { index, load, choose, search }) {
  const names = new Names(index);
  const list = make("ul", { id: `${box.id || "recherche-tete"}-propositions`, class: "propositions", role: "listbox", "aria-label": "Propositions", hidden: true });
  const told = make("span", { class: "hors-vue", "aria-live": "polite" });
  /** @type {Option[]} */
  let options = [];
  let active = -1;
  let turn = 0;

  box.form.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
    box.setAttribute(name, value);

  function close() {
    turn++;
    options = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function draw() {
    const kept = options[active];
    list.replaceChildren(
      ...options.map(({ text, kind, total }, at) => {
        const option = make(
          "li",
          { id: `${list.id}-${at}`, role: "option", "aria-selected": "false" },
          make("span", { class: "proposition-texte" }, text),
          make("span", { class: "proposition-genre" }, `${kind} · ${total}`),
        );
        option.addEventListener("pointerdown", (event) => event.preventDefault()); // focus stays in the box
        option.addEventListener("click", () => take(options[at]));
        return option;
      }),
    );
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(options.length > 0));
    point(kept ? options.indexOf(kept) : -1);
  }

  function point(at) {
    active = at;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function take(option) {
    close();
    option.take();
  }

  async function propose() {
    const typed = box.value.trim();
    const mine = ++turn;
    if (typed.length < LEAST || /["«:*]/u.test(typed)) {
      close();
      return;
    }
    const found = await names.find(typed, NAMES);
    if (mine !== turn || document.activeElement !== box) return;
    // it is people whose names are misspelt: another name is, only where no word begins as typed
    const [first, others] = [true, false].map((sure) => found.filter(({ sur, facette }) => (sur || facette === "auteur") === sure));
    options = first.map(nameOption);
    active = -1; // what was pointed at was proposed for other letters
    draw();
    const words = await wordOptions(typed).catch(() => []); // names alone are a help
    if (mine !== turn || document.activeElement !== box) return;
    options = [...options, ...(words.length ? words : others.map(nameOption))];
    draw();
    told.textContent = options.length ? `${counted(options.length, "proposition")}, flèches pour choisir.` : "";
  }

  /** @param {import("./page/names.js").Name} name @returns {Option} */
  function nameOption(name) {
    return {
      text: valueLabel(name.facette, name.nom),
      kind: KINDS[name.facette],
      total: counted(name.total, "question"),
      take: () => choose(name),
    };
  }

  /** Words that end what is typed. @returns {Promise<Option[]>} */
  async function wordOptions(typed) {
    const [last] = typed.match(LAST_WORD) ?? [];
    if (!last || last.length < LEAST_WORD || /\p{N}/u.test(last)) return [];
    const engine = await load();
    const found = await engine.beginnings(last, WORDS);
    const before = typed.slice(0, -last.length);
    return found.map(({ mot, total }) => ({
      text: before + mot,
      kind: "mot",
      total: counted(total, "question"),
      take: () => {
        box.value = before + mot;
        search(box.value);
      },
    }));
  }

  box.addEventListener("input", propose);
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopImmediatePropagation();
      close();
    } else if (list.hidden) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopImmediatePropagation();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = options.length + 1; // one of them is the box itself
      point(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(options[active]);
    }
  });
  if (document.activeElement === box && box.value) propose();
}

/** Completion of a box that leads to the search page: the header's and the home page's.
 * @param {HTMLInputElement} box @param {string} base address of the root of the site */
export function completeElsewhere(box, base) {
  const root = new URL(`${base}/`, location.href);
  const index = new URL("recherche/", root);
  let engine = null;
  const visit = (parameters) => location.assign(new URL(`recherche.html?${new URLSearchParams(parameters)}`, root));
  complete(box, {
    index,
    load: () => (engine ??= import("./engine.js").then(({ open }) => open(index))),
    choose: ({ facette, nom, adresse }) => (adresse ? location.assign(new URL(adresse, root)) : visit({ [facette]: nom })),
    search: (q) => visit({ q }),
  });
}
