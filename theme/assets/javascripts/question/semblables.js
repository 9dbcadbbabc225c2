/** The questions most like the one shown, from the shards that `publisher/semblables.py` writes. */

/** Numbers in a shard, and shards in a folder, as there. */
const SHARD = 32;
const FOLDER_SHARDS = 1000;
/** `14-55901QE`, at the end of the address of its page */
const NAME = /(\d+)-(\d+)[A-Z]+/;

/**
 * Fills a place, unless there are none, or the shards do not come.
 * @param {HTMLElement} place
 * @param {string} base the address of the site
 */
export async function showSimilar(place, base) {
  const [name] = location.pathname.split("/").pop().match(NAME) ?? [];
  const own = name && (await shardOf(name, base))[name];
  const names = own?.at(-1) ?? [];
  const lines = await Promise.all(names.map(async (other) => (await shardOf(other, base))[other]));
  if (!lines.length) return;
  const title = element("h2", "", "Questions semblables");
  title.id = "semblables-titre";
  place.setAttribute("aria-labelledby", title.id);
  const list = element("ol", "cartes");
  list.append(...lines.map((line, at) => card(names[at], line, base)));
  place.append(title, list);
}

/** @type {Map<string, Promise<Record<string, any>>>} */
const shards = new Map();

function shardOf(name, base) {
  const [, legislature, number] = name.match(NAME);
  const shard = Math.floor(number / SHARD);
  const address = `${base}/semblables/${legislature}/${Math.floor(shard / FOLDER_SHARDS)}/${shard}.bin`;
  if (!shards.has(address)) shards.set(address, load(address));
  return shards.get(address);
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

/** As lists show a question. */
function card(name, [title, asked, state, told, facts], base) {
  const [, legislature, number] = name.match(NAME);
  const link = element("a", "", title);
  link.href = `${base}/q${legislature}/${name}.html`;
  link.append(element("span", "", `n°\u00a0${number}`));
  const heading = element("h3");
  heading.append(link);
  const about = element("p", "carte-faits");
  const [before, ordinal, after] = facts.split(/(?<=\d)(re|e)(?=\u00a0législature)/);
  about.append(element("span", `etat ${state}`, told), ` · ${before}`);
  if (ordinal) about.append(element("sup", "", ordinal), after);
  const made = element("li", "carte");
  made.append(heading, ...(asked ? [element("p", "carte-objet", asked)] : []), about);
  return made;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
