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
import { BEGINNINGS, DONE, FACETS, LIST, OPEN, PARTIAL, PASSAGES, SEARCH } from "./messages.js";

export { SearchError };

/**
 * @typedef {import("./core.js").Request} Request
 * @typedef {object} Result
 * @property {string} id official @property {number} legislature @property {string} type @property {number} numero
 * @property {string} titre @property {string} [analyse] @property {string} [auteur] @property {string} [groupe]
 * @property {string} [rubrique] @property {string} [ministere_interroge] @property {string} [ministere_attributaire]
 * @property {string} [etat] @property {string} [date_question] ISO @property {string} [date_reponse]
 * @property {string} meme_question key (`14-55901QE`) of the first question that this one repeats, its own if none
 * @property {string} meme_reponse of the first that has the same answer
 * @property {string} adresse of its page, from the root of the site
 * @property {{code: string, message: string}} [erreur] its card could not be read: nothing else is known
 *
 * @typedef {object} Answer
 * @property {string} q @property {number} total exact @property {number} page @property {number} pages
 * @property {Result[]} results of the page @property {Result[]} references questions that the query names, not counted
 * @property {Array<{start: number, end: number, message: string}>} errors places of `q` that could not be read
 * @property {Array<{mot: string, proposition: string, q: string}>} propositions other spellings, when nothing is found
 * @property {Array<{mot: string, tous: boolean}>} debuts words that no text has, searched as beginnings of others;
 * whether all that begin so are
 * @property {{cles: string[], debuts: string[]}} marques what to mark in a passage, without accents
 * @property {boolean} [partiel] only the first cards are there yet
 */

/** Opens the index at an address. @param {string|URL} address of its folder
 * @param {{worker?: boolean}} [options] @returns {Promise<Engine>} */
export async function open(address, { worker = typeof Worker === "function" } = {}) {
  const folder = new URL(address, globalThis.document?.baseURI ?? import.meta.url).href.replace(/\/?$/u, "/");
  const begin = async () => {
    const host = worker ? new Remote() : new Local();
    return { host, about: await host.open(folder) };
  };
  const { host, about } = await begin();
  return new Engine(host, about, begin);
}

/** Answers that are kept: going back, or asking again, asks the index nothing. */
const KEPT = 10;

export class Engine {
  /** @type {Promise<void> | null} */
  #renewing = null;
  /** The last answers by request, the latest last. @type {Map<string, Answer>} */
  #answers = new Map();

  constructor(host, about, begin) {
    this.host = host;
    this.begin = begin;
    /** The lists that texts are split with, the number of documents, whether phrases can be searched. */
    this.about = about;
  }

  /** Asks the host. A file that is gone may mean that the index was replaced, its old folder with it: it is then
   * opened anew, once, and asked again.
   * @template T @param {(host: object) => Promise<T>} ask @param {(answer: T) => boolean} [lacks]
   * whether an answer lacks a file @returns {Promise<T>} */
  async #asked(ask, lacks = () => false) {
    const { host } = this;
    try {
      const answer = await ask(host);
      if (!lacks(answer)) return answer;
    } catch (error) {
      if (error.code !== "absent") throw error;
    }
    if (this.host === host) await (this.#renewing ??= this.#renew());
    return ask(this.host);
  }

  async #renew() {
    try {
      const old = this.host;
      this.#answers.clear();
      ({ host: this.host, about: this.about } = await this.begin());
      old.close?.();
    } finally {
      this.#renewing = null;
    }
  }

  /** @param {Request} request @param {(partial: Answer) => void} [first] called with the first cards
   * @returns {Promise<Answer>} */
  async search(request, first) {
    const key = JSON.stringify(request);
    const answers = this.#answers;
    const answer = answers.get(key) ?? (await this.#asked((host) => host.search(request, first), ({ results }) => lacking(results)));
    answers.delete(key);
    if (!answer.results.some(({ erreur }) => erreur)) answers.set(key, answer);
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
    return answer;
  }

  /** Passages of texts, in which the words of an answer are marked. @param {string[]} texts
   * @param {Answer["marques"]} marks @returns {Promise<Array<{pieces: import("./snippets.js").Piece[], distinct: number}>>} */
  passages(texts, marks) {
    return this.#asked((host) => host.passages(texts, marks));
  }

  /** Counts over the results of a request, largest first. @param {Request} request @param {string[]} [facets]
   * @returns {Promise<Record<string, Array<{valeur: string, total: number}>>>} */
  facets(request, facets) {
    return this.#asked((host) => host.facets(request, facets));
  }

  /** So many results from one on, for exports. @param {Request} request @param {number} from @param {number} count
   * @returns {Promise<Result[]>} */
  list(request, from, count) {
    return this.#asked((host) => host.list(request, from, count), lacking);
  }

  /** Words that begin so, the most frequent first. @param {string} typed @param {number} most
   * @returns {Promise<Array<{mot: string, total: number}>>} */
  beginnings(typed, most) {
    return this.#asked((host) => host.beginnings(typed, most));
  }
}

/** Whether the card of a result was not there. @param {Result[]} results */
function lacking(results) {
  return results.some(({ erreur }) => erreur?.code === "absent");
}

/** The manifests of an index; null where one does not come: the worker then asks for itself, and says what is wrong.
 * @param {string} address @returns {Promise<import("./core.js").Early | null>} */
async function early(address) {
  const json = async (path, cache) => (await fetch(new URL(path, address), { cache })).json();
  try {
    const manifest = await json("manifest.json", "no-cache");
    return { manifest, folders: await Promise.all(manifest.legislatures.map(({ dossier }) => json(`${dossier}/index.json`))) };
  } catch {
    return null;
  }
}

/** The engine in a worker. */
class Remote {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.waiting = new Map();
    this.next = 1;
    this.worker.addEventListener("message", ({ data }) => this.#answered(data));
    this.worker.addEventListener("error", () => this.#refuse("reseau", "Le moteur de recherche n’a pas pu être chargé."));
  }

  /** Nothing more comes of this worker: what waits is refused, and what is asked later. */
  #refuse(code, message) {
    this.refused = new SearchError(code, message);
    for (const { reject } of this.waiting.values()) reject(this.refused);
    this.waiting.clear();
  }

  /** What is still asked of an index that was replaced is asked again of the new one. */
  close() {
    this.worker.terminate();
    this.#refuse("absent", "L’index a été remplacé.");
  }

  /** The manifests come beside the script of the worker, not after it. */
  async open(address) {
    return this.#ask({ kind: OPEN, address, early: await early(address) });
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

  passages(texts, marks) {
    return this.#ask({ kind: PASSAGES, texts, marks });
  }

  beginnings(typed, most) {
    return this.#ask({ kind: BEGINNINGS, typed, most });
  }

  #ask(message, first) {
    if (this.refused) return Promise.reject(this.refused);
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

  passages(texts, marks) {
    return this.core.passages(texts, marks);
  }

  beginnings(typed, most) {
    return this.core.beginnings(typed, most);
  }
}
