/** Weeks of the Journal officiel, as ISO 8601 counts them: `2014-W21` begins on Monday 19 May 2014. */

/** `2014-W21` */
const WEEK = /^(\d{4})-W(\d{2})$/u;
const DAY = 86_400_000;

/** The first day of a week, in days since 1970; NaN for what is no week. @param {string} week */
export function mondayOf(week) {
  const [, year, number] = WEEK.exec(week) ?? [];
  // the week of 4 January is the first of its year; day 4 since 1970 was a Monday
  const first = (of) => {
    const day = Date.UTC(of, 0, 4) / DAY;
    return day - ((day + 3) % 7);
  };
  const monday = first(Number(year)) + 7 * (Number(number) - 1);
  return Number(number) >= 1 && monday < first(Number(year) + 1) ? monday : NaN;
}

/** Whether a question, or its answer, is of one of some weeks. @param {import("./shard.js").Shard} shard
 * @param {string[]} values @param {import("./masks.js").Asked} asked @returns {Promise<(doc: number) => boolean>} */
export async function mask(shard, values, { filter }) {
  const mondays = new Set(values.map(mondayOf));
  const answered = filter.date === "reponse" ? await shard.answered() : null;
  return (doc) => {
    const day = answered ? answered[doc] : shard.day(doc);
    return day > 0 && mondays.has(day - ((day + 3) % 7));
  };
}
