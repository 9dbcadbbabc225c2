/** A query's tree over one legislature → the documents that match, with scores. */
import { yearBounds } from "./days.js";
import { ALL_FIELDS } from "./fields.js";
import { fold } from "./forms.js";
import { together, following } from "./positions.js";
import { WEIGHTS } from "./preference.js";
import { any, both, COARSE, FIELD_WEIGHTS, filtered, idf, K1, none } from "./ranking.js";
import { compound, meanings } from "./words.js";

/** Which forms a frequent word has in a document is fetched up to this many bytes: enough for words
 * in one document of ten; beyond, all its forms weigh the same. */
const FORMS_WORTH = 7000;

/** Beginnings of words: no search of whole words needs their code. */
const late = () => import("./begun.js");

/** Walks the tree twice: `prepare` fetches what words mean, `hits` reads lists and combines. */
export class Evaluation {
  /** @param {import("./shard.js").Shard} shard
   * @param {{inflections: import("./preference.js").Inflections, splitter: import("./forms.js").Splitter}} french
   * @param {number} fields mask of the texts looked at */
  constructor(shard, french, fields) {
    this.shard = shard;
    this.french = french;
    this.fields = fields;
    /** @type {Map<string, import("./words.js").Meaning[]>} */
    this.meanings = new Map();
    /** @type {Map<object, any>} */
    this.found = new Map();
    /** Beginnings of too many words: some are not searched. @type {Set<import("./query.js").Prefix>} */
    this.cut = new Set();
  }

  /** Fetches what every word of a node means. @param {import("./query.js").Node} node */
  async prepare(node) {
    switch (node.type) {
      case "word":
        if (!this.meanings.has(node.form)) {
          this.meanings.set(node.form, []);
          this.meanings.set(node.form, await meanings(this.shard, node.form, this.french.inflections));
        }
        return;
      case "compound":
        this.found.set(node, await compound(this.shard, node.words, this.french.inflections));
        return;
      case "prefix":
        this.found.set(node, await (await late()).begun(this, node));
        return;
      case "phrase":
        await Promise.all(
          node.words.map(({ form }) => {
            const number = this.shard.blockOf(fold(form));
            this.shard.places(number).catch(() => {}); // it comes beside the block; who needs it is told
            return this.shard.block(number);
          }),
        );
        return;
      case "facet":
      case "number":
        return;
      case "field":
        await this.prepare(node.node);
        return;
      case "and":
      case "or":
        await Promise.all(node.nodes.map((inner) => this.prepare(inner)));
        return;
      default:
        throw new TypeError(node.type);
    }
  }

  /** How many documents a word or compound is in, at most. @param {import("./query.js").Node} node */
  frequency(node) {
    return this.meaningsOf(node).reduce((sum, { family }) => sum + family.df, 0);
  }

  /** @param {import("./query.js").Node} node @returns {import("./words.js").Meaning[]} */
  meaningsOf(node) {
    return node.type === "word" ? this.meanings.get(node.form) ?? [] : this.found.get(node) ?? [];
  }

  /** The documents of a node. `scale(node)` is the idf of a word over all legislatures.
   * @param {import("./query.js").Node} node @param {(node: object) => number} scale
   * @param {number} [fields] @returns {Promise<import("./ranking.js").Hits>} */
  async hits(node, scale, fields = this.fields) {
    switch (node.type) {
      case "word":
      case "compound": {
        return any(await Promise.all(this.meaningsOf(node).map((m) => this.#word(m, scale(node), fields))));
      }
      case "prefix": {
        const { hitsOf } = await late();
        return any(await Promise.all(this.found.get(node).map((one) => hitsOf(this.shard, one, fields))));
      }
      case "phrase":
        return this.#phrase(node, fields);
      case "facet": {
        const docs = await this.#facet(node);
        return { docs, scores: new Float32Array(docs.length) };
      }
      case "number":
        return this.#number(node);
      case "field":
        return this.hits(node.node, scale, node.mask);
      case "and": {
        const lists = await Promise.all(node.nodes.map((inner) => this.hits(inner, scale, fields)));
        lists.sort((a, b) => a.docs.length - b.docs.length);
        return lists.reduce(both);
      }
      case "or":
        return any(await Promise.all(node.nodes.map((inner) => this.hits(inner, scale, fields))));
      default:
        throw new TypeError(node.type);
    }
  }

  /** Whether which form of a word a document has is worth its bytes. @param {import("./query.js").Word} node */
  tellsForms(node) {
    return this.meaningsOf(node).every(({ family }) => family.file < 0 || family.fieldSize <= FORMS_WORTH);
  }

  /** Documents of one meaning of a word, weighted by the best form that each has. */
  async #word({ family, preferences }, weight, fields) {
    const alike = preferences.every((p) => WEIGHTS[p] === WEIGHTS[preferences[0]]);
    const needed = fields !== ALL_FIELDS;
    const lists = await this.shard.lists(family, needed || (!alike && family.fieldSize <= FORMS_WORTH));
    const scores = new Float32Array(lists.docs.length);
    if (!lists.members) {
      const scale = weight / COARSE;
      for (let i = 0; i < scores.length; i++) scores[i] = lists.impacts[i] * scale;
      return { docs: lists.docs, scores };
    }
    lists.members.forEach(({ at, masks }, member) => {
      const scale = (WEIGHTS[preferences[member]] * weight) / COARSE;
      for (let i = 0; i < at.length; i++) {
        if (!(masks[i] & fields)) continue;
        const score = lists.impacts[at[i]] * scale;
        if (score > scores[at[i]]) scores[at[i]] = score;
      }
    });
    const hits = { docs: lists.docs, scores };
    if (!needed) return hits;
    let i = 0;
    return filtered(hits, () => scores[i++] > 0);
  }

  /** Documents where the words of a phrase follow each other. */
  async #phrase(node, fields) {
    const tools = this.french.toolNumbers;
    const base = this.shard.toolBase;
    const words = await Promise.all(node.words.map(({ form }) => this.#placesOf(fold(form))));
    if (words.some((places) => !places)) return none();
    const steps = node.words.map(({ distance, tools: between }, at) => {
      const last = between.slice(-3).reverse();
      const before = last.reduce((sum, tool, i) => sum + tools.get(tool) * base ** i, 0);
      // a run of tool words in the middle is told whole; at the start, its end only
      return { distance, before, modulus: base ** (at ? 3 : last.length) };
    });
    const { docs, counts } = following(words, steps, fields);
    const weight = idf(this.shard.documents, docs.length) * node.words.length;
    const scores = Float32Array.from(counts, (often) => {
      const tf = often.reduce((sum, count, field) => sum + count * FIELD_WEIGHTS[field], 0);
      return (weight * tf) / (tf + K1);
    });
    return { docs, scores };
  }

  /** Where a word stands, in all its forms known to its block; null where its positions cost more
   * than nearness is worth: those of frequent words. @param {import("./query.js").Node} node */
  async near(node) {
    const meant = this.meaningsOf(node);
    if (!meant.length || meant.some(({ family }) => family.file >= 0)) return null;
    const places = await Promise.all(
      meant.flatMap(({ block, forms }) => forms.filter(({ order }) => order >= 0).map((form) => this.shard.placesOf(block, form))),
    );
    const known = places.filter(Boolean);
    return known.length ? together(known) : null;
  }

  async #placesOf(key) {
    const block = await this.shard.block(this.shard.blockOf(key));
    const forms = (block.keys.get(key) ?? []).filter((form) => form.order >= 0);
    const places = (await Promise.all(forms.map((form) => this.shard.placesOf(block, form)))).filter(Boolean);
    return places.length ? together(places) : null;
  }

  async #facet({ facets, words }) {
    const names = await this.shard.names();
    const lists = await Promise.all(
      facets.flatMap((facet) =>
        names[facet].valeurs.flatMap((value, number) =>
          this.#told(value, words) ? [this.shard.having(facet, number)] : [],
        ),
      ),
    );
    return union(lists, this.shard.documents);
  }

  #told(value, words) {
    const own = new Set(this.french.splitter.split(value).map(([, form]) => fold(form)));
    return words.every((word) => own.has(word));
  }

  async #number({ field, value }) {
    if (field === "legislature") return range(0, value === this.shard.legislature ? this.shard.documents : 0);
    if (field === "annee") {
      const [from, to] = yearBounds(value);
      return range(this.shard.from(from), this.shard.from(to));
    }
    const docs = Int32Array.from(await this.shard.referred("numeros", value));
    return { docs, scores: new Float32Array(docs.length) };
  }
}

/** All documents from one number to another, score 0. @param {number} from @param {number} to */
export function range(from, to) {
  const docs = new Int32Array(Math.max(0, to - from));
  for (let i = 0; i < docs.length; i++) docs[i] = from + i;
  return { docs, scores: new Float32Array(docs.length) };
}

/** The documents of any of several lists. @param {Int32Array[]} lists @param {number} documents */
export function union(lists, documents) {
  if (lists.length === 1) return lists[0];
  const has = new Uint8Array(documents);
  for (const list of lists) for (const doc of list) has[doc] = 1;
  const out = [];
  for (let doc = 0; doc < documents; doc++) if (has[doc]) out.push(doc);
  return Int32Array.from(out);
}
