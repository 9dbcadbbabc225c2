/** Requests and addresses: what the address says is what is searched. */
/** @typedef {import("../core.js").Request} Request */

/** Filters, in the order in which addresses and sentences have them. */
export const FILTERS = [
  "auteur", "ministere_interroge", "ministere_attributaire", "rubrique", "etat", "delai", "groupe", "departement", "annee",
  "legislature", "portefeuille", "portefeuille_interroge", "portefeuille_attributaire", "semaine", "meme_question",
  "meme_reponse", "repetitions",
];
/** Filters of questions that repeat each other. */
export const REPEATS = ["repetitions", "meme_question", "meme_reponse"];
/** The value of `repetitions` that leaves of questions that repeat each other one only. */
export const ONE = "sans";
/** Characters of a query that are searched; nobody types more. */
export const LONGEST = 1000;
const SORTS = ["pertinence", "recent", "ancien"];
/** Pages up to here can be asked for. */
const LAST_PAGE = 50_000;
/** Values of a filter that are heeded; nobody ticks more. */
const MOST_VALUES = 100;

/** What an address asks for. @param {string} search its part after `?` @returns {Request} */
export function read(search) {
  const given = new URLSearchParams(search);
  const filtres = {};
  for (const facet of FILTERS) {
    const values = [...new Set(given.getAll(facet).filter(Boolean))].slice(0, MOST_VALUES);
    if (values.length) filtres[facet] = values;
  }
  const page = Number.parseInt(given.get("page") ?? "1", 10) || 1;
  return {
    q: cut((given.get("q") ?? "").trim()),
    filtres,
    date: given.get("date") === "reponse" ? "reponse" : "question",
    de: given.get("de") || undefined,
    a: given.get("a") || undefined,
    tri: SORTS.includes(given.get("tri") ?? "") ? given.get("tri") : "pertinence",
    page: Math.min(Math.max(1, page), LAST_PAGE),
  };
}

/** A query of bearable length, cut between words where there are some. @param {string} q */
function cut(q) {
  return q.length <= LONGEST ? q : q.slice(0, LONGEST + 1).replace(/\s+\S*$/u, "").slice(0, LONGEST);
}

/** The part of an address after the path. @param {Request} request */
export function written(request) {
  const parameters = new URLSearchParams();
  if (request.q) parameters.set("q", request.q);
  for (const facet of FILTERS)
    for (const value of request.filtres?.[facet] ?? []) parameters.append(facet, value);
  if (request.date === "reponse") parameters.set("date", "reponse");
  if (request.de) parameters.set("de", request.de);
  if (request.a) parameters.set("a", request.a);
  if (request.tri && request.tri !== "pertinence") parameters.set("tri", request.tri);
  if (request.page > 1) parameters.set("page", String(request.page));
  const query = parameters.toString();
  return query ? `?${query}` : "";
}

/** A request with a value of a facet added or taken off, from the first page on.
 * @param {Request} request @param {string} facet @param {string} value @param {boolean} on @returns {Request} */
export function withValue(request, facet, value, on) {
  const values = new Set(request.filtres[facet] ?? []);
  if (on) values.add(value);
  else values.delete(value);
  const filtres = { ...request.filtres, [facet]: [...values] };
  if (!values.size) delete filtres[facet];
  return { ...request, filtres, page: 1 };
}

/** The same words without any filter. @param {Request} request @returns {Request} */
export function withoutFilters(request) {
  return { ...request, filtres: {}, de: undefined, a: undefined, date: "question", page: 1 };
}

/** How many filters are chosen. @param {Request} request */
export function filterCount(request) {
  return Object.values(request.filtres).flat().length + (request.de || request.a ? 1 : 0);
}

/** Nothing typed and nothing chosen. @param {Request} request */
export function isEmpty(request) {
  return !request.q && !filterCount(request);
}
