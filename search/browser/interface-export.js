/** All the questions found, as a CSV file made in the browser. */
import { make } from "./page/dom.js";
import { counted, number } from "./page/labels.js";

/** Columns: the fields of the record. */
const COLUMNS = [
  "id", "legislature", "type", "numero", "rubrique", "titre", "analyse", "auteur", "groupe",
  "ministere_interroge", "ministere_attributaire", "etat", "date_question", "date_reponse", "adresse",
];
/** Bytes of a line, about: measured on generated questions. */
const LINE = 260;
/** Questions read at once. */
const CHUNK = 320;

/** @param {{load: () => Promise<import("./engine.js").Engine>, root: URL}} page
 * @param {import("./core.js").Request} request @param {number} total @returns {Node[]} */
export function exporting(page, request, total) {
  const size = total * LINE < 1e6 ? `${number(Math.max(1, Math.round((total * LINE) / 1000)))}\u00a0ko` : `${number(Math.round((total * LINE) / 1e5) / 10)}\u00a0Mo`;
  const button = make("button", { type: "button" }, `Exporter ${total > 1 ? `les ${counted(total, "question")}` : "la question"} (CSV, environ ${size})`);
  const told = make("span", { "aria-live": "polite" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const lines = [COLUMNS.join(";")];
      const engine = await page.load();
      for (let from = 0; from < total; from += CHUNK) {
        told.textContent = ` ${number(from)} sur ${number(total)}…`;
        const results = await engine.list(request, from, CHUNK);
        const failed = results.find(({ erreur }) => erreur);
        if (failed) throw new Error(failed.erreur.message);
        for (const result of results) lines.push(line({ ...result, adresse: new URL(result.adresse, page.root).href }));
      }
      save(lines.join("\r\n") + "\r\n");
      told.textContent = ` ${counted(lines.length - 1, "question exportée", "questions exportées")}.`;
    } catch {
      told.textContent = " L’export n’a pas abouti\u00a0: la connexion a été interrompue. Recommencez.";
    } finally {
      button.disabled = false;
    }
  });
  return [button, told];
}

function line(result) {
  return COLUMNS.map((column) => cell(result[column] ?? "")).join(";");
}

/** A value between quotes where needed; a spreadsheet must not take it for a formula. Twin of `safe` in exports/cells.py:
 * whoever reads a cell that begins with an apostrophe takes it away. @param {unknown} value */
export function cell(value) {
  let text = String(value);
  if (/^(?:\s*[=+\-@＝＋－＠\t\r\n\0]|')/u.test(text)) text = `'${text}`;
  return /[";\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string} text with a mark that tells spreadsheets its encoding */
function save(text) {
  const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: address, download: "questions.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
