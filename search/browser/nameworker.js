/* Looks names up in lunr's index, prebuilt by search/names.py, away from the page. A classic worker:
 * lunr.js is no module. One message in, `{open: address}` or `{id, words, most}`; one out. */
"use strict";

importScripts("vendor/lunr.min.js");

const VERSION = 1;
/** Letters from which a word may have one wrong letter or two. It may at once, where nothing else is found, and where
 * nothing is found even so: four letters resemble the beginning of many names. */
const ONE_WRONG = [6, 4, 4];
const TWO_WRONG = [Infinity, Infinity, 7];
/** What a match of a word costs in the order: as typed, its beginning, with wrong letters (and how wrong). */
const EXACT = 0;
const BEGINNING = 1;
const WRONG = 4;
const VOWELS = "aeiouy";
/** A wrong letter; a vowel for another, a vowel too many, a letter doubled: these are heard, not seen. */
const LETTER = 2;
const HEARD = 1;

let opened = null;

async function open(address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const { version, noms, index } = await response.json();
  if (version !== VERSION) throw new Error(`${address}: version ${version}`);
  const loaded = index && lunr.Index.load(index);
  return { names: noms, index: loaded, terms: Object.keys(loaded?.invertedIndex ?? {}).map(described) };
}

/** A word made ready to compare: its letters, which are vowels, and what each costs if the other word lacks it. */
function described(text) {
  const letters = new Uint16Array(text.length);
  const vowel = new Uint8Array(text.length);
  const extra = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    letters[at] = text.charCodeAt(at);
    vowel[at] = Number(VOWELS.includes(text[at]));
    extra[at] = vowel[at] || text[at] === text[at - 1] ? HEARD : LETTER;
  }
  return { text, letters, vowel, extra };
}

/** Wrong letters between what is typed and the nearest beginning of a term: names are looked for before they are
 * whole, and lunr's own distance compares whole words.
 * @returns {(term: ReturnType<typeof described>) => number} Infinity beyond `most` */
function distanceFrom(typed, most) {
  const { letters, vowel, extra } = described(typed);
  const limit = most * LETTER;
  const width = letters.length + limit + 1; // a longer beginning has too many letters
  let [older, old, row] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  return (term) => {
    const end = Math.min(term.letters.length, width - 1);
    old[0] = 0;
    for (let j = 1; j <= end; j++) old[j] = old[j - 1] + term.extra[j - 1];
    let least = 0;
    for (let i = 1; i <= letters.length; i++) {
      const letter = letters[i - 1];
      least = row[0] = old[0] + extra[i - 1];
      for (let j = 1; j <= end; j++) {
        const other = term.letters[j - 1];
        const wrong = letter === other ? 0 : vowel[i - 1] && term.vowel[j - 1] ? HEARD : LETTER;
        let cost = Math.min(old[j - 1] + wrong, old[j] + extra[i - 1], row[j - 1] + term.extra[j - 1]);
        if (i > 1 && j > 1 && letter === term.letters[j - 2] && letters[i - 2] === other) cost = Math.min(cost, older[j - 2] + LETTER);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > limit) return Infinity;
      [older, old, row] = [old, row, older];
    }
    return least / LETTER;
  };
}

/** Wrong letters that a word may have. @param {string} word @param {0|1|2} leniency */
function bearable(word, leniency) {
  if (word.length >= TWO_WRONG[leniency]) return 2;
  return word.length >= ONE_WRONG[leniency] ? 1 : 0;
}

/** The names that a word may mean, by number: cost and lunr's score. */
function meant({ index, terms }, word, most) {
  const costs = new Map();
  const distance = distanceFrom(word, most);
  for (const term of terms) {
    if (term.text === word) costs.set(word, EXACT);
    else if (term.text.startsWith(word)) costs.set(term.text, BEGINNING);
    else if (most && (most < 2 || term.text[0] === word[0])) {
      const wrong = distance(term);
      if (wrong <= most) costs.set(term.text, WRONG + wrong);
    }
  }
  if (!costs.size) return new Map();
  const found = index.query((query) => {
    for (const [term, cost] of costs) query.term(term, { boost: cost === EXACT ? 10 : cost === BEGINNING ? 5 : 1 });
  });
  return new Map(
    found.map(({ ref, score, matchData }) => [ref, { score, cost: Math.min(...Object.keys(matchData.metadata).map((term) => costs.get(term))) }]),
  );
}

/** Names that have every word, by number. */
function withAll(opened, words, leniency) {
  let all = null;
  for (const word of words) {
    const kept = new Map();
    for (const [ref, { cost, score }] of meant(opened, word, bearable(word, leniency)))
      if (!all) kept.set(ref, { cost, score });
      else if (all.has(ref)) kept.set(ref, { cost: all.get(ref).cost + cost, score: all.get(ref).score + score });
    if (!kept.size) return kept;
    all = kept;
  }
  return all ?? new Map();
}

/** It is people whose names are misspelt. */
function person({ cost, name: [facet] }) {
  return Number(cost >= WRONG && facet === "auteur");
}

/** Names that have every word: the surest, where letters are wrong people, then the most frequent first. */
function look(opened, words, most) {
  const { names } = opened;
  let all = new Map();
  for (let leniency = 0; leniency < ONE_WRONG.length && !all.size; leniency++) all = withAll(opened, words, leniency);
  return [...all]
    .map(([ref, { cost, score }]) => ({ cost, score, name: names[ref] }))
    .sort((a, b) => a.cost - b.cost || person(b) - person(a) || b.name[2] - a.name[2] || b.score - a.score)
    .slice(0, most)
    .map(({ cost, name: [facette, nom, total, adresse] }) => ({ facette, nom, total, adresse, sur: cost < WRONG }));
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.open) {
      opened = open(data.open);
      await opened;
      return;
    }
    postMessage({ id: data.id, names: look(await opened, data.words, data.most) });
  } catch (error) {
    postMessage({ id: data.id, names: [], error: String(error) });
  }
});
