/** Elements made of text and attributes: text of documents enters the page as text only. */

/** @param {string} name @param {object} [attributes] absent values are left out @param {...(Node|string)} children */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  element.append(...children);
  return element;
}

/** Text for those who hear the page. @param {string} text */
export function unseen(text) {
  return make("span", { class: "hors-vue" }, text);
}

/** `1er juin`, `14e` with their endings raised. @param {string} text @returns {Array<Node|string>} */
export function raised(text) {
  return text.split(/(?<=\d)(er|re|e)(?![\p{L}\p{N}])/u).map((part, at) => (at % 2 ? make("sup", {}, part) : part));
}

/** Parts with something between them. @param {Array<Node|string>} parts @param {string} between */
export function joined(parts, between) {
  return parts.flatMap((part, at) => (at ? [between, part] : [part]));
}

/** Lets the browser draw, and answer whoever types, between two pieces of work. @returns {Promise<void>} */
export function breath() {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
