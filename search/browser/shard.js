/** One legislature of the index: its manifest, its words, lists, facets, cards. See FORMAT.md. */
import { Reader } from "./bytes.js";
import { isoDay } from "./days.js";
import { Block, membersOf } from "./lexicon.js";
import { decodePlaces } from "./positions.js";
import { SearchError } from "./errors.js";
import { lastAtMost } from "./sorted.js";
import { Store, inflate } from "./store.js";

const FOLDER = 1000;
/** The version of the format that this engine reads. */
export const VERSION = 3;

export class Shard {
  /** @param {string} base address of its folder @param {{legislature: number, documents: number}} entry
   * @param {number} toolBase of what stands before words in positions */
  constructor(base, entry, toolBase) {
    this.toolBase = toolBase;
    this.store = new Store(base);
    this.legislature = entry.legislature;
    this.documents = entry.documents;
  }

  /** Reads its manifest. @param {object} [given] the manifest itself */
  async open(given) {
    const manifest = given ?? (await this.store.json("index.json"));
    if (manifest.version !== VERSION)
      throw new SearchError("version", "L’index est d’une autre version que le moteur.", { file: "index.json" });
    this.manifest = manifest;
    /** Where each lexicon block starts. */
    this.edges = [];
    for (const [, shared, rest] of manifest.blocs.matchAll(/([A-Z])([^A-Z]*)/gu))
      this.edges.push((this.edges.at(-1) ?? "").slice(0, shared.charCodeAt(0) - 65) + rest);
    const dates = manifest.dates;
    /** First document of each date, and the date in days. */
    this.firsts = new Int32Array(dates.length / 2);
    this.days = new Int32Array(dates.length / 2);
    for (let i = 0, day = 0, doc = 0; i < this.days.length; i++) {
      this.days[i] = day += dates[2 * i];
      this.firsts[i] = doc;
      doc += dates[2 * i + 1];
    }
    /** First key of each file of references. */
    this.references = {};
    for (const kind of ["numeros", "pages"]) {
      let key = 0;
      this.references[kind] = manifest[kind].map((step) => (key += step));
    }
    return this;
  }

  /** The day of the question of a document, in days since 1970; 0 for none. @param {number} doc */
  day(doc) {
    return this.days[lastAtMost(this.firsts, doc)];
  }

  /** The first document of a day or of a later one. @param {number} day */
  from(day) {
    const at = lastAtMost(this.days, day - 1) + 1;
    return at < this.firsts.length ? this.firsts[at] : this.documents;
  }

  /** The number of the block where a key falls. @param {string} key */
  blockOf(key) {
    return Math.max(0, lastAtMost(this.edges, key));
  }

  /** @param {number} number @returns {Promise<Block>} */
  block(number) {
    return this.store.packed(path("l", number), (bytes) => new Block(bytes, this.documents, number));
  }

  /** The lists of a family: documents and impacts; which form and which field come with `fields`.
   * @param {import("./lexicon.js").Family} family @param {boolean} fields */
  async lists(family, fields) {
    if (family.lists) return family.lists();
    const [lists, members] = await Promise.all([
      this.store.plain(path("p", family.file), (bytes) => this.#postings(bytes, family)),
      fields
        ? this.store.packed(path("f", family.file), (bytes) => membersOf(new Reader(bytes), family.df, family.sizes))
        : null,
    ]);
    return members ? { ...lists, members } : lists;
  }

  async #postings(bytes, family) {
    const reader = new Reader(bytes);
    const asBitmap = reader.take(1)[0];
    const file = path("p", family.file);
    const docs = reader.take(reader.varint());
    const [listed, impacts] = await Promise.all([inflate(docs, file), inflate(bytes.subarray(reader.at), file)]);
    const list = new Reader(listed);
    return {
      docs: asBitmap ? list.bitmap(family.df, this.documents) : list.gaps(family.df),
      impacts: new Reader(impacts).nibbles(family.df),
    };
  }

  /** Where the positions of the forms of a block are. @param {number} number of the block */
  places(number) {
    return this.store.packed(path("x", number), placeTable);
  }

  /** Where a form stands: lists and positions come side by side.
   * @param {Block} block @param {import("./lexicon.js").Form} form */
  async placesOf(block, form) {
    const lists = this.lists(block.family(form.family), true);
    lists.catch(() => {}); // whoever decodes is told
    const entry = (await this.places(block.number))[form.order];
    if (!entry) throw new SearchError("corrompu", "Un fichier de l’index est illisible.", { file: path("x", block.number) });
    const decode = async (bytes) => {
      const { docs, members } = await lists;
      const { at, masks } = members[form.member];
      return decodePlaces(bytes, this.toolBase, at.map((i) => docs[i]), masks);
    };
    if (entry.bytes) return (entry.places ??= await decode(entry.bytes));
    return entry.file === undefined ? null : this.store.packed(path("xl", entry.file), decode);
  }

  /** The values of the facets, and where their lists are. @returns {Promise<Record<string, {valeurs: string[], listes: number[]}>>} */
  names() {
    return this.store.packed("noms.bin", (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  }

  /** The documents of a value of a facet. @param {string} facet @param {number} value from 0 */
  async having(facet, value) {
    const firsts = (await this.names())[facet].listes;
    const file = lastAtMost(firsts, value);
    const lists = await this.store.packed(`v/${facet}/${file}.bin`, (bytes) => valueLists(bytes));
    return lists[value - firsts[file]];
  }

  /** The number of the value of each document, 0 for none; of `delai` and `date_reponse` too.
   * @param {string} facet @returns {Promise<Uint16Array>} */
  async column(facet) {
    const code = import("./columns.js"); // no first search needs it
    const by = (await this.names())[facet]?.selon;
    const base = by ? this.column(by) : null;
    const whole = this.store.packed(`v/${facet}.bin`, async (bytes) => (await code).column(bytes, this.documents, await base));
    return (await Promise.all([whole, base, code]))[0];
  }

  /** The day of the answer of each document, 0 for none. @returns {Promise<Int32Array>} */
  async answered() {
    const delays = await this.column("date_reponse");
    return (this.answerDays ??= Int32Array.from(delays, (delay, doc) => (delay ? this.day(doc) + (delay < 0x8000 ? delay - 1 : delay - 0x10000) : 0)));
  }

  /** Documents by a sorted table of references. @param {"numeros"|"pages"} kind @param {number} key */
  async referred(kind, key) {
    const firsts = this.references[kind];
    const out = [];
    const last = lastAtMost(firsts, key);
    for (let file = last; file >= 0; file--) {
      const { keys, docs } = await this.store.packed(path(kind === "numeros" ? "n" : "j", file), referenceTable);
      for (let i = 0; i < keys.length; i++) if (keys[i] === key) out.push(docs[i]);
      if (keys[0] !== key) break;
    }
    return out.sort((a, b) => a - b);
  }

  /** What a result shows. @param {number} doc */
  async card(doc) {
    const size = this.manifest.cartes;
    const [cards, names] = await Promise.all([
      this.store.packed(path("c", Math.floor(doc / size)), (bytes) => JSON.parse(new TextDecoder().decode(bytes))),
      this.names(),
    ]);
    const card = cards[doc % size];
    const [numero, kind, titre, auteur, groupe, rubrique, asked, etat, delay, charged, analyse, answer, question] = card;
    const name = (facet, value) => (value ? names[facet].valeurs[value - 1] : undefined);
    const type = kind || "QE";
    /** The first of the group that repeats something: its number, its key, or itself. */
    const first = (told) => (told > 0 ? `${this.legislature}-${told}QE` : told || `${this.legislature}-${numero}${type}`);
    const day = this.day(doc);
    const interroge = name("ministere_interroge", asked);
    return {
      id: `QANR5L${this.legislature}${type}${numero}`,
      legislature: this.legislature,
      type,
      numero,
      titre,
      analyse: analyse || undefined,
      auteur: name("auteur", auteur),
      groupe: name("groupe", groupe),
      rubrique: name("rubrique", rubrique),
      ministere_interroge: interroge,
      ministere_attributaire: charged ? name("ministere_attributaire", charged) : interroge,
      etat: name("etat", etat),
      date_question: day ? isoDay(day) : undefined,
      date_reponse: delay === undefined || delay === "" ? undefined : isoDay(day + delay),
      meme_question: first(question),
      meme_reponse: first(answer),
      adresse: `q${this.legislature}/${this.legislature}-${numero}${type}.html`,
    };
  }
}

function path(kind, number) {
  return `${kind}/${Math.floor(number / FOLDER)}/${number}.bin`;
}

function placeTable(bytes) {
  const reader = new Reader(bytes);
  const out = [];
  while (reader.at < bytes.length) {
    const size = reader.varint();
    if (size) out.push({ bytes: reader.take(size) });
    else {
      const file = reader.varint();
      out.push(file ? { file: file - 1, size: reader.varint() } : {});
    }
  }
  return out;
}

function valueLists(bytes) {
  const reader = new Reader(bytes);
  const out = [];
  while (reader.at < bytes.length) {
    const count = reader.varint();
    const data = reader.take(reader.varint());
    out.push(new Reader(data).gaps(count));
  }
  return out;
}

function referenceTable(bytes) {
  const reader = new Reader(bytes);
  const count = reader.varint();
  const first = reader.varint();
  const keys = new Float64Array(count);
  keys[0] = first;
  for (let i = 1; i < count; i++) keys[i] = keys[i - 1] + reader.varint();
  const docs = new Int32Array(count);
  for (let i = 0, doc = 0; i < count; i++) {
    const move = reader.varint();
    docs[i] = doc += move % 2 ? -(move + 1) / 2 : move / 2;
  }
  return { keys, docs };
}
