/**
 * The search page: drives the markup of page.html. With the files of page/ and the other interface-*.js,
 * the only code that touches the DOM.
 *
 * What the address says is what is searched: typing, choosing and paging write the address, going
 * back and forth reads it. The engine comes with the page; the filters and the button that follows a search beside the
 * first cards; names, help for empty results and exports when first used, and after what is being searched.
 */
import { open } from "./engine.js";
import { filterCount, isEmpty, LONGEST, read, REPEATS, withValue, written } from "./page/address.js";
import { card } from "./page/card.js";
import { breath, make } from "./page/dom.js";
import { fold } from "./page/folds.js";
import { counted, number, SENTENCES } from "./page/labels.js";
import { paging } from "./page/paging.js";
import { passagesIn } from "./page/passages.js";

/** @typedef {import("./core.js").Request} Request @typedef {import("./engine.js").Answer} Answer */

/** Typing is searched after this pause, in milliseconds. */
const PAUSE = 180;
/** Cards drawn at once; the others follow, as many at a time. */
const CARDS = 5;
/** What is being waited for is said after this long, in milliseconds. */
const SLOW = 800;
/** After results, what can wait comes when nothing was searched for so long, in milliseconds. */
const CALM = 1000;
/** Filters stand beside the results from this width on; search-page.css has the same. */
const WIDE = matchMedia("(width >= 60rem)");

const id = (name) => document.getElementById(name);
const form = /** @type {HTMLFormElement} */ (id("recherche"));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const sort = /** @type {HTMLSelectElement} */ (form.elements.namedItem("tri"));
const list = id("resultats");
const state = id("etat");
const problem = id("erreur");
const references = id("references");
const referencesSection = id("references-section");
const pages = id("pages");
const chosen = id("filtres-actifs");
const emptyHelp = id("aide-vide");
const exportPlace = id("exporter");
const filterButton = id("filtrer");
const years = /** @type {HTMLDetailsElement} */ (id("par-annee"));
const root = new URL(form.dataset.racine || "./", document.baseURI);
const index = new URL(form.dataset.index || "recherche/", root);
const title = document.title;

/** The engine, loaded when search is first used. @type {Promise<import("./engine.js").Engine> | null} */
let engine = null;
/** The panel of filters, once loaded. @type {Promise<{refresh: (request: Request) => void, open: () => void}> | null} */
let panel = null;
/** Number of the last search begun: older answers are dropped. */
let turn = 0;
/** Of a page with words, told from one without: what `#resultats` shows. */
let shownAnswer = null;
/** Of the results shown, those that repeat each other. @type {import("./page/folds.js").Fold[]} */
let folds = [];
/** The search that runs, its filters included. What can wait lets it have the line. @type {Promise<unknown>} */
let running = Promise.resolve();

function load() {
  engine ??= open(index);
  engine.catch(() => {
    engine = null; // the next search tries again
  });
  return engine;
}

const showPassages = passagesIn(async (texts, marks) => (await load()).passages(texts, marks));

/** What other parts of the page are given. */
const page = { root, index, load, go, link, asked, during, wide: WIDE, box };

/** What the address asks for. @returns {Request} */
function asked() {
  return read(location.search);
}

/** Writes a request in the address and searches it. What is being typed takes one step of the history,
 * which Enter makes final. @param {Request} request @param {"typed"|"entered"|"chosen"} [how] */
function go(request, how = "chosen") {
  const address = location.pathname + written(request);
  const kept = how === "typed" ? { typed: true } : null;
  if (history.state?.typed && how !== "chosen") history.replaceState(kept, "", address);
  else if (address !== location.pathname + location.search) history.pushState(kept, "", address);
  return run();
}

/** Searches what the address says. */
function run() {
  return (running = searched());
}

/** What is waited for too, before what can wait. @param {Promise<unknown>} work */
function during(work) {
  running = Promise.all([running, work]);
}

/** When the engine is there and nothing is searched, nor was just before. @returns {Promise<void>} */
async function quiet() {
  await load().catch(() => {});
  for (let before = null; before !== running; ) {
    await (before = running);
    if (shownAnswer) await new Promise((resolve) => setTimeout(resolve, CALM));
  }
}

/** A link to the results of a request, followed without loading the page again.
 * @param {Request} request @param {object} attributes @param {...(Node|string)} children */
function link(request, attributes, ...children) {
  const element = make("a", { href: location.pathname + written(request), ...attributes }, ...children);
  element.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const turned = element.closest("#pages"); // the page turned to is read from its start
    await go(request);
    if (!turned) return;
    list.querySelector("a")?.focus({ preventScroll: true });
    state.scrollIntoView({ block: "nearest" });
  });
  return element;
}

/** Puts the controls as a request says. @param {Request} request */
function show(request) {
  if (box.value.trim() !== request.q) box.value = request.q;
  sort.value = request.tri;
  const count = filterCount(request);
  filterButton.textContent = count ? `Filtrer (${count})` : "Filtrer";
  filterButton.setAttribute("aria-label", count ? `Filtrer, ${counted(count, "filtre actif", "filtres actifs")}` : "Filtrer");
  document.title = request.q ? `${request.q} – ${title}` : title;
}

/** Says which filters are chosen. @param {Request} request @param {number} mine */
async function tellChosen(request, mine) {
  const sentence = filterCount(request) ? (await import("./interface-sentence.js")).sentence(request, link) : [];
  if (mine !== turn) return;
  const focused = chosen.contains(document.activeElement);
  chosen.replaceChildren(...sentence);
  if (focused) (chosen.querySelector("a") ?? box).focus();
}

/** Searches what the address says and shows it; errors are shown too. */
async function searched() {
  const request = asked();
  const mine = ++turn;
  show(request);
  const told = tellChosen(request, mine).catch(() => {}); // the results say enough without it
  if (isEmpty(request)) {
    clear();
    return;
  }
  list.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => mine === turn && waiting(), SLOW);
  let begun = false;
  const beside = () => {
    if (mine === turn && !begun) {
      refreshPanel();
      import("./interface-follow.js").catch(() => {}); // the next search tries again
    }
    begun = true;
  };
  const first = (partial) => {
    clearTimeout(slow);
    if (mine !== turn) return;
    shown(request, partial);
    requestAnimationFrame(() => setTimeout(beside)); // when the first cards are drawn, beside the others
  };
  try {
    const opened = await load();
    if (mine !== turn) return;
    if (WIDE.matches) loadPanel().catch(() => {}); // it comes while the search waits
    const answer = await opened.search(request, first);
    if (mine !== turn || !(await drawn(request, answer, mine))) return;
    await told;
    if (mine !== turn) return;
    list.setAttribute("aria-busy", "false");
    helpEmpty(request, answer, mine).catch(() => {}); // the count alone says it
    beside();
  } catch (error) {
    if (mine === turn) failed(error);
  } finally {
    clearTimeout(slow);
  }
}

/** Says what is being waited for, on a slow line. */
function waiting() {
  state.textContent = shownAnswer ? "Recherche en cours…" : "Chargement de la recherche…";
}

function clear() {
  shownAnswer = null;
  list.replaceChildren();
  list.dataset.q = "";
  list.dataset.total = "0";
  list.setAttribute("aria-busy", "false");
  references.replaceChildren();
  for (const element of [referencesSection, pages, problem, emptyHelp, exportPlace, years]) element.hidden = true;
  state.textContent = "";
  breath()
    .then(load)
    .then(({ about }) => isEmpty(asked()) && tell("", `La recherche porte sur ${counted(about.documents, "question")}.`))
    .catch(() => {});
  panel?.then((loaded) => loaded.refresh(asked())).catch(() => {});
}

/** Draws an answer, some cards at a time. @param {Request} request @param {Answer} answer @param {number} mine
 * @returns {Promise<boolean>} whether nothing else was searched meanwhile */
async function drawn(request, answer, mine) {
  for (let count = CARDS; count < answer.results.length; count += CARDS) {
    if (shownAnswer?.request !== written(request) || count > shownAnswer.ids.length)
      shown(request, { ...answer, results: answer.results.slice(0, count), partiel: true });
    await breath();
    if (mine !== turn) return false;
  }
  shown(request, answer);
  return true;
}

/** @param {Request} request @param {Answer} answer */
function shown(request, answer) {
  const before = shownAnswer;
  shownAnswer = { request: written(request), ids: answer.results.map(({ id: one, erreur }) => (erreur ? "" : one)) };
  list.dataset.q = request.q;
  list.dataset.total = String(answer.total);
  list.setAttribute("start", String((answer.page - 1) * 20 + 1));
  // cards that are there already stay: the first ones come before the others
  const same = before?.request === shownAnswer.request && before.ids.every((one, at) => one === shownAnswer.ids[at]) ? before.ids.length : 0;
  if (!same) {
    list.replaceChildren();
    folds = [];
  }
  const whole = REPEATS.some((filter) => request.filtres[filter]); // what repeats each other is what was asked for
  for (const result of answer.results.slice(same)) {
    if (whole) list.append(item(result, answer));
    else fold(list, folds, result, item(result, answer));
  }
  if (!same) {
    references.replaceChildren(...answer.references.map((result) => item(result, answer)));
    referencesSection.hidden = !answer.references.length;
    referencesSection.querySelector("h2").textContent =
      answer.references.length > 1 ? "Questions désignées" : "Question désignée";
  }
  tell(found(answer), begun(answer.debuts));
  if (answer.propositions?.length) list.replaceChildren(...answer.propositions.map((other) => proposition(request, other)));
  underline(request.q, answer.errors);
  emptyHelp.hidden = true;
  years.hidden = !answer.total; // it comes with the first cards: later, it would push them down
  if (answer.partiel) return;
  pages.hidden = answer.pages < 2;
  pages.replaceChildren(...paging(request, answer, link));
  offerExport(request, answer.total);
  if (years.open && answer.total) showYears();
}

/** How many questions a year, where it is asked for. */
function showYears() {
  const mine = turn;
  const work = import("./interface-years.js").then(({ showYears: show }) => show(page, years, Number(list.dataset.total), () => mine === turn));
  during(work.catch(() => {}));
}

/** Says something, and more of it in small, once to those who hear it. */
function tell(text, more) {
  if (state.textContent !== text + more) state.replaceChildren(text, make("span", {}, more));
}

/** How many questions were found, in words. */
function found({ total, page: current, pages: last, references: meant }) {
  if (!total) return meant.length ? "Aucune autre question trouvée." : "Aucune question trouvée.";
  const where = last > 1 && current > 1 ? `, page ${number(current)} sur ${number(last)}` : "";
  return total === 1 ? "1\u00a0question trouvée." : `${number(total)}\u00a0questions trouvées${where}.`;
}

/** Which words were read as beginnings of others. @param {Answer["debuts"]} words */
function begun(words) {
  if (!words.length) return "";
  const which = words.every(({ tous }) => tous) ? "les mots" : "les plus fréquents des mots";
  return ` Aucun texte n’a ${words.map(({ mot }) => `«\u00a0${mot}\u00a0»`).join(" ni ")}\u00a0: ${which} qui commencent ainsi sont cherchés.`;
}

/** A spelling to try instead, as a link in the place of the results. */
function proposition(request, { proposition: word, q }) {
  const other = link({ ...request, q, page: 1 }, { class: "proposition" }, word);
  return make("li", { class: "resultat-proposition" }, "Essayez avec «\u00a0", other, "\u00a0».");
}

/** @param {import("./engine.js").Result} result @param {Answer} answer */
function item(result, answer) {
  if (result.erreur) return make("li", { class: "carte resultat-erreur" }, "Cette question n’a pas pu être chargée. ", retryButton());
  const element = card(result, root, answer.marques);
  showPassages(element.querySelector(".passages"), answer.marques);
  return element;
}

/** Says what could not be read of a query, underlined where it is. */
function underline(q, errors) {
  const lines = errors.map(({ start, end, message }) => {
    const line = make("span", { class: "erreur-ligne" });
    if (end > start)
      line.append(
        make("code", { class: "erreur-requete" }, q.slice(0, start), make("u", { class: "erreur-lieu" }, q.slice(start, end)), q.slice(end)),
        " ",
      );
    line.append(message);
    return line;
  });
  if ((new URLSearchParams(location.search).get("q") ?? "").trim().length > LONGEST)
    lines.push(make("span", { class: "erreur-ligne" }, `Seuls les ${number(LONGEST)} premiers caractères sont cherchés.`));
  const focused = problem.contains(document.activeElement);
  problem.hidden = !lines.length;
  problem.replaceChildren(...lines);
  if (focused) (list.querySelector("a") ?? box).focus({ preventScroll: true });
}

/** Says that it tries as soon as it is clicked. It stays where it is meanwhile, so that no click is lost. */
function retryButton() {
  const button = make("button", { type: "button", class: "reessayer" }, "Réessayer");
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    button.textContent = "Nouvel essai…";
    await run();
    button.ariaDisabled = "false";
    button.textContent = "Réessayer";
  });
  return button;
}

function reloadButton() {
  const button = make("button", { type: "button", class: "recharger" }, "Recharger la page");
  button.addEventListener("click", () => location.reload());
  return button;
}

/** Only one file of JavaScript knows what a new index looks like: the new one. */
const failure = { text: make("span"), retry: retryButton(), reload: reloadButton() };

function failed(error) {
  list.setAttribute("aria-busy", "false");
  state.textContent = "";
  failure.text.textContent = SENTENCES[error.code] ?? SENTENCES.interne;
  const remedy = error.code === "version" ? failure.reload : failure.retry;
  if (!problem.contains(remedy)) problem.replaceChildren(failure.text, " ", remedy);
  problem.hidden = false;
}

/** What each word finds by itself, where all together find nothing. */
async function helpEmpty(request, answer, mine) {
  if (answer.total || answer.errors.length) return;
  const { explain } = await import("./interface-empty.js");
  const help = await explain(await load(), request, answer, link);
  if (mine !== turn || !help.length) return;
  emptyHelp.replaceChildren(...help);
  emptyHelp.hidden = false;
}

/** The export of all that was found, its size told before. */
async function offerExport(request, total) {
  exportPlace.hidden = true;
  exportPlace.replaceChildren();
  if (!total) return;
  const mine = turn;
  const { exporting } = await import("./interface-export.js");
  if (mine !== turn) return;
  exportPlace.replaceChildren(...exporting(page, request, total));
  exportPlace.hidden = false;
}

/** The filters, loaded when first seen. */
function loadPanel() {
  panel ??= import("./interface-filters.js").then(({ filters }) => filters(page));
  panel.then(() => filterButton.classList.add("replie"));
  panel.catch(() => {
    panel = null; // the list stands without its filters; the next search tries again
  });
  return panel;
}

/** The filters follow the results, once the first of these are there. */
function refreshPanel() {
  const wanted = WIDE.matches ? loadPanel() : panel;
  during(wanted?.then((loaded) => loaded.refresh(asked())).catch(() => {}));
}

/** Names, loaded when the box has the focus; without them, words are still searched. */
function loadCompletion() {
  quiet()
    .then(() => import("./interface-completion.js"))
    .then(async ({ complete }) => {
      await quiet(); // a search may have begun meanwhile
      complete(box, {
        index,
        load,
        choose({ facette, nom }) {
          clearTimeout(timer);
          box.value = "";
          go({ ...withValue(asked(), facette, nom, true), q: "" });
        },
        search(q) {
          clearTimeout(timer);
          go({ ...asked(), q, page: 1 });
        },
      });
    })
    .catch(() => {});
}

let timer = 0;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  go({ ...asked(), q: box.value.trim(), page: 1 }, "entered");
});
box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => go({ ...asked(), q: box.value.trim(), page: 1 }, "typed"), PAUSE);
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || box.ariaExpanded === "true") return; // the arrows walk what is proposed
  const first = document.querySelector(".resultat a, .proposition");
  if (!first) return;
  event.preventDefault();
  first.focus();
});
/** From result to result with the arrows, back to the box with Escape. */
for (const place of [references, list])
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.focus();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const titles = [...document.querySelectorAll(".resultat h3 a, .proposition")].filter((one) => !one.closest("details:not([open])"));
    const at = titles.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    (titles[at + (event.key === "ArrowDown" ? 1 : -1)] ?? (at ? titles[at] : box)).focus();
  });
box.addEventListener("focus", loadCompletion, { once: true });
sort.addEventListener("change", () => go({ ...asked(), tri: sort.value, page: 1 }));
filterButton.addEventListener("click", async () => {
  const loaded = await loadPanel();
  loaded.refresh(asked());
  loaded.open();
});
years.addEventListener("toggle", () => years.open && !years.hidden && showYears());
WIDE.addEventListener("change", () => panel && refreshPanel());
addEventListener("popstate", run);

id("sans-recherche")?.remove(); // a page from the cache may be older than this script
if (location.protocol === "file:") {
  state.textContent =
    "La recherche demande que le site soit servi par un serveur : lancez « python -m http.server » dans son dossier, puis ouvrez http://localhost:8000/.";
} else {
  filterButton.hidden = false;
  sort.parentElement.hidden = false;
  run();
  // who comes here searches: the engine comes at once, then the code of the filters
  breath()
    .then(quiet)
    .then(() => WIDE.matches && import("./interface-filters.js"))
    .catch(() => {});
}
