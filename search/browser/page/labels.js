/** What states and failures are called, in French; numbers and dates. */

export const STATES = {
  repondue: "avec réponse",
  repondue_sans_texte: "avec réponse sans texte",
  en_attente: "en attente de réponse",
  retiree: "retirées",
  close: "closes à la fin du mandat",
  inconnu: "sans suite connue",
};

/** Of one question. */
export const STATE = { ...STATES, repondue: "Réponse", repondue_sans_texte: "Réponse sans texte", en_attente: "Sans réponse", retiree: "Retirée", close: "Close à la fin du mandat", inconnu: "Suite inconnue" };

export const SENTENCES = {
  reseau: "La connexion a été interrompue. Les résultats n’ont pas pu être chargés.",
  absent: "Un fichier de l’index manque sur ce site. La recherche est incomplète.",
  corrompu: "Un fichier de l’index est illisible. La recherche est incomplète.",
  version: "L’index de recherche a changé depuis l’ouverture de la page. Rechargez-la pour continuer.",
  interne: "La recherche a rencontré une erreur inattendue.",
};

/* Numbers and dates are written by hand: making the browser's own formatters holds the page up for 30 ms. */
export const MONTHS = [
  "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
];
const THOUSANDS = /\B(?=(?:\d{3})+$)/gu;

/** `12 345,6` @param {number} value */
export function number(value) {
  const [whole, decimals] = String(value).split(".");
  return whole.replace(THOUSANDS, "\u202f") + (decimals ? `,${decimals}` : "");
}

/** `1er juin 2014`; what is no date, as it stands. @param {string} iso */
export function day(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const first = date.getUTCDate();
  return `${first === 1 ? "1er" : first}\u00a0${MONTHS[date.getUTCMonth()]}\u00a0${date.getUTCFullYear()}`;
}

/** `1 question`, `12 questions`. @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)}\u00a0${count > 1 ? many : one}`;
}

/** `14e` @param {number|string} legislature */
export function ordinal(legislature) {
  return `${legislature}${Number(legislature) === 1 ? "re" : "e"}`;
}
