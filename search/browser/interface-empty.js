/** Help where nothing is found: what each word finds, which to drop, which filter is too much. */
import { filterCount, withoutFilters } from "./page/address.js";
import { joined, make } from "./page/dom.js";
import { counted } from "./page/labels.js";

/** Words counted one by one, of a long query the first ones. */
const WORDS = 8;
/** `"retraite agricole"`, `-chasse`, `auteur:dupont`, `retraite` */
const PIECE = /-?(?:\p{L}+:)?(?:"[^"]*"|«[^»]*»|[^\s"«»]+)/gu;

/** @param {import("./engine.js").Engine} engine @param {import("./core.js").Request} request
 * @param {import("./engine.js").Answer} answer
 * @param {(request: object, attributes: object, ...children: (Node|string)[]) => HTMLElement} link
 * @returns {Promise<HTMLElement[]>} */
export async function explain(engine, request, answer, link) {
  const pieces = (request.q.match(PIECE) ?? []).filter((piece) => piece !== "OU").slice(0, WORDS);
  const total = async (other) => (await engine.search({ ...other, page: 1 })).total;
  const help = [];
  if (filterCount(request) && request.q) {
    const free = withoutFilters(request);
    const count = await total(free);
    if (count) help.push(make("p", {}, "Sans les filtres\u00a0: ", link(free, {}, counted(count, "question")), "."));
  }
  if (pieces.length > 1) {
    const words = pieces.filter((piece) => !piece.startsWith("-"));
    const alone = await Promise.all(words.map((q) => total({ ...request, q })));
    const lines = words.map((q, at) =>
      make("li", {}, "«\u00a0", alone[at] ? link({ ...request, q, page: 1 }, {}, q) : q, `\u00a0»\u00a0: ${alone[at] ? counted(alone[at], "question") : "rien"}`),
    );
    help.push(make("p", {}, "Chaque mot, cherché seul\u00a0:"), make("ul", {}, ...lines));
    const fewer = await Promise.all(
      pieces.map(async (dropped, at) => {
        const q = pieces.filter((_, other) => other !== at).join(" ");
        return { dropped, q, count: await total({ ...request, q }) };
      }),
    );
    const useful = fewer.filter(({ count }) => count).sort((a, b) => b.count - a.count);
    if (useful.length)
      help.push(
        make(
          "p",
          {},
          "Sans ",
          ...joined(
            useful.map(({ dropped, q, count }) =>
              make("span", {}, `«\u00a0${dropped}\u00a0»\u00a0: `, link({ ...request, q, page: 1 }, {}, counted(count, "question"))),
            ),
            ", sans ",
          ),
          ".",
        ),
      );
  } else if (!answer.propositions.length && request.q && !answer.references.length)
    help.push(make("p", {}, "Vérifiez l’orthographe, ou essayez un mot plus courant. Un nom incomplet se cherche avec une étoile\u00a0: ", make("code", {}, "internet*"), "."));
  return help;
}
