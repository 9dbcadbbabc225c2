/** How many questions a month, for the histogram of dates. */

const DAY = 86_400_000;

/** `2014-05` for each document that has the date. @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {"question"|"reponse"|undefined} date which @param {(key: string, value: string, count: number) => void} add */
export async function countMonths(shard, docs, date, add) {
  const answered = date === "reponse" ? await shard.answered() : null;
  const byDay = new Map();
  for (const doc of docs) {
    const day = answered ? answered[doc] : shard.day(doc);
    if (day) byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  for (const [day, count] of byDay) {
    const month = new Date(day * DAY).toISOString().slice(0, 7);
    add(month, month, count);
  }
}
