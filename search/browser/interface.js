/**
 * The search page: drives the markup of page.html. The only file that touches the DOM.
 *
 * What the address says is what is searched: typing, choosing and paging write the address, going
 * back and forth reads it. Text of documents enters the page as text only.
 */
import { open } from "./engine.js";

/** @typedef {import("./core.js").Request} Request */

/** Facets in the order shown, and what they are called. */
const FACETS = {
  auteur: "Député",
  ministere_interroge: "Ministère interrogé",
  ministere_attributaire: "Ministère attributaire",
  rubrique: "Rubrique",
  groupe: "Groupe",
  departement: "Département",
  annee: "Année",
  legislature: "Législature",
  etat: "État",
};
const STATES = {
  repondue: "avec réponse",
  repondue_sans_texte: "réponse sans texte",
  en_attente: "en attente de réponse",
  retiree: "retirée",
  close: "close avec la fin du mandat",
};
/** Typing is searched after this pause, in milliseconds. */
const PAUSE = 180;
/** Values of a facet shown at first. */
const VALUES = 12;
const NUMBER = new Intl.NumberFormat("fr-FR");
const DAY = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SENTENCES = {
  reseau: "La connexion a été interrompue. Les résultats n’ont pas pu être chargés.",
  absent: "Un fichier de l’index manque sur ce site. La recherche est incomplète.",
  corrompu: "Un fichier de l’index est illisible. La recherche est incomplète.",
  version: "L’index de recherche a changé depuis l’ouverture de la page. Rechargez-la pour continuer.",
  interne: "La recherche a rencontré une erreur inattendue.",
};

const form = /** @type {HTMLFormElement} */ (document.getElementById("recherche"));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const list = document.getElementById("resultats");
const state = document.getElementById("etat");
const problem = document.getElementById("erreur");
const references = document.getElementById("references");
const referencesSection = document.getElementById("references-section");
const pages = document.getElementById("pages");
const facetBox = document.getElementById("facettes");
const chosenBox = document.getElementById("filtres");
const root = new URL(form.dataset.racine || "./", document.baseURI);
const index = new URL(form.dataset.index || "recherche/", root);

/** The engine, loaded when search is first used. @type {Promise<import("./engine.js").Engine> | null} */
let engine = null;
/** Cuts passages; loaded after the first results. @type {Promise<(text: string, marks: object) => object> | null} */
let cutter = null;
/** Number of the last search begun: older answers are dropped. */
let turn = 0;
/** Texts of pages already read, by address. @type {Map<string, Promise<{question: string, reponse: string}>>} */
const texts = new Map();

/** An element with text and attributes. @param {string} name @param {object} [attributes] @param {...(Node|string)} children */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  element.append(...children);
  return element;
}

/** What the address asks for. @returns {Request} */
function asked() {
  const given = new URLSearchParams(location.search);
  const filtres = {};
  for (const facet of Object.keys(FACETS)) {
    const values = given.getAll(facet).filter(Boolean);
    if (values.length) filtres[facet] = values;
  }
  return {
    q: given.get("q") ?? "",
    filtres,
    date: given.get("date") === "reponse" ? "reponse" : "question",
    de: given.get("de") || undefined,
    a: given.get("a") || undefined,
    tri: given.get("tri") ?? "pertinence",
    page: Math.max(1, Number.parseInt(given.get("page") ?? "1", 10) || 1),
  };
}

/** The address of a request. @param {Request} request */
function addressOf(request) {
  const parameters = new URLSearchParams();
  if (request.q) parameters.set("q", request.q);
  for (const facet of Object.keys(FACETS)) for (const value of request.filtres?.[facet] ?? []) parameters.append(facet, value);
  if (request.date === "reponse") parameters.set("date", "reponse");
  if (request.de) parameters.set("de", request.de);
  if (request.a) parameters.set("a", request.a);
  if (request.tri && request.tri !== "pertinence") parameters.set("tri", request.tri);
  if (request.page > 1) parameters.set("page", String(request.page));
  const query = parameters.toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}

/** Writes a request in the address and searches it. What is being typed takes one step of the history,
 * which Enter makes final. @param {Request} request @param {"typed"|"entered"|"chosen"} [how] */
function go(request, how = "chosen") {
  const address = addressOf(request);
  const state = how === "typed" ? { typed: true } : null;
  if (history.state?.typed && how !== "chosen") history.replaceState(state, "", address);
  else if (address !== location.pathname + location.search) history.pushState(state, "", address);
  run();
}

/** What the controls say, from the first page on. @returns {Request} */
function chosen() {
  const value = (name) => form.elements.namedItem(name)?.value || undefined;
  return { ...asked(), q: box.value.trim(), date: value("date"), de: value("de"), a: value("a"), tri: value("tri"), page: 1 };
}

/** Puts the controls as a request says. @param {Request} request */
function show(request) {
  if (box.value.trim() !== request.q) box.value = request.q;
  for (const name of ["date", "de", "a", "tri"]) {
    const control = form.elements.namedItem(name);
    if (control) control.value = request[name] ?? "";
  }
}

function load() {
  engine ??= open(index);
  engine.catch(() => {
    engine = null; // the next search tries again
  });
  return engine;
}

function passages() {
  cutter ??= Promise.all([load(), import("./snippets.js")]).then(([{ about }, { passage, Splitter }]) => {
    const splitter = new Splitter(about.langue);
    return (text, marks) => passage(text, marks, splitter);
  });
  cutter.catch(() => {
    cutter = null;
  });
  return cutter;
}

/** Searches what the address says and shows it. */
async function run() {
  const request = asked();
  const mine = ++turn;
  show(request);
  const nothing = !request.q && !Object.keys(request.filtres).length && !request.de && !request.a;
  list.setAttribute("aria-busy", nothing ? "false" : "true");
  if (nothing) {
    clear();
    return;
  }
  try {
    const opened = await load();
    if (mine !== turn) return;
    const answer = await opened.search(request, (partial) => mine === turn && shown(request, partial));
    if (mine !== turn) return;
    shown(request, answer);
    list.setAttribute("aria-busy", "false");
    refreshFacets(request);
  } catch (error) {
    if (mine === turn) failed(error);
  }
}

function clear() {
  list.replaceChildren();
  list.dataset.q = "";
  list.dataset.total = "0";
  references.replaceChildren();
  referencesSection.hidden = true;
  pages.hidden = true;
  problem.hidden = true;
  state.textContent = "";
  refreshFacets(asked());
}

/** @param {Request} request @param {import("./engine.js").Answer} answer */
function shown(request, answer) {
  list.dataset.q = request.q;
  list.dataset.total = String(answer.total);
  list.setAttribute("start", String((answer.page - 1) * 20 + 1));
  list.replaceChildren(...answer.results.map((result) => item(result, answer)));
  references.replaceChildren(...answer.references.map((result) => item(result, answer)));
  referencesSection.hidden = !answer.references.length;
  referencesSection.querySelector("h2").textContent =
    answer.references.length > 1 ? "Questions désignées" : "Question désignée";
  state.replaceChildren(counted(answer));
  if (answer.propositions?.length) list.replaceChildren(...answer.propositions.map((other) => proposition(request, other)));
  underline(request.q, answer.errors);
  if (!answer.partiel) paging(request, answer);
}

/** How many questions were found, in words. */
function counted({ total }) {
  if (!total) return "Aucune question trouvée.";
  return total === 1 ? "1 question trouvée." : `${NUMBER.format(total)} questions trouvées.`;
}

/** A spelling to try instead, as a link in the place of the results. */
function proposition(request, { proposition: word, q }) {
  const link = make("a", { href: addressOf({ ...request, q, page: 1 }), class: "proposition" }, word);
  follow(link);
  return make("li", { class: "resultat-proposition" }, "Essayez avec « ", link, " ».");
}

/** A link of this page is followed without loading it again. @param {HTMLAnchorElement} link */
function follow(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    run();
    box.scrollIntoView({ block: "nearest" });
  });
}

/** The card of a question. @param {import("./engine.js").Result} result @param {import("./engine.js").Answer} answer */
function item(result, answer) {
  if (result.erreur) {
    const again = make("button", { type: "button" }, "Réessayer");
    again.addEventListener("click", run);
    return make("li", { class: "resultat resultat-erreur" }, "Cette question n’a pas pu être chargée. ", again);
  }
  const href = new URL(result.adresse, root).href;
  const title = make("a", { href, class: "resultat-titre" }, result.titre);
  const facts = make("p", { class: "resultat-faits" });
  const say = (text, name) => text && facts.append(facts.childNodes.length ? " · " : "", make("span", { class: name }, text));
  say(`${ordinal(result.legislature)} législature, n° ${result.numero}`, "resultat-numero");
  say(result.auteur && (result.groupe ? `${result.auteur} (${result.groupe})` : result.auteur), "resultat-auteur");
  say(ministries(result), "resultat-ministeres");
  const dates = make("p", { class: "resultat-dates" }, ...dated("Question du ", result.date_question));
  if (result.date_reponse) dates.append(dates.childNodes.length ? " · " : "", ...dated("Réponse du ", result.date_reponse));
  else if (result.etat) dates.append(dates.childNodes.length ? " · " : "", STATES[result.etat] ?? result.etat);
  const heading = make("h3", { class: "resultat-tete" }, title);
  const kind = [result.rubrique, result.analyse].filter((text) => text && text !== result.titre).join(" – ");
  const card = make("li", { class: "resultat", "data-id": result.id }, heading);
  if (kind) card.append(make("p", { class: "resultat-rubrique" }, kind));
  card.append(facts, dates);
  const passages = make("div", { class: "resultat-passages" });
  card.append(passages);
  excerpt(href, passages, answer.marques);
  return card;
}

function ordinal(legislature) {
  return `${legislature}${legislature === 1 ? "re" : "e"}`;
}

function ministries({ ministere_interroge: wanted, ministere_attributaire: charged, date_reponse: answered }) {
  if (!charged || charged === wanted) return wanted;
  return `${wanted} → ${charged} (${answered ? "réponse" : "chargé de répondre"})`;
}

function dated(before, iso) {
  return iso ? [before, make("time", { datetime: iso }, DAY.format(new Date(`${iso}T00:00:00Z`)))] : [];
}

/** Shows passages of the question and of the answer, from the page of the question itself. */
async function excerpt(href, place, marks) {
  const read = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && (read.disconnect(), fill()));
  read.observe(place.parentElement ?? place);
  async function fill() {
    let text;
    let cut;
    try {
      [text, cut] = await Promise.all([textOf(href), passages()]);
    } catch {
      return; // the card says enough without its passages
    }
    const parts = [["question", text.question], ["reponse", text.reponse]].map(([name, whole]) => [name, whole && cut(whole, marks)]);
    const best = Math.max(...parts.map(([, found]) => (found ? found.distinct : 0)));
    for (const [name, found] of parts)
      if (found && (best ? found.distinct > 0 : name === "question"))
        place.append(
          make(
            "p",
            { class: `resultat-passage passage-${name}` },
            make("span", { class: "passage-origine" }, name === "question" ? "question" : "réponse"),
            " ",
            ...found.pieces.map(({ text: piece, marked }) => (marked ? make("mark", {}, piece) : piece)),
          ),
        );
  }
}

/** The texts of a question's page, read once. @param {string} href */
function textOf(href) {
  if (!texts.has(href))
    texts.set(
      href,
      fetch(href)
        .then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))))
        .then((html) => {
          const page = new DOMParser().parseFromString(html, "text/html");
          const text = (name) =>
            Array.from(page.querySelectorAll(`[data-texte="${name}"]`), spoken).join(" ").replace(/\s+/gu, " ").trim();
          return { question: text("question"), reponse: text("reponse") };
        })
        .catch((error) => {
          texts.delete(href);
          throw error;
        }),
    );
  return texts.get(href);
}

/** The text of an element, its paragraphs apart. @param {Element} element */
function spoken(element) {
  for (const block of element.querySelectorAll("p, li, tr, td, th, br, h2, h3")) block.append(" ");
  return element.textContent;
}

/** Says what could not be read of a query, underlined where it is. */
function underline(q, errors) {
  problem.hidden = !errors.length;
  problem.replaceChildren();
  for (const { start, end, message } of errors) {
    const line = make("span", { class: "erreur-ligne" });
    if (end > start)
      line.append(
        make("code", { class: "erreur-requete" }, q.slice(0, start), make("u", { class: "erreur-lieu" }, q.slice(start, end)), q.slice(end)),
        " ",
      );
    line.append(message);
    problem.append(line);
  }
}

function failed(error) {
  list.setAttribute("aria-busy", "false");
  state.textContent = "";
  const again = make("button", { type: "button", class: "reessayer" }, "Réessayer");
  again.addEventListener("click", run);
  problem.hidden = false;
  problem.replaceChildren(SENTENCES[error.code] ?? SENTENCES.interne, " ", again);
}

/** Links to other pages of results. */
function paging(request, { page, pages: last }) {
  pages.hidden = last < 2;
  const to = (number, text, rel) => {
    const link = make("a", { href: addressOf({ ...request, page: number }), rel, "aria-current": number === page && !rel ? "page" : null }, text);
    follow(link);
    return make("li", {}, link);
  };
  const near = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, last])].filter((n) => n >= 1 && n <= last);
  const items = near.flatMap((n, i) => [
    ...(i && n > near[i - 1] + 1 ? [make("li", { "aria-hidden": "true" }, "…")] : []),
    to(n, NUMBER.format(n)),
  ]);
  if (page > 1) items.unshift(to(page - 1, "Précédente", "prev"));
  if (page < last) items.push(to(page + 1, "Suivante", "next"));
  pages.replaceChildren(make("ul", {}, ...items));
}

/** One closed list a facet; its counts are fetched when it is opened. */
function buildFacets() {
  for (const [name, title] of Object.entries(FACETS)) {
    const values = make("ul", { class: "facette-valeurs" });
    const details = make("details", { class: "facette", "data-facette": name }, make("summary", {}, title), values);
    details.addEventListener("toggle", () => details.open && fillFacet(details, asked()));
    facetBox.append(details);
  }
}

/** The values chosen, each a link that takes it away: seen without opening a facet. */
function showChosen(request) {
  const links = Object.entries(request.filtres).flatMap(([name, values]) =>
    values.map((value) => {
      const rest = { ...request.filtres, [name]: values.filter((other) => other !== value) };
      const link = make("a", { href: addressOf({ ...request, page: 1, filtres: rest }), "aria-label": `Retirer le filtre ${FACETS[name]} : ${spelt(name, value)}` },
        `${FACETS[name]} : ${spelt(name, value)} ×`);
      follow(link);
      return make("li", {}, link);
    }),
  );
  chosenBox.replaceChildren(...links);
  chosenBox.hidden = !links.length;
}

/** A value of a facet as people read it. */
function spelt(name, value) {
  if (name === "etat") return STATES[value] ?? value;
  return name === "legislature" ? ordinal(Number(value)) : value;
}

function refreshFacets(request) {
  showChosen(request);
  for (const details of facetBox.querySelectorAll("details")) {
    const given = request.filtres[details.dataset.facette] ?? [];
    details.classList.toggle("facette-active", given.length > 0);
    if (details.open) fillFacet(details, request);
  }
}

async function fillFacet(details, request) {
  const name = details.dataset.facette;
  const mine = turn;
  const values = details.querySelector("ul");
  let counts;
  try {
    counts = (await (await load()).facets(request, [name]))[name];
  } catch (error) {
    values.replaceChildren(make("li", { class: "facette-erreur" }, SENTENCES[error.code] ?? SENTENCES.interne));
    return;
  }
  if (mine !== turn) return;
  const given = new Set(request.filtres[name] ?? []);
  const missing = [...given].filter((value) => !counts.some((entry) => entry.valeur === value));
  const all = [...counts, ...missing.map((valeur) => ({ valeur, total: 0 }))];
  const first = all.filter(({ valeur }, at) => at < VALUES || given.has(valeur));
  const lines = (entries) => entries.map(({ valeur, total }) => facetLine(name, valeur, total, given.has(valeur)));
  values.replaceChildren(...lines(first));
  if (first.length < all.length) {
    const more = make("button", { type: "button" }, `Voir les ${NUMBER.format(all.length)} valeurs`);
    more.addEventListener("click", () => values.replaceChildren(...lines(all)));
    values.append(make("li", {}, more));
  }
}

function facetLine(name, value, total, checked) {
  const input = make("input", { type: "checkbox", name, value });
  input.checked = checked;
  input.addEventListener("change", () => {
    const request = { ...asked(), page: 1 };
    const values = new Set(request.filtres[name] ?? []);
    if (input.checked) values.add(value);
    else values.delete(value);
    go({ ...request, filtres: { ...request.filtres, [name]: [...values] } });
  });
  return make("li", {}, make("label", {}, input, " ", spelt(name, value), " ", make("span", { class: "facette-total" }, NUMBER.format(total))));
}

let timer = 0;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  go(chosen(), "entered");
});
box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => go(chosen(), "typed"), PAUSE);
});
form.addEventListener("change", (event) => {
  if (event.target !== box && ["tri", "date", "de", "a"].includes(event.target.name)) go(chosen());
});
addEventListener("popstate", run);
// the engine and the manifests come while one types the first word
box.addEventListener("focus", () => load().catch(() => {}), { once: true });

buildFacets();
run();
