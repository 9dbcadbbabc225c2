/** What filters and their values are called, in French. */
import { isoDay } from "../days.js";
import { mondayOf } from "../weeks.js";
import { ONE } from "./address.js";
import { day, ordinal, STATES } from "./labels.js";

/** Facets in the order shown, and their titles. */
export const FACETS = {
  auteur: "Député",
  ministere_interroge: "Ministère interrogé",
  ministere_attributaire: "Ministère qui répond",
  rubrique: "Rubrique",
  etat: "État",
  delai: "Délai de réponse",
  groupe: "Groupe politique",
  departement: "Département",
  annee: "Année",
  legislature: "Législature",
};

/** Every filter that an address may have: how the sentence of the chosen ones introduces it. */
export const PREPOSITIONS = {
  auteur: "de",
  ministere_interroge: "au ministère",
  ministere_attributaire: "attribuées au ministère",
  rubrique: "dans la rubrique",
  groupe: "du groupe",
  departement: "du département",
  annee: "posées en",
  legislature: "de la",
  etat: "",
  delai: "",
  portefeuille: "du portefeuille",
  portefeuille_interroge: "au portefeuille",
  portefeuille_attributaire: "attribuées au portefeuille",
  semaine: "parues la semaine du",
  meme_question: "de même texte que",
  meme_reponse: "de même réponse que",
  repetitions: "",
};

export const DELAYS = {
  dans_le_delai: "avec réponse en deux mois au plus",
  hors_delai: "avec réponse en plus de deux mois",
  plus_d_un_an: "avec réponse en plus d’un an",
  sans_reponse: "sans réponse",
};

/** A value of a facet as it is read. @param {string} facet @param {string} value */
export function valueLabel(facet, value) {
  const names = { etat: STATES, delai: DELAYS }[facet] ?? {};
  if (Object.hasOwn(names, value)) return names[value];
  if (facet === "legislature" && /^\d+$/u.test(value)) return `${ordinal(value)}\u00a0législature`;
  if (facet === "rubrique") return value.charAt(0).toUpperCase() + value.slice(1);
  if (facet === "semaine") return week(value);
  if (facet === "repetitions") return value === ONE ? "sans les répétitions" : `de même texte ou de même réponse que ${question(value)}`;
  return facet.startsWith("meme_") ? question(value) : value;
}

/** `14-55901QE` as it is read. @param {string} key */
function question(key) {
  const [, legislature, numero] = /^(\d+)-(\d+)[A-Z]+$/u.exec(key) ?? [];
  return numero ? `la question n°\u00a0${numero} de la ${ordinal(legislature)}\u00a0législature` : key;
}

/** `2014-W21` by its first day. @param {string} value */
function week(value) {
  const monday = mondayOf(value);
  return Number.isNaN(monday) ? value : day(isoDay(monday));
}
