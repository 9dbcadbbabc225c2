/** How many documents of a list have each value of a facet. */
import { yearBounds } from "./days.js";
import { countDelays } from "./delay.js";
import { countMonths } from "./months.js";
import { lastAtMost } from "./sorted.js";

/** @param {string} facet @param {import("./shard.js").Shard} shard @param {Int32Array} docs
 * @param {"question"|"reponse"|undefined} date that months are of
 * @returns {Promise<Array<[string, number]>>} each value and its count */
export async function valuesOf(facet, shard, docs, date) {
  const out = [];
  const add = (...entry) => out.push(entry);
  if (facet === "legislature") add(String(shard.legislature), docs.length);
  else if (facet === "annee") countYears(shard, docs, add);
  else if (facet === "mois") await countMonths(shard, docs, date, add);
  else if (facet === "delai") await countDelays(shard, docs, add);
  else await countColumn(shard, facet, docs, add);
  return out;
}

function countYears(shard, docs, add) {
  const first = shard.day(0) || shard.days[1];
  if (!first) return; // none has a day
  const last = shard.days[shard.days.length - 1];
  const below = (doc) => lastAtMost(docs, doc - 1) + 1;
  for (let year = new Date(first * 864e5).getUTCFullYear(); ; year++) {
    const [from, to] = yearBounds(year);
    if (from > last) return;
    add(String(year), below(shard.from(to)) - below(shard.from(from)));
  }
}

async function countColumn(shard, facet, docs, add) {
  const [names, column] = await Promise.all([shard.names(), shard.column(facet)]);
  const counts = new Int32Array(names[facet].valeurs.length + 1);
  for (const doc of docs) counts[column[doc]]++;
  names[facet].valeurs.forEach((value, number) => add(value, counts[number + 1]));
}
