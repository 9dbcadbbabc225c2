/** One reference in the forms that people keep references in. Pure: no page is touched.
 *
 * @typedef {object} Reference
 * @property {"question" | "reponse"} texte which of the two texts is cited
 * @property {string} id official, `QANR5L14QE55901`
 * @property {number} numero
 * @property {number} legislature
 * @property {string} titre
 * @property {string} [prenom]
 * @property {string} [nom] `de Courson`
 * @property {string} [ministere] who answers
 * @property {string} [date] of the Journal officiel, `2014-07-29`
 * @property {number} [page]
 * @property {string} journal
 * @property {string} [adresse] of the page, or of the paragraph in it
 * @property {number} [paragraphe]
 */

const SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];
const LONG = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const BIBTEX = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/* What TeX reads as something else than the letter; BibTeX counts braces even behind a backslash. */
const TEX = {
  "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "&": "\\&", "%": "\\%", "#": "\\#", $: "\\$", _: "\\_",
};
/* What a template of MediaWiki reads as something else than the letter. */
const WIKI = /[|{}[\]<>]|&(?=#?\w+;)|(?<=')'|'(?=')|(?<=~)~|~(?=~)/gu;
const WRITTEN = { "|": "{{!}}", "{": "&#123;", "}": "&#125;", "[": "&#91;", "]": "&#93;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&#39;", "~": "&#126;" };

/** As lawyers cite it; `publisher/citation.py` makes the same of a whole question. @param {Reference} about */
export function legal({ texte, numero, legislature, nom, date, page, paragraphe }) {
  const head = [texte === "reponse" ? "Rép. min." : "QE", nom, `n°\u00a0${numero}`].filter(Boolean).join(" ");
  const place = date
    ? `${head}\u00a0: JO\u00a0AN, ${day(date, SHORT)}${page ? `, p.\u00a0${page}` : ""}`
    : `${head}, ${legislature}e\u00a0législature`;
  return paragraphe ? `${place}, §\u00a0${paragraphe}` : place;
}

/** @param {Reference} about @returns {string} an entry for BibTeX, in UTF-8 */
export function bibtex(about) {
  const [year, month] = about.date?.split("-") ?? [];
  const fields = {
    author: authorOf(about, tex),
    /* styles write titles in lower case, but for what has braces of its own */
    title: `{{${tex(titleOf(about))}}}`,
    journal: `{${tex(about.journal)}}`,
    year: year && `{${year}}`,
    month: month && BIBTEX[month - 1],
    date: about.date && `{${about.date}}`,
    pages: about.page && `{${about.page}}`,
    note: `{${tex(blanks(legal(about)))}}`,
    url: about.adresse && `{${about.adresse.replace(/[\\{}%\s]/gu, encodeURIComponent)}}`,
    language: "{french}",
  };
  const lines = Object.entries(fields).filter(([, value]) => value);
  return `@article{${key(about)},\n${lines.map(([name, value]) => `  ${name} = ${value}`).join(",\n")}\n}\n`;
}

/** @param {Reference} about @returns {string} a record of RIS: `JOUR`, as what Zotero reads from the page */
export function ris(about) {
  const fields = [
    ["TY", "JOUR"],
    ["AU", about.nom && [about.nom, about.prenom].filter(Boolean).join(", ")],
    ["TI", titleOf(about)],
    ["T2", about.journal],
    ["PY", about.date?.slice(0, 4)],
    ["DA", about.date && `${about.date.replaceAll("-", "/")}/`],
    ["SP", about.page],
    ["LA", "fr"],
    ["N1", blanks(legal(about))],
    ["UR", about.adresse],
    ["ID", key(about)],
  ];
  const lines = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${oneLine(value)}`);
  return `${lines.join("\r\n")}\r\nER  - \r\n`;
}

/** @param {Reference} about @returns {string} the template `Article` of the Wikipedia in French */
export function wikipedia(about) {
  const fields = [
    ["langue", "fr"],
    ["prénom1", about.nom && about.prenom],
    ["nom1", about.nom],
    ["titre", titleOf(about)],
    ["périodique", about.journal],
    ["date", about.date && day(about.date, LONG)],
    ["pages", about.page],
    ["lire en ligne", about.adresse?.replace(/[|{}[\]<>\s]/gu, encodeURIComponent)],
  ];
  const parts = fields
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${name === "lire en ligne" ? value : wiki(blanks(String(value)))}`);
  return `{{Article |${parts.join(" |")}}}`;
}

/** `Réponse (Intérieur) : Télécommunications`: the author asked, whose answer it is says the title. */
function titleOf({ titre, texte, paragraphe, ministere }) {
  const shown = texte === "reponse" ? `Réponse${ministere ? ` (${ministere})` : ""}\u00a0: ${titre}` : titre;
  return blanks(paragraphe ? `${shown}, §\u00a0${paragraphe}` : shown);
}

function key({ id, texte, paragraphe }) {
  return `${id}${texte === "reponse" ? "-reponse" : ""}${paragraphe ? `-${paragraphe}` : ""}`;
}

/** `{de Courson, Charles}`: what stands before the comma is the surname; braces keep together what has one itself. */
function authorOf({ nom, prenom }, written) {
  if (!nom) return undefined;
  const parts = [nom, prenom].filter(Boolean).map(written);
  return `{${parts.map((part) => (/,|\sand\s/u.test(part) ? `{${part}}` : part)).join(", ")}}`;
}

function day(date, months) {
  const [year, month, number] = date.split("-").map(Number);
  return `${number === 1 ? "1er" : number}\u00a0${months[month - 1]} ${year}`;
}

function tex(text) {
  return oneLine(text).replace(/[\\~^{}&%#$_]/gu, (letter) => TEX[letter]);
}

function wiki(text) {
  return oneLine(text).replace(WIKI, (letter) => WRITTEN[letter]);
}

/** Programs that keep references set spaces themselves. */
function blanks(text) {
  return text.replace(/[\u00a0\u202f]/gu, " ");
}

function oneLine(text) {
  return String(text).replace(/\s+/gu, " ").trim();
}
