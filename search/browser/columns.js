/** The number of every document in a facet, from the bytes of its column. See FORMAT.md, "Facets". */
import { Reader } from "./bytes.js";

const ALONE = 0;
const BY_TABLE = 1;
/** Numbers below this many share bytes. */
const SHARED = 16;

/** @param {Uint8Array} bytes @param {number} documents
 * @param {Uint16Array} [base] the column that this one is told by @returns {Uint16Array} */
export function column(bytes, documents, base) {
  const reader = new Reader(bytes);
  const kind = reader.take(1)[0];
  const size = reader.varint();
  if (kind === ALONE) return numbers(reader, documents, size);
  const table = new Uint16Array(1 << 16);
  if (kind === BY_TABLE) table.set(reader.varints(reader.varint()));
  const count = reader.varint();
  const exceptions = reader.subset(count, documents);
  const values = numbers(reader, count, size);
  const out = new Uint16Array(documents);
  for (let doc = 0, next = 0; doc < documents; doc++) {
    if (doc !== exceptions[next]) out[doc] = table[base[doc]];
    else if (kind === BY_TABLE) out[doc] = values[next++];
    else out[doc] = table[base[doc]] = values[next++];
  }
  return out;
}

/** Numbers below a size. @param {Reader} reader @param {number} count @param {number} size */
export function numbers(reader, count, size) {
  const out = new (size > 1 << 16 ? Int32Array : Uint16Array)(count);
  if (size <= 1) return out;
  if (size <= SHARED) {
    const digits = digitsOf(size);
    const each = digits.length >> 8;
    const bytes = reader.take(Math.ceil(count / each));
    for (let at = 0, i = 0; at < count; i++)
      for (let digit = bytes[i] * each, end = Math.min(count, at + each); at < end; at++) out[at] = digits[digit++];
  } else if (size <= 256) out.set(reader.take(count));
  else {
    const highs = ((size - 1) >> 8) + 1;
    const high = numbers(reader, count, highs);
    const sizes = new Int32Array(highs);
    for (let i = 0; i < count; i++) sizes[high[i]]++;
    const next = new Int32Array(highs); // where the low bytes of each stand
    for (let part = 1; part < highs; part++) next[part] = next[part - 1] + sizes[part - 1];
    const lows = reader.take(count);
    for (let i = 0; i < count; i++) out[i] = (high[i] << 8) | lows[next[high[i]]++];
  }
  return out;
}

/** The numbers below a size that each byte holds, one byte after the other. @param {number} size */
function digitsOf(size) {
  const each = Math.floor(Math.log(256.5) / Math.log(size));
  const out = new Uint8Array(256 * each);
  for (let byte = 0; byte < 256; byte++)
    for (let at = 0, rest = byte; at < each; at++, rest = Math.floor(rest / size)) out[byte * each + at] = rest % size;
  return out;
}
