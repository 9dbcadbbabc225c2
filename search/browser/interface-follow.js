/** The button that follows a search, on the search page, or a question, on its own. */
import { isEmpty, read } from "./page/address.js";
import { make } from "./page/dom.js";
import { keeper, searchAddress, unkept } from "./page/followed.js";

const root = new URL("../../", import.meta.url);
const kept = keeper(root);

/** Makes a button say whether something is followed, and change that. @param {HTMLButtonElement} button
 * @param {string} what `cette recherche` @param {() => boolean} isFollowed
 * @param {(followed: boolean) => void} follow keeps it before it returns: the reader may leave the page at once */
function drive(button, what, isFollowed, follow) {
  const told = make("span", { class: "hors-vue", "aria-live": "polite" });
  button.after(told);
  const show = () => {
    const followed = isFollowed();
    button.textContent = followed ? "Suivie" : "Suivre";
    button.setAttribute("aria-label", followed ? `Ne plus suivre ${what}` : `Suivre ${what}`);
    button.title = followed ? "Ne plus suivre" : `Suivre ${what}`;
    button.classList.toggle("suivie", followed);
  };
  button.addEventListener("click", () => {
    const followed = !isFollowed();
    try {
      follow(followed);
      const lasts = kept.lasting ? "" : " Votre navigateur ne garde rien\u00a0: le suivi dure tant que cet onglet reste sur ce site.";
      told.textContent = followed ? `Ajoutée à Mon suivi.${lasts}` : "Retirée de Mon suivi.";
    } catch (error) {
      told.textContent = unkept(error);
    }
    show();
  });
  kept.whenChanged(show);
  show();
  button.hidden = false;
  return show;
}

/** The latest day of the sources. @returns {Promise<string|undefined>} */
async function latest() {
  try {
    return (await (await fetch(new URL("etat.json", root), { cache: "no-cache" })).json()).au;
  } catch {
    return undefined; // the first visit of Mon suivi tells from when on
  }
}

/** Adds to a followed search the day that its news count from. @param {string} adresse */
async function date(adresse) {
  const vu = await latest();
  if (!vu) return;
  try {
    kept.change((now) => {
      for (const one of now.recherches) if (one.adresse === adresse) one.vu ??= vu;
    });
  } catch {
    // no room: as where the day is not known
  }
}

function offerSearch(button, list) {
  const address = () => searchAddress(location.search);
  const show = drive(
    button,
    "cette recherche",
    () => kept.list().recherches.some(({ adresse }) => adresse === address()),
    (followed) => {
      const adresse = address();
      const total = list.getAttribute("aria-busy") === "false" ? Number(list.dataset.total) : undefined;
      kept.change((now) => {
        now.recherches = now.recherches.filter((one) => one.adresse !== adresse);
        if (followed) now.recherches.unshift({ adresse, total });
      });
      if (followed) date(adresse);
    },
  );
  const refresh = () => {
    button.hidden = isEmpty(read(location.search));
    show();
  };
  new MutationObserver(refresh).observe(list, { attributeFilter: ["aria-busy", "data-q"] });
  refresh();
}

function offerQuestion(button) {
  const page = decodeURIComponent(location.pathname).slice(root.pathname.length).replace(/\.html$/u, "");
  const state = document.querySelector(".fiche-question .etat")?.classList ?? [];
  const titre = document.title.split(" – ").slice(0, -1).join(" – ") || page;
  drive(
    button,
    "cette question",
    () => kept.list().questions.some((one) => one.page === page),
    (followed) => {
      kept.change((now) => {
        now.questions = now.questions.filter((one) => one.page !== page);
        if (followed) now.questions.unshift({ page, titre, etat: [...state].find((name) => name !== "etat") });
      });
    },
  );
}

const button = /** @type {HTMLButtonElement} */ (document.getElementById("suivre"));
const results = document.getElementById("resultats");
if (results) offerSearch(button, results);
else offerQuestion(button);
