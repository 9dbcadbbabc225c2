/** Scores: idf, weights of forms, the best of many. See FORMAT.md, "Ranking". */

export const K1 = 1.2;
/** Impacts in full lists go from 1 to COARSE, those of champions to FINE. */
export const COARSE = 15;
export const FINE = 255;
/** Weight of a place of a phrase by field: titre, rubrique, question, reponse. */
export const FIELD_WEIGHTS = [3, 2.5, 1.5, 1];

/** @param {number} documents @param {number} frequency */
export function idf(documents, frequency) {
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}

/**
 * @typedef {object} Hits
 * @property {Int32Array} docs rising
 * @property {Float32Array} scores
 */

/** @param {Hits} a @param {Hits} b @returns {Hits} in both, scores summed */
export function both(a, b) {
  const size = Math.min(a.docs.length, b.docs.length);
  const docs = new Int32Array(size);
  const scores = new Float32Array(size);
  let n = 0;
  for (let i = 0, j = 0; i < a.docs.length && j < b.docs.length; ) {
    const d = a.docs[i] - b.docs[j];
    if (d < 0) i++;
    else if (d > 0) j++;
    else {
      docs[n] = a.docs[i];
      scores[n++] = a.scores[i++] + b.scores[j++];
    }
  }
  return { docs: docs.subarray(0, n), scores: scores.subarray(0, n) };
}

/** @param {Hits} a @param {Hits} b @returns {Hits} in either, the better score */
function either(a, b) {
  const docs = new Int32Array(a.docs.length + b.docs.length);
  const scores = new Float32Array(docs.length);
  let n = 0;
  let i = 0;
  let j = 0;
  while (i < a.docs.length || j < b.docs.length) {
    const left = i < a.docs.length ? a.docs[i] : Infinity;
    const right = j < b.docs.length ? b.docs[j] : Infinity;
    docs[n] = Math.min(left, right);
    scores[n] = Math.max(left <= right ? a.scores[i] : 0, right <= left ? b.scores[j] : 0);
    if (left <= right) i++;
    if (right <= left) j++;
    n++;
  }
  return { docs: docs.subarray(0, n), scores: scores.subarray(0, n) };
}

/** @param {Hits[]} lists @returns {Hits} in any of them, the best score */
export function any(lists) {
  return lists.length ? lists.reduce(either) : none();
}

/** @param {Hits} a @param {Hits} b @returns {Hits} of `a`, not in `b` */
export function without(a, b) {
  let j = 0;
  return filtered(a, (doc) => {
    while (j < b.docs.length && b.docs[j] < doc) j++;
    return b.docs[j] !== doc;
  });
}

/** @param {Hits} hits @param {(doc: number) => boolean} keep called in rising order @returns {Hits} */
export function filtered(hits, keep) {
  const docs = new Int32Array(hits.docs.length);
  const scores = new Float32Array(hits.docs.length);
  let n = 0;
  for (let i = 0; i < hits.docs.length; i++)
    if (keep(hits.docs[i])) {
      docs[n] = hits.docs[i];
      scores[n++] = hits.scores[i];
    }
  return { docs: docs.subarray(0, n), scores: scores.subarray(0, n) };
}

/** @returns {Hits} */
export function none() {
  return { docs: new Int32Array(0), scores: new Float32Array(0) };
}

/** The best `count` of a list, best first, the newest (highest number) first at equal score.
 * @param {Hits} hits @param {number} count @returns {Array<{doc: number, score: number}>} */
export function best(hits, count) {
  const { docs, scores } = hits;
  const heap = []; // the worst kept is at 0
  const worse = (a, b) => a.score - b.score || a.doc - b.doc;
  for (let i = docs.length - 1; i >= 0; i--) {
    if (heap.length === count && scores[i] <= heap[0].score) continue;
    const entry = { doc: docs[i], score: scores[i] };
    if (heap.length < count) {
      heap.push(entry);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (worse(heap[parent], heap[at]) <= 0) break;
        [heap[parent], heap[at]] = [heap[at], heap[parent]];
        at = parent;
      }
    } else {
      heap[0] = entry;
      for (let at = 0; ; ) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && worse(heap[child + 1], heap[child]) < 0) child++;
        if (worse(heap[at], heap[child]) <= 0) break;
        [heap[at], heap[child]] = [heap[child], heap[at]];
        at = child;
      }
    }
  }
  return heap.sort((a, b) => worse(b, a));
}
