/** The panel of filters: facets with counts, period. Beside the results on wide screens, in a drawer on narrow ones. */
import { ONE, withValue } from "./page/address.js";
import { facetList } from "./page/facets.js";
import { periodPicker } from "./page/period.js";
import { make } from "./page/dom.js";
import { counted } from "./page/labels.js";

/** @param {{load: () => Promise<import("./engine.js").Engine>, go: (request: object) => void, asked: () => object,
 * during: (work: Promise<unknown>) => void, wide: MediaQueryList}} page */
export function filters(page) {
  const aside = document.getElementById("filtres");
  const drawer = /** @type {HTMLDialogElement} */ (document.getElementById("tiroir"));
  const period = periodPicker(page);
  const parts = [period, withoutRepeats(page), ...facetList(page)];
  const content = make("div", { class: "filtres-contenu" }, ...parts.map(({ element }) => element));
  for (const { element } of parts) element.classList.add("attend");
  const close = make("button", { type: "button", class: "fermer" }, "Fermer");
  const see = make("button", { type: "button", class: "voir" }, "Voir les questions");
  const place = make("div", { class: "tiroir-corps" });
  drawer.replaceChildren(
    make("div", { class: "tiroir-tete" }, make("h2", {}, "Filtres"), close),
    place,
    make("div", { class: "tiroir-pied" }, see),
  );
  for (const button of [close, see]) button.addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", (event) => event.target === drawer && drawer.close());

  function settle() {
    if (page.wide.matches) {
      drawer.close();
      aside.append(content);
    } else place.append(content);
  }
  page.wide.addEventListener("change", settle);
  settle();

  page.load().then((engine) => engine.facets({}, [])).catch(() => {}); // the code that counts comes meanwhile
  let turn = 0;
  return {
    /** @param {import("./core.js").Request} request */
    async refresh(request) {
      const mine = ++turn;
      content.setAttribute("aria-busy", "true");
      const list = document.getElementById("resultats");
      const total = Number(list.dataset.total);
      see.textContent = list.childElementCount ? `Voir ${counted(total, "question")}` : "Voir les questions";
      const filled = parts.map((part) => Promise.allSettled([part.refresh(request)]));
      for (const [at, { element }] of parts.entries()) {
        await filled[at];
        if (mine !== turn) return;
        element.classList.remove("attend"); // each when those above have their height: nothing seen moves
      }
      content.setAttribute("aria-busy", "false");
    },
    open() {
      if (!page.wide.matches && !drawer.open) drawer.showModal();
    },
  };
}

/** One question for each text and each answer. @returns {import("./page/facets.js").Part} */
function withoutRepeats(page) {
  const input = make("input", { type: "checkbox" });
  input.addEventListener("change", () => page.go(withValue(page.asked(), "repetitions", ONE, input.checked)));
  return {
    element: make("p", { class: "repetitions-sans" }, make("label", {}, input, " Sans les répétitions")),
    refresh(request) {
      input.checked = request.filtres.repetitions?.includes(ONE) ?? false;
      return null;
    },
  };
}
