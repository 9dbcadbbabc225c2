/** Words that a misspelt one may mean, from the files of frequent words by length. */
import { fold } from "./forms.js";

const MOST = 3;
const MOST_QUERIES = 5;

/** Queries with an unknown word spelt otherwise. @param {import("./shard.js").Shard[]} shards @param {string} q
 * @param {string[]} unknown @returns {Promise<Array<{mot: string, proposition: string, q: string}>>} */
export async function propositions(shards, q, unknown) {
  const out = [];
  for (const word of unknown)
    for (const better of await suggestions(shards, word)) {
      const other = replaced(q, word, better);
      if (other !== null) out.push({ mot: word, proposition: better, q: other });
    }
  return out.slice(0, MOST_QUERIES);
}

/** Words like a misspelt one, best first. */
async function suggestions(shards, word) {
  const key = fold(word);
  if (key.length < 3 || /\p{N}/u.test(key)) return [];
  const farthest = key.length < 6 ? 1 : key.length < 9 ? 2 : 3;
  const found = new Map();
  for (const shard of shards) {
    const lengths = shard.manifest.suggestions.filter((n) => Math.abs(n - key.length) <= farthest);
    const files = await Promise.all(
      lengths.map((n) => shard.store.packed(`s/${n}.bin`, (bytes) => new TextDecoder().decode(bytes).split("\n"))),
    );
    for (const line of files.flat()) {
      const [other, weight] = line.split(" ");
      const distance = apart(key, other, farthest);
      if (distance > farthest || distance === 0) continue;
      const score = distance * 8 - Number(weight) - (other[0] === key[0] ? 3 : 0);
      if (score < (found.get(other)?.score ?? Infinity)) found.set(other, { score, shard });
    }
  }
  const bestOnes = [...found].sort((a, b) => a[1].score - b[1].score || (a[0] < b[0] ? -1 : 1)).slice(0, MOST);
  return Promise.all(bestOnes.map(([other, { shard }]) => written(shard, other)));
}

/** A key as most often written. */
async function written(shard, key) {
  const block = await shard.block(shard.blockOf(key));
  const forms = (block.keys.get(key) ?? []).map(({ form, family, member }) => ({
    form,
    documents: block.family(family).sizes[member],
  }));
  return forms.sort((a, b) => b.documents - a.documents)[0]?.form ?? key;
}

/** Letters added, dropped, changed or swapped between two words, given up above `most`. */
function apart(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let d = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      next[j] = d;
      if (d < least) least = d;
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length];
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
