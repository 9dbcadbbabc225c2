/**
 * Which forms a typed word means, and how well each stands for it. See search/french/README.md.
 */
import { fold } from "./forms.js";

/** The order of preference, best first. */
export const EXACT = 0, ACCENTS = 1, NUMBER_GENDER = 2, STEM = 3, OTHER_ACCENTS = 4;
/** Weight of each in a query of several words. */
export const WEIGHTS = [1, 1, 0.9, 0.8, 0.6];
/** The endings of verbs, for words that the index lacks: beside the engine, fetched when first needed. */
const VERBS = "./verbes.json";
const SHORTEST_BASE = 2;

/** Inflections of keys, from the lists of langue.json. */
export class Inflections {
  /** @param {{paradigmes: string[][], irreguliers: string[][], variantes: string[][]}} langue */
  constructor(langue) {
    this.paradigms = langue.paradigmes;
    this.groups = new Map();
    for (const group of [...langue.irreguliers, ...langue.variantes])
      for (const key of group) this.groups.set(key, [...(this.groups.get(key) ?? []), ...group]);
  }

  /** Keys that may be the same word in another number or gender. @param {string} key */
  numberGender(key) {
    return this.#inflected(key, this.paradigms, this.groups.get(key));
  }

  /** The same and other forms of a verb: for a word that the lexicon lacks. @param {string} key */
  async relatives(key) {
    const near = this.numberGender(key);
    const out = new Set(near);
    for (const relative of near) for (const k of this.#inflected(relative, this.paradigms.slice(0, 1))) out.add(k);
    const { verbes, troisieme_groupe, verbes_entiers } = await (this.verbs ??= fetched());
    for (const k of this.#inflected(key, [...verbes, ...troisieme_groupe, ...verbes_entiers])) out.add(k);
    for (const line of verbes_entiers) if (line.includes(key)) for (const k of line) out.add(k);
    out.delete(key);
    return [...out];
  }

  #inflected(key, paradigms, group = []) {
    const out = new Set(group);
    if (/\p{N}/u.test(key)) return out;
    for (const endings of paradigms)
      for (const ending of endings) {
        const base = key.slice(0, key.length - ending.length);
        if (!key.endsWith(ending) || base.length < SHORTEST_BASE) continue;
        for (const other of endings) out.add(base + other);
      }
    out.delete(key);
    return out;
  }
}

/** The lists of verbs; none where they cannot be had: fewer words are found then. */
async function fetched() {
  try {
    return await (await fetch(new URL(VERBS, import.meta.url))).json();
  } catch {
    return { verbes: [], troisieme_groupe: [], verbes_entiers: [] };
  }
}

/**
 * How well a form of one of the families of a typed word stands for it.
 * @param {string} typed as split @param {string} form
 * @param {Set<string>} near number and gender of the typed word
 */
export function preference(typed, form, near) {
  if (typed === form) return EXACT;
  const typedKey = fold(typed);
  const key = fold(form);
  const accented = typed !== typedKey;
  if (key === typedKey) return accented ? OTHER_ACCENTS : ACCENTS;
  if (accented && conflicting(typed, form)) return OTHER_ACCENTS;
  return near.has(key) ? NUMBER_GENDER : STEM;
}

/** Whether some letter both have is accented otherwise; `è` for `e` is inflection. */
function conflicting(a, b) {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    if (a[i] === b[i]) continue;
    if (fold(a[i]) !== fold(b[i])) return false;
    if (!"eè".includes(a[i]) || !"eè".includes(b[i])) return true;
  }
  return false;
}
