/** The query language: text → a tree, and what is wrong with it. Its grammar is in FORMAT.md. */
import { ALL_FIELDS, FIELD_BITS } from "./fields.js";
import { fold, groupAt } from "./forms.js";
import { MONTHS } from "./references.js";

/** Fields that are facets, by the word typed before the colon. */
export const FACET_FIELDS = {
  auteur: ["auteur"],
  ministere: ["ministere_interroge", "ministere_attributaire"],
  ministere_interroge: ["ministere_interroge"],
  ministere_attributaire: ["ministere_attributaire"],
  rubrique: ["rubrique"],
  departement: ["departement"],
  groupe: ["groupe"],
  etat: ["etat"],
};
/** Fields that hold a number. */
const NUMBER_FIELDS = ["numero", "legislature", "annee"];
const SHORTEST_PREFIX = 3;
const QUOTES = { '"': '"', "«": "»", "“": "”", "„": "“" };
const TOKEN = /\S+/gu;
/** `29/07/2014`, `8.5.1945` */
const DATE = /^(\p{Nd}{1,2})[/.](\p{Nd}{1,2})[/.](\p{Nd}{4})$/u;
const FIELD = /^(\p{L}[\p{L}_]*):(?!\/\/)/u;

/**
 * @typedef {{type: "word", form: string, quoted?: boolean}} Word
 * @typedef {{type: "prefix", key: string, start: number, end: number, form?: string}} Prefix `form`: a word typed
 * without a star
 * @typedef {{type: "phrase", words: Array<{form: string, distance: number, tools: string[]}>}} Phrase
 * @typedef {{type: "facet", facets: string[], text: string, words: string[]}} FacetNode
 * @typedef {{type: "number", field: string, value: number}} NumberNode
 * @typedef {{type: "field", mask: number, node: Node}} FieldNode
 * @typedef {{type: "and"|"or", nodes: Node[]}} Group
 * @typedef {Word|Prefix|Phrase|FacetNode|NumberNode|FieldNode|Group} Node
 * @typedef {{start: number, end: number, message: string}} QueryProblem
 * @typedef {object} Query
 * @property {Node[]} required @property {Node[]} excluded
 * @property {number} fields mask of the texts looked at
 * @property {QueryProblem[]} errors
 * @property {Array<{words: string[]}|{prefix: string}>} marks what is marked in a passage
 */

/** Reads a query.
 * @param {string} text @param {import("./forms.js").Splitter} splitter
 * @param {{positions: boolean}} index @returns {Query} */
export function parseQuery(text, splitter, index = { positions: true }) {
  return new Parser(text, splitter, index).parse();
}

class Parser {
  constructor(text, splitter, index) {
    this.text = text;
    this.splitter = splitter;
    this.index = index;
    this.errors = [];
    this.marks = [];
    this.fields = ALL_FIELDS;
  }

  parse() {
    const operands = this.#operands(this.#tokens());
    const required = [];
    const excluded = [];
    for (const { node, negative } of operands) (negative ? excluded : required).push(node);
    const meaningful = required.some((node) => !this.#optional(node));
    const kept = required.filter((node) => !meaningful || !this.#optional(node));
    return {
      required: kept.map((node) => this.#withoutTools(node)),
      excluded: excluded.map((node) => this.#withoutTools(node)),
      fields: this.fields,
      errors: this.errors,
      marks: this.marks,
    };
  }

  #problem(start, end, message) {
    this.errors.push({ start, end, message });
  }

  /** Cuts the text into operators, phrases, fields and pieces, each with its place. */
  #tokens() {
    const tokens = [];
    const text = this.text;
    let at = 0;
    while (at < text.length) {
      if (/\s/u.test(text[at])) {
        at += 1;
        continue;
      }
      const start = at;
      let negative = false;
      if (text[at] === "-" && at + 1 < text.length && !/[\s-]/u.test(text[at + 1])) {
        negative = true;
        at += 1;
      }
      let field = FIELD.exec(text.slice(at));
      let name = null;
      if (field) {
        name = fold(field[1].toLowerCase());
        const end = at + field[0].length;
        const valued = end < text.length && !/\s/u.test(text[end]);
        if (this.#known(name)) at = end;
        else {
          name = null;
          if (valued) {
            this.#problem(at, end, `« ${field[1]} » n’est pas un champ de recherche.`);
            at = end;
          }
        }
      }
      if (text[at] in QUOTES) {
        const close = text.indexOf(QUOTES[text[at]], at + 1);
        const end = close < 0 ? text.length : close;
        if (close < 0) this.#problem(at, text.length, "Ces guillemets ne sont pas fermés.");
        tokens.push({ kind: "quoted", text: text.slice(at + 1, end), start, end: Math.min(end + 1, text.length), negative, name });
        at = end + 1;
        continue;
      }
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      let piece = match && match.index === at ? match[0] : "";
      const quote = [...piece].findIndex((c) => c in QUOTES);
      if (quote > 0) piece = [...piece].slice(0, quote).join("");
      at += piece.length;
      if (name && !piece) this.#problem(start, at, "Ce champ attend une valeur.");
      else if (!negative && !name && piece === "OU") tokens.push({ kind: "or", start, end: at });
      else tokens.push({ kind: "piece", text: piece, start, end: at, negative, name });
    }
    return tokens;
  }

  #known(name) {
    return name in FACET_FIELDS || NUMBER_FIELDS.includes(name) || ["titre", "dans"].includes(name);
  }

  /** Operands in order; OU joins the two around it, tighter than being side by side. */
  #operands(tokens) {
    const out = [];
    let pending = null; // an OU that waits for its right side
    let at = 0;
    while (at < tokens.length) {
      const token = tokens[at];
      if (token.kind === "or") {
        if (!out.length || pending || out[out.length - 1].negative) {
          this.#problem(token.start, token.end, "« OU » attend un mot de chaque côté.");
        } else pending = token;
        at += 1;
        continue;
      }
      let length = 1;
      let nodes;
      if (token.kind === "piece" && !token.name) {
        const run = [];
        for (let i = at; i < tokens.length && tokens[i].kind === "piece" && !tokens[i].name; i++) {
          if (i > at && tokens[i].negative) break;
          run.push(tokens[i].text);
        }
        const [size, piece] = groupAt(run, 0);
        length = size;
        nodes = this.#piece(piece, token.start, tokens[at + size - 1].end, tokens[at + size]);
      } else nodes = this.#special(token);
      at += length;
      if (!nodes.length) continue;
      if (pending && token.negative) {
        this.#problem(pending.start, pending.end, "« OU » ne se combine pas avec une exclusion.");
        pending = null;
      }
      if (pending) {
        const left = out[out.length - 1];
        const right = nodes.length > 1 ? { type: "and", nodes } : nodes[0];
        left.node = left.node.type === "or" && left.joined
          ? { type: "or", nodes: [...left.node.nodes, right] }
          : { type: "or", nodes: [left.node, right] };
        left.joined = true;
        pending = null;
      } else
        out.push({
          node: nodes.length > 1 ? { type: "and", nodes } : nodes[0],
          negative: Boolean(token.negative),
        });
    }
    if (pending) this.#problem(pending.start, pending.end, "« OU » attend un mot de chaque côté.");
    return out;
  }

  /** A piece of plain text. */
  #piece(piece, start, end, following) {
    if (piece.endsWith("*") && /[\p{L}\p{N}]\*$/u.test(piece)) {
      const units = this.splitter.units(piece.slice(0, -1));
      const words = units.flatMap((unit) => unit.words);
      const key = fold(words[words.length - 1] ?? "");
      if ([...key].length >= SHORTEST_PREFIX) {
        this.marks.push({ prefix: key });
        const before = words.slice(0, -1).map((form) => this.#word(form));
        return [...before, { type: "prefix", key, start, end }];
      }
      this.#problem(start, end, "L’astérisque demande au moins trois lettres.");
      return words.map((form) => this.#word(form));
    }
    const date = DATE.exec(piece);
    if (date && date[2] >= 1 && date[2] <= 12) return this.#date(date);
    const units = this.splitter.units(piece);
    const next = following?.kind === "piece" ? following.text : "";
    if (units.length === 1 && this.#announcesNumber(units[0], next)) return [];
    return units.map((unit) => this.#unit(unit));
  }

  /** A date in digits is written with its month in letters too. @param {string[]} date */
  #date([, day, month, year]) {
    const spellings = (number) => [...new Set([number, `0${Number(number)}`.slice(-2), String(Number(number))])];
    return [spellings(day), [...spellings(month), MONTHS[month - 1]], [year]].map((forms) => this.#either(forms, null));
  }

  /** `n°`, `no`, `numéro` before a number say nothing more. */
  #announcesNumber(unit, next) {
    return this.splitter.numberMarks.has(fold(unit.words[0])) && unit.words.length === 1 && /^\p{Nd}{2,}/u.test(next);
  }

  #unit(unit) {
    const { words, joined } = unit;
    if (words.length === 1) return this.#word(words[0]);
    const forms = joined.map(([, form]) => form);
    const apart = () => ({ type: "and", nodes: words.map((form) => this.#word(form)) });
    if (!unit.strict) return this.#either(forms.slice(0, 1), apart());
    this.marks.push({ words });
    // `A 320` is no text with 320 in it, but `IL Y A 20 ANS` may be typed in capitals
    if (words[0] === "a" && words.length === 2) return this.#either(forms, this.#shouted() ? apart() : null);
    return this.#either(/^\p{Nd}/u.test(words[0]) ? forms : forms.slice(-1), null);
  }

  /** Any of some forms, or a node. */
  #either(forms, node) {
    this.marks.push({ words: forms });
    const nodes = forms.map((form) => ({ type: "word", form }));
    if (node) nodes.push(node);
    return nodes.length > 1 ? { type: "or", nodes } : nodes[0];
  }

  /** Whether several words are typed, all in capitals. */
  #shouted() {
    return !/\p{Ll}/u.test(this.text) && /\p{Lu}.*\s.*\p{Lu}/u.test(this.text);
  }

  #word(form) {
    this.marks.push({ words: [form] });
    return { type: "word", form };
  }

  /** A phrase, or a field and its value. */
  #special(token) {
    const { name, text, start, end } = token;
    if (!name) return this.#phrase(text, start, end);
    if (name === "dans") {
      const field = fold(text.toLowerCase());
      if (field in FIELD_BITS) this.fields = FIELD_BITS[field];
      else this.#problem(start, end, "« dans: » attend question, reponse, titre ou rubrique.");
      return [];
    }
    if (NUMBER_FIELDS.includes(name)) {
      const value = Number(text.replace(/\s/gu, ""));
      if (Number.isInteger(value) && value >= 0 && text.trim()) return [{ type: "number", field: name, value }];
      this.#problem(start, end, `« ${name}: » attend un nombre.`);
      return [];
    }
    if (name === "titre") {
      const nodes = token.kind === "quoted" ? this.#phrase(text, start, end) : this.#piece(text, start, end);
      return nodes.map((node) => ({ type: "field", mask: FIELD_BITS.titre, node }));
    }
    const words = this.splitter.split(text).map(([, form]) => fold(form)).filter((word) => !this.splitter.tools.has(word));
    if (!words.length) {
      this.#problem(start, end, "Ce champ attend une valeur.");
      return [];
    }
    return [{ type: "facet", facets: FACET_FIELDS[name], text, words }];
  }

  #phrase(text, start, end) {
    const words = [];
    let tools = [];
    let distance = 0;
    const all = [];
    const list = text.split(/\s+/u).filter(Boolean);
    for (let at = 0; at < list.length; ) {
      const [size, piece] = groupAt(list, at);
      at += size;
      for (const unit of this.splitter.units(piece)) all.push(...unit.words);
    }
    for (const form of all) {
      distance += 1;
      if (this.splitter.tools.has(fold(form))) tools.push(fold(form));
      else {
        words.push({ form, distance, tools });
        tools = [];
        distance = 0;
      }
    }
    if (!all.length) {
      this.#problem(start, end, "Ces guillemets ne contiennent aucun mot.");
      return [];
    }
    if (all.length === 1) return [{ ...this.#word(all[0]), quoted: true }];
    this.marks.push({ words: all });
    if (!words.length || !this.index.positions) {
      const message = words.length
        ? "Cet index ne permet pas de chercher une expression : ses mots sont cherchés séparément."
        : "Une expression ne peut pas être faite de mots-outils seulement : ils sont cherchés séparément.";
      this.#problem(start, end, message);
      return [{ type: "and", nodes: all.map((form) => ({ type: "word", form })) }];
    }
    if (tools.length) {
      const tail = all.slice(-tools.length).join(" ");
      this.#problem(start, end, `Cette expression est cherchée sans sa fin, « ${tail} » : des mots si courants n’y sont comparés que devant un autre.`);
    }
    return [{ type: "phrase", words }];
  }

  /** Whether a node is made of tool words only. */
  #optional(node) {
    if (node.type === "word") return this.splitter.tools.has(fold(node.form));
    return node.type === "and" && node.nodes.every((inner) => this.#optional(inner));
  }

  /** Tool words of a group count only where there is nothing else. */
  #withoutTools(node) {
    if (node.type !== "and" && node.type !== "or") return node;
    const nodes = node.nodes.map((inner) => this.#withoutTools(inner));
    if (node.type === "or") return { ...node, nodes };
    const kept = nodes.filter((inner) => !this.#optional(inner));
    const left = kept.length ? kept : nodes;
    return left.length === 1 ? left[0] : { ...node, nodes: left };
  }
}
