/** The order of what a request finds: by the form and score of its words, or by date. */
import { ALL_FIELDS } from "./fields.js";
import { distance } from "./positions.js";
import { WEIGHTS } from "./preference.js";
import { best, COARSE, FINE } from "./ranking.js";

const SORTS = ["pertinence", "recent", "ancien"];
/** The best candidates are ranked again by nearness of their words: three pages. */
const RERANKED = 60;
/** Share of the idf of two words that standing side by side adds. */
const NEARNESS = 0.25;

/** The best `count`, best first: once for a request, until more are asked for.
 * @param {import("./found.js").Found} found @param {number} count
 * @returns {Promise<Array<{shard: import("./shard.js").Shard, doc: number}>>} */
export async function ranked(found, count) {
  return found.distinct ? found.distinct.first(count, (many) => inAll(found, many)) : inAll(found, count);
}

/** Repeats of each other among them. */
async function inAll(found, count) {
  if (!found.order || found.order.count < count) {
    const order = { count, hits: inOrder(found, count) };
    found.order = order;
    order.hits.catch(() => (found.order = null)); // a failure is not kept: asked again, it tries again
  }
  return (await found.order.hits).slice(0, count);
}

async function inOrder(found, count) {
  if (!found.parts.length) return []; // a legislature that the index lacks
  const sort = SORTS.includes(found.filter.tri) ? found.filter.tri : "pertinence";
  const word = single(found);
  if (sort === "pertinence" && word) {
    const whole = unfiltered(found);
    const quick = whole && champions(found, word, count);
    if (quick) return quick;
    if (whole || found.parts.every(({ evaluation }) => evaluation.tellsForms(word))) return tiered(found, word, count);
  }
  const scored = sort === "pertinence" && found.nodes.length > 0;
  const [all, near] = await Promise.all([found.all(), scored ? places(found) : null]);
  const started = performance.now();
  const list = scored ? byScore(found, all, count, near) : await byDate(found, all, count, sort);
  found.elapsed += performance.now() - started;
  return list;
}

/** Where the words stand, by legislature: of rare words only. */
async function places(found) {
  const words = found.nodes.filter(({ type }) => type === "word" || type === "compound");
  if (words.length < 2 || !found.core.positions) return null;
  const entries = await Promise.all(
    found.parts.map(async ({ shard, evaluation }) => [
      shard,
      await Promise.all(words.map((node) => evaluation.near(node))),
    ]),
  );
  return { words, places: new Map(entries) };
}

/** What nearness of the words adds to the score of a document. */
function nearness(found, { words, places }, shard, doc) {
  const where = places.get(shard);
  let sum = 0;
  for (let at = 0; at + 1 < words.length; at++) {
    if (!where[at] || !where[at + 1]) continue;
    const apart = distance(where[at], where[at + 1], doc);
    sum += (NEARNESS * (found.scale(words[at]) + found.scale(words[at + 1]))) / apart;
  }
  return sum;
}

function byScore(found, all, count, near) {
  const order = (x, y) => y.score - x.score || y.shard.day(y.doc) - x.shard.day(x.doc) || later(x, y);
  const list = all
    .flatMap(({ shard, hits }) => best(hits, Math.max(count, RERANKED)).map((hit) => ({ shard, ...hit })))
    .sort(order);
  if (near) {
    const first = list.slice(0, RERANKED);
    for (const hit of first) hit.score += nearness(found, near, hit.shard, hit.doc);
    list.splice(0, first.length, ...first.sort(order));
  }
  return list.slice(0, count);
}

async function byDate(found, all, count, sort) {
  const sign = sort === "ancien" ? -1 : 1;
  const byAnswer = found.filter.date === "reponse" && sort !== "pertinence";
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
function single(found) {
  if (found.nodes.length !== 1 || found.nodes[0].type !== "word" || found.query.excluded.length) return null;
  return found.query.fields === ALL_FIELDS ? found.nodes[0] : null;
}

function unfiltered(found) {
  const { filtres, de, a } = found.filter;
  return !de && !a && Object.entries(filtres).every(([facet, values]) => facet === "legislature" || !values.length);
}

/** The first results of one word from what the lexicon holds, where that is enough. */
function champions(found, word, count) {
  const started = performance.now();
  const scale = found.scale(word);
  const out = [];
  let reliable = Infinity;
  for (const { shard, evaluation } of found.parts) {
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
    if (meant.length === 1) found.count(shard, meant[0].family.df);
    else if (!meant.length) found.count(shard, 0);
  }
  if (count > reliable) return null;
  if (found.parts.every(({ shard }) => found.counts?.has(shard)))
    found.total_ = [...found.counts.values()].reduce((sum, n) => sum + n, 0);
  out.sort(byTier);
  found.elapsed += performance.now() - started;
  return out.slice(0, count);
}

/** The results of one word from its whole lists, in the order of `champions`. */
async function tiered(found, word, count) {
  const scale = found.scale(word);
  const all = new Map((await found.all()).map(({ shard, hits }) => [shard, hits]));
  const lists = await Promise.all(
    found.parts.map(async ({ shard, evaluation }) => {
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
  found.elapsed += performance.now() - started;
  return out;
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
