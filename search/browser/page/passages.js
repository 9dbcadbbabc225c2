/** Passages of the question and of the answer, read from the page of the question itself. */
import { make } from "./dom.js";

/** @typedef {{question: string, reponse: string}} Texts */

/** Texts of pages already read, by address. @type {Map<string, Promise<Texts>>} */
const texts = new Map();
/** Pages whose texts are kept. */
const KEPT = 200;

/** Fills the places of passages when they come into view.
 * @param {(texts: string[], marks: object) => Promise<Array<{pieces: object[], distinct: number}>>} cut */
export function passagesIn(cut) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) {
          seen.unobserve(target);
          fill(target, cut, marksOf.get(target)).catch(() => {
            // the card says enough without its passages
          });
        }
    },
    { rootMargin: "200px" },
  );
  /** @type {WeakMap<Element, object>} */
  const marksOf = new WeakMap();
  return (place, marks) => {
    marksOf.set(place, marks);
    seen.observe(place);
  };
}

/** The last of the works that wait for each other. @type {Promise<unknown>} */
let last = Promise.resolve();

/** One page after the other is read and cut, with a breath between: scrolling goes on meanwhile.
 * @template T @param {() => T} work @returns {Promise<T>} */
function inTurn(work) {
  const mine = last.then(() => new Promise((resolve) => setTimeout(resolve))).then(work);
  last = mine.catch(() => {});
  return mine;
}

async function fill(place, cut, marks) {
  const [text] = await Promise.all([textOf(place.dataset.adresse), lettersOf(place)]);
  const names = ["question", "reponse"].filter((name) => text[name]);
  await inTurn(async () => {
    const cuts = await cut(names.map((name) => text[name]), marks);
    show(place, names.map((name, at) => [name, cuts[at]]));
  });
}

function show(place, parts) {
  const best = Math.max(0, ...parts.map(([, found]) => found.distinct));
  const shown = parts.filter(([name, found]) => (best ? found.distinct > 0 : name === "question"));
  place.replaceChildren(...shown.map(([name, { pieces }]) => passage(name, pieces)));
}

/** The letters that passages are set in are there before them: lines would move when they come.
 * @param {Element} place */
function lettersOf(place) {
  const { fontFamily } = getComputedStyle(place);
  return document.fonts.load(`1rem ${fontFamily}`).catch(() => {}); // any letters will do
}

function passage(name, pieces) {
  return make(
    "p",
    { class: `passage passage-${name}` },
    make("span", { class: "passage-origine" }, name === "question" ? "question" : "réponse"),
    " ",
    ...pieces.map(({ text, marked }) => (marked ? make("mark", {}, text) : text)),
  );
}

/** @param {string} address @returns {Promise<Texts>} */
function textOf(address) {
  if (!texts.has(address)) {
    texts.set(address, readTexts(address));
    texts.get(address).catch(() => texts.delete(address));
    if (texts.size > KEPT) texts.delete(texts.keys().next().value);
  }
  return texts.get(address);
}

async function readTexts(address) {
  const response = await fetch(address, { priority: "low" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const html = await response.text();
  return inTurn(() => textsIn(html));
}

/** @param {string} html @returns {Texts} */
function textsIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const text = (name) => Array.from(page.querySelectorAll(`[data-texte="${name}"]`), spoken).join(" ").replace(/\s+/gu, " ").trim();
  return { question: text("question"), reponse: text("reponse") };
}

/** The text of an element, its paragraphs apart. @param {Element} element */
function spoken(element) {
  for (const block of element.querySelectorAll("p, li, tr, td, th, br, h2, h3")) block.append(" ");
  return element.textContent;
}
