/** What a request finds, over the legislatures that it looks at: documents, totals, marks; not their order. */
import { Evaluation, range } from "./evaluate.js";
import { fold } from "./forms.js";
import { masksOf, ONE } from "./masks.js";
import { both, filtered, idf, without } from "./ranking.js";

/** A word that may be unfinished. */
const UNFINISHED = /^\p{L}{4,}$/u;
/** `covid19`, `boeing737` */
const GLUED_DIGITS = /^(\p{L}{2,})(\p{Nd}+)$/u;

/** One request over the legislatures that it looks at. */
export class Found {
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
    this.nodes = [...required];
    for (const { at, node } of pairs.filter((pair) => this.#known(pair.node)).reverse()) {
      if (this.nodes[at].type !== "word" || this.nodes[at + 1]?.type !== "word") continue;
      const side = { type: "and", nodes: [this.nodes[at], this.nodes[at + 1]] };
      this.nodes.splice(at, 2, { type: "or", nodes: [node, side] });
    }
    this.nodes = await Promise.all(this.nodes.map((node) => this.#finished(node)));
    if (this.filter.filtres.repetitions?.includes(ONE)) {
      const { Distinct } = await import("./repeats.js");
      this.distinct = new Distinct(this);
    }
    this.total_ = null;
  }

  /** A word that no text has as the beginning of others, where there are such: it is searched while one types. */
  async #finished(word) {
    if (word.type !== "word" || word.quoted || !UNFINISHED.test(word.form) || this.#known(word)) return word;
    const begun = { type: "prefix", key: fold(word.form), form: word.form };
    await this.#looked([begun]);
    if (!this.#known(begun)) return word;
    this.query.marks.push({ prefix: begun.key });
    return begun;
  }

  #known(node) {
    return this.parts.some(({ evaluation }) => evaluation.meaningsOf(node).length);
  }

  /** Words with digits that no text has (`covid19`) in two: `covid 19`. */
  async #knownApart(required) {
    const glued = required.map((node) => (node.type === "word" ? GLUED_DIGITS.exec(node.form) : null));
    await this.#looked(required.filter((_, at) => glued[at]));
    return required.flatMap((node, at) =>
      glued[at] && !this.#known(node) ? glued[at].slice(1).map((form) => ({ type: "word", form })) : [node],
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

  /** All documents that match, by legislature.
   * @returns {Promise<Array<{shard: import("./shard.js").Shard, hits: import("./ranking.js").Hits}>>} */
  all() {
    this.all_ ??= Promise.all(this.parts.map((part) => this.#matching(part)));
    this.all_.catch(() => (this.all_ = null)); // a failure is not kept: asked again, it tries again
    return this.all_;
  }

  async #matching({ shard, evaluation }) {
    const [required, excluded, masks] = await Promise.all([
      Promise.all(this.nodes.map((node) => evaluation.hits(node, this.scale))),
      Promise.all(this.query.excluded.map((node) => evaluation.hits(node, this.scale))),
      masksOf(shard, this.filter, this.from, this.to, this.core),
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

  /** How many documents match; of repeats only one where the filter says so. */
  async total() {
    if (this.distinct) return this.distinct.total();
    return (this.total_ ??= (await this.all()).reduce((sum, { hits }) => sum + hits.docs.length, 0));
  }

  /** Told by the lexicon: how many documents of a legislature match. */
  count(shard, documents) {
    (this.counts ??= new Map()).set(shard, documents);
  }

  /** Beginnings that more words have than are searched. */
  #cut() {
    return new Set(this.parts.flatMap(({ evaluation }) => [...evaluation.cut]));
  }

  /** Words that no text has and that are read as beginnings, and whether all that begin so are searched. */
  begun() {
    const cut = this.#cut();
    return this.nodes.filter(({ type, form }) => type === "prefix" && form).map((node) => ({ mot: node.form, tous: !cut.has(node) }));
  }

  /** What is wrong with beginnings of too many words. */
  cuts() {
    return [...this.#cut()].filter(({ form }) => !form).map(({ key, start, end }) => ({
      start,
      end,
      message: `Trop de mots commencent par « ${key} » : les plus fréquents seulement sont cherchés. Ajoutez une lettre.`,
    }));
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
    return [...words].filter((form) => !this.#known({ type: "word", form }));
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
