/** Links to the other pages of results. */
import { make } from "./dom.js";
import { number } from "./labels.js";

/** @param {import("../core.js").Request} request @param {import("../engine.js").Answer} answer
 * @param {(request: object, attributes: object, ...children: (Node|string)[]) => HTMLElement} link */
export function paging(request, { page, pages: last }, link) {
  if (last < 2) return [];
  const to = (wanted, text, attributes = {}) => make("li", {}, link({ ...request, page: wanted }, attributes, text));
  const near = [...new Set([1, page - 1, page, page + 1, last])].filter((n) => n >= 1 && n <= last);
  const items = near.flatMap((n, i) => [
    ...(i && n > near[i - 1] + 1 ? [make("li", { class: "lacune", "aria-hidden": "true" }, "…")] : []),
    to(n, number(n), { "aria-label": `Page ${number(n)}`, "aria-current": n === page ? "page" : null }),
  ]);
  if (page > 1) items.unshift(to(page - 1, "Précédente", { rel: "prev" }));
  if (page < last) items.push(to(page + 1, "Suivante", { rel: "next" }));
  return [make("ul", {}, ...items)];
}
