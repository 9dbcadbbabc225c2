/** Beginnings of words, `début*`: their forms, and the documents of these. Loaded when first needed. */
import { ALL_FIELDS } from "./fields.js";
import { COARSE, filtered, idf } from "./ranking.js";

/** Bytes of the list files read for one beginning of words (`con*`), and blocks of the lexicon: three letters
 * that a thousand words begin with would read 1.2 MB at 100,000 questions. */
const BYTES = 300_000;
const BLOCKS = 50;
/** Of one that was typed without a star: it is searched while one types. */
const BYTES_UNASKED = 100_000;

/** @typedef {{family: import("./lexicon.js").Family, members: Set<number>}} Begun forms of a family that begin so */

/** Every form that begins with a key, by family: from all the blocks where such keys fall.
 * @param {import("./evaluate.js").Evaluation} evaluation is told where some are left out
 * @param {import("./query.js").Prefix} node @returns {Promise<Begun[]>} */
export async function begun({ shard, cut }, node) {
  const { key } = node;
  const first = shard.blockOf(key);
  const end = shard.blockOf(`${key}\uffff`);
  const last = Math.min(end, first + BLOCKS - 1);
  if (last < end) cut.add(node);
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const out = new Map();
  for (const block of await Promise.all(numbers.map((number) => shard.block(number))))
    for (const [word, forms] of block.keys) {
      if (!word.startsWith(key) || word.includes(" ")) continue;
      for (const { family, member } of forms) {
        const name = `${block.number} ${family}`;
        if (!out.has(name)) out.set(name, { family: block.family(family), members: new Set() });
        out.get(name).members.add(member);
      }
    }
  return affordable([...out.values()], node, cut);
}

/** Of the lists of a beginning, those of the most frequent words; what is left out is told. */
function affordable(all, node, cut) {
  all.sort((a, b) => b.family.df - a.family.df);
  const most = node.form ? BYTES_UNASKED : BYTES;
  let bytes = 0;
  return all.filter(({ family, members }) => {
    if (family.file < 0) return true;
    const size = family.listSize + (members.size < family.sizes.length ? family.fieldSize : 0);
    if (bytes + size > most) {
      cut.add(node);
      return false;
    }
    bytes += size;
    return true;
  });
}

/** The documents of some forms of a family. @param {import("./shard.js").Shard} shard @param {Begun} begun
 * @param {number} fields @returns {Promise<import("./ranking.js").Hits>} */
export async function hitsOf(shard, { family, members }, fields) {
  const whole = members.size === family.sizes.length && fields === ALL_FIELDS;
  const lists = await shard.lists(family, !whole);
  const weight = idf(shard.documents, family.df) / COARSE;
  const scores = new Float32Array(lists.docs.length);
  if (whole) for (let i = 0; i < scores.length; i++) scores[i] = lists.impacts[i] * weight;
  else
    for (const member of members) {
      const { at, masks } = lists.members[member];
      for (let i = 0; i < at.length; i++) if (masks[i] & fields) scores[at[i]] = lists.impacts[at[i]] * weight;
    }
  let i = 0;
  return filtered({ docs: lists.docs, scores }, () => scores[i++] > 0);
}
