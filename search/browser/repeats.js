/** Questions that repeat each other: filters over their groups. See FORMAT.md, "Repeats".
 * Twin of indexer/repeats.py. */
import { Reader } from "./bytes.js";
import { numbers } from "./columns.js";
import { LONG } from "./delay.js";
import { lastAtMost } from "./sorted.js";
import { valueOf } from "./values.js";

/** What is repeated: one question, one answer. */
const KINDS = ["question", "reponse"];
/** The filters that name a question, and which of its groups they keep. */
const MEANT = { repetitions: KINDS, meme_question: ["question"], meme_reponse: ["reponse"] };
/** More than any legislature has documents. */
const MOST = 2 ** 32;
/** `14-55901QE` */
const KEY = /^(\d+)-(\d+)([A-Z]+)$/u;

/** The group of each document of a legislature, a number that all of one group have over all legislatures.
 * @param {import("./shard.js").Shard} shard @param {string} kind @returns {Promise<(doc: number) => number>} */
async function groupsOf(shard, kind) {
  const { firsts, elsewhere } = await shard.store.packed(`v/meme_${kind}.bin`, (bytes) => column(bytes, shard.documents));
  return (doc) => elsewhere.get(firsts[doc]) ?? shard.legislature * MOST + firsts[doc];
}

/** @param {Uint8Array} bytes @param {number} documents
 * @returns {{firsts: Int32Array, elsewhere: Map<number, number>}} of each document the first of its group in this
 * legislature; of firsts whose group has its own in an earlier one, the number of the group */
export function column(bytes, documents) {
  const reader = new Reader(bytes);
  const firsts = Int32Array.from({ length: documents }, (_, doc) => doc);
  const grouped = reader.subset(reader.varint(), documents);
  const steps = numbers(reader, grouped.length, reader.varint());
  grouped.forEach((doc, at) => {
    if (steps[at]) firsts[doc] = firsts[grouped[at - steps[at]]];
  });
  const begun = reader.subset(reader.varint(), documents);
  const others = reader.varints(reader.varint());
  const which = numbers(reader, begun.length, others.length);
  const there = numbers(reader, begun.length, reader.varint());
  const elsewhere = new Map(Array.from(begun, (doc, at) => [doc, others[which[at]] * MOST + there[at]]));
  return { firsts, elsewhere };
}

/** Whether a document is of a group of one of some questions. @param {import("./shard.js").Shard} shard
 * @param {string[]} values keys of questions @param {import("./masks.js").Asked} asked
 * @returns {Promise<(doc: number) => boolean>} */
export async function mask(shard, values, { facet, core }) {
  const tests = [];
  for (const kind of MEANT[facet]) {
    const wanted = new Set();
    for (const value of values)
      for (const [home, doc] of await named(value, core)) wanted.add((await groupsOf(home, kind))(doc));
    const groupOf = await groupsOf(shard, kind);
    tests.push((doc) => wanted.has(groupOf(doc)));
  }
  return (doc) => tests.some((test) => test(doc));
}

/** The question of a key, where it is. @param {string} key @param {import("./core.js").Core} core
 * @returns {Promise<Array<[import("./shard.js").Shard, number]>>} */
async function named(key, core) {
  const [, legislature, numero, type] = KEY.exec(key) ?? [];
  const shard = core.shards.find((one) => String(one.legislature) === legislature);
  if (!shard) return [];
  const docs = await shard.referred("numeros", Number(numero));
  const types = await Promise.all(docs.map(async (doc) => (await shard.card(doc)).type));
  return docs.filter((_, at) => types[at] === type).map((doc) => [shard, doc]);
}

/** What a request finds, of repeats among it the first in order only. */
export class Distinct {
  /** @param {import("./found.js").Found} found */
  constructor(found) {
    this.found = found;
  }

  /** How many are left. */
  async total() {
    return (await this.#joined()).total;
  }

  /** The first ones that are left. @param {number} count @param {(count: number) => Promise<object[]>} ranked
   * the first of all that is found, in order */
  async first(count, ranked) {
    const { groupOf, total } = await this.#joined();
    const wanted = Math.min(count, total);
    for (let many = count; ; many *= 4) {
      const seen = new Set();
      const left = (await ranked(many)).filter(({ shard, doc }) => {
        const group = groupOf(shard, doc);
        return !seen.has(group) && seen.add(group);
      });
      if (left.length >= wanted) return left.slice(0, wanted);
    }
  }

  /** Of each value of a facet, how many are left of what has it. @param {string} facet
   * @param {"question"|"reponse"|undefined} date that months are of
   * @param {(value: string) => string} facetKey when two spellings are one value
   * @returns {Promise<Array<Array<[string, number]>>>} */
  async counts(facet, date, facetKey) {
    const of = facet === "delai" ? [facet, LONG] : [facet]; // a document has one value of each
    return Promise.all(of.map((one) => this.#counted(one, date, facetKey)));
  }

  async #counted(facet, date, facetKey) {
    const { parts, kinds } = await this.#loaded();
    const keys = new Map();
    const numberOf = new Map(); // of spellings; those of one value have one number
    const values = [];
    for (const { shard, hits } of parts) {
      const label = await valueOf(facet, shard, date);
      for (const doc of hits.docs) {
        const value = label(doc);
        if (!numberOf.has(value)) {
          const key = facetKey(value);
          if (!keys.has(key)) keys.set(key, numberOf.size);
          numberOf.set(value, keys.get(key));
        }
        values.push(numberOf.get(value));
      }
    }
    const all = numberOf.size;
    const { joins } = united(kinds, values.length, sorted(values, all), values);
    const counts = new Int32Array(all);
    values.forEach((value, at) => (counts[value] += 1 - joins[at]));
    const first = [...numberOf].filter(([value], at) => value && numberOf.get(value) === at);
    return first.map(([value, number]) => [value, counts[number]]);
  }

  /** What is found, and by kind the group of each of it, numbered from 0. */
  #loaded() {
    this.loaded ??= this.found.all().then(async (parts) => {
      const kinds = [];
      for (const kind of KINDS) {
        const known = new Map();
        const groups = [];
        for (const { shard, hits } of parts) {
          const groupOf = await groupsOf(shard, kind);
          for (const doc of hits.docs) {
            const group = groupOf(doc);
            if (!known.has(group)) known.set(group, known.size);
            groups.push(known.get(group));
          }
        }
        kinds.push(Int32Array.from(groups));
      }
      return { parts, kinds };
    });
    this.loaded.catch(() => (this.loaded = null)); // asked again, it tries again
    return this.loaded;
  }

  async #joined() {
    const { parts, kinds } = await this.#loaded();
    if (!this.joined) {
      const starts = new Map();
      let size = 0;
      for (const { shard, hits } of parts) {
        starts.set(shard, { start: size, docs: hits.docs });
        size += hits.docs.length;
      }
      const { root, joins } = united(kinds, size);
      const groupOf = (shard, doc) => {
        const { start, docs } = starts.get(shard);
        return root(start + lastAtMost(docs, doc));
      };
      this.joined = { groupOf, total: size - joins.reduce((sum, join) => sum + join, 0) };
    }
    return this.joined;
  }
}

/** Joins what is of one group of any kind, and has the same value where there are some.
 * @param {Int32Array[]} kinds the group of each, small numbers @param {number} size
 * @param {Int32Array} [order] by value @param {number[]} [values] of each
 * @returns {{root: (at: number) => number, joins: Int32Array}} one of each that is joined; for each whether it joined
 * two parts */
function united(kinds, size, order, values) {
  const parents = Int32Array.from({ length: size }, (_, at) => at);
  const root = (at) => {
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  };
  const joins = new Int32Array(size);
  for (const groups of kinds) {
    const last = new Int32Array(size).fill(-1);
    for (let i = 0; i < size; i++) {
      const at = order ? order[i] : i;
      const before = last[groups[at]];
      last[groups[at]] = at;
      if (before < 0 || (values && values[before] !== values[at]) || root(before) === root(at)) continue;
      parents[root(at)] = root(before);
      joins[at]++;
    }
  }
  return { root, joins };
}

/** The places of numbers below `size` in order of the numbers. @param {number[]} values @param {number} size */
function sorted(values, size) {
  const next = new Int32Array(size + 1);
  for (const value of values) next[value + 1]++;
  for (let value = 1; value < size; value++) next[value] += next[value - 1];
  const order = new Int32Array(values.length);
  values.forEach((value, at) => (order[next[value]++] = at));
  return order;
}
