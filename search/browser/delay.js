/** Answers within or beyond the two months that ministers have (Règlement de l’Assemblée, article 135). */

/** The values of the facet `delai`. */
export const WITHIN = "dans_le_delai";
export const BEYOND = "hors_delai";
const DAY = 86_400_000;

/** The last day to answer a question of a day, both in days since 1970. @param {number} day */
export function deadline(day) {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 2];
  const last = Date.UTC(year, month + 1, 0);
  return Math.min(Date.UTC(year, month, date.getUTCDate()), last) / DAY;
}

/** The value of each document, "" for a question without answer. @param {import("./shard.js").Shard} shard
 * @returns {Promise<(doc: number) => string>} */
async function delays(shard) {
  const answered = await shard.answered();
  const limits = new Map();
  return (doc) => {
    if (!answered[doc]) return "";
    const day = shard.day(doc);
    if (!limits.has(day)) limits.set(day, deadline(day));
    return answered[doc] <= limits.get(day) ? WITHIN : BEYOND;
  };
}

/** @param {import("./shard.js").Shard} shard @param {string[]} values @returns {Promise<(doc: number) => boolean>} */
export async function delayMask(shard, values) {
  const delayOf = await delays(shard);
  return (doc) => values.includes(delayOf(doc));
}

/** @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {(key: string, value: string, count: number) => void} add */
export async function countDelays(shard, docs, add) {
  const delayOf = await delays(shard);
  const counts = { "": 0, [WITHIN]: 0, [BEYOND]: 0 };
  for (const doc of docs) counts[delayOf(doc)]++;
  for (const value of [WITHIN, BEYOND]) add(value, value, counts[value]);
}
