/**
 * The search engine, for this site's page and for any other.
 *
 *     import { open } from "…/engine.js";
 *     const engine = await open("https://…/recherche/");
 *     const { total, results } = await engine.search({ q: "retraite agricole", filtres: { annee: ["2014"] } });
 *
 * A search runs in a worker where there is one. `search/FORMAT.md` describes the index and the query language.
 */
import { SearchError } from "./errors.js";
import { BEGINNINGS, DONE, FACETS, LIST, OPEN, PARTIAL, SEARCH } from "./messages.js";

export { SearchError };

/**
 * @typedef {import("./core.js").Request} Request
 * @typedef {object} Result
 * @property {string} id official @property {number} legislature @property {string} type @property {number} numero
 * @property {string} titre @property {string} [analyse] @property {string} [auteur] @property {string} [groupe]
 * @property {string} [rubrique] @property {string} [ministere_interroge] @property {string} [ministere_attributaire]
 * @property {string} [etat] @property {string} [date_question] ISO @property {string} [date_reponse]
 * @property {string} adresse of its page, from the root of the site
 * @property {{code: string, message: string}} [erreur] its card could not be read: nothing else is known
 *
 * @typedef {object} Answer
 * @property {string} q @property {number} total exact @property {number} page @property {number} pages
 * @property {Result[]} results of the page @property {Result[]} references questions that the query names, not counted
 * @property {Array<{start: number, end: number, message: string}>} errors places of `q` that could not be read
 * @property {Array<{mot: string, proposition: string, q: string}>} propositions other spellings, when nothing is found
 * @property {{cles: string[], debuts: string[]}} marques what to mark in a passage, without accents
 * @property {boolean} [partiel] only the first cards are there yet
 */

/** Opens the index at an address. @param {string|URL} address of its folder
 * @param {{worker?: boolean}} [options] @returns {Promise<Engine>} */
export async function open(address, { worker = typeof Worker === "function" } = {}) {
  const folder = new URL(address, globalThis.document?.baseURI ?? import.meta.url).href.replace(/\/?$/u, "/");
  const host = worker ? new Remote() : new Local();
  const about = await host.open(folder);
  return new Engine(host, about);
}

export class Engine {
  constructor(host, about) {
    this.host = host;
    /** The lists that texts are split with, the number of documents, whether phrases can be searched. */
    this.about = about;
  }

  /** @param {Request} request @param {(partial: Answer) => void} [first] called with the first cards
   * @returns {Promise<Answer>} */
  search(request, first) {
    return this.host.search(request, first);
  }

  /** Counts over the results of a request, largest first. @param {Request} request @param {string[]} [facets]
   * @returns {Promise<Record<string, Array<{valeur: string, total: number}>>>} */
  facets(request, facets) {
    return this.host.facets(request, facets);
  }

  /** So many results from one on, for exports. @param {Request} request @param {number} from @param {number} count
   * @returns {Promise<Result[]>} */
  list(request, from, count) {
    return this.host.list(request, from, count);
  }

  /** Words that begin so, the most frequent first. @param {string} typed @param {number} most
   * @returns {Promise<Array<{mot: string, total: number}>>} */
  beginnings(typed, most) {
    return this.host.beginnings(typed, most);
  }
}

/** The engine in a worker. */
class Remote {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.waiting = new Map();
    this.next = 1;
    this.worker.addEventListener("message", ({ data }) => this.#answered(data));
    this.worker.addEventListener("error", () => {
      const error = new SearchError("reseau", "Le moteur de recherche n’a pas pu être chargé.");
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
  }

  open(address) {
    return this.#ask({ kind: OPEN, address });
  }

  search(request, first) {
    return this.#ask({ kind: SEARCH, request }, first);
  }

  facets(request, facets) {
    return this.#ask({ kind: FACETS, request, facets });
  }

  list(request, from, count) {
    return this.#ask({ kind: LIST, request, from, count });
  }

  beginnings(typed, most) {
    return this.#ask({ kind: BEGINNINGS, typed, most });
  }

  #ask(message, first) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, first });
      this.worker.postMessage({ ...message, id });
    });
  }

  #answered({ kind, id, value, error }) {
    const asked = this.waiting.get(id);
    if (!asked) return;
    if (kind === PARTIAL) {
      asked.first?.(value);
      return;
    }
    this.waiting.delete(id);
    if (kind === DONE) asked.resolve(value);
    else asked.reject(new SearchError(error.code, error.message, error));
  }
}

/** The engine where it is called from. */
class Local {
  async open(address) {
    const { Core } = await import("./core.js");
    this.core = await Core.open(address);
    return this.core.about();
  }

  search(request, first) {
    return this.core.search(request, first);
  }

  facets(request, facets) {
    return this.core.facets(request, facets);
  }

  list(request, from, count) {
    return this.core.list(request, from, count);
  }

  beginnings(typed, most) {
    return this.core.beginnings(typed, most);
  }
}
