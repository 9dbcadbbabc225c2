/** What a reader follows: searches and questions, kept in this browser and nowhere else. */
import { read, written } from "./address.js";
import { STATES } from "./labels.js";

/**
 * @typedef {object} FollowedSearch
 * @property {string} adresse of the search page from `?` on @property {string} [vu] the latest Journal officiel of the
 * sources when its news were last seen, ISO @property {number} [total] questions found then
 * @typedef {object} FollowedQuestion
 * @property {string} page `q14/14-55901QE` @property {string} titre @property {string} [etat] when last seen
 * @typedef {{recherches: FollowedSearch[], questions: FollowedQuestion[]}} Followed
 */

/** Of the files that lists are exported to. */
const FORMAT = "suivi-questions-ecrites";
const VERSION = 1;
/** Entries of each kind that are kept; nobody reads more. */
export const MOST = 500;
/** Characters of a title that are kept, and of an address. */
const LONGEST_TITLE = 300;
const LONGEST_ADDRESS = 4000;
const PAGE = /^q\d{1,2}\/\d{1,2}-\d{1,9}[A-Z]{1,4}$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** Where the list of a site is kept. A browser may forbid its storage: the name of the tab then holds the list as long
 * as the tab stays on this site. @param {URL} root of the site */
export function keeper(root) {
  const key = `suivi ${root.pathname}`;
  const lasting = stores(key);
  return {
    /** Whether the list is there at the next visit. */
    lasting,
    /** @returns {Followed} */
    list() {
      try {
        return cleaned(JSON.parse((lasting ? localStorage.getItem(key) : named(key)) ?? "{}"));
      } catch {
        return cleaned({});
      }
    },
    /** Changes the list as it is now, which another tab may have changed. @param {(list: Followed) => void} change
     * @returns {Followed} Throws RangeError for more entries than are kept, DOMException where the browser has no room. */
    change(change) {
      const list = this.list();
      change(list);
      if (list.recherches.length > MOST || list.questions.length > MOST) throw new RangeError("full");
      const text = JSON.stringify(cleaned(list));
      if (lasting) localStorage.setItem(key, text);
      else window.name = key + text;
      return this.list();
    },
    /** Calls what another tab's change concerns. @param {() => void} changed */
    whenChanged(changed) {
      addEventListener("storage", (event) => {
        if (event.key === key || event.key === null) changed();
      });
    },
  };
}

/** Why a change was not kept. @param {Error} error what `change` threw */
export function unkept(error) {
  return error instanceof RangeError
    ? `Mon suivi tient ${MOST}\u00a0recherches et ${MOST}\u00a0questions\u00a0: retirez-en d’abord.`
    : "Le navigateur n’a plus de place pour garder cela.";
}

function stores(key) {
  try {
    localStorage.setItem(`${key} ?`, "");
    localStorage.removeItem(`${key} ?`);
    return true;
  } catch (error) {
    return error.name === "QuotaExceededError" && isFull(); // what is there can be read, and shortened
  }
}

/** A browser that gives a site no room at all says the same as one that is full. */
function isFull() {
  return localStorage.length > 0;
}

function named(key) {
  return window.name.startsWith(key) ? window.name.slice(key.length) : null;
}

/** A search's address without the page turned to and the order, which find the same. @param {string} search */
export function searchAddress(search) {
  return written({ ...read(search), page: 1, tri: "pertinence" });
}

/** @param {Followed} list @returns {string} what a file of it holds */
export function exported(list) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...list }, null, 1)}\n`;
}

/** The list with what a file holds. @param {string} text @param {Followed} list changed
 * @returns {{added: number, left: number}} how many entries are new, and how many there was no room for.
 * Throws SyntaxError where the file is none of ours. */
export function importInto(list, text) {
  const given = JSON.parse(text);
  if (given?.format !== FORMAT || given.version !== VERSION) throw new SyntaxError("another file");
  const { recherches, questions } = cleaned(given);
  const told = { added: 0, left: 0 };
  const join = (own, others, key) => {
    const known = new Set(own.map((one) => one[key]));
    const fresh = others.filter((one) => !known.has(one[key]));
    const added = fresh.slice(0, Math.max(0, MOST - own.length));
    own.push(...added);
    told.added += added.length;
    told.left += fresh.length - added.length;
  };
  join(list.recherches, recherches, "adresse");
  join(list.questions, questions, "page");
  return told;
}

/** Only what is as it should be. @param {any} given @returns {Followed} */
function cleaned(given) {
  const entries = (value, clean, key) => {
    const found = new Map();
    for (const one of Array.isArray(value) ? value : []) {
      const entry = one && typeof one === "object" ? clean(one) : null;
      if (entry && !found.has(entry[key])) found.set(entry[key], entry);
    }
    return [...found.values()].slice(0, MOST);
  };
  return { recherches: entries(given?.recherches, search, "adresse"), questions: entries(given?.questions, question, "page") };
}

/** A day after which there is another one to ask for. */
function isDay(value) {
  return typeof value === "string" && DAY.test(value) && value < "9999" && !Number.isNaN(Date.parse(value));
}

function search({ adresse, vu, total }) {
  if (typeof adresse !== "string" || adresse.length > LONGEST_ADDRESS) return null;
  const kept = searchAddress(adresse);
  if (!kept) return null;
  return {
    adresse: kept,
    ...(isDay(vu) && { vu }),
    ...(Number.isSafeInteger(total) && total >= 0 && { total }),
  };
}

function question({ page, titre, etat }) {
  if (typeof page !== "string" || !PAGE.test(page)) return null;
  return {
    page,
    titre: typeof titre === "string" ? titre.slice(0, LONGEST_TITLE) : page,
    ...(Object.hasOwn(STATES, etat) && { etat }),
  };
}
