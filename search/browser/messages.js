/** What the page and the worker say to each other. One message asks, one or two answer. */

/** Page → worker: `{kind, id, …}`. */
export const OPEN = "open"; // address, early
export const SEARCH = "search"; // request
export const FACETS = "facets"; // request, facets
export const LIST = "list"; // request, from, count
export const BEGINNINGS = "beginnings"; // typed, most
export const PASSAGES = "passages"; // texts, marks
/** Worker → page: `{kind, id, …}`. */
export const PARTIAL = "partial"; // value: the first cards are there
export const DONE = "done"; // value
export const FAILED = "failed"; // error: {code, message, start, end, file}
