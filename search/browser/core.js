/** The engine itself: an index opened at an address, and searches in it. Runs in a worker or not. */
import { beginnings } from "./beginnings.js";
import { countDelays, delayMask } from "./delay.js";
import { SearchError } from "./errors.js";
import { Evaluation, range, union, yearBounds } from "./evaluate.js";
import { fold, Splitter } from "./forms.js";
import { countMonths } from "./months.js";
import { Inflections, WEIGHTS } from "./preference.js";
import { distance } from "./positions.js";
import { parseQuery } from "./query.js";
import { both, COARSE, best, filtered, FINE, idf, without } from "./ranking.js";
import { references } from "./references.js";
import { dayOf, Shard, VERSION } from "./shard.js";
import { Store } from "./store.js";

/** Results of a page. */
export const PAGE = 20;
/** Facets of the record; year and legislature are told from document numbers. */
export const FACETS = [
  "auteur", "ministere_interroge", "ministere_attributaire", "rubrique", "groupe", "departement",
  "etat", "delai", "annee", "legislature",
];
const SORTS = ["pertinence", "recent", "ancien"];

/**
 * @typedef {object} Request
 * @property {string} [q] in the query language
 * @property {Record<string, string[]>} [filtres] values by facet; several of one facet are “or”
 * @property {"question"|"reponse"} [date] which date `de`, `a` and the sorts by date look at
 * @property {string} [de] first day, ISO @property {string} [a] last day
 * @property {"pertinence"|"recent"|"ancien"} [tri]
 * @property {number} [page] from 1
 */

/** Requests whose documents are kept. */
const RECENT = 2;

export class Core {
  /** What was searched last, by request. @type {Map<string, Promise<Found>>} */
  recent = new Map();

  /** Opens an index. @param {string} address of its folder, with its last slash */
  static async open(address) {
    const core = new Core();
    const root = new Store(address);
    const manifest = await root.json("manifest.json", "no-cache");
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
    await Promise.all(core.shards.map((shard) => shard.open()));
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
    const hits = (await found.ranked(page * PAGE)).slice((page - 1) * PAGE);
    const started = performance.now();
    const base = {
      q: request.q ?? "",
      total: await found.total(),
      page,
      pages: Math.ceil((await found.total()) / PAGE),
      errors: found.errors,
      marques: found.marks(),
      propositions: [],
      evaluation: found.elapsed + performance.now() - started,
    };
    const referred = this.#references(request.q ?? "");
    const cards = hits.map(({ shard, doc }) => this.#card(shard, doc));
    if (first && cards.length > FIRST) {
      const some = await Promise.all(cards.slice(0, FIRST));
      first({ ...base, results: some, references: await referred, partiel: true });
    }
    const [results, refs] = await Promise.all([Promise.all(cards), referred]);
    if (!base.total) base.propositions = await this.#suggestions(request, found);
    return { ...base, results, references: refs };
  }

  /** Counts of every value of some facets over the results. A facet does not restrict its own
   * counts: the count of a value is the length of the list that it would give. `mois` counts months,
   * whatever the period asked for. Without words, everything is counted.
   * @param {Request} request @param {string[]} [facets] */
  async facets(request, facets = FACETS) {
    const out = {};
    for (const facet of facets) {
      const filtres = { ...request.filtres };
      delete filtres[facet];
      const period = facet === "mois" ? { de: undefined, a: undefined } : {};
      const found = await this.#found({ ...request, ...period, filtres }, !(request.q ?? "").trim());
      const counts = new Map();
      const add = (key, value, count) => {
        const entry = counts.get(key) ?? { valeur: value, total: 0 };
        entry.total += count;
        counts.set(key, entry);
      };
      for (const { shard, hits } of await found.all()) {
        const { docs } = hits;
        if (facet === "legislature") add(String(shard.legislature), String(shard.legislature), docs.length);
        else if (facet === "annee") countYears(shard, docs, add);
        else if (facet === "mois") await countMonths(shard, docs, request.date, add);
        else if (facet === "delai") await countDelays(shard, docs, add);
        else await countColumn(shard, facet, docs, add);
      }
      out[facet] = [...counts.values()]
        .filter(({ total }) => total)
        .sort((a, b) => b.total - a.total || a.valeur.localeCompare(b.valeur, "fr"));
    }
    return out;
  }

  /** Results beyond pages: so many cards of the whole list from one on, for exports.
   * @param {Request} request @param {number} from @param {number} count */
  async list(request, from, count) {
    const key = JSON.stringify(request);
    if (this.listed?.key !== key)
      this.listed = { key, hits: this.#found(request).then(async (found) => found.ranked(await found.total())) };
    const hits = await this.listed.hits;
    return Promise.all(hits.slice(from, from + count).map(({ shard, doc }) => this.#card(shard, doc)));
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
    return found;
  }

  async #suggestions(request, found) {
    const unknown = found.unknown();
    if (!unknown.length) return [];
    const { suggestions } = await import("./suggestions.js");
    const out = [];
    for (const word of unknown)
      for (const better of await suggestions(this.shards, word)) {
        const q = replaced(request.q ?? "", word, better);
        if (q !== null) out.push({ mot: word, proposition: better, q });
      }
    return out.slice(0, 5);
  }
}

/** The best candidates are ranked again by nearness of their words: three pages. */
const RERANKED = 60;
/** Share of the idf of two words that standing side by side adds. */
const NEARNESS = 0.25;
/** `covid19`, `boeing737` */
const GLUED_DIGITS = /^(\p{L}{2,})(\p{Nd}+)$/u;
/** Cards that are shown before the others are there. */
const FIRST = 5;

/** One request over the legislatures that it looks at. */
class Found {
  constructor(core, query, shards, filter, from, to) {
    this.core = core;
    this.query = query;
    this.filter = filter;
    this.from = from;
    this.to = to;
    this.elapsed = 0;
    this.parts = shards.map((shard) => ({
      shard,
      evaluation: new Evaluation(shard, core.french, query.fields),
    }));
  }

  /** Fetches what words mean; joins words side by side that make a compound of the lexicon. */
  async prepare() {
    const { excluded } = this.query;
    const required = await this.#knownApart(this.query.required);
    const pairs = [];
    for (let at = 0; at + 1 < required.length; at++)
      if (required[at].type === "word" && required[at + 1].type === "word")
        pairs.push({ at, node: { type: "compound", words: [required[at].form, required[at + 1].form] } });
    await this.#looked([...required, ...excluded, ...pairs.map(({ node }) => node)]);
    const known = (node) => this.parts.some(({ evaluation }) => evaluation.meaningsOf(node).length);
    this.nodes = [...required];
    for (const { at, node } of pairs.filter((pair) => known(pair.node)).reverse()) {
      if (this.nodes[at].type !== "word" || this.nodes[at + 1]?.type !== "word") continue;
      const side = { type: "and", nodes: [this.nodes[at], this.nodes[at + 1]] };
      this.nodes.splice(at, 2, { type: "or", nodes: [node, side] });
    }
    this.total_ = null;
  }

  /** Words with digits that no text has (`covid19`) in two: `covid 19`. */
  async #knownApart(required) {
    const glued = required.map((node) => (node.type === "word" ? GLUED_DIGITS.exec(node.form) : null));
    await this.#looked(required.filter((_, at) => glued[at]));
    const unknown = (node) => this.parts.every(({ evaluation }) => !evaluation.meaningsOf(node).length);
    return required.flatMap((node, at) =>
      glued[at] && unknown(node) ? glued[at].slice(1).map((form) => ({ type: "word", form })) : [node],
    );
  }

  #looked(nodes) {
    return Promise.all(this.parts.flatMap(({ evaluation }) => nodes.map((node) => evaluation.prepare(node))));
  }

  /** The idf of a word over all legislatures. */
  scale = (node) => {
    let documents = 0;
    let frequency = 0;
    for (const { shard, evaluation } of this.parts) {
      documents += shard.documents;
      frequency += evaluation.frequency(node);
    }
    return idf(documents, Math.min(frequency, documents));
  };

  /** All documents that match, by legislature. @returns {Promise<Array<{shard: Shard, hits: import("./ranking.js").Hits}>>} */
  all() {
    return (this.all_ ??= Promise.all(this.parts.map((part) => this.#matching(part))));
  }

  async #matching({ shard, evaluation }) {
    const [required, excluded, masks] = await Promise.all([
      Promise.all(this.nodes.map((node) => evaluation.hits(node, this.scale))),
      Promise.all(this.query.excluded.map((node) => evaluation.hits(node, this.scale))),
      this.#masks(shard),
    ]);
    const started = performance.now();
    required.sort((a, b) => a.docs.length - b.docs.length);
    let hits = required.length ? required.reduce(both) : range(0, this.#askedForNothing() ? 0 : shard.documents);
    for (const gone of excluded) hits = without(hits, gone);
    if (masks.length) hits = filtered(hits, (doc) => masks.every((mask) => mask(doc)));
    this.elapsed += performance.now() - started;
    return { shard, hits };
  }

  /** Nothing typed and nothing chosen: nothing is listed. */
  #askedForNothing() {
    const { filtres, de, a } = this.filter;
    const chosen = Object.values(filtres).some((values) => values.length);
    return !this.everything && !this.query.excluded.length && !chosen && !de && !a;
  }

  /** What filters and dates keep, as tests of a document. */
  async #masks(shard) {
    const masks = [];
    for (const [facet, values] of Object.entries(this.filter.filtres)) {
      if (!values.length || facet === "legislature") continue;
      if (facet === "delai") {
        masks.push(await delayMask(shard, values));
        continue;
      }
      if (facet === "annee") {
        const years = values.map((year) => yearBounds(Number(year)).map((day) => shard.from(day)));
        masks.push((doc) => years.some(([from, to]) => doc >= from && doc < to));
        continue;
      }
      const names = (await shard.names())[facet]?.valeurs ?? [];
      const numbers = values.map((value) => names.findIndex((name) => same(name, value))).filter((n) => n >= 0);
      const lists = await Promise.all(numbers.map((number) => shard.having(facet, number)));
      const has = new Uint8Array(shard.documents);
      for (const doc of union(lists, shard.documents)) has[doc] = 1;
      masks.push((doc) => has[doc] === 1);
    }
    const { from, to } = this;
    if (from === -Infinity && to === Infinity) return masks;
    if (this.filter.date === "reponse") {
      const answered = await shard.answered();
      masks.push((doc) => answered[doc] !== 0 && answered[doc] >= from && answered[doc] <= to);
    } else masks.push((doc) => shard.day(doc) !== 0 && shard.day(doc) >= from && shard.day(doc) <= to);
    return masks;
  }

  /** How many documents match. */
  async total() {
    return (this.total_ ??= (await this.all()).reduce((sum, { hits }) => sum + hits.docs.length, 0));
  }

  /** The best `count`, best first. */
  async ranked(count) {
    if (!this.parts.length) return []; // a legislature that the index lacks
    const sort = SORTS.includes(this.filter.tri) ? this.filter.tri : "pertinence";
    const word = this.#single();
    if (sort === "pertinence" && word) {
      const whole = this.#unfiltered();
      const quick = whole && this.#champions(word, count);
      if (quick) return quick;
      if (whole || this.parts.every(({ evaluation }) => evaluation.tellsForms(word))) return this.#tiered(word, count);
    }
    const byScore = sort === "pertinence" && this.nodes.length > 0;
    const [all, near] = await Promise.all([this.all(), byScore ? this.#places() : null]);
    const started = performance.now();
    const list = byScore ? this.#byScore(all, count, near) : await this.#byDate(all, count, sort);
    this.elapsed += performance.now() - started;
    return list;
  }

  /** Where the words stand, by legislature: of rare words only. */
  async #places() {
    const words = this.nodes.filter(({ type }) => type === "word" || type === "compound");
    if (words.length < 2 || !this.core.positions) return null;
    const found = await Promise.all(
      this.parts.map(async ({ shard, evaluation }) => [
        shard,
        await Promise.all(words.map((node) => evaluation.near(node))),
      ]),
    );
    return { words, places: new Map(found) };
  }

  /** What nearness of the words adds to the score of a document. */
  #nearness({ words, places }, shard, doc) {
    const where = places.get(shard);
    let sum = 0;
    for (let at = 0; at + 1 < words.length; at++) {
      if (!where[at] || !where[at + 1]) continue;
      const apart = distance(where[at], where[at + 1], doc);
      sum += (NEARNESS * (this.scale(words[at]) + this.scale(words[at + 1]))) / apart;
    }
    return sum;
  }

  #byScore(all, count, near) {
    const order = (x, y) => y.score - x.score || y.shard.day(y.doc) - x.shard.day(x.doc) || later(x, y);
    const list = all
      .flatMap(({ shard, hits }) => best(hits, Math.max(count, RERANKED)).map((hit) => ({ shard, ...hit })))
      .sort(order);
    if (near) {
      const first = list.slice(0, RERANKED);
      for (const hit of first) hit.score += this.#nearness(near, hit.shard, hit.doc);
      list.splice(0, first.length, ...first.sort(order));
    }
    return list.slice(0, count);
  }

  async #byDate(all, count, sort) {
    const sign = sort === "ancien" ? -1 : 1;
    const byAnswer = this.filter.date === "reponse" && sort !== "pertinence";
    const lists = await Promise.all(
      all.map(async ({ shard, hits }) => {
        const { docs } = hits;
        if (!byAnswer) {
          const part = sort === "ancien" ? docs.subarray(0, count) : docs.subarray(-count);
          return Array.from(part, (doc) => ({ shard, doc, day: shard.day(doc) }));
        }
        const answered = await shard.answered();
        return Array.from(docs, (doc) => ({ shard, doc, day: answered[doc] || -Infinity * sign }));
      }),
    );
    return lists
      .flat()
      .sort((x, y) => sign * (y.day > x.day ? 1 : y.day < x.day ? -1 : later(x, y)))
      .slice(0, count);
  }

  /** The word, when the query is one word and nothing else. */
  #single() {
    if (this.nodes.length !== 1 || this.nodes[0].type !== "word" || this.query.excluded.length) return null;
    return this.query.fields === 15 ? this.nodes[0] : null;
  }

  #unfiltered() {
    const { filtres, de, a } = this.filter;
    return !de && !a && Object.entries(filtres).every(([facet, values]) => facet === "legislature" || !values.length);
  }

  /** The first results of one word from what the lexicon holds, where that is enough. */
  #champions(word, count) {
    const started = performance.now();
    const scale = this.scale(word);
    const out = [];
    let reliable = Infinity;
    for (const { shard, evaluation } of this.parts) {
      const seen = new Map();
      let complete = 0;
      let cut = Infinity;
      const meant = evaluation.meaningsOf(word);
      for (const tier of WEIGHTS.keys()) {
        let listed = Infinity; // of a tier that is not told whole, at least so many of the best are
        for (const { family, preferences } of meant)
          preferences.forEach((preference, member) => {
            if (preference !== tier) return;
            const list = family.champions?.[member];
            if (list) {
              list.docs.forEach((doc, i) => addOne(seen, doc, list.impacts[i] / FINE, tier));
              if (list.docs.length < family.sizes[member]) listed = Math.min(listed, list.docs.length);
            } else {
              const lists = family.lists();
              const { at } = lists.members[member];
              for (const i of at) addOne(seen, lists.docs[i], lists.impacts[i] / COARSE, tier);
            }
          });
        if (listed !== Infinity) cut = Math.min(cut, complete + listed);
        complete = seen.size;
        if (cut !== Infinity) break;
      }
      reliable = Math.min(reliable, cut);
      for (const [doc, { tier, impact }] of seen) out.push({ shard, doc, tier, score: impact * scale });
      if (meant.length === 1) this.#count(shard, meant[0].family.df);
      else if (!meant.length) this.#count(shard, 0);
    }
    if (count > reliable) return null;
    if (this.parts.every(({ shard }) => this.counts?.has(shard)))
      this.total_ = [...this.counts.values()].reduce((sum, n) => sum + n, 0);
    out.sort(byTier);
    this.elapsed += performance.now() - started;
    return out.slice(0, count);
  }

  #count(shard, documents) {
    (this.counts ??= new Map()).set(shard, documents);
  }

  /** The results of one word from its whole lists, in the order of `#champions`. */
  async #tiered(word, count) {
    const scale = this.scale(word);
    const all = new Map((await this.all()).map(({ shard, hits }) => [shard, hits]));
    const lists = await Promise.all(
      this.parts.map(async ({ shard, evaluation }) => {
        const seen = new Map();
        for (const { family, preferences } of evaluation.meaningsOf(word)) {
          const { docs, impacts, members } = await shard.lists(family, true);
          members.forEach(({ at }, member) => {
            for (const i of at) addOne(seen, docs[i], impacts[i] / COARSE, preferences[member]);
          });
          // champions are told apart more finely, and come first as they do on the first pages
          family.champions?.forEach((list, member) =>
            list.docs.forEach((doc, i) => {
              const entry = seen.get(doc);
              if (entry?.tier === preferences[member]) Object.assign(entry, { champion: 1, impact: list.impacts[i] / FINE });
            }),
          );
        }
        const { docs } = all.get(shard);
        return Array.from(docs, (doc) => {
          const { tier, impact, champion } = seen.get(doc);
          return { shard, doc, tier, champion, score: impact * scale };
        });
      }),
    );
    const started = performance.now();
    const out = lists.flat().sort(byTier).slice(0, count);
    this.elapsed += performance.now() - started;
    return out;
  }

  /** The words that no legislature knows. */
  unknown() {
    const words = new Set();
    const visit = (node) => {
      if (node.type === "word") words.add(node.form);
      else if (node.type === "field") visit(node.node);
      else if (node.type === "and") node.nodes.forEach(visit);
      else if (node.type === "or") node.nodes.forEach(visit);
    };
    this.nodes.forEach(visit);
    return [...words].filter((form) =>
      this.parts.every(({ evaluation }) => !evaluation.meaningsOf({ type: "word", form }).length),
    );
  }

  /** What is marked in passages: keys of forms, beginnings of words. */
  marks() {
    const keys = new Set();
    const prefixes = [];
    for (const mark of this.query.marks) {
      if (mark.prefix) prefixes.push(mark.prefix);
      else for (const word of mark.words) if (!this.core.french.splitter.tools.has(fold(word))) keys.add(fold(word));
    }
    for (const { evaluation } of this.parts)
      for (const list of evaluation.meanings.values())
        for (const { forms } of list) for (const { key } of forms) if (!this.core.french.splitter.tools.has(key)) keys.add(key);
    return { cles: [...keys], debuts: prefixes };
  }
}

function addOne(seen, doc, impact, tier) {
  const entry = seen.get(doc);
  if (!entry || tier < entry.tier) seen.set(doc, { tier, impact });
  else if (tier === entry.tier && impact > entry.impact) entry.impact = impact;
}

/** By tier, champions before others, score, the newest first. */
function byTier(x, y) {
  return (
    x.tier - y.tier ||
    (y.champion ?? 0) - (x.champion ?? 0) ||
    y.score - x.score ||
    (x.shard === y.shard ? y.doc - x.doc : y.shard.day(y.doc) - x.shard.day(x.doc))
  );
}

/** The newer legislature, then the higher number, first. */
function later(x, y) {
  return y.shard.legislature - x.shard.legislature || y.doc - x.doc;
}

/** Two spellings of one value. */
function same(a, b) {
  const key = (text) => fold(text.replaceAll("’", "'").replaceAll("œ", "oe").toLowerCase());
  return key(a) === key(b);
}

/** The query with a word replaced, null where it cannot be found in it. */
function replaced(q, word, better) {
  const wanted = fold(word);
  let done = false;
  const out = q.replace(/[\p{L}\p{N}]+/gu, (piece) => {
    if (done || fold(piece.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae")) !== wanted) return piece;
    done = true;
    return better;
  });
  return done ? out : null;
}

function countYears(shard, docs, add) {
  const first = shard.day(0) || shard.days[1] || 0;
  const last = shard.days[shard.days.length - 1];
  for (let year = new Date(first * 864e5).getUTCFullYear(); ; year++) {
    const [from, to] = yearBounds(year);
    if (from > last) return;
    const low = shard.from(from);
    const high = shard.from(to);
    let count = 0;
    for (const doc of docs) if (doc >= low && doc < high) count++;
    add(String(year), String(year), count);
  }
}

async function countColumn(shard, facet, docs, add) {
  const [names, column] = await Promise.all([shard.names(), shard.column(facet)]);
  const counts = new Int32Array(names[facet].valeurs.length + 1);
  for (const doc of docs) counts[column[doc]]++;
  names[facet].valeurs.forEach((value, number) => add(fold(value.toLowerCase()), value, counts[number + 1]));
}
