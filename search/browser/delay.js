/** Answers within or beyond the time that ministers have, and none: search/indexer/delays.py tells them apart. */

/** The values of the facet `delai` by number; 0 is what cannot be told. */
export const DELAYS = ["", "dans_le_delai", "hors_delai", "sans_reponse", "hors_delai"];
/** A second value, of documents with the last number: beyond the time, and more than a year. */
export const LONG = "plus_d_un_an";

/** @param {number} number of the column `delai` @returns {string} `LONG`, or nothing */
export const longOf = (number) => (number === 4 ? LONG : "");

/** @param {import("./shard.js").Shard} shard @param {string[]} values @returns {Promise<(doc: number) => boolean>} */
export async function mask(shard, values) {
  const delays = await shard.column("delai");
  const kept = DELAYS.map((value, number) => number > 0 && (values.includes(value) || values.includes(longOf(number))));
  return (doc) => kept[delays[doc]];
}

/** @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {(value: string, count: number) => void} add */
export async function countDelays(shard, docs, add) {
  const delays = await shard.column("delai");
  const counts = new Int32Array(DELAYS.length);
  for (const doc of docs) counts[delays[doc]]++;
  for (let number = 1; number < DELAYS.length; number++) {
    add(DELAYS[number], counts[number]);
    if (longOf(number)) add(longOf(number), counts[number]);
  }
}
