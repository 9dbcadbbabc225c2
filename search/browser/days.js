/** Days since 1 January 1970, and what they are called. */

const DAY = 86_400_000;

/** @param {number} day since 1970 */
export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** @param {string} iso @returns {number} days since 1970, NaN for what is no date */
export function dayOf(iso) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return NaN;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) || isoDay(time / DAY) !== iso ? NaN : time / DAY;
}

/** The first day of a year and of the next. @param {number} year */
export function yearBounds(year) {
  return [Date.UTC(year, 0, 1) / DAY, Date.UTC(year + 1, 0, 1) / DAY];
}
