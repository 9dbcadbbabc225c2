/** Words of the lexicon that begin as a word does, to complete it with. */
import { fold } from "./forms.js";

/** Blocks of the lexicon read for one beginning: a short one spans dozens, of which these tell enough. */
const BLOCKS = 2;

/** The most frequent first. @param {import("./shard.js").Shard[]} shards @param {string} typed
 * @param {number} most @returns {Promise<Array<{mot: string, total: number}>>} */
export async function beginnings(shards, typed, most) {
  const key = fold(typed.toLowerCase());
  const found = new Map();
  for (const shard of shards) {
    const [first, last] = [shard.blockOf(key), shard.blockOf(`${key}\uffff`)];
    const numbers = Array.from({ length: Math.min(last - first + 1, BLOCKS) }, (_, i) => first + i);
    for (const block of await Promise.all(numbers.map((number) => shard.block(number))))
      for (const [other, forms] of block.keys) {
        if (!other.startsWith(key) || other.includes(" ")) continue;
        for (const { form, family, member } of forms)
          found.set(form, (found.get(form) ?? 0) + block.family(family).sizes[member]);
      }
  }
  return [...found]
    .map(([mot, total]) => ({ mot, total }))
    .sort((a, b) => b.total - a.total || (a.mot < b.mot ? -1 : 1))
    .slice(0, most);
}
