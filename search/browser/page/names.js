/** The names of the index, asked of a worker. */
import { fold, rewritten } from "../forms.js";

const BETWEEN = /[^a-z0-9]+/u;

/** The words of a name or of what is typed, without accents. Twin of `words` in search/names.py.
 * @param {string} text */
export function words(text) {
  return fold(rewritten(text).toLowerCase()).split(BETWEEN).filter(Boolean);
}

/** @typedef {{facette: string, nom: string, total: number, adresse?: string, sur: boolean}} Name */

export class Names {
  /** @param {URL} index address of its folder */
  constructor(index) {
    this.worker = new Worker(new URL("moteur/nameworker.js", index));
    this.worker.postMessage({ open: new URL("noms.json", index).href });
    this.waiting = new Map();
    this.next = 1;
    this.worker.addEventListener("message", ({ data: { id, names } }) => {
      this.waiting.get(id)?.(names);
      this.waiting.delete(id);
    });
    this.worker.addEventListener("error", () => {
      for (const answer of this.waiting.values()) answer([]);
      this.waiting.clear();
    });
  }

  /** The names that some words may mean, the surest first. @param {string} typed @param {number} most
   * @returns {Promise<Name[]>} */
  find(typed, most) {
    const wanted = words(typed);
    if (!wanted.length) return Promise.resolve([]);
    const id = this.next++;
    return new Promise((answer) => {
      this.waiting.set(id, answer);
      this.worker.postMessage({ id, words: wanted, most });
    });
  }
}
