/** How many questions a month, for the histogram of dates. */
import { isoDay } from "./days.js";
import { lastAtMost } from "./sorted.js";

/** `2014-05` for each document that has the date. @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {"question"|"reponse"|undefined} date which @param {(value: string, count: number) => void} add */
export async function countMonths(shard, docs, date, add) {
  for (const [day, count] of date === "reponse" ? await answeredOn(shard, docs) : askedOn(shard, docs)) {
    if (!day || !count) continue;
    const month = isoDay(day).slice(0, 7);
    add(month, count);
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
