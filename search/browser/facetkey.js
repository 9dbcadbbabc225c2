/** When two spellings are one value of a facet. Twin of `facet_key` in indexer/facets.py. */
import { fold } from "./forms.js";

/** @param {string} value @returns {string} two spellings with one key are one value */
export function facetKey(value) {
  return fold(value.toLowerCase().replaceAll("’", "'").replaceAll("œ", "oe").replaceAll("-", " "));
}
