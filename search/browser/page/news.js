/** What is new of a followed search or question since it was last seen. */
import { read } from "./address.js";

/** @typedef {import("../core.js").Request} Request @typedef {import("../engine.js").Engine} Engine */

/** A day, in milliseconds. */
const DAY = 86_400_000;
/** States of a question that has its answer. */
export const ANSWERED = ["repondue", "repondue_sans_texte"];

/**
 * What a followed search finds. The sources go from one day of the Journal officiel to the next, so what is new has a
 * later day than the last that was seen. How many earlier ones are found that were not (added, or answered in words that
 * are searched) is told by the totals; where only what is answered is found, its answer is why an earlier one is.
 * @param {Engine} engine @param {import("./followed.js").FollowedSearch} followed
 * @returns {Promise<{total: number, news: Array<{kind: "question"|"reponse", total: number, request: Request}>, added: number}>}
 * `news` without what is none
 */
export async function newsOf(engine, { adresse, vu, total: before }) {
  const request = read(adresse);
  const { total } = await engine.search(request);
  if (!vu) return { total, news: [], added: 0 };
  const since = new Date(Date.parse(vu) + DAY).toISOString().slice(0, 10);
  const news = [];
  for (const kind of kinds(request)) {
    const later = { ...request, date: kind, de: request.de > since ? request.de : since, tri: "recent" };
    if (later.a && later.a < later.de) continue;
    const found = (await engine.search(later)).total;
    if (found) news.push({ kind, total: found, request: later });
  }
  const [asked, answered] = ["question", "reponse"].map((which) => news.find(({ kind }) => kind === which)?.total ?? 0);
  const told = asked + (findsAnswered(request) ? answered : 0);
  const added = before === undefined || kinds(request)[0] === "reponse" ? 0 : Math.max(0, total - before - told);
  return { total, news, added };
}

/** The dates that news are told by: a search of a period, or of weeks, has one, and a second cannot be asked. */
function kinds({ date, de, a, filtres }) {
  return de || a || filtres.semaine ? [date] : ["question", "reponse"];
}

/** Whether a search finds answered questions alone. */
function findsAnswered({ filtres: { etat, delai } }) {
  const all = (values, are) => Boolean(values?.length) && values.every(are);
  return all(etat, (one) => ANSWERED.includes(one)) || all(delai, (one) => one !== "sans_reponse");
}

/** A followed question as the index has it now; null where it has none. @param {Engine} engine @param {string} page
 * @returns {Promise<import("../engine.js").Result | null>} */
export async function questionAt(engine, page) {
  const [, legislature, numero] = page.match(/(\d+)-(\d+)[A-Z]+$/u);
  const { results } = await engine.search(read(`?q=numero:${numero}&legislature=${legislature}`));
  const found = results.find(({ adresse }) => adresse === `${page}.html`);
  if (found) return found;
  const failed = results.find(({ erreur }) => erreur);
  if (failed) throw Object.assign(new Error(failed.erreur.message), failed.erreur);
  return null;
}
