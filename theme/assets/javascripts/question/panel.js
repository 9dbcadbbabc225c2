/** The panel "Citer": references in several forms, for the question, its answer or a paragraph, and the whole to take away. */
import { bibtex, legal, ris, wikipedia } from "./citations.js";
import { pageOf } from "./markdown.js";
import { recordOf } from "./record.js";

/** Milliseconds that "Copié" is shown. */
const SHOWN = 2000;
/** Characters of a paragraph in the list. */
const EXCERPT = 60;
const TEXTS = { reponse: ["Réponse", "Toute la réponse"], question: ["Question", "Toute la question"] };
const FORMS = [
  ["Référence", legal],
  ["BibTeX", bibtex],
  ["RIS", ris],
  ["Wikipédia", wikipedia],
  ["Lien", ({ lien }) => lien],
];

/** @type {HTMLDialogElement | undefined} */
let panel;
/** @type {Record<string, any>} */
let record;

/** Shows the panel. @param {HTMLElement} from what was chosen: the number of a paragraph, or the button for the whole */
export function cite(from) {
  const about = /** @type {HTMLAnchorElement} */ (from).hash?.slice(1);
  record ??= recordOf(document);
  panel ??= build();
  const choice = panel.querySelector("select");
  choice.value = about ?? choice.options[0].value;
  fill();
  panel.showModal();
  /* a link to a paragraph gives its focus away when it is followed */
  panel.addEventListener("close", () => from.focus({ preventScroll: true }), { once: true });
}

function build() {
  const dialog = make("dialog", { class: "citer-panneau", "aria-labelledby": "citer-titre" });
  const close = make("button", { type: "button", class: "citer-fermer", "aria-label": "Fermer" }, "×");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  const choice = make("select", { id: "citer-choix", autofocus: "" }, ...choices());
  choice.addEventListener("change", fill);
  dialog.append(
    make("div", { class: "citer-tete" }, make("h2", { id: "citer-titre" }, "Citer"), close),
    make("p", {}, make("label", { for: "citer-choix" }, "Ce qui est cité"), choice),
    make("div", { class: "citer-formes" }),
    make("h3", {}, "Télécharger la question"),
    make("p", { class: "citer-fichiers" }, saving("Markdown", "md", asMarkdown), saving("JSON", "json", asJson)),
    make("p", { role: "status", class: "hors-vue" }),
  );
  document.body.append(dialog);
  return dialog;
}

/** Both texts, the answer first where there is one, with their paragraphs. */
function choices() {
  return Object.entries(TEXTS)
    .filter(([name]) => (name === "question" ? true : record.etat.startsWith("repondue")))
    .map(([name, [group, whole]]) => {
      const paragraphs = document.querySelectorAll(`[data-texte="${name}"] > [id]`);
      const options = Array.from(paragraphs, (paragraph) => make("option", { value: paragraph.id }, excerpt(paragraph)));
      return make("optgroup", { label: group }, make("option", { value: name }, whole), ...options);
    });
}

function excerpt(paragraph) {
  const text = paragraph.textContent.replace(/\s+/gu, " ").trim();
  const cut = text.length > EXCERPT ? `${text.slice(0, EXCERPT).replace(/\s\S*$/u, "")}…` : text;
  return `§\u00a0${paragraph.id.slice(1)} – ${cut}`;
}

function fill() {
  const about = reference(panel.querySelector("select").value);
  panel.querySelector(".citer-formes").replaceChildren(...FORMS.map(([name, form]) => shown(name, form(about))));
}

/** @param {string} id of a text or of a paragraph @returns {import("./citations.js").Reference & {lien: string}} */
function reference(id) {
  const texte = id.startsWith("r") ? "reponse" : "question";
  const paragraphe = id in TEXTS ? undefined : Number(id.slice(1));
  const author = meta("citation_author");
  const prenom = author && record.prenom;
  const hash = paragraphe ? `#${id}` : "";
  const own = document.querySelector("link[rel=canonical]")?.href;
  return {
    texte,
    paragraphe,
    id: record.id,
    numero: record.numero,
    legislature: record.legislature,
    titre: meta("citation_title"),
    journal: meta("citation_journal_title"),
    nom: prenom ? author.slice(0, -`, ${prenom}`.length) : author,
    prenom,
    ministere: record.ministere_attributaire,
    date: record[`date_${texte}`],
    page: record[`page_${texte}`],
    /* a site without an address may stand anywhere: the page of the Assemblée stays */
    adresse: own ? own + hash : record.url_officielle,
    lien: (own ?? location.href.replace(/#.*$/u, "")) + hash,
  };
}

function shown(name, text) {
  const button = make("button", { type: "button", "aria-label": `Copier\u00a0: ${name}` }, "Copier");
  const place = make("pre", { tabindex: "0", "aria-label": name }, text);
  button.addEventListener("click", async () => {
    await copy(text, place);
    button.textContent = "Copié";
    say(`${name}\u00a0: copié.`);
    setTimeout(() => (button.textContent = "Copier"), SHOWN);
  });
  return make("section", {}, make("div", {}, make("h3", {}, name), button), place);
}

/** Without https a browser gives no clipboard: then what is selected is copied. */
async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(place);
    document.execCommand("copy");
  }
}

function saving(name, ending, content) {
  const button = make("button", { type: "button" }, `${name} (.${ending})`);
  button.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([content()], { type: "text/plain;charset=utf-8" }));
    make("a", { href: address, download: `${record.legislature}-${record.numero}${record.type}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return button;
}

function asJson() {
  return `${JSON.stringify(record)}\n`;
}

function asMarkdown() {
  return pageOf(record, { title: meta("citation_title"), description: meta("description") });
}

function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content;
}

function say(text) {
  panel.querySelector("[role=status]").textContent = text;
}

/** An element, its text as text. @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} inner */
function make(tag, attributes, ...inner) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inner);
  return element;
}
