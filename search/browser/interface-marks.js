/** Marks on a question's page the words that it was found by: the search page hands them on in `#mots=`. */
import { make } from "./page/dom.js";
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
  for (const text of document.querySelectorAll("[data-texte]"))
    for (const node of textsOf(text)) {
      const places = found(node.data, marks, splitter);
      for (const { start, end } of places.reverse()) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        range.surroundContents(document.createElement("mark"));
      }
    }
  const marked = Array.from(document.querySelectorAll("[data-texte] mark"));
  if (marked.length) lead(marked);
}

/** Leads from mark to mark, by two buttons and by the keys `n` and `p`. @param {HTMLElement[]} marked in their order */
function lead(marked) {
  const told = make("span", { role: "status" });
  const button = (label, sign, press) => {
    const made = make("button", { type: "button", "aria-label": label, title: label }, sign);
    made.addEventListener("click", press);
    return made;
  };
  const bar = make(
    "div",
    { class: "marques", role: "group", "aria-label": "Mots de la recherche" },
    button("Mot précédent (p)", "↑", () => go(-1)),
    told,
    button("Mot suivant (n)", "↓", () => go(1)),
    button("Ne plus marquer", "×", end),
  );
  let at = 0;

  function show() {
    marked.forEach((mark, number) => mark.classList.toggle("courante", number === at));
    told.replaceChildren(`${at + 1} sur ${marked.length}`, make("span", { class: "hors-vue" }, `\u00a0: ${marked[at].textContent}`));
  }

  /** @param {number} step round from the last to the first */
  function go(step) {
    at = (at + step + marked.length) % marked.length;
    show();
    marked[at].scrollIntoView({ block: "center" });
  }

  function press({ key, ctrlKey, metaKey, altKey, target }) {
    const step = { n: 1, p: -1 }[key];
    if (!step || ctrlKey || metaKey || altKey || target.isContentEditable || target.closest("input, textarea, select, dialog")) return;
    go(step);
  }

  function end() {
    document.removeEventListener("keydown", press);
    bar.remove();
    for (const mark of marked) mark.replaceWith(...mark.childNodes);
    history.replaceState(history.state, "", location.pathname + location.search);
    document.getElementById("contenu").focus({ preventScroll: true });
  }

  document.addEventListener("keydown", press);
  document.querySelector(".textes")?.before(bar);
  show();
  if (marked[0].getBoundingClientRect().bottom > innerHeight) marked[0].scrollIntoView({ block: "center" });
}

/** @param {Element} element @returns {Text[]} */
function textsOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) out.push(/** @type {Text} */ (walker.currentNode));
  return out;
}
