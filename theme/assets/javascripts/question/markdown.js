/** The Markdown page of a record, as `parser/page.py` writes it. */

const TEXTS = { question: "## Question", reponse: "## Réponse" };
/* As `parser/markup.py`. */
const LINK = /\[([^\[\]\\*\n]{1,500})\]\((https?:\/\/[^\s()<>\[\]\\*"'`]{1,1000})\)/u;
const EMPHASIS = /(?<![*\\\p{L}\p{N}_])\*([^\s*\\\[\]](?:[^*\\\[\]\n]*[^\s*\\\[\]])?)\*(?![*\p{L}\p{N}_])/u;
const MARK = new RegExp(`(\\\\\\*)|${LINK.source}|${EMPHASIS.source}`, "gu");
const BACKSLASHED = /[\\_[\]{}]/gu;
const NUMBERED = /[<>&`|~^*\u0000-\u001f\u007f-\u009f\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufeff]/gu;
const EDGES = /^\s+|\s+$| {2,}/gu;
const OPENING = /^(\d*)([#+\-.])/u;
/** What double quotes of YAML do not hold as it stands. */
const QUOTED = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]/gu;
const SHORT = { "\0": "0", "\x07": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P" };

/** @param {Record<string, any>} record @param {{title: string, description: string}} page @returns {string} */
export function pageOf(record, { title, description }) {
  const { question, reponse, ...facts } = record;
  const lines = Object.entries({ ...facts, title, description, template: "question.html" }).map(entry);
  const blocks = Object.entries({ question, reponse })
    .filter(([, paragraphs]) => paragraphs)
    .flatMap(([name, paragraphs]) => [TEXTS[name], ...paragraphs.map(block)]);
  return `---\n${lines.join("")}---\n${blocks.length ? `\n${blocks.join("\n\n")}\n` : "\n"}`;
}

function block(paragraph) {
  return typeof paragraph === "string" ? toMarkdown(paragraph) : paragraph.tableau;
}

/** @param {[string, any]} fact */
function entry([name, value]) {
  if (Array.isArray(value)) return `${name}:\n${value.map((item) => `- ${inside(item)}`).join("")}`;
  if (typeof value === "object") return `${name}:\n  ${inside(value)}`;
  return `${name}: ${scalar(name, value)}\n`;
}

function inside(item) {
  return Object.entries(item).map(([name, value]) => `${name}: ${scalar(name, value)}\n`).join("  ");
}

function scalar(name, value) {
  if (typeof value === "number" || name === "date" || name.startsWith("date_")) return String(value);
  return `"${value.replace(QUOTED, inQuotes)}"`;
}

function inQuotes(letter) {
  if (letter in SHORT) return `\\${SHORT[letter]}`;
  const code = letter.codePointAt(0);
  const [sign, length] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${sign}${code.toString(16).toUpperCase().padStart(length, "0")}`;
}

/** One paragraph of Markdown that shows the marked text and nothing else. @param {string} marked */
export function toMarkdown(marked) {
  const out = [];
  let end = 0;
  for (const mark of marked.matchAll(MARK)) {
    out.push(escape(marked.slice(end, mark.index), !end, false));
    const [all, typed, shown, target, inner] = mark;
    const last = mark.index + all.length === marked.length;
    if (typed) out.push("\\*");
    else if (inner) out.push(`*${escape(inner, false, false)}*`);
    else if (isAddress(target)) {
      const before = out.at(-1);
      if (before.endsWith("!")) out[out.length - 1] = `${before.slice(0, -1)}\\!`;
      out.push(`[${escape(shown, true, true)}](${target.replaceAll("&", "&#38;")})`);
    } else out.push(escape(all, mark.index === 0, last));
    end = mark.index + all.length;
  }
  out.push(escape(marked.slice(end), !end, true));
  return out.join("");
}

function isAddress(target) {
  return URL.canParse(target);
}

/** @param {string} text @param {boolean} first @param {boolean} last whether it opens or ends the paragraph */
function escape(text, first, last) {
  let out = text.replace(BACKSLASHED, "\\$&").replace(NUMBERED, number);
  const whole = out;
  out = out.replace(EDGES, (run, at) => {
    const edge = (first && at === 0) || (last && at + run.length === whole.length);
    return edge || run.length > 1 ? Array.from(run, number).join("") : run;
  });
  const opening = first && out.match(OPENING);
  return opening ? `${opening[1]}\\${out.slice(opening[1].length)}` : out;
}

function number(letter) {
  return `&#${letter.codePointAt(0)};`;
}
