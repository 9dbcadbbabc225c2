/** The card of a question in the results, told as in the lists of the site. */
import { make, raised } from "./dom.js";
import { counted, day, ordinal, STATE } from "./labels.js";

/** Keys of words that are handed on to the question's page. */
const MARKS = 60;
/** Characters of a heading that are shown, as in the lists of the site: `HEADING` in publisher/cards.py. */
const LONGEST = 200;

/** @param {import("../engine.js").Result} result @param {URL} root @param {{cles: string[], debuts: string[]}} marks */
export function card(result, root, marks) {
  const href = new URL(result.adresse, root);
  const words = [...marks.cles.slice(0, MARKS), ...marks.debuts.map((beginning) => `${beginning}*`)];
  if (words.length) href.hash = `mots=${words.map(encodeURIComponent).join(",")}`;
  const title = make("a", { href: href.href, class: "resultat-titre" }, heading(result), make("span", { class: "carte-numero" }, `n°\u00a0${result.numero}`));
  const facts = make("p", { class: "carte-faits" }, who(result).join(" · "));
  const when = make("p", { class: "carte-faits" }, make("span", { class: `etat ${result.etat ?? ""}` }, ...raised(state(result))));
  if (result.date_question) when.append(...raised(` · posée\u00a0le\u00a0${day(result.date_question)}`));
  when.append(...raised(` · ${ordinal(result.legislature)}\u00a0législature`));
  return make(
    "li",
    { class: "carte resultat", "data-id": result.id },
    make("h3", {}, title),
    facts,
    when,
    make("div", { class: result.date_reponse ? "passages deux" : "passages", "data-adresse": new URL(result.adresse, root).href }),
  );
}

/** Rubrique, titre and analyse, each said once. */
function heading({ rubrique, titre, analyse }) {
  const parts = new Map();
  for (const part of [rubrique, titre, analyse])
    if (part) {
      const key = part.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      if (!parts.has(key)) parts.set(key, part);
    }
  const text = [...parts.values()].join("\u00a0– ") || "Question écrite";
  return shortened(text.charAt(0).toUpperCase() + text.slice(1));
}

/** Cut at a word where it is longer. Twin of `shortened` in publisher/subject.py. @param {string} text */
function shortened(text) {
  if (text.length <= LONGEST) return text;
  const blank = text.lastIndexOf(" ", LONGEST - 1);
  return `${text.slice(0, blank >= LONGEST / 2 ? blank : LONGEST).replace(/[ ,;:–\-(«]+$/u, "")}…`;
}

/** The state, when it came about, after how long. */
function state({ etat, date_question: asked, date_reponse: answered }) {
  const text = STATE[etat] ?? etat ?? "";
  if (!answered) return text;
  const days = asked ? Math.round((Date.parse(answered) - Date.parse(asked)) / 86_400_000) : NaN;
  const delay = days >= 0 ? ` (en\u00a0${counted(days, "jour")})` : "";
  return `${text} le\u00a0${day(answered)}${delay}`;
}

/** Who asked whom. */
function who(result) {
  const facts = [];
  if (result.auteur) facts.push(result.groupe ? `${result.auteur} (${result.groupe})` : result.auteur);
  const { ministere_interroge: wanted, ministere_attributaire: charged } = result;
  if (charged && charged !== wanted) {
    const role = result.date_reponse ? "réponse" : "chargé de répondre";
    facts.push(wanted ? `${wanted} (${role}\u00a0: ${charged})` : `${role}\u00a0: ${charged}`);
  } else if (wanted) facts.push(wanted);
  return facts;
}
