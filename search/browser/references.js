/** References to questions in a query, however written: number, official id or address, JO page. */
import { fold } from "./forms.js";

/** Without accents. */
export const MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];
/** QANR5L14QE55901 */
const ID = /QANR5L(\d{1,2})([A-Z]{2,4})(\d{1,6})/giu;
/** …/q14/14-55901QE.htm, 14-55901QE, 14-55901 */
const ADDRESS = /(?:https?:\/\/\S*?|\b)(?:q\d{1,2}\/)?\b(\d{1,2})-(\d{1,6})([A-Z]{2,4})?(?:\.html?)?(?![\p{L}\p{N}-])/giu;
/** JO 29/07/2014 p. 6524, JO du 29 juillet 2014 page 6524 */
const JO = /\bj\.?o\.?r?\.?f?\.?\s*(?:du\s+)?(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{1,2})(?:er)?\s+(\p{L}+)\s+(\d{4}))[\s,;]*(?:p(?:age|\.)?\s*)(\d{1,5})/giu;
/** n° 55901, 55 901, question 55901 */
const NUMBER = /(?<![\p{L}\p{N}/.,-])(?:n\s*[°ºo.]?\s*)?(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,6})(?![\p{L}\p{N}/-]|[.,]\d)/giu;

/**
 * @typedef {{numero: number, legislature?: number, type?: string}|{day: number, page: number}} Reference
 */

/** The references that a query may mean. @param {string} q @returns {Reference[]} */
export function references(q) {
  const out = [];
  let rest = q.replace(JO, (...match) => {
    const [, d, m, y, day, month, year, page] = match;
    const number = m ? Number(m) - 1 : MONTHS.indexOf(fold(month.toLowerCase()));
    const time = Date.UTC(Number(y ?? year), number, Number(d ?? day));
    if (number >= 0 && !Number.isNaN(time)) out.push({ day: time / 864e5, page: Number(page) });
    return " ";
  });
  rest = rest.replace(ID, (_, legislature, type, numero) => {
    out.push({ legislature: Number(legislature), type: type.toUpperCase(), numero: Number(numero) });
    return " ";
  });
  rest = rest.replace(ADDRESS, (_, legislature, numero, type) => {
    out.push({ legislature: Number(legislature), type: type?.toUpperCase(), numero: Number(numero) });
    return " ";
  });
  for (const [, digits] of rest.matchAll(NUMBER)) out.push({ numero: Number(digits.replace(/\D/gu, "")) });
  return out.slice(0, 10);
}
