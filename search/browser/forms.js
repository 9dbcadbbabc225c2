/**
 * Text → forms: what counts as one word, and which forms stand for it. Twin of indexer/forms.py;
 * search/french/README.md specifies it, cases.json there is run by both sides.
 */

/** What Python's str.split cuts at. */
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const REWRITTEN = /[œŒæÆºᵒ^\u00ad\u200b-\u200d\u2060\ufeff’ʼ‘′´`‐‑‒–]/g;
const REWRITES = { œ: "oe", Œ: "OE", æ: "ae", Æ: "AE", º: "°", ᵒ: "°", "^": "" };
const APOSTROPHES = "’ʼ‘′´`";
const HYPHENS = "‐‑‒–";
const MARK = /[\u0300-\u036f]/g;
const A = "[\\p{L}\\p{N}]";
/** `L.80-A`, `S.N.C.F.`, `1.170`, `aujourd'hui`, `plate-forme`, `2014` */
const UNIT = new RegExp(
  `(?<!${A})(?<code>LO|L\\.O|[LRDlrd]|A(?=\\.))\\.?\\*?\\.?(?<article>\\p{Nd}+(?:-\\p{Nd}+)*)` +
    `(?:-?(?<lettre>[A-Za-z]))?(?!${A})` +
    `|(?<sigle>\\p{L}(?:\\.\\p{L})+(?!${A}))` +
    `|(?<!\\p{Nd})(?<nombre>\\p{Nd}{1,3}(?:\\.\\p{Nd}{3})+)(?!\\p{Nd})` +
    `|(?<mot>${A}+(?:['-](?!\\p{L}\\.\\p{L})${A}+)*)`,
  "gu",
);
const ORDINAL = /^(\p{Nd}+)(?:er|re|ere|ère|e|eme|ème|nd|nde)$/u;
const ROMAN = /^(X{0,3}(?:IX|IV|V?I{0,3}))(?:er|re|ère|e|ème|eme|nd|nde)$/;
const SMALL_ROMAN = /^(x{0,3}(?:ix|iv|v?i{0,3}))(?:e|ème|eme)$/;
const NOT_ROMAN = new Set(["vie", "ie"]);
const W = "[\\p{L}\\p{N}_]";
const THOUSANDS = new RegExp(`(?:^|[^\\p{L}\\p{N}_.,/-])\\p{Nd}{1,3}$`, "u");
const HUNDREDS = new RegExp(`^\\p{Nd}{3}(?!${W})`, "u");
const CODE = /^[^\p{L}\p{N}_]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?$/u;
const CODED = /^[^\p{L}\p{N}_]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?\p{Nd}+(?:-\p{Nd}+)*$/u;
const ARTICLE = new RegExp(`^\\*?\\p{Nd}+(?:-\\p{Nd}+)*(?:-?[A-Za-z])?(?!${A})`, "u");
const WHOLE_ARTICLE = /^\*?\p{Nd}+(?:-\p{Nd}+)*$/u;
const LETTER = /^[A-Z](?![\p{L}\p{N}_'’.*])/u;
const SMALL_LETTER = /^[a-z]$/;
const LONGEST_JOINED = 40;
const ROMAN_VALUES = { I: 1, V: 5, X: 10 };

/**
 * @typedef {object} Unit What one piece of a chunk says.
 * @property {string[]} words one position each
 * @property {Array<[number, string]>} joined forms of several words: offset, form
 * @property {boolean} strict whether a query asks for the last joined form alone
 */

/**
 * The key of a form: its letters without accents.
 * @param {string} form
 */
export function fold(form) {
  return form.normalize("NFD").replace(MARK, "");
}

/** Text as it is compared: ligatures written out, one kind of apostrophe and hyphen.
 * @param {string} text */
export function rewritten(text) {
  return text.replace(REWRITTEN, (c) =>
    c in REWRITES ? REWRITES[c] : APOSTROPHES.includes(c) ? "'" : HYPHENS.includes(c) ? "-" : "",
  );
}

/** Pieces of a text between white space.
 * @param {string} text */
export function pieces(text) {
  return text.split(SPACE).filter(Boolean);
}

/** How many pieces from `at` on are one number or legal reference, and what they are together.
 * @param {string[]} list @param {number} at @returns {[number, string]} */
export function groupAt(list, at) {
  const piece = list[at];
  const following = list[at + 1] ?? "";
  if (THOUSANDS.test(piece) && HUNDREDS.test(following)) {
    let end = at + 1;
    while (end < list.length && HUNDREDS.test(list[end])) {
      end += 1;
      if ([...list[end - 1]].length > 3) break;
    }
    return [end - at, list.slice(at, end).join("")];
  }
  if (CODE.test(piece) && ARTICLE.test(following)) {
    const letter = list[at + 2] ?? "";
    const small = piece === piece.toLowerCase() && piece !== piece.toUpperCase();
    if (WHOLE_ARTICLE.test(following) && (LETTER.test(letter) || (small && SMALL_LETTER.test(letter))))
      return [3, `${piece}${following}-${letter}`];
    return [2, piece + following];
  }
  if (CODED.test(piece) && LETTER.test(following)) return [2, `${piece}-${following}`];
  return [1, piece];
}

/** The chunks of a text, numbers and legal references in one piece.
 * @param {string} text */
export function chunks(text) {
  const list = pieces(text);
  const out = [];
  for (let at = 0; at < list.length; ) {
    const [length, piece] = groupAt(list, at);
    out.push(piece);
    at += length;
  }
  return out;
}

/** The splitting of texts, with the lists of langue.json (they come with the index). */
export class Splitter {
  /** @param {{mots_outils: string[], elisions: string[], soudures: string[], enclitiques: string[], reperes_de_numero: string[]}} langue */
  constructor(langue) {
    this.tools = new Set(langue.mots_outils);
    this.elisions = new Set(langue.elisions);
    this.bonds = new Set(langue.soudures);
    this.enclitics = new Set(langue.enclitiques);
    this.numberMarks = new Set(langue.reperes_de_numero);
  }

  /** The units of one chunk, in order. @param {string} chunk @returns {Unit[]} */
  units(chunk) {
    const text = rewritten(rewritten(chunk).normalize("NFKC"));
    const out = [];
    for (const { groups } of text.matchAll(UNIT)) {
      if (groups.code) out.push(legal(groups.code, groups.article, groups.lettre ?? ""));
      else if (groups.sigle) out.push(plain(groups.sigle.replaceAll(".", "").toLowerCase()));
      else if (groups.nombre) out.push(plain(groups.nombre.replaceAll(".", "")));
      else out.push(...this.#compound(groups.mot));
    }
    return out;
  }

  /** (position, form) of every form of a text. @param {string} text @returns {Array<[number, string]>} */
  split(text) {
    const out = [];
    let position = 0;
    for (const chunk of chunks(text))
      for (const unit of this.units(chunk)) {
        unit.words.forEach((word, i) => out.push([position + i, word]));
        for (const [i, form] of unit.joined) out.push([position + i, form]);
        position += unit.words.length;
      }
    return out;
  }

  /** `plate-forme`, `l'État`, `aujourd'hui`: parts, then the joined form. @param {string} text */
  #compound(text) {
    const parts = text.split("-").map((part) => this.#elided(part));
    const lead = [];
    while (parts[0].length > 1 && this.elisions.has(parts[0][0])) lead.push(plain(parts[0].shift()));
    const words = parts.flat();
    if (parts.length === 1)
      return words.length > 1
        ? [...lead, { words, joined: [[0, words.join("")]], strict: false }]
        : [...lead, plain(words[0])];
    if (words.every((word) => /^\p{Nd}+$/u.test(word)))
      return [...lead, { words, joined: [[0, words.join("-")]], strict: true }];
    const joined = words.join("");
    const end = parts[parts.length - 1];
    if (this.enclitics.has(end[end.length - 1]) || [...joined].length > LONGEST_JOINED)
      return [...lead, ...words.map(plain)];
    return [...lead, { words, joined: [[0, joined]], strict: false }];
  }

  /** `l'État` is two words, `presqu'île` too, `aujourd'hui` and `O'Neill` are one. @param {string} part */
  #elided(part) {
    const mark = part.indexOf("'");
    if (mark < 0) return [word(part)];
    const head = part.slice(0, mark).toLowerCase();
    const rest = this.#elided(part.slice(mark + 1));
    return this.elisions.has(head) || this.bonds.has(head) ? [head, ...rest] : [head + rest.join("")];
  }
}

/** @param {string} form @returns {Unit} */
function plain(form) {
  return { words: [form], joined: [], strict: false };
}

/** @param {string} code @param {string} article @param {string} letter @returns {Unit} */
function legal(code, article, letter) {
  const head = code.replaceAll(".", "").toLowerCase();
  const numbers = article.split("-");
  const joined = [[0, head + article]];
  if (numbers.length > 1) joined.unshift([1, article]);
  if (letter) joined.push([0, head + article + letter.toLowerCase()]);
  const words = letter ? [head, ...numbers, letter.toLowerCase()] : [head, ...numbers];
  return { words, joined, strict: true };
}

/** Small letters; `1er`, `Ier` are `1e`, `2ème`, `2nd` are `2e`, `XIXe` is `19e`. @param {string} text */
function word(text) {
  const small = text.toLowerCase();
  const ordinal = ORDINAL.exec(small);
  if (ordinal) return `${ordinal[1]}e`;
  const roman = ROMAN.exec(text);
  if (roman?.[1]) return `${value(roman[1])}e`;
  const shy = SMALL_ROMAN.exec(small);
  const capitals = text === text.toUpperCase() && text !== small;
  if (shy?.[1] && !NOT_ROMAN.has(small) && !capitals) return `${value(shy[1].toUpperCase())}e`;
  return small;
}

/** @param {string} letters */
function value(letters) {
  const values = [...letters].map((letter) => ROMAN_VALUES[letter]);
  return values.reduce((sum, v, i) => sum + (v < (values[i + 1] ?? 0) ? -v : v), 0);
}
