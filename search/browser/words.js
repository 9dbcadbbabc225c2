/** A typed word → what stands for it in one legislature: families, and how well each form does. */
import { fold } from "./forms.js";
import { preference, OTHER_ACCENTS, STEM } from "./preference.js";

/** What an elision without apostrophe or an article may have left in front: `lhuissier`, `ledrian`. */
const GLUED = [/^(?:qu|[ldnsjmtc])(?=[aeiouyh])/, /^l[ea]s?(?=\p{L}{4})/u];

/**
 * @typedef {object} Meaning of a typed word
 * @property {import("./lexicon.js").Block} block where its family stands
 * @property {import("./lexicon.js").Family} family
 * @property {number[]} preferences by member of the family
 * @property {Array<import("./lexicon.js").Form>} forms those of the family known to the block
 */

/** What a typed word means.
 * @param {import("./shard.js").Shard} shard @param {string} typed
 * @param {import("./preference.js").Inflections} inflections @returns {Promise<Meaning[]>} */
export async function meanings(shard, typed, inflections) {
  const key = fold(typed);
  const near = inflections.numberGender(key);
  const block = await shard.block(shard.blockOf(key));
  const own = block.keys.get(key);
  if (own) return fromForms(block, own, typed, near);
  for (const keys of [() => [...near], () => inflections.relatives(key), () => GLUED.map((glued) => key.replace(glued, ""))]) {
    const found = await firstFound(shard, await keys(), block);
    if (found.length)
      return found.flatMap(({ block: b, forms }) => fromForms(b, forms, typed, near)).filter(distinct());
  }
  return [];
}

/** What two or more words make, where the lexicon has it: `plate forme`, `rn 20`.
 * @param {import("./shard.js").Shard} shard @param {string[]} words
 * @param {import("./preference.js").Inflections} inflections @returns {Promise<Meaning[]>} */
export async function compound(shard, words, inflections) {
  const key = words.map(fold).join(/^\p{L}+ \p{Nd}+$/u.test(words.join(" ")) ? "" : " ");
  const block = await shard.block(shard.blockOf(key));
  const own = block.keys.get(key);
  if (!own) return [];
  const typed = words.join("");
  return fromForms(block, own, typed, inflections.numberGender(fold(typed)));
}

async function firstFound(shard, keys, home) {
  const byBlock = new Map();
  for (const key of keys) {
    if (!key) continue;
    const number = shard.blockOf(key);
    byBlock.set(number, [...(byBlock.get(number) ?? []), key]);
  }
  const here = byBlock.get(home.number) ?? [];
  const found = here.filter((key) => home.keys.has(key)).map((key) => ({ block: home, forms: home.keys.get(key) }));
  if (found.length) return found;
  byBlock.delete(home.number);
  const others = await Promise.all(
    [...byBlock].map(async ([number, wanted]) => {
      const block = await shard.block(number);
      return wanted.filter((key) => block.keys.has(key)).map((key) => ({ block, forms: block.keys.get(key) }));
    }),
  );
  return others.flat();
}

/** @returns {Meaning[]} */
function fromForms(block, own, typed, near) {
  return [...new Set(own.map((form) => form.family))].map((number) => {
    const family = block.family(number);
    const forms = block.formsOf(number);
    const preferences = family.sizes.map(() => STEM);
    for (const form of forms) preferences[form.member] = preference(typed, form.form, near);
    // reached only by other accents than those typed: nothing in it is better than that
    if (preferences.every((p) => p === OTHER_ACCENTS || p === STEM) && preferences.includes(OTHER_ACCENTS))
      preferences.fill(OTHER_ACCENTS);
    return { block, family, preferences, forms };
  });
}

/** Keeps the first meaning of each family met in several blocks. */
function distinct() {
  const seen = new Set();
  return ({ family, block, forms }) => {
    const name = family.file >= 0 ? `f${family.file}` : forms.map((form) => form.form).join(" ") + family.df;
    if (seen.has(name)) return false;
    seen.add(name);
    return block !== undefined;
  };
}
