/** The chosen filters as a sentence, each of which can be taken off; loaded when there is one. */
import { filterCount, FILTERS, withoutFilters, withValue } from "./page/address.js";
import { make, unseen } from "./page/dom.js";
import { PREPOSITIONS, valueLabel } from "./page/filters.js";
import { day } from "./page/labels.js";

/** @typedef {import("./core.js").Request} Request */

/** @param {Request} request @param {(request: Request, attributes: object, ...children: (Node|string)[]) => HTMLElement} link
 * a link to the results of a request @returns {Array<Node|string>} nothing without filters */
export function sentence(request, link) {
  const count = filterCount(request);
  if (!count) return [];
  const chip = (text, without) =>
    link(without, { class: "puce" }, text, unseen(" (retirer ce filtre)"), make("span", { class: "croix", "aria-hidden": "true" }, "×"));
  const parts = [];
  for (const facet of FILTERS) {
    const values = request.filtres[facet] ?? [];
    if (!values.length) continue;
    const chips = values.map((value) => chip(valueLabel(facet, value), withValue(request, facet, value, false)));
    const answers = facet === "semaine" && request.date === "reponse";
    const before = answers ? "dont la réponse est parue la semaine du" : PREPOSITIONS[facet];
    parts.push([before && `${before}\u00a0`, ...chips.flatMap((one, at) => (at ? [" ou ", one] : [one]))]);
  }
  if (request.de || request.a) parts.push(period(request, chip));
  const all = link(withoutFilters(request), { class: "effacer" }, "Tout effacer");
  const words = parts.flatMap((part, at) => [at ? ", " : " ", ...part]);
  return ["Questions", ...words, ".", ...(count > 1 ? [" ", all] : [])];
}

function period(request, chip) {
  const { de, a } = request;
  const what = request.date === "reponse" ? "dont la réponse est parue" : "parues";
  const page = 1;
  if (de && a)
    return [`${what} entre le\u00a0`, chip(day(de), { ...request, de: undefined, page }), " et le\u00a0", chip(day(a), { ...request, a: undefined, page })];
  if (de) return [`${what} depuis le\u00a0`, chip(day(de), { ...request, de: undefined, page })];
  return [`${what} jusqu’au\u00a0`, chip(day(a), { ...request, a: undefined, page })];
}
