/** How many questions a month, for the histogram of dates. */
import { lastAtMost } from "./shard.js";

const DAY = 86_400_000;

/** `2014-05` for each document that has the date. @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {"question"|"reponse"|undefined} date which @param {(key: string, value: string, count: number) => void} add */
export async function countMonths(shard, docs, date, add) {
  for (const [day, count] of date === "reponse" ? await answeredOn(shard, docs) : askedOn(shard, docs)) {
    if (!day || !count) continue;
    const month = new Date(day * DAY).toISOString().slice(0, 7);
    add(month, month, count);
  }
}

/** @returns {Promise<Map<number, number>>} how many of the documents were answered on each day; 0 is none */
async function answeredOn(shard, docs) {
  const answered = await shard.answered();
  const byDay = new Map();
  for (const doc of docs) byDay.set(answered[doc], (byDay.get(answered[doc]) ?? 0) + 1);
  return byDay;
}

/** Documents are numbered by day. @returns {Array<[number, number]>} days and documents */
function askedOn(shard, docs) {
  const below = (doc) => lastAtMost(docs, doc - 1) + 1;
  const ends = [...shard.firsts.subarray(1), shard.documents];
  return Array.from(shard.days, (day, at) => [day, below(ends[at]) - below(shard.firsts[at])]);
}
