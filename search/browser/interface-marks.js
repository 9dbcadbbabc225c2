/** Marks on a question's page the words that it was found by: the search page hands them on in `#mots=`. */
import { found, Splitter } from "./snippets.js";

/** @param {string} base address of the root of the site @param {string} words after `#mots=` */
export async function mark(base, words) {
  const given = words.split(",").map(decodeURIComponent).filter(Boolean);
  const marks = {
    cles: given.filter((word) => !word.endsWith("*")),
    debuts: given.filter((word) => word.endsWith("*")).map((word) => word.slice(0, -1)).filter(Boolean),
  };
  const manifest = await fetch(new URL(`${base}/recherche/manifest.json`, location.href));
  if (!manifest.ok) return;
  const splitter = new Splitter((await manifest.json()).langue);
  let first = null;
  for (const text of document.querySelectorAll("[data-texte]"))
    for (const node of textsOf(text)) {
      const places = found(node.data, marks, splitter);
      for (const { start, end } of places.reverse()) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        const marked = document.createElement("mark");
        range.surroundContents(marked);
        if (!first || marked.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) first = marked;
      }
    }
  if (first && first.getBoundingClientRect().bottom > innerHeight) first.scrollIntoView({ block: "center" });
}

/** @param {Element} element @returns {Text[]} */
function textsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) out.push(/** @type {Text} */ (walker.currentNode));
  return out;
}
