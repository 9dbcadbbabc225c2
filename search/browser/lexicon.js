/** Blocks of the lexicon: keys, their forms, the records of their families. See FORMAT.md. */
import { Reader } from "./bytes.js";
import { fold } from "./forms.js";

/**
 * @typedef {object} Form
 * @property {string} form as written, in small letters
 * @property {string} key without accents
 * @property {number} family in the block
 * @property {number} member in the family
 * @property {number} order among the forms of the block that have positions, -1 for none
 */

/**
 * @typedef {object} Family
 * @property {number} id the same in every block that holds the family
 * @property {number} df documents
 * @property {number[]} sizes documents of each member
 * @property {number} file number of its list files, -1 when its lists stand here
 * @property {number} [listSize] bytes of the list file @property {number} [fieldSize] of the other
 * @property {Array<{docs: Int32Array, impacts: Uint8Array}>} [champions] by member
 * @property {() => Lists} [lists] decoded when first asked for
 */

/**
 * @typedef {object} Lists
 * @property {Int32Array} docs @property {Uint8Array} impacts 1 to 15
 * @property {Array<{at: Int32Array, masks: Uint8Array}>} members which of `docs`, in which fields
 */

export class Block {
  /** @param {Uint8Array} bytes @param {number} documents @param {number} number */
  constructor(bytes, documents, number) {
    const reader = new Reader(bytes);
    const keys = reader.varint();
    const sizes = Array.from({ length: reader.varint() }, () => reader.varint());
    this.number = number;
    this.documents = documents;
    /** @type {Map<string, Form[]>} */
    this.keys = new Map();
    let previous = new Uint8Array(0);
    let order = 0;
    for (let i = 0; i < keys; i++) {
      const shared = reader.varint();
      const size = reader.varint();
      const word = new Uint8Array(shared + size);
      word.set(previous.subarray(0, shared));
      word.set(reader.take(size), shared);
      previous = word;
      const key = new TextDecoder().decode(word);
      const compound = key.includes(" ");
      this.keys.set(
        key,
        Array.from({ length: reader.varint() }, () => {
          const family = reader.varint();
          const member = reader.varint();
          const accents = reader.varint();
          const form = accents ? reader.text(accents) : compound ? key.replaceAll(" ", "") : key;
          return { form, key: compound ? fold(form) : key, family, member, order: compound ? -1 : order++ };
        }),
      );
    }
    let at = reader.at;
    this.records = sizes.map((size) => {
      const record = bytes.subarray(at, at + size);
      at += size;
      return record;
    });
    if (at !== bytes.length) throw new RangeError("block");
    /** @type {Family[]} */
    this.families = [];
  }

  /** The record of a family of this block. @param {number} number @returns {Family} */
  family(number) {
    return (this.families[number] ??= decodeFamily(this.records[number], this.documents));
  }

  /** Every form of this block that belongs to a family of it. @param {number} number */
  formsOf(number) {
    const out = [];
    for (const [key, forms] of this.keys)
      if (!key.includes(" ")) for (const form of forms) if (form.family === number) out.push(form);
    return out;
  }
}

function decodeFamily(record, documents) {
  const reader = new Reader(record);
  const head = reader.varint();
  const df = Math.floor(head / 2);
  const members = reader.varint();
  const sizes = members === 1 ? [df] : Array.from({ length: members }, () => reader.varint());
  if (!(head & 1)) {
    let lists;
    return { df, sizes, file: -1, lists: () => (lists ??= inlineLists(reader, df, sizes)) };
  }
  const file = reader.varint();
  const listSize = reader.varint();
  const fieldSize = reader.varint();
  const champions = sizes.map(() => {
    const count = reader.varint();
    return { docs: reader.gaps(count), impacts: reader.take(count) };
  });
  return { df, sizes, file, listSize, fieldSize, champions };
}

function inlineLists(reader, df, sizes) {
  const docs = reader.gaps(df);
  const impacts = reader.nibbles(df);
  return { docs, impacts, members: membersOf(reader, df, sizes) };
}

/** Which documents of a list have each form of the family, in which fields.
 * @param {Reader} reader @param {number} df @param {number[]} sizes */
export function membersOf(reader, df, sizes) {
  return sizes.map((size) => ({
    at: sizes.length > 1 ? reader.subset(size, df) : Int32Array.from({ length: df }, (_, i) => i),
    masks: reader.nibbles(size),
  }));
}
