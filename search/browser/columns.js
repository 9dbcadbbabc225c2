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
function numbers(reader, count, size) {
  const out = new Uint16Array(count);
  if (size <= 1) return out;
  if (size <= SHARED) {
    const digits = Math.floor(Math.log(256.5) / Math.log(size));
    const bytes = reader.take(Math.ceil(count / digits));
    for (let i = 0, at = 0; at < count; i++)
      for (let byte = bytes[i], end = Math.min(count, at + digits); at < end; at++) {
        out[at] = byte % size;
        byte = (byte - out[at]) / size;
      }
  } else if (size <= 256) out.set(reader.take(count));
  else {
    const highs = ((size - 1) >> 8) + 1;
    const high = numbers(reader, count, highs);
    const sizes = new Int32Array(highs);
    for (const part of high) sizes[part]++;
    const lows = Array.from(sizes, (length) => reader.take(length));
    const next = new Int32Array(highs);
    for (let i = 0; i < count; i++) out[i] = (high[i] << 8) | lows[high[i]][next[high[i]]++];
  }
  return out;
}
