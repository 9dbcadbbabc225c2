/** The value of a facet that a document has; of `delai`, which may have two, `LONG` is asked for by itself. */
import { isoDay } from "./days.js";
import { DELAYS, LONG, longOf } from "./delay.js";

/** @param {string} facet @param {import("./shard.js").Shard} shard
 * @param {"question"|"reponse"|undefined} date that months are of
 * @returns {Promise<(doc: number) => string>} nothing for none */
export async function valueOf(facet, shard, date) {
  if (facet === "legislature") return () => String(shard.legislature);
  if (facet === "annee" || facet === "mois") {
    const answered = facet === "mois" && date === "reponse" ? await shard.answered() : null;
    const names = new Map([[0, ""]]);
    return (doc) => {
      const day = answered ? answered[doc] : shard.day(doc);
      if (!names.has(day)) names.set(day, isoDay(day).slice(0, facet === "annee" ? 4 : 7));
      return names.get(day);
    };
  }
  if (facet === LONG) {
    const delays = await shard.column("delai");
    return (doc) => longOf(delays[doc]);
  }
  const column = await shard.column(facet);
  if (facet === "delai") return (doc) => DELAYS[column[doc]];
  const { valeurs } = (await shard.names())[facet];
  return (doc) => (column[doc] ? valeurs[column[doc] - 1] : "");
}
