/** Filters and dates of a request → which documents they keep. */
import { yearBounds } from "./days.js";
import { union } from "./evaluate.js";
import { facetKey } from "./facetkey.js";

const delay = () => import("./delay.js");
const portfolios = () => import("./portfolios.js");
const repeats = () => import("./repeats.js");
const weeks = () => import("./weeks.js");
/** Filters whose code comes when they are chosen. */
const LATE = {
  delai: delay, semaine: weeks, portefeuille: portfolios, portefeuille_interroge: portfolios,
  portefeuille_attributaire: portfolios, repetitions: repeats, meme_question: repeats, meme_reponse: repeats,
};
/** @typedef {{facet: string, filter: import("./core.js").Request, core: import("./core.js").Core,
 * facetKey: (value: string) => string}} Asked what such a filter is told beside its values */
/** Of `repetitions`: of questions that repeat each other one only. */
export const ONE = "sans";

/** What filters and dates keep, as tests of a document. @param {import("./shard.js").Shard} shard
 * @param {import("./core.js").Request} filter @param {number} from first day @param {number} to last day
 * @param {import("./core.js").Core} core @returns {Promise<Array<(doc: number) => boolean>>} */
export async function masksOf(shard, filter, from, to, core) {
  const masks = [];
  for (const [facet, all] of Object.entries(filter.filtres)) {
    const values = facet === "repetitions" ? all.filter((value) => value !== ONE) : all;
    if (!values.length || facet === "legislature") continue;
    if (Object.hasOwn(LATE, facet)) {
      const { mask } = await LATE[facet]();
      masks.push(await mask(shard, values, { facet, filter, core, facetKey }));
      continue;
    }
    if (facet === "annee") {
      const years = values.map((year) => yearBounds(Number(year)).map((day) => shard.from(day)));
      masks.push((doc) => years.some(([from, to]) => doc >= from && doc < to));
      continue;
    }
    const names = (await shard.names())[facet]?.valeurs ?? [];
    const numbers = values
      .map(facetKey)
      .map((key) => names.findIndex((name) => facetKey(name) === key))
      .filter((n) => n >= 0);
    const lists = await Promise.all(numbers.map((number) => shard.having(facet, number)));
    const has = new Uint8Array(shard.documents);
    for (const doc of union(lists, shard.documents)) has[doc] = 1;
    masks.push((doc) => has[doc] === 1);
  }
  if (from === -Infinity && to === Infinity) return masks;
  if (filter.date === "reponse") {
    const answered = await shard.answered();
    masks.push((doc) => answered[doc] !== 0 && answered[doc] >= from && answered[doc] <= to);
  } else masks.push((doc) => shard.day(doc) !== 0 && shard.day(doc) >= from && shard.day(doc) <= to);
  return masks;
}
