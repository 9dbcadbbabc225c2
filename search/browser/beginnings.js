/** Words of the lexicon that begin as a word does, to complete it with. */
import { fold } from "./forms.js";

/** Blocks of the lexicon read for one beginning: a short one spans dozens, of which these tell enough. */
const BLOCKS = 2;

/** The most frequent first. @param {import("./shard.js").Shard[]} shards @param {string} typed
 * @param {number} most @returns {Promise<Array<{mot: string, total: number}>>} */
export async function beginnings(shards, typed, most) {
  const key = fold(typed.toLowerCase());
  const found = new Map();
  /** Forms joined from several words, as they are written. */
  const hyphened = new Map();
  for (const shard of shards) {
    const [first, last] = [shard.blockOf(key), shard.blockOf(`${key}\uffff`)];
    const numbers = Array.from({ length: Math.min(last - first + 1, BLOCKS) }, (_, i) => first + i);
    for (const block of await Promise.all(numbers.map((number) => shard.block(number))))
      for (const [other, forms] of block.keys) {
        if (!other.startsWith(key)) continue;
        for (const { form, family, member } of forms)
          if (other.includes(" ")) hyphened.set(form, withHyphens(form, other));
          else found.set(form, (found.get(form) ?? 0) + block.family(family).sizes[member]);
      }
  }
  return [...found]
    .map(([form, total]) => ({ mot: hyphened.get(form) ?? form, total }))
    .sort((a, b) => b.total - a.total || (a.mot < b.mot ? -1 : 1))
    .slice(0, most);
}

/** `étatsunis` under the key `etats unis` → `états-unis`. @param {string} form @param {string} key */
function withHyphens(form, key) {
  const words = key.split(" ");
  if (words.join("").length !== form.length) return form; // œ is two letters of a key
  let at = 0;
  return words.map((word) => form.slice(at, (at += word.length))).join("-");
}
