/** Answers within or beyond the time that ministers have, and none: search/indexer/delays.py tells them apart. */

/** The values of the facet `delai` by number; 0 is what cannot be told. */
export const DELAYS = ["", "dans_le_delai", "hors_delai", "sans_reponse"];

/** @param {import("./shard.js").Shard} shard @param {string[]} values @returns {Promise<(doc: number) => boolean>} */
export async function mask(shard, values) {
  const delays = await shard.column("delai");
  return (doc) => delays[doc] > 0 && values.includes(DELAYS[delays[doc]]);
}

/** @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {(value: string, count: number) => void} add */
export async function countDelays(shard, docs, add) {
  const delays = await shard.column("delai");
  const counts = new Int32Array(DELAYS.length);
  for (const doc of docs) counts[delays[doc]]++;
  for (let number = 1; number < DELAYS.length; number++) add(DELAYS[number], counts[number]);
}
