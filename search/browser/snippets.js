/** Passages of a text with the words of a query marked. Text in, text out: no DOM. */
import { fold, Splitter } from "./forms.js";

export { Splitter };

/** Characters of a passage, about two lines. */
const LENGTH = 220;
const WORD = /[\p{L}\p{N}]+(?:(?:['’ʼ.-])[\p{L}\p{N}]+)*/gu;
const PART = /[\p{L}\p{N}]+/gu;
const BETWEEN = /[^\p{L}\p{N}]/u;

/**
 * @typedef {{text: string, marked: boolean}} Piece
 * @typedef {{cles: string[], debuts: string[]}} Marks
 * @typedef {{start: number, end: number, key: string}} Place
 */

/** What is looked for, and what was found in each word so far: most words come again.
 * @type {WeakMap<Marks, {wanted: (key: string) => boolean, words: Map<string, Place[]>}>} */
const known = new WeakMap();

function knownOf(marks) {
  if (!known.has(marks)) {
    const keys = new Set(marks.cles);
    const wanted = (key) => keys.has(key) || marks.debuts.some((beginning) => key.startsWith(beginning));
    known.set(marks, { wanted, words: new Map() });
  }
  return known.get(marks);
}

/** Where the words to mark stand.
 * @param {string} text @param {Marks} marks @param {import("./forms.js").Splitter} splitter @returns {Place[]} */
export function found(text, marks, splitter) {
  const { wanted, words } = knownOf(marks);
  const out = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!words.has(word)) words.set(word, placesIn(word, wanted, splitter));
    for (const { start, end, key } of words.get(word)) out.push({ start: index + start, end: index + end, key });
  }
  return out;
}

/** What to mark of one word: its parts, or the whole. @returns {Place[]} */
function placesIn(word, wanted, splitter) {
  const keysOf = (text) => splitter.split(text).map(([, form]) => fold(form));
  const out = [];
  for (const { 0: part, index } of word.matchAll(PART)) {
    const key = keysOf(part).find(wanted);
    if (key) out.push({ start: index, end: index + part.length, key });
  }
  if (out.length || !BETWEEN.test(word)) return out;
  const [first, ...joined] = keysOf(word);
  const key = joined.length ? joined.find((one) => wanted(one) && one.length > 2) : [first].filter(Boolean).find(wanted);
  return key ? [{ start: 0, end: word.length, key }] : [];
}

/** The passage of a text that holds most of the words, cut at words, in pieces.
 * @param {string} text @param {Marks} marks @param {import("./forms.js").Splitter} splitter
 * @returns {{pieces: Piece[], distinct: number}} */
export function passage(text, marks, splitter) {
  const hits = found(text, marks, splitter);
  let best = { score: -1, from: 0 };
  hits.forEach(({ start }, i) => {
    const inside = new Set();
    let count = 0;
    for (let j = i; j < hits.length && hits[j].end <= start + LENGTH; j++) {
      inside.add(hits[j].key);
      count++;
    }
    const score = inside.size * 100 + Math.min(count, 20);
    if (score > best.score) best = { score, from: start };
  });
  let from = Math.max(0, best.from - 40);
  const sentence = text.slice(Math.max(0, best.from - 90), best.from).search(/[.!?…]\s+(?=\S[^.!?…]*$)/u);
  if (best.from < 90) from = 0;
  else if (sentence >= 0) from = Math.max(0, best.from - 90) + sentence + 2;
  else while (from > 0 && !/\s/u.test(text[from - 1])) from--;
  let to = Math.min(text.length, from + LENGTH);
  while (to < text.length && !/\s/u.test(text[to])) to++;
  const pieces = [];
  const push = (piece, marked) => piece && pieces.push({ text: piece, marked });
  let at = from;
  if (from > 0) push("… ", false);
  for (const { start, end } of hits) {
    if (start < at || end > to) continue;
    push(text.slice(at, start), false);
    push(text.slice(start, end), true);
    at = end;
  }
  push(text.slice(at, to).trimEnd(), false);
  if (to < text.length) push(" …", false);
  return { pieces, distinct: new Set(hits.map(({ key }) => key)).size };
}
