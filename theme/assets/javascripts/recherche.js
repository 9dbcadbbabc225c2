/* Interim: shows what Material's search worker finds for `?q=`. Goes away with the project's own
 * search (see publisher/material_search.py). The worker's messages: 0 set up, 1 ready, 2 query,
 * 3 result. What it gives back is HTML of the index; only its text enters the page. */

const SHOWN = 50;
const EXCERPT = 220;

const place = document.getElementById("recherche");
const status = place.querySelector("[role=status]");
const list = place.querySelector("ol");
const query = (new URLSearchParams(location.search).get("q") ?? "").trim();

for (const box of document.querySelectorAll("[role=search] input")) box.value = query;

if (query) search().catch(failed);
else status.textContent = "Tapez un mot, un nom ou un numéro dans la case de recherche.";

async function search() {
  document.title = `${query} – ${document.title}`;
  status.textContent = "Recherche en cours…";
  const index = await (await fetch(place.dataset.index)).json();
  const worker = new Worker(place.dataset.worker);
  worker.addEventListener("error", failed);
  worker.addEventListener("message", ({ data }) => {
    if (data.type === 1) worker.postMessage({ type: 2, data: everyWord(query) });
    else if (data.type === 3) show(data.data.items);
  });
  worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
}

/** The words of the query, each required; signs that mean something to lunr are left out. */
function everyWord(text) {
  const words = text.split(/[^0-9A-Za-zÀ-ÖØ-öø-ÿŒœ]+/).filter((word) => word.length > 1 || /\d/.test(word));
  return words.map((word) => `+${word}`).join(" ");
}

function show(items) {
  const count = items.length;
  const shown = count > SHOWN ? `, les ${SHOWN} premières sont montrées` : "";
  status.textContent = count
    ? `${count.toLocaleString("fr-FR")} question${count > 1 ? "s" : ""} pour « ${query} »${shown}.`
    : `Aucune question pour « ${query} ».`;
  list.replaceChildren(...items.slice(0, SHOWN).map(([item]) => card(item)));
}

function card({ location: address, title, text }) {
  const item = document.createElement("li");
  item.className = "carte";
  const link = document.createElement("a");
  link.href = `${place.dataset.index.replace(/search\/[^/]*$/, "")}${address}`;
  link.append(...marked(parse(title)));
  const heading = document.createElement("h2");
  heading.append(link);
  const [facts, ...paragraphs] = parse(text).querySelectorAll("p");
  const found = paragraphs.find((paragraph) => paragraph.querySelector("mark")) ?? paragraphs[0];
  item.append(heading, line("carte-objet", excerpt(found)), line("carte-faits", marked(facts)));
  return item;
}

function line(name, nodes) {
  const paragraph = document.createElement("p");
  paragraph.className = name;
  paragraph.append(...nodes);
  return paragraph;
}

/** HTML read without running or fetching anything. */
function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/** The text below a node, with marks and nothing else. */
function marked(node) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeName === "MARK") {
      const mark = document.createElement("mark");
      mark.textContent = child.textContent;
      return [mark];
    }
    return child.nodeType === Node.TEXT_NODE ? [document.createTextNode(child.data)] : marked(child);
  });
}

/** The nodes around the first mark; none without a paragraph. */
function excerpt(paragraph) {
  if (!paragraph) return [];
  const nodes = marked(paragraph);
  const first = nodes.findIndex((node) => node.nodeName === "MARK");
  const before = first > 0 ? nodes[first - 1] : null;
  const kept = first > 0 ? nodes.slice(first - 1) : nodes;
  if (before && (first > 1 || before.data.length > EXCERPT / 3)) {
    const cut = before.data.slice(-EXCERPT / 3);
    before.data = `…${cut.slice(cut.indexOf(" "))}`;
  }
  let left = EXCERPT;
  const shown = [];
  for (const node of kept) {
    const text = node.textContent;
    if (text.length > left) {
      if (node.nodeName !== "MARK") shown.push(`${text.slice(0, text.lastIndexOf(" ", left))}…`);
      break;
    }
    shown.push(node);
    left -= text.length;
  }
  return shown;
}

function failed() {
  status.textContent =
    location.protocol === "file:"
      ? "La recherche ne peut pas lire un site ouvert depuis un dossier. Servez-le, par exemple avec « python3 -m http.server », puis ouvrez http://localhost:8000."
      : "La recherche n’a pas pu être chargée. Rechargez la page pour réessayer.";
}
