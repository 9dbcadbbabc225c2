/** Portfolios: one ministry under the titles that it had, as the site's `portefeuilles.json` tells them. */

const ASKED = "ministere_interroge";
const CHARGED = "ministere_attributaire";
/** The filters, and the titles that they look at. */
const MEANT = { portefeuille: [ASKED, CHARGED], portefeuille_interroge: [ASKED], portefeuille_attributaire: [CHARGED] };

/** Whether a question was put to one of some portfolios, or is in its charge. A name that is none stands for itself,
 * as a title does that no portfolio has. @param {import("./shard.js").Shard} shard @param {string[]} values
 * @param {import("./masks.js").Asked} asked @returns {Promise<(doc: number) => boolean>} */
export async function mask(shard, values, { facet, core, facetKey }) {
  const table = await core.root.json("portefeuilles.json", "no-cache");
  const titles = new Map(Object.entries(table).map(([name, own]) => [facetKey(name), own]));
  const wanted = new Set(values.flatMap((value) => titles.get(facetKey(value)) ?? [value]).map(facetKey));
  const names = await shard.names();
  const has = new Uint8Array(shard.documents);
  for (const name of MEANT[facet])
    await Promise.all(
      names[name].valeurs.map(async (value, number) => {
        if (wanted.has(facetKey(value))) for (const doc of await shard.having(name, number)) has[doc] = 1;
      }),
    );
  return (doc) => has[doc] === 1;
}
