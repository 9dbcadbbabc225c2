/** The engine in a worker: one switch over the messages of the page. */
import { Core } from "./core.js";
import { BEGINNINGS, DONE, FACETS, FAILED, LIST, OPEN, PARTIAL, PASSAGES, SEARCH } from "./messages.js";

/** @type {Promise<Core> | null} */
let core = null;

addEventListener("message", async ({ data }) => {
  const { kind, id } = data;
  try {
    postMessage({ kind: DONE, id, value: await answer(kind, data) });
  } catch (error) {
    const { code = "interne", message, start, end, file } = error;
    postMessage({ kind: FAILED, id, error: { code, message, start, end, file } });
  }
});

async function answer(kind, data) {
  switch (kind) {
    case OPEN:
      core = Core.open(data.address, data.early);
      return (await core).about();
    case SEARCH:
      return (await core).search(data.request, (value) => postMessage({ kind: PARTIAL, id: data.id, value }));
    case FACETS:
      return (await core).facets(data.request, data.facets);
    case LIST:
      return (await core).list(data.request, data.from, data.count);
    case BEGINNINGS:
      return (await core).beginnings(data.typed, data.most);
    case PASSAGES:
      return (await core).passages(data.texts, data.marks);
    default:
      throw new TypeError(`unknown message: ${kind}`);
  }
}
