/** Results of a page that repeat each other: one line under the best of them, to unfold. */
import { make } from "./dom.js";
import { counted } from "./labels.js";

/** @typedef {import("../engine.js").Result} Result
 * @typedef {{results: Result[], item: Element, inner?: Element, summary?: Element}} Fold the best first, and its card */

/** The best results of what was unfolded; the history keeps them for a page that is loaded again.
 * @type {Set<string>} */
const unfolded = new Set(history.state?.unfolded);

/** Puts the card of the next result into the list, or under that of one that it repeats. @param {Element} list
 * @param {Fold[]} folds of the list so far @param {Result} result @param {Element} item */
export function fold(list, folds, result, item) {
  const [first, ...others] = folds.filter(({ results }) => results.some((other) => alike(other, result)));
  if (!first) {
    folds.push({ results: [result], item });
    list.append(item);
    return;
  }
  for (const other of others) {
    // apart until this one came, which repeats both
    under(first, other.results, other.item, ...(other.inner?.children ?? []));
    other.inner?.parentElement.remove();
    folds.splice(folds.indexOf(other), 1);
  }
  under(first, [result], item);
}

function alike(one, other) {
  return one.id && other.id && (one.meme_question === other.meme_question || one.meme_reponse === other.meme_reponse);
}

function under(best, results, ...items) {
  best.results.push(...results);
  if (!best.inner) {
    const { id } = best.results[0];
    best.inner = make("ol");
    best.summary = make("summary");
    const details = make("details", { class: "repetitions", open: unfolded.has(id) }, best.summary, best.inner);
    details.addEventListener("toggle", () => {
      unfolded[details.open ? "add" : "delete"](id);
      history.replaceState({ ...history.state, unfolded: [...unfolded] }, "");
    });
    best.item.append(details);
  }
  best.inner.append(...items);
  const [first, ...others] = best.results;
  const all = (kind) => others.every((other) => other[kind] === first[kind]);
  const same = all("meme_question") ? (all("meme_reponse") ? "identique" : "de même texte") : all("meme_reponse") ? "à la même réponse" : "de même texte ou de même réponse";
  const many = same === "identique" ? "identiques" : same;
  best.summary.textContent = `et ${counted(others.length, `autre question ${same}`, `autres questions ${many}`)}`;
}
