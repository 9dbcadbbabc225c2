/** Tables whose rows a reader can put in another order, by the button that each heading becomes: numbers from the
 * largest, names from A to Z, and the other way round at a second choice. Who reads without it has the order of the
 * page. */

/** A number as tables show it: `1 234`, `89 %`, `< 1 %`, `91 j`. */
const NUMBER = /\d+/u;
const BLANKS = /\s/gu;

/** @param {HTMLTableElement} table */
export function makeSortable(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(heading));
    heading.replaceChildren(button);
  }
}

/** @param {HTMLTableCellElement} heading */
function sortBy(heading) {
  const { cellIndex } = heading;
  const table = heading.closest("table");
  const first = cellIndex ? "descending" : "ascending";
  const second = cellIndex ? "ascending" : "descending";
  const order = heading.getAttribute("aria-sort") === first ? second : first;
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, value: valueOf(row.cells[cellIndex]) }));
  rows.sort(({ value: one }, { value: other }) => (one === null || other === null ? (one === null) - (other === null) : sign * compared(one, other)));
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

/** What a cell is sorted by; nothing where it has no number. @param {HTMLTableCellElement} cell */
function valueOf(cell) {
  const shown = cell.textContent;
  if (cell.tagName === "TH") return shown;
  const [found] = shown.replace(BLANKS, "").match(NUMBER) ?? [];
  return found === undefined ? null : Number(found) - (shown.startsWith("<") ? 0.5 : 0);
}

function compared(one, other) {
  return typeof one === "string" ? one.localeCompare(other, "fr") : one - other;
}
