/** What can go wrong, each with a code that the page has a sentence for. */
export class SearchError extends Error {
  /**
   * @param {"reseau"|"absent"|"corrompu"|"version"|"requete"} code
   * @param {string} message in French
   * @param {{start?: number, end?: number, file?: string}} [where]
   */
  constructor(code, message, where = {}) {
    super(message);
    this.name = "SearchError";
    this.code = code;
    Object.assign(this, where);
  }
}
