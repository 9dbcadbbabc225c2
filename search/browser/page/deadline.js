/** The last day to answer a written question: two months, as parser/deadline.py says and why. */

const MONTHS = 2;

/** The same day two months later, or the last of a month that has no such day. @param {string} asked ISO
 * @returns {string} ISO */
export function deadline(asked) {
  const [year, month, day] = asked.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + MONTHS, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + MONTHS, Math.min(day, last))).toISOString().slice(0, 10);
}
