/* Looks names up in lunr's index, prebuilt by search/names.py, away from the page. A classic worker:
 * lunr.js is no module. One message in, `{open: address}` or `{id, words, most}`; one out. */
"use strict";

importScripts("vendor/lunr.min.js");

const VERSION = 1;
/** Letters from which one or two may be wrong. */
const ONE_WRONG = 4;
const TWO_WRONG = 8;
/** What a match of a word costs in the order: as typed, its beginning, with wrong letters. */
const EXACT = 0;
const BEGINNING = 1;
const WRONG = 4;

let opened = null;

async function open(address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const { version, noms, index } = await response.json();
  if (version !== VERSION) throw new Error(`${address}: version ${version}`);
  return { names: noms, index: index && lunr.Index.load(index) };
}

/** The names that a word may mean, by number: cost and lunr's score. */
function meant(index, word, wrong) {
  const found = index.query((query) => {
    query.term(word, { boost: 10 });
    query.term(word, { boost: 5, wildcard: lunr.Query.wildcard.TRAILING });
    if (wrong) query.term(word, { editDistance: wrong });
  });
  return new Map(
    found.map(({ ref, score, matchData }) => {
      const cost = Math.min(...Object.keys(matchData.metadata).map((term) => (term === word ? EXACT : term.startsWith(word) ? BEGINNING : WRONG)));
      return [ref, { cost, score }];
    }),
  );
}

/** Names that have every word, the surest and the most frequent first. */
function look({ names, index }, words, most) {
  if (!index) return [];
  let all = null;
  for (const word of words) {
    let found = meant(index, word, word.length >= ONE_WRONG ? 1 : 0);
    if (!found.size && word.length >= TWO_WRONG) found = meant(index, word, 2);
    const kept = new Map();
    for (const [ref, { cost, score }] of found)
      if (!all) kept.set(ref, { cost, score });
      else if (all.has(ref)) kept.set(ref, { cost: all.get(ref).cost + cost, score: all.get(ref).score + score });
    all = kept;
  }
  return [...(all ?? [])]
    .map(([ref, { cost, score }]) => ({ cost, score, name: names[ref] }))
    .sort((a, b) => a.cost - b.cost || b.name[2] - a.name[2] || b.score - a.score)
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
