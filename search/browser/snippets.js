/** Passages of a text with the words of a query marked. Text in, text out: no DOM. */
import { fold, Splitter } from "./forms.js";

export { Splitter };

/** Characters of a passage, about two lines. */
const LENGTH = 220;
const WORD = /[\p{L}\p{N}]+(?:(?:['’ʼ.-])[\p{L}\p{N}]+)*/gu;
const PART = /[\p{L}\p{N}]+/gu;

/**
 * @typedef {{text: string, marked: boolean}} Piece
 * @typedef {{cles: string[], debuts: string[]}} Marks
 */

/** Where the words to mark stand.
 * @param {string} text @param {Marks} marks @param {import("./forms.js").Splitter} splitter
 * @returns {Array<{start: number, end: number, key: string}>} */
export function found(text, marks, splitter) {
  const keys = new Set(marks.cles);
  const wanted = (key) => keys.has(key) || marks.debuts.some((beginning) => key.startsWith(beginning));
  const out = [];
  for (const match of text.matchAll(WORD)) {
    const whole = splitter.split(match[0]).map(([, form]) => fold(form));
    const joined = whole.length > 1 ? whole.slice(1).find((key) => wanted(key) && key.length > 2) : undefined;
    let any = false;
    for (const part of match[0].matchAll(PART)) {
      const key = splitter.split(part[0]).map(([, form]) => fold(form)).find(wanted);
      if (!key) continue;
      const start = match.index + part.index;
      out.push({ start, end: start + part[0].length, key });
      any = true;
    }
    const key = whole.length === 1 && wanted(whole[0]) ? whole[0] : joined;
    if (!any && key) out.push({ start: match.index, end: match.index + match[0].length, key });
  }
  return out;
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
