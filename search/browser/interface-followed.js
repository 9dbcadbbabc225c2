/** Mon suivi: what is followed, what is new of it, and the list as a file. */
import { open } from "./engine.js";
import { sentence } from "./interface-sentence.js";
import { filterCount, read, written } from "./page/address.js";
import { deadline } from "./page/deadline.js";
import { make, raised } from "./page/dom.js";
import { exported, importInto, keeper, MOST, unkept } from "./page/followed.js";
import { counted, day, number, SENTENCES, STATE } from "./page/labels.js";
import { ANSWERED, newsOf, questionAt } from "./page/news.js";

/** @typedef {import("./page/followed.js").Followed} Followed */

/** Bytes of a file that is read; a list of everything that can be kept is smaller. */
const LARGEST = 5_000_000;

const root = new URL("../../", import.meta.url);
const kept = keeper(root);
const place = document.getElementById("suivi");
const told = make("p", { id: "suivi-etat", role: "status" });
/** What was seen of each entry in this visit, to be kept when the reader has seen it. @type {Map<string, object>} */
const seen = new Map();
/** Number of the last drawing: what older ones find is dropped. */
let turn = 0;
let engine = null;

function load() {
  engine ??= open(new URL("recherche/", root));
  engine.catch(() => {
    engine = null;
  });
  return engine;
}

/** The latest day of the sources. @returns {Promise<string|undefined>} */
async function latest() {
  return (await (await fetch(new URL("etat.json", root), { cache: "no-cache" })).json()).au;
}

/** Shown where there is something new. */
const seenButton = make("button", { type: "button", class: "suivi-vu" }, "Tout marquer comme vu");
seenButton.addEventListener("click", () => {
  if (!keep()) return;
  draw();
  place.focus();
});

/** Draws the list, then what is new of each entry as it is found. */
async function draw() {
  const mine = ++turn;
  seen.clear();
  seenButton.hidden = true;
  const list = kept.list();
  const searches = list.recherches.map(searchItem);
  const questions = list.questions.map(questionItem);
  place.replaceChildren(
    seenButton,
    ...section("recherches", "Recherches", searches, nothingFollowed("recherche")),
    ...section("questions", "Questions", questions, nothingFollowed("question")),
    tools(list),
  );
  place.setAttribute("aria-busy", "true");
  const many = searches.length + questions.length;
  let news = 0;
  try {
    const au = many ? await latest() : undefined;
    for (const item of [...searches, ...questions]) {
      if (mine !== turn) return;
      news += await item.tell(au);
    }
    if (mine !== turn) return;
    seenButton.hidden = !news;
    if (many) say(news ? counted(news, "nouveauté") + "." : "Rien de nouveau.", au);
  } catch (error) {
    if (mine === turn) say(`${SENTENCES[error.code] ?? SENTENCES.reseau} Rechargez la page.`);
  }
  place.setAttribute("aria-busy", "false");
}

/** @param {string} text @param {string} [au] the latest day of the sources */
function say(text, au) {
  const until = au ? ` Les sources vont jusqu’au JO du\u00a0${day(au)}.` : "";
  told.replaceChildren(...raised(text + until));
}

function section(name, title, items, none) {
  const heading = make("h2", { id: name }, title);
  return [heading, items.length ? make("ul", { class: "suivis", "aria-labelledby": name }, ...items.map(({ element }) => element)) : none];
}

function nothingFollowed(what) {
  const how =
    what === "recherche"
      ? ["Aucune. Le bouton «\u00a0Suivre\u00a0» de la ", make("a", { href: new URL("recherche.html", root).href }, "page de recherche"), " ajoute ce qui y est cherché."]
      : ["Aucune. Le bouton «\u00a0Suivre\u00a0» de la page d’une question l’ajoute ici."];
  return make("p", { class: "note" }, ...how);
}

/** An entry, and what tells its news: how many there are. */
function item(link, said, name, forget) {
  const button = make("button", { type: "button", "aria-label": `Ne plus suivre ${name}` }, "Ne plus suivre");
  button.addEventListener("click", () => {
    kept.change(forget);
    draw();
    place.focus();
  });
  return make("li", {}, make("p", { class: "suivi-titre" }, link), said, button);
}

/** @param {import("./page/followed.js").FollowedSearch} followed */
function searchItem(followed) {
  const { adresse, vu } = followed;
  const name = searchName(adresse);
  const said = make("p", { class: "suivi-nouvelles" }, "…");
  const link = make("a", { href: resultsOf(adresse) }, ...raised(name));
  const element = item(link, said, name, (list) => {
    list.recherches = list.recherches.filter((one) => one.adresse !== adresse);
  });
  async function tell(au) {
    const { total, news, added } = await newsOf(await load(), followed);
    seen.set(adresse, { vu: au, total });
    const parts = news.map(({ kind, total: count, request }) => {
      const what = kind === "question" ? counted(count, "nouvelle question", "nouvelles questions") : counted(count, "nouvelle réponse", "nouvelles réponses");
      return make("a", { href: resultsOf(written(request)), class: "nouveau" }, what);
    });
    if (added) {
      // an answer may be why one is found: it is no other than the one answered
      const others = news.length && news.every(({ kind }) => kind === "question");
      const what = others ? ["autre, plus ancienne", "autres, plus anciennes"] : ["question plus ancienne en plus", "questions plus anciennes en plus"];
      parts.push(counted(added, ...what));
    }
    const since = vu && parts.length ? ` depuis votre visite (JO du\u00a0${day(vu)})` : "";
    const begun = au ? `Suivie à partir du JO du\u00a0${day(au)}` : "Suivie";
    const none = vu ? `Rien de nouveau depuis le JO du\u00a0${day(vu)}` : begun;
    const told = parts.length ? parts.flatMap((part, at) => (at ? [", ", part] : [part])) : raised(none);
    said.replaceChildren(...told, ...raised(`${since}\u00a0; ${counted(total, "question")} en tout.`));
    if (!vu) keep(adresse); // what comes from now on is new
    return news.reduce((sum, one) => sum + one.total, 0) || added;
  }
  return { element, tell };
}

/** @param {import("./page/followed.js").FollowedQuestion} followed */
function questionItem(followed) {
  const { page, titre, etat } = followed;
  const said = make("p", { class: "suivi-nouvelles" }, "…");
  const link = make("a", { href: new URL(`${page}.html`, root).href }, titre);
  const element = item(link, said, titre, (list) => {
    list.questions = list.questions.filter((one) => one.page !== page);
  });
  async function tell(au) {
    const opened = await load();
    const found = await questionAt(opened, page);
    if (!found) {
      said.textContent = "Cette question n’est plus dans ce site.";
      link.replaceWith(titre);
      return 0;
    }
    const ended = opened.about.legislatures.some(({ legislature }) => legislature > found.legislature);
    seen.set(page, { etat: found.etat });
    const isNew = Boolean(etat) && found.etat !== etat;
    said.replaceChildren(make("span", { class: `etat ${found.etat}${isNew ? " nouveau" : ""}` }, ...raised(stateSince(found, isNew, au, ended))));
    if (!etat) keep(page);
    return isNew ? 1 : 0;
  }
  return { element, tell };
}

/** `Répondue depuis votre visite, le 3 mars 2015.`, `Sans réponse, 120 jours après sa publication.`; `ended`: its
 * legislature, since the site has a later one. */
function stateSince({ etat, date_question: asked, date_reponse: answered }, isNew, au, ended) {
  const since = isNew ? " depuis votre visite" : "";
  if (ANSWERED.includes(etat)) {
    const when = answered ? `, le\u00a0${day(answered)}` : "";
    return `Répondue${since}${when}${etat === "repondue" ? "" : ", sans son texte dans les sources"}.`;
  }
  if (etat === "en_attente" && ended) return "Sans réponse\u00a0; la législature a pris fin.";
  const days = asked && au ? Math.round((Date.parse(au) - Date.parse(asked)) / 86_400_000) : 0;
  if (etat === "en_attente" && days > 0) {
    const last = deadline(asked);
    const over = last < au ? `\u00a0: délai de deux mois échu le\u00a0${day(last)}` : "";
    return `Sans réponse, ${counted(days, "jour")} après sa publication${over}.`;
  }
  return `${STATE[etat] ?? etat}${since}.`;
}

/** Keeps what was seen of some entries, or of all: it is not new any more. @param {string} [only]
 * @returns {boolean} whether it could; if not, it is said */
function keep(only) {
  try {
    kept.change((list) => {
      for (const one of [...list.recherches, ...list.questions]) {
        const key = one.adresse ?? one.page;
        if (!only || key === only) Object.assign(one, seen.get(key));
      }
    });
    return true;
  } catch (error) {
    say(unkept(error));
    return false;
  }
}

/** @param {Followed} list */
function tools(list) {
  const none = !(list.recherches.length + list.questions.length);
  const file = make("input", { type: "file", accept: "application/json,.json", id: "suivi-fichier", class: "hors-vue" });
  file.addEventListener("change", () => {
    const [given] = file.files;
    file.value = ""; // the same file can be chosen again
    if (given) take(given);
  });
  const act = (text, action, off) => {
    const button = make("button", { type: "button", disabled: off }, text);
    button.addEventListener("click", action);
    return button;
  };
  const bring = act("Importer une liste", () => file.click(), false);
  return make(
    "div",
    { class: "suivi-outils" },
    act("Exporter la liste", () => save(exported(kept.list())), none),
    bring,
    make("label", { for: "suivi-fichier", class: "hors-vue" }, "Fichier d’une liste à importer"),
    file,
  );
}

async function take(file) {
  let found = { added: 0, left: 0 };
  try {
    if (file.size > LARGEST) throw new SyntaxError("too large");
    const text = await file.text();
    kept.change((list) => {
      found = importInto(list, text);
    });
  } catch (error) {
    const why = error instanceof SyntaxError ? "Ce fichier n’est pas une liste exportée d’ici\u00a0: rien n’a changé." : unkept(error);
    say(why);
    return;
  }
  await draw();
  const { added, left } = found;
  const much = left ? ` ${number(left)}\u00a0de trop\u00a0: Mon suivi tient ${MOST}\u00a0entrées de chaque sorte.` : "";
  say(added || left ? `${counted(added, "entrée ajoutée", "entrées ajoutées")}.${much}` : "Tout y était déjà.");
}

/** @param {string} text */
function save(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: "suivi-questions-ecrites.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say("Liste exportée.");
}

/** @param {string} adresse */
function resultsOf(adresse) {
  return new URL(`recherche.html${adresse}`, root).href;
}

/** `« éoliennes », questions en attente de réponse` @param {string} adresse */
function searchName(adresse) {
  const request = read(adresse);
  const plain = (_request, { class: kind }, text) => make("span", {}, kind === "puce" ? text : "");
  const filters = filterCount(request) ? make("span", {}, ...sentence(request, plain)).textContent.trim().replace(/\.$/u, "") : "";
  const words = request.q ? `«\u00a0${request.q}\u00a0»` : "";
  return [words, words ? filters.replace(/^Q/u, "q") : filters].filter(Boolean).join(", ");
}

document.getElementById("sans-suivi")?.remove();
place.before(told);
if (!kept.lasting)
  told.before(
    make(
      "p",
      { class: "note", id: "suivi-refus" },
      "Votre navigateur refuse de garder quoi que ce soit pour ce site. Le suivi dure tant que cet onglet reste ici\u00a0; exportez la liste pour la retrouver.",
    ),
  );
place.tabIndex = -1;
kept.whenChanged(draw);
draw();
