/** The curve of a word: how many questions a year were found, and of how many. */
import { ONE, withValue } from "./page/address.js";
import { make } from "./page/dom.js";
import { counted, number, SENTENCES } from "./page/labels.js";

/** @typedef {{year: string, total: number, share: number}} Year `share`: of 1,000 questions of the year */

/** @param {{load: () => Promise<import("./engine.js").Engine>, asked: () => import("./core.js").Request,
 * link: (request: object, attributes: object, ...children: (Node|string)[]) => HTMLElement}} page
 * @param {HTMLDetailsElement} place @param {number} total of what is found
 * @param {() => boolean} current whether nothing else was searched meanwhile */
export async function showYears(page, place, total, current) {
  const [rows, told] = [place.querySelector("tbody"), place.querySelector("p")];
  const request = page.asked();
  try {
    const engine = await page.load();
    const found = (await engine.facets(request, ["annee"])).annee;
    const every = (await engine.facets({}, ["annee"])).annee;
    if (!current()) return;
    const years = yearly(found, every);
    const focused = rows.contains(document.activeElement) ? document.activeElement.textContent : null;
    rows.replaceChildren(...years.map((year) => row(year, years, request, page)));
    if (focused) [...rows.querySelectorAll("a")].find((link) => link.textContent === focused)?.focus();
    told.textContent = note(request, total - years.reduce((sum, year) => sum + year.total, 0));
  } catch (error) {
    if (!current()) return;
    rows.replaceChildren();
    told.textContent = SENTENCES[error.code] ?? SENTENCES.interne;
  }
}

/** From the first year of what is found to the last. @returns {Year[]} */
function yearly(found, every) {
  const counts = new Map(found.map(({ valeur, total }) => [valeur, total]));
  const all = new Map(every.map(({ valeur, total }) => [valeur, total]));
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const year = String(first + at);
    const total = counts.get(year) ?? 0;
    return { year, total, share: total ? (1000 * total) / all.get(year) : 0 };
  });
}

/** @param {Year} year @param {Year[]} years */
function row({ year, total, share }, years, request, page) {
  const chosen = request.filtres.annee?.includes(year);
  const narrowed = chosen ? withValue(request, "annee", year, false) : { ...request, filtres: { ...request.filtres, annee: [year] }, page: 1 };
  const name = total ? page.link(narrowed, { "aria-current": chosen ? "true" : null }, year) : year;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    cell(number(total), total, years.map((one) => one.total)),
    cell(number(share < 10 ? Math.round(share * 10) / 10 : Math.round(share)), share, years.map((one) => one.share)),
  );
}

/** A number and its bar. */
function cell(text, value, all) {
  const bar = make("i", { "aria-hidden": "true" });
  bar.style.setProperty("--part", String(value / Math.max(...all)));
  return make("td", {}, bar, make("span", {}, text));
}

/** What the years leave out. @param {number} rest */
function note(request, rest) {
  if (request.filtres.repetitions?.includes(ONE)) return "De questions qui se répètent, une seule est comptée chaque année.";
  if (request.filtres.annee || rest <= 0) return "";
  return rest === 1 ? "1\u00a0question sans date n’est pas comptée." : `${counted(rest, "question")} sans date ne sont pas comptées.`;
}
