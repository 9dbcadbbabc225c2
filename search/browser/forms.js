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
/** `L.80-A`, `A231-1`; `S.N.C.F.`; `RN 20` (put together by `groupAt`); `1.170`, `01.40.63.60.00`; `3,5`, `49.3`;
 * `aujourd'hui`, `plate-forme`, `2014` */
const UNIT = new RegExp(
  `(?<!${A})(?<code>LO|L\\.O|[LRDlrd]|A(?=\\.|\\p{Nd}+-\\p{Nd})|a(?=\\.?\\p{Nd}+-\\p{Nd}))\\.?\\*?\\.?` +
    `(?<article>\\p{Nd}+(?:-\\p{Nd}+)*)(?:-?(?<lettre>[A-Za-z]))?(?!${A})` +
    `|(?<sigle>\\p{L}(?:\\.\\p{L})+(?!${A}))` +
    `|(?<!${A})(?<lettres>[A-Z]{1,5}) (?<chiffres>\\p{Nd}{1,5})(?!${A})` +
    `|(?<!\\p{Nd})(?<nombre>\\p{Nd}{1,3}(?:\\.\\p{Nd}{3})+|0\\p{Nd}(?:[.-]\\p{Nd}{2}){4})(?!\\p{Nd})` +
    `|(?<!${A})(?<!\\p{Nd}[.,])(?<decimal>\\p{Nd}{1,9}[.,]\\p{Nd}{1,9})(?!${A}|[.,]\\p{Nd})` +
    `|(?<mot>${A}+(?:['-](?!\\p{L}\\.\\p{L})${A}+)*)`,
  "gu",
);
const ORDINAL = /^(\p{Nd}+)(?:er|re|ere|ère|e|i?eme|i?ème|nd|n?de)s?$/u;
const ROMAN = /^(X{0,3}(?:IX|IV|V?I{0,3}))(?:er|re|ère|e|i?ème|i?eme|nd|n?de)$/;
const SMALL_ROMAN = /^(x{0,3}(?:ix|iv|v?i{0,3}))(?:e|ème|eme)$/;
const NOT_ROMAN = new Set(["vie", "ie"]);
const NUMERAL = /^(?=..)X{0,3}(?:IX|IV|V?I{0,3})$/;
const HOUR = /^0?(\p{Nd}{1,2}h)(?:00|(\p{Nd}{2}))?$/u;
const W = "[\\p{L}\\p{N}_]";
const THOUSANDS = new RegExp(`(?:^|[^\\p{L}\\p{N}_.,/-])\\p{Nd}{1,3}$`, "u");
const HUNDREDS = new RegExp(`^\\p{Nd}{3}(?!${W})`, "u");
const CODE = /^[^\p{L}\p{N}_]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?$/u;
const CODED = /^[^\p{L}\p{N}_]*(?:LO|L\.O|[LRDlrd]|A(?=\.))\.?\*?\.?\p{Nd}+(?:-\p{Nd}+)*$/u;
const ARTICLE = new RegExp(`^\\*?\\p{Nd}+(?:-\\p{Nd}+)*(?:-?[A-Za-z])?(?!${A})`, "u");
const WHOLE_ARTICLE = /^\*?\p{Nd}+(?:-\p{Nd}+)*$/u;
const LETTER = /^[A-Z](?![\p{L}\p{N}_'’.*])/u;
const SMALL_LETTER = /^[a-z]$/;
const SPORT = /^[^\p{L}\p{N}_]*(?:A\.?|a\.)$/u;
const HYPHENED = /^\p{Nd}+[-‐‑]\p{Nd}/u;
const LETTERS = /^[^\p{L}\p{N}_]*[A-Z]{1,5}$/u;
const DIGITS = new RegExp(`^\\p{Nd}{1,5}(?![.,/'’‐‑–-]?${W})`, "u");
const CONTINUED = new RegExp(`^(?:\\p{Nd}|[hH](?!${W}))`, "u");
const SPELT = new RegExp(
  `^[^\\p{L}\\p{N}_]*(?:${W}{1,2}['’])?(?:(?:\\p{L}\\. ){2,7}\\p{L}\\.?|(?:[A-Z] ){2,7}[A-Z])(?![.'’‐‑-]?${W})`,
  "u",
);
const SPELT_MOST = 8;
const HOURS = /(?:^|[^\p{L}\p{N}_.,/-])\p{Nd}{1,2}$/u;
const HOUR_MARK = new RegExp(`^[hH](?!${W})`, "u");
const MARKED_HOURS = /(?:^|[^\p{L}\p{N}_.,/-])\p{Nd}{1,2}[hH]$/u;
const MINUTES = new RegExp(`^[0-5]\\p{Nd}(?![.,/-]?${W})`, "u");
const PHONE = new RegExp(`(?:^|[^\\p{L}\\p{N}_.,/-])0\\p{Nd}(?: \\p{Nd}{2}){4}(?![.,/-]?${W})`, "u");
const PHONE_PIECES = 5;
const LONGEST_JOINED = 40;
const ROMAN_VALUES = { I: 1, V: 5, X: 10 };

/**
 * @typedef {object} Unit What one piece of a chunk says.
 * @property {string[]} words one position each
 * @property {Array<[number, string]>} joined forms of several words: offset, form
 * @property {boolean} strict whether a query asks for the last joined form alone; what one word is joined to
 * (`1er` is `1` too, `XIV` is `14`) stands in texts only
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
  const joined = (length, mark = "") => [length, list.slice(at, at + length).join(mark)];
  if (PHONE.test(list.slice(at, at + PHONE_PIECES).join(" "))) return joined(PHONE_PIECES);
  if (HOURS.test(piece) && HOUR_MARK.test(following))
    return joined(following.length === 1 && MINUTES.test(list[at + 2] ?? "") ? 3 : 2);
  if (MARKED_HOURS.test(piece) && MINUTES.test(following)) return joined(2);
  if (CODE.test(piece) && ARTICLE.test(following)) {
    const letter = list[at + 2] ?? "";
    const small = piece === piece.toLowerCase() && piece !== piece.toUpperCase();
    if (WHOLE_ARTICLE.test(following) && (LETTER.test(letter) || (small && SMALL_LETTER.test(letter))))
      return [3, `${piece}${following}-${letter}`];
    return [2, piece + following];
  }
  if (CODED.test(piece) && LETTER.test(following)) return joined(2, "-");
  if (SPORT.test(piece) && HYPHENED.test(following)) return joined(2);
  if (LETTERS.test(piece) && DIGITS.test(following))
    return CONTINUED.test(list[at + 2] ?? "") ? [1, piece] : joined(2, " ");
  const spelt = SPELT.exec(list.slice(at, at + SPELT_MOST).join(" "));
  if (spelt) return joined(spelt[0].split(" ").length, piece.includes(".") ? "" : ".");
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
    for (const { 0: whole, groups } of text.matchAll(UNIT)) {
      if (groups.code) out.push(legal(whole, groups.code, groups.article, groups.lettre ?? ""));
      else if (groups.sigle) out.push(plain(groups.sigle.replaceAll(".", "").toLowerCase()));
      else if (groups.lettres) {
        const words = [groups.lettres.toLowerCase(), groups.chiffres];
        out.push({ words, joined: [[0, words.join("")]], strict: words[0].length === 1 });
      } else if (groups.nombre) out.push(plain(groups.nombre.replace(/[.-]/g, "")));
      else if (groups.decimal) out.push(decimal(groups.decimal));
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
    const raw = text.split("-");
    const parts = raw.map((part) => this.#elided(part));
    const lead = [];
    while (parts[0].length > 1 && this.elisions.has(parts[0][0])) lead.push(plain(parts[0].shift()));
    const words = parts.flat();
    if (parts.length === 1) {
      if (words.length > 1) return [...lead, { words, joined: [[0, words.join("")]], strict: false }];
      const only = number(text, words[0]);
      return [...lead, only ? { words, joined: [[0, only]], strict: true } : plain(words[0])];
    }
    if (words.every((word) => /^\p{Nd}+$/u.test(word)))
      return [...lead, { words, joined: [[0, words.join("-")]], strict: true }];
    const joined = words.join("");
    const end = parts[parts.length - 1];
    if (this.enclitics.has(end[end.length - 1]) || [...joined].length > LONGEST_JOINED)
      return [...lead, ...words.map(plain)];
    const numbers = raw.map((part, i) => [i, words.length === raw.length && number(part, words[i])]);
    return [...lead, { words, joined: [[0, joined], ...numbers.filter(([, value]) => value)], strict: false }];
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

/** `3,5` is `3.5`; `49.3` is `49-3` too. @param {string} text @returns {Unit} */
function decimal(text) {
  const words = text.split(/[.,]/);
  const joined = [[0, words.join(".")]];
  if (text.includes(".")) joined.push([0, words.join("-")]);
  return { words, joined, strict: true };
}

/** The number that `1er` and `XIV` are. @param {string} text @param {string} form */
function number(text, form) {
  if (form === "1e") return "1";
  return NUMERAL.test(text) ? String(value(text)) : "";
}

/** @param {string} text @param {string} code @param {string} article @param {string} letter @returns {Unit} */
function legal(text, code, article, letter) {
  const head = code.replaceAll(".", "").toLowerCase();
  const numbers = article.split("-");
  const joined = [[0, head + article]];
  if (numbers.length > 1) joined.unshift([1, article]);
  if (head === "a" && !text.includes(".")) joined.unshift([0, head + numbers[0]]); // `A320-200` is no article
  if (letter) joined.push([0, head + article + letter.toLowerCase()]);
  const words = letter ? [head, ...numbers, letter.toLowerCase()] : [head, ...numbers];
  return { words, joined, strict: true };
}

/** Small letters; `1er`, `Ier` are `1e`, `2ème`, `2nd` are `2e`, `XIXe` is `19e`. @param {string} text */
function word(text) {
  const small = text.toLowerCase();
  const ordinal = ORDINAL.exec(small);
  if (ordinal) return `${ordinal[1]}e`;
  const hour = HOUR.exec(small);
  if (hour) return hour[1] + (hour[2] ?? "");
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
