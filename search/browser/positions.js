/** Where forms stand in documents, and whether they follow each other. See FORMAT.md, "Positions". */
import { Reader } from "./bytes.js";

/** A place is field × FIELD + word number in the field. */
export const FIELD = 131072;

/**
 * @typedef {object} Places of one word, by document
 * @property {Int32Array} docs
 * @property {Int32Array} bounds places of docs[i] lie from bounds[i] to bounds[i + 1]
 * @property {Int32Array} places rising within a document
 * @property {Int32Array} before tool words straight before, as a number
 */

/** @param {Uint8Array} bytes @param {number} base of `before`: tool words + 2
 * @param {Int32Array} docs that have the form @param {Uint8Array} masks in which fields @returns {Places} */
export function decodePlaces(bytes, base, docs, masks) {
  const reader = new Reader(bytes);
  const count = docs.length;
  let pairs = 0;
  for (let i = 0; i < count; i++) for (let mask = masks[i]; mask; mask &= mask - 1) pairs++;
  const often = reader.varints(pairs);
  const bounds = new Int32Array(count + 1);
  let total = 0;
  for (let i = 0, pair = 0; i < count; i++) {
    for (let mask = masks[i]; mask; mask &= mask - 1) total += ++often[pair++];
    bounds[i + 1] = total;
  }
  const low = reader.take(total);
  const high = reader.take(total);
  const places = new Int32Array(total);
  for (let i = 0, pair = 0, at = 0; i < count; i++)
    for (let field = 0; field < 4; field++) {
      if (!(masks[i] & (1 << field))) continue;
      let place = field * FIELD;
      for (let left = often[pair++]; left; left--, at++) places[at] = place += low[at] + (high[at] << 8);
    }
  const last = reader.take(total);
  const before = new Int32Array(total);
  for (let at = 0; at < total; at++) {
    const byte = last[at];
    if (byte) before[at] = byte < 128 ? byte : (byte & 127) + base * reader.varint();
  }
  return { docs, bounds, places, before };
}

/** Places of several forms of one word, together. @param {Places[]} list @returns {Places} */
export function together(list) {
  if (list.length === 1) return list[0];
  const found = [];
  for (const { docs, bounds, places, before } of list)
    for (let i = 0; i < docs.length; i++)
      for (let at = bounds[i]; at < bounds[i + 1]; at++) found.push([docs[i], places[at], before[at]]);
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const docs = [];
  const bounds = [];
  found.forEach(([doc], at) => {
    if (doc !== docs[docs.length - 1]) {
      docs.push(doc);
      bounds.push(at);
    }
  });
  bounds.push(found.length);
  return {
    docs: Int32Array.from(docs),
    bounds: Int32Array.from(bounds),
    places: Int32Array.from(found, (place) => place[1]),
    before: Int32Array.from(found, (place) => place[2]),
  };
}

/**
 * @typedef {object} Step A word of a phrase that is no tool word.
 * @property {number} distance words from the step before
 * @property {number} before the tool words between, as a number
 * @property {number} modulus of what is compared of it
 */

/** Where the words of a phrase follow each other.
 * @param {Places[]} words @param {Step[]} steps @param {number} fields mask of the fields looked at
 * @returns {{docs: Int32Array, counts: Array<number[]>}} documents, and how often in each field */
export function following(words, steps, fields) {
  const docs = [];
  const counts = [];
  const at = new Int32Array(words.length);
  const first = words[0];
  next: for (let i = 0; i < first.docs.length; i++) {
    const doc = first.docs[i];
    for (let w = 1; w < words.length; w++) {
      const list = words[w].docs;
      while (at[w] < list.length && list[at[w]] < doc) at[w]++;
      if (at[w] === list.length) break next;
      if (list[at[w]] !== doc) continue next;
    }
    let often = null;
    for (let p = first.bounds[i]; p < first.bounds[i + 1]; p++) {
      const field = (first.places[p] / FIELD) | 0;
      if (!(fields & (1 << field)) || first.before[p] % steps[0].modulus !== steps[0].before) continue;
      let place = first.places[p];
      let all = true;
      for (let w = 1; all && w < words.length; w++) {
        place += steps[w].distance;
        all = standsAt(words[w], at[w], place, steps[w]);
      }
      if (all) {
        often ??= [0, 0, 0, 0];
        often[field]++;
      }
    }
    if (often) {
      docs.push(doc);
      counts.push(often);
    }
  }
  return { docs: Int32Array.from(docs), counts };
}

function standsAt(word, i, place, step) {
  const { places } = word;
  const end = word.bounds[i + 1];
  let p = word.bounds[i];
  while (p < end && places[p] < place) p++;
  return p < end && places[p] === place && word.before[p] % step.modulus === step.before;
}

/** The least distance between two words in a document, Infinity where they share no field.
 * `a` before `b` counts as it is, `b` before `a` one more: order matters a little.
 * @param {Places} a @param {Places} b @param {number} doc */
export function distance(a, b, doc) {
  const i = a.docs.indexOf(doc);
  const j = b.docs.indexOf(doc);
  let least = Infinity;
  if (i < 0 || j < 0) return least;
  for (let p = a.bounds[i]; p < a.bounds[i + 1]; p++)
    for (let q = b.bounds[j]; q < b.bounds[j + 1]; q++) {
      const gap = b.places[q] - a.places[p];
      const apart = gap > 0 ? gap : 1 - gap;
      if (apart < least && gap !== 0) least = apart;
    }
  return least < FIELD / 2 ? least : Infinity;
}
