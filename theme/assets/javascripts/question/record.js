/** The record of a question, read back from its page: `parser/FRONT_MATTER.md` describes it.
 *
 * What the page shows is read from where it stands, what it does not from attributes (`publisher/unseen.py`). Words are
 * those of the source again: the no-break spaces that typesetting put (`publisher/french.py`) become blanks.
 */

/** Keys in the order of the record. */
const FIELDS = [
  "id", "legislature", "type", "numero", "etat", "source", "url_officielle", "titre", "rubrique", "tete_analyse",
  "analyse", "auteur", "auteur_source", "prenom", "nom", "civilite", "acteur_ref", "mandat_ref", "groupe",
  "groupe_sigle", "groupe_date", "departement", "circonscription", "circonscription_numero", "ministere_interroge",
  "ministere_attributaire", "date_question", "page_question", "date_reponse", "page_reponse", "date_cloture",
  "code_cloture", "motif_cloture", "attributions", "renouvellements", "signalement", "errata", "question", "reponse",
];
/** Where typesetting makes a blank no-break. */
const TYPESET = /\u202f(?=[;!?])|\u00a0(?=[:»])|(?<=«)\u00a0|(?<=(?<![\p{L}\p{N}_])[nN]°)\u00a0/gu;
/** Where a fact has one beside. */
const ORDINAL_OF = /(?<=\d(?:er|re|e))\u00a0(?=législature|circonscription)/gu;
/** `Mayenne (2e circonscription)` */
const PLACE = /^(.*) \((\d+)(?:re|er|e) circonscription\)$/u;
/** `M. ` before a name. */
const CIVILITY = /^(M\.|Mme|Mlle)\u00a0/u;

/** @param {Document} page of a question @returns {Record<string, any>} keys in the order of FIELDS, absent ones left out */
export function recordOf(page) {
  const article = page.querySelector(".fiche-question");
  const line = article.querySelector(".numero");
  const { dataset } = line;
  const [numero, legislature] = line.textContent.match(/\d+/g).map(Number);
  const rows = rowsOf(article);
  const found = {
    id: `QANR5L${legislature}QE${numero}`,
    legislature,
    type: "QE",
    numero,
    etat: article.querySelector("p.etat").classList[1],
    source: dataset.source,
    url_officielle: rows["Source"]?.querySelector("a").getAttribute("href"),
    acteur_ref: dataset.acteurRef,
    mandat_ref: dataset.mandatRef,
    groupe_sigle: dataset.groupeSigle,
    groupe_date: dataset.groupeDate,
    code_cloture: dataset.codeCloture,
    ...subject(article, dataset, rows),
    ...author(dataset, rows),
    ...ministries(rows),
  };
  Object.assign(found, dates(article, dataset, found));
  for (const name of ["question", "reponse"]) {
    const text = article.querySelector(`[data-texte="${name}"]`);
    if (text) found[name] = Array.from(text.querySelectorAll(":scope > [id]"), paragraph);
  }
  return Object.fromEntries(FIELDS.filter((name) => found[name] !== undefined).map((name) => [name, found[name]]));
}

/** What each label stands before. @param {Element} article @returns {Record<string, Element>} */
function rowsOf(article) {
  const rows = Array.from(article.querySelectorAll(".fiche > div"), (row) => [row.firstElementChild.textContent, row.lastElementChild]);
  return Object.fromEntries(rows);
}

/** @param {Element} article @param {DOMStringMap} dataset @param {Record<string, Element>} rows */
function subject(article, dataset, rows) {
  const same = (dataset.titre ?? "").split(" ");
  const titre = same[0] === "absent" ? undefined : words(article.querySelector("h1"));
  return {
    titre,
    rubrique: words(article.querySelector(".fil")),
    tete_analyse: same.includes("tete_analyse") ? titre : words(rows["Tête d’analyse"]),
    analyse: same.includes("analyse") ? titre : words(article.querySelector(".analyse")),
  };
}

/** @param {DOMStringMap} dataset @param {Record<string, Element>} rows */
function author(dataset, rows) {
  const found = {
    prenom: dataset.prenom,
    nom: dataset.nom,
    civilite: dataset.civilite,
    departement: dataset.departement,
    circonscription: dataset.circonscription,
    circonscription_numero: dataset.circonscriptionNumero && Number(dataset.circonscriptionNumero),
  };
  const cell = rows["Auteur"];
  const note = cell?.querySelector("small")?.textContent ?? "";
  if (cell && !note.includes("référence")) {
    const name = cell.querySelector("a").textContent;
    found.civilite = name.match(CIVILITY)?.[1];
    found.auteur = source(name.replace(CIVILITY, ""));
    if (note) found.auteur_source = "texte";
    const [prenom, ...nom] = found.auteur.split(" ");
    found.prenom ??= nom.length ? prenom : undefined;
    found.nom ??= nom.length ? nom.join(" ") : prenom;
    place(found, words(without(cell, "a:first-child, br, small")));
  }
  const group = rows["Groupe politique"];
  if (group) {
    const day = group.querySelector("small")?.textContent;
    found.groupe = words(without(group, "small"));
    if (day) found.groupe_date = day.endsWith("question") ? "question" : "export";
  }
  /* an empty attribute: absent, though what is shown would tell something */
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== "" && value !== 0));
}

/** @param {Record<string, any>} found @param {string | undefined} shown a circonscription, or a département */
function place(found, shown) {
  if (!shown || found.circonscription) return;
  const [circonscription, departement, numero] = shown.match(PLACE) ?? [undefined, shown];
  found.circonscription = circonscription;
  found.departement ??= departement;
  if (circonscription) found.circonscription_numero ??= Number(numero);
}

/** @param {Record<string, Element>} rows */
function ministries(rows) {
  const found = {};
  for (const [label, cell] of Object.entries(rows)) {
    if (!label.startsWith("Ministère")) continue;
    if (label.includes("interrogé")) found.ministere_interroge = words(cell);
    if (/répond/u.test(label)) found.ministere_attributaire = words(cell);
  }
  return found;
}

/** @param {Element} article @param {DOMStringMap} dataset @param {Record<string, any>} found so far */
function dates(article, dataset, found) {
  const out = {
    page_question: dataset.pageQuestion && Number(dataset.pageQuestion),
    page_reponse: dataset.pageReponse && Number(dataset.pageReponse),
    motif_cloture: dataset.motifCloture,
  };
  for (const item of article.querySelectorAll(".chronologie > li")) {
    const date = item.querySelector("time").dateTime;
    const said = without(item, "time").textContent.slice(1);
    const [label, ...more] = said.split(/\u00a0: |, page\u00a0/u);
    const after = more.length ? said.slice(said.length - more.join("\u00a0: ").length) : undefined;
    const listed = { "Changement d’attribution": "attributions", Renouvellement: "renouvellements", Erratum: "errata" }[label];
    if (listed) (out[listed] ??= []).push(after === undefined ? { date } : { date, ministere: source(after) });
    else if (label === "Signalement") out.signalement = { date };
    else if (label === "Clôture") Object.assign(out, { date_cloture: date }, after === undefined ? {} : { motif_cloture: source(after) });
    else {
      const which = label.startsWith("Question") ? "question" : "reponse";
      out[`date_${which}`] = date;
      if (after !== undefined) out[`page_${which}`] = Number(after);
    }
  }
  if (dataset.attributions) {
    const asked = { date: out.date_question };
    if (found.ministere_interroge !== undefined) asked.ministere = found.ministere_interroge;
    out.attributions = [asked, ...(out.attributions ?? [])];
  }
  return out;
}

/** A paragraph as the record has it: marked text, or a table. @param {HTMLElement} element */
export function paragraph(element) {
  /** @type {Map<Node, number>} where each text begins in the whole */
  const places = new Map();
  const typeset = read(element, "", places);
  const own = new Set((element.dataset.insecables ?? "").split(" ").filter(Boolean).map(Number));
  const whole = source(typeset, own);
  const letters = new Map(Array.from(places, ([text, at]) => [text, whole.slice(at, at + text.length)]));
  return element.tagName === "TABLE" ? { tableau: table(element, letters) } : marked(element, letters);
}

/** The words of an element behind those before it: a line ends at each tag, since what stands between two is typeset by
 * itself; those that mark the words of a search came later. @param {Node} node @param {string} before @param {Map<Node, number>} places */
function read(node, before, places) {
  if (node.nodeType === Node.TEXT_NODE) {
    places.set(node, before.length);
    return before + node.data;
  }
  const edge = node.tagName === "MARK" ? "" : "\n";
  let words = before + edge;
  for (const child of node.childNodes) words = read(child, words, places);
  return words + edge;
}

function marked(node, letters) {
  if (node.nodeType === Node.TEXT_NODE) return letters.get(node).replaceAll("*", "\\*");
  const inner = Array.from(node.childNodes, (child) => marked(child, letters)).join("");
  if (node.tagName === "EM") return `*${inner}*`;
  /* links that the page makes of its own accord have a class */
  return node.tagName === "A" && !node.className ? `[${inner}](${node.getAttribute("href")})` : inner;
}

function table(element, letters) {
  const cell = (td) => {
    const name = td.tagName.toLowerCase();
    const spans = ["colspan", "rowspan"].filter((span) => td.hasAttribute(span)).map((span) => ` ${span}="${td.getAttribute(span)}"`);
    return `<${name}${spans.join("")}>${escaped(plain(td, letters))}</${name}>`;
  };
  const rows = Array.from(element.querySelectorAll("tr"), (row) => `<tr>${Array.from(row.cells, cell).join("")}</tr>`);
  return `<table>${rows.join("")}</table>`;
}

function plain(node, letters) {
  return node.nodeType === Node.TEXT_NODE ? letters.get(node) : Array.from(node.childNodes, (child) => plain(child, letters)).join("");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What an element shows, as the source has it. @param {Element | null | undefined} element */
function words(element) {
  return element ? source(element.textContent) : undefined;
}

/** A copy without some of what is in it. @param {Element} element @param {string} selector */
function without(element, selector) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const part of copy.querySelectorAll(selector)) part.remove();
  return copy;
}

/** @param {string} text @param {Set<number>} [own] of a paragraph: of the places where typesetting may have been, those of
 * the source itself */
function source(text, own) {
  if (!own) return text.replace(ORDINAL_OF, " ").replace(TYPESET, " ");
  let place = 0;
  return text.replace(TYPESET, (space) => (own.has(place++) ? space : " "));
}
