/** The engine itself: an index opened at an address, and searches in it. Runs in a worker or not. */
import { beginnings } from "./beginnings.js";
import { dayOf } from "./days.js";
import { SearchError } from "./errors.js";
import { facetKey } from "./facetkey.js";
import { Splitter } from "./forms.js";
import { Found } from "./found.js";
import { ranked } from "./ordering.js";
import { Inflections } from "./preference.js";
import { parseQuery } from "./query.js";
import { references } from "./references.js";
import { Shard, VERSION } from "./shard.js";
import { Store } from "./store.js";

/** Results of a page. */
export const PAGE = 20;
/** Facets of the record; year and legislature are told from document numbers. */
export const FACETS = [
  "auteur", "ministere_interroge", "ministere_attributaire", "rubrique", "groupe", "departement",
  "etat", "delai", "annee", "legislature",
];
/** Cards that are shown before the others are there. */
const FIRST = 5;

/**
 * @typedef {object} Request
 * @property {string} [q] in the query language
 * @property {Record<string, string[]>} [filtres] values by facet; several of one facet are “or”. Also `semaine`
 * (`2014-W21`), `portefeuille`, `portefeuille_interroge`, `portefeuille_attributaire`, `repetitions` (`sans`, or the key of
 * a question: `14-55901QE`), `meme_question`, `meme_reponse` (keys)
 * @property {"question"|"reponse"} [date] which date `de`, `a` and the sorts by date look at
 * @property {string} [de] first day, ISO @property {string} [a] last day
 * @property {"pertinence"|"recent"|"ancien"} [tri]
 * @property {number} [page] from 1
 */

/** Requests whose documents are kept: a search and the counts of its filters, twice. */
const RECENT = 6;

/** @typedef {{manifest: object, folders: object[]}} Early manifests that the page asked for while the worker came */

export class Core {
  /** What was searched last, by request. @type {Map<string, Promise<Found>>} */
  recent = new Map();

  /** Opens an index. @param {string} address of its folder, with its last slash @param {Early | null} [early] */
  static async open(address, early) {
    const core = new Core();
    const root = (core.root = new Store(address));
    const manifest = early?.manifest ?? (await root.json("manifest.json", "no-cache"));
    if (manifest.version !== VERSION)
      throw new SearchError("version", "L’index est d’une autre version que le moteur.", { file: "manifest.json" });
    const tools = [...manifest.langue.mots_outils].sort();
    core.langue = manifest.langue;
    core.positions = manifest.positions;
    core.french = {
      splitter: new Splitter(manifest.langue),
      inflections: new Inflections(manifest.langue),
      toolNumbers: new Map(tools.map((tool, at) => [tool, at + 1])),
    };
    core.shards = manifest.legislatures
      .map((entry) => new Shard(new URL(`${entry.dossier}/`, address).href, entry, tools.length + 2))
      .reverse();
    const folders = early ? [...early.folders].reverse() : [];
    await Promise.all(core.shards.map((shard, at) => shard.open(folders[at])));
    return core;
  }

  /** What the page must know of the index. */
  about() {
    return {
      langue: this.langue,
      positions: this.positions,
      documents: this.shards.reduce((sum, shard) => sum + shard.documents, 0),
      legislatures: this.shards.map(({ legislature, documents }) => ({ legislature, documents })),
    };
  }

  /** Searches; `first` is called with the result as soon as the first cards are there.
   * @param {Request} request @param {(partial: object) => void} [first] */
  async search(request, first) {
    const found = await this.#found(request);
    found.elapsed = 0;
    const page = Math.max(1, Math.floor(request.page ?? 1));
    const hits = (await ranked(found, page * PAGE)).slice((page - 1) * PAGE);
    const started = performance.now();
    const base = {
      q: request.q ?? "",
      total: await found.total(),
      page,
      pages: Math.ceil((await found.total()) / PAGE),
      errors: found.errors,
      marques: found.marks(),
      propositions: [],
      debuts: found.begun(),
      evaluation: found.elapsed + performance.now() - started,
    };
    const referred = this.#references(request.q ?? "");
    const cards = hits.map(({ shard, doc }) => this.#card(shard, doc));
    if (first && cards.length > FIRST) {
      const some = await Promise.all(cards.slice(0, FIRST));
      first({ ...base, results: some, references: await referred, partiel: true });
    }
    const [results, refs] = await Promise.all([Promise.all(cards), referred]);
    if (!base.total) base.propositions = await this.#propositions(base.q, found.unknown());
    return { ...base, results, references: refs };
  }

  /** Counts of every value of some facets over the results. A facet does not restrict its own
   * counts: the count of a value is the length of the list that it would give. `mois` counts months,
   * whatever the period asked for. Without words, everything is counted.
   * @param {Request} request @param {string[]} [facets] */
  async facets(request, facets = FACETS) {
    // no first search needs these; asked for no facet, they come before they are needed
    const [{ valuesOf }] = await Promise.all([import("./counts.js"), import("./columns.js")]);
    const out = {};
    for (const facet of facets) {
      const filtres = { ...request.filtres };
      delete filtres[facet];
      const period = facet === "mois" ? { de: undefined, a: undefined } : {};
      const found = await this.#found({ ...request, ...period, filtres }, !(request.q ?? "").trim());
      const counts = new Map();
      const add = (value, count) => {
        const key = facetKey(value);
        const entry = counts.get(key) ?? { valeur: value, total: 0 };
        entry.total += count;
        counts.set(key, entry);
      };
      const parts = await found.all();
      const counted = found.distinct
        ? await found.distinct.counts(facet, request.date, facetKey)
        : await Promise.all(parts.map(({ shard, hits }) => valuesOf(facet, shard, hits.docs, request.date)));
      for (const entry of counted.flat()) add(...entry);
      // by key where totals are equal: the browser's own order of French words takes it 300 ms to set up
      out[facet] = [...counts]
        .filter(([, { total }]) => total)
        .sort(([a, { total: m }], [b, { total: n }]) => n - m || (a < b ? -1 : 1))
        .map(([, entry]) => entry);
    }
    return out;
  }

  /** Results beyond pages: so many cards of the whole list from one on, for exports.
   * @param {Request} request @param {number} from @param {number} count */
  async list(request, from, count) {
    const key = JSON.stringify(request);
    if (this.listed?.key !== key)
      this.listed = { key, hits: this.#found(request).then(async (found) => ranked(found, await found.total())) };
    const hits = await this.listed.hits;
    return Promise.all(hits.slice(from, from + count).map(({ shard, doc }) => this.#card(shard, doc)));
  }

  /** Passages of some texts. @param {string[]} texts @param {import("./snippets.js").Marks} marks
   * @returns {Promise<Array<{pieces: import("./snippets.js").Piece[], distinct: number}>>} */
  async passages(texts, marks) {
    const { passage } = await import("./snippets.js");
    const key = JSON.stringify(marks);
    if (this.marked?.key !== key) this.marked = { key, marks };
    return texts.map((text) => passage(text, this.marked.marks, this.french.splitter));
  }

  /** Words that begin so, the most frequent first. @param {string} typed @param {number} most */
  beginnings(typed, most) {
    return beginnings(this.shards, typed, most);
  }

  async #card(shard, doc) {
    try {
      return await shard.card(doc);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return { legislature: shard.legislature, erreur: { code: error.code, message: error.message } };
    }
  }

  async #references(q) {
    const cards = new Map();
    for (const wanted of references(q))
      for (const shard of this.shards) {
        if (wanted.legislature && wanted.legislature !== shard.legislature) continue;
        const [kind, key] = wanted.numero ? ["numeros", wanted.numero] : ["pages", wanted.day * 1e6 + wanted.page];
        try {
          for (const doc of await shard.referred(kind, key)) {
            const card = await shard.card(doc);
            if (!wanted.type || wanted.type === card.type) cards.set(card.id, card);
          }
        } catch (error) {
          if (!(error instanceof SearchError)) throw error; // the results are shown without them
        }
      }
    return [...cards.values()];
  }

  /** A request read, its words looked up, its filters made: what results and counts need. The last ones are
   * kept: counts of a facet that no filter names are over the documents of the search itself. */
  #found({ q, filtres, date, de, a, tri }, everything = false) {
    const chosen = Object.entries(filtres ?? {}).filter(([, values]) => values.length);
    const key = JSON.stringify([q, chosen, date, de, a, tri, everything]);
    const found = this.recent.get(key) ?? this.#looked({ q, filtres, date, de, a, tri }, everything);
    this.recent.delete(key);
    this.recent.set(key, found);
    found.catch(() => this.recent.delete(key));
    for (const old of this.recent.keys()) {
      if (this.recent.size <= RECENT) break;
      this.recent.delete(old);
    }
    return found;
  }

  async #looked(request, everything) {
    const q = request.q ?? "";
    const query = parseQuery(q, this.french.splitter, { positions: this.positions });
    const filter = { ...request, filtres: request.filtres ?? {} };
    const errors = [...query.errors];
    const from = request.de ? dayOf(request.de) : -Infinity;
    const to = request.a ? dayOf(request.a) : Infinity;
    if (Number.isNaN(from) || Number.isNaN(to))
      errors.push({ start: 0, end: 0, message: "Cette date n’existe pas." });
    const wanted = (filter.filtres.legislature ?? []).map(Number);
    const shards = this.shards.filter((s) => !wanted.length || wanted.includes(s.legislature));
    const found = new Found(this, query, shards, filter, from || -Infinity, to || Infinity);
    found.errors = errors;
    found.everything = everything;
    await found.prepare();
    errors.push(...found.cuts());
    return found;
  }

  async #propositions(q, unknown) {
    if (!unknown.length) return [];
    const { propositions } = await import("./suggestions.js");
    return propositions(this.shards, q, unknown);
  }
}
