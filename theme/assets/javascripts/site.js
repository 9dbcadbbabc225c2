/* On every page, loaded before the page is drawn so that chosen colours do not flash. The site works
 * without it: it adds the choice of colours, the key `/`, the delay of pending questions, links to paragraphs, and
 * loads what completes names, marks words and cites when these are first needed. */
(function () {
  "use strict";

  const root = document.documentElement;
  /* The root of the site, without a slash at its end. */
  const base = new URL("../..", document.currentScript.src).href.slice(0, -1);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const key = "couleurs";
  const completed = new WeakSet();

  /* Storage can be forbidden by the browser; the choice then lasts as long as the page. */
  function stored() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function store(scheme) {
    try {
      if (scheme) localStorage.setItem(key, scheme);
      else localStorage.removeItem(key);
    } catch {
      /* see stored() */
    }
  }

  function shown() {
    return root.dataset.couleurs || (dark.matches ? "sombres" : "claires");
  }

  /* The search page keeps the place of the sentence that tells the filters. */
  if (/[?&](auteur|ministere_\w+|rubrique|groupe|departement|etat|delai|annee|legislature|portefeuille\w*|semaine|meme_\w+|repetitions|de|a)=./.test(location.search))
    root.dataset.filtres = "";

  /* The search page says how to browse where its script does not run, or does not come. */
  root.dataset.script = "";
  document.addEventListener(
    "error",
    ({ target }) => {
      if (target.tagName === "SCRIPT") document.getElementById("sans-recherche")?.classList.add("montre");
    },
    true,
  );

  const chosen = stored();
  if (chosen === "sombres" || chosen === "claires") root.dataset.couleurs = chosen;

  /** The button offers the other colours; choosing those of the system again forgets the choice. */
  function offerColours() {
    const button = document.querySelector(".palette");
    const label = () => {
      const other = shown() === "sombres" ? "claires" : "sombres";
      button.setAttribute("aria-label", `Passer aux couleurs ${other}`);
      button.title = `Couleurs ${other}`;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const other = shown() === "sombres" ? "claires" : "sombres";
      const system = dark.matches ? "sombres" : "claires";
      if (other === system) delete root.dataset.couleurs;
      else root.dataset.couleurs = other;
      store(root.dataset.couleurs);
      label();
    });
    dark.addEventListener("change", label);
    label();
  }

  function focusOnSlash(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    const box = document.querySelector("[role=search] input");
    event.preventDefault();
    box.focus();
    box.select();
  }

  /** Days a question has waited at the latest Journal officiel of the sources (`etat.json`), and whether the time to
   * answer it was over by then. */
  async function showDelay(place) {
    const { au } = await (await fetch(`${base}/etat.json`)).json();
    const { depuis, fin } = place.dataset;
    if (!au || au <= depuis) return;
    const last = document.querySelector(".delai time");
    if (last.dateTime < (fin && fin < au ? fin : au)) last.previousElementSibling.textContent = "échu le";
    if (fin && au >= fin) return;
    const days = Math.round((Date.parse(au) - Date.parse(depuis)) / 86_400_000);
    const day = new Date(au).toLocaleDateString("fr-FR", { dateStyle: "long", timeZone: "UTC" });
    place.textContent = `, soit ${days.toLocaleString("fr-FR")}\u00a0jour${days > 1 ? "s" : ""} au JO du\u00a0${day}`;
  }

  /** A browser runs no module, and reads no index, from a folder: the search page says so. */
  function sayHowToServe() {
    document.getElementById("etat").textContent =
      "La recherche ne fonctionne pas sur un site ouvert depuis un dossier. Servez-le, par exemple avec la commande " +
      "« python3 -m http.server » lancée dans ce dossier, puis ouvrez http://localhost:8000/.";
  }

  /** Whole tables of values can be sorted. */
  function sortTables() {
    const tables = document.querySelectorAll(".triable");
    if (!tables.length) return;
    import(`${base}/assets/javascripts/tables.js`)
      .then(({ makeSortable }) => tables.forEach(makeSortable))
      .catch(() => {}); // they are read as they stand
  }

  /** The box of a page gets its completion with the focus; the search page gives its own box its own. */
  function completeBox({ target }) {
    if (!target.matches?.("[role=search] input") || target.id === "recherche-q" || completed.has(target)) return;
    completed.add(target);
    target.autocomplete = "off";
    import(`${base}/recherche/moteur/interface-completion.js`)
      .then(({ completeElsewhere }) => completeElsewhere(target, base))
      .catch(() => {}); // the box leads to the search page without it
  }

  /** The words that a question was found by: the search page hands them on. */
  function markWords() {
    const words = location.hash.match(/^#mots=(.+)/)?.[1];
    if (words && document.querySelector("[data-texte]"))
      import(`${base}/recherche/moteur/interface-marks.js`).then(({ mark }) => mark(base, words)).catch(() => {});
  }

  /** The questions most like the one shown, fetched when their place is about to be seen. */
  function fetchSimilar(article) {
    const place = document.createElement("section");
    place.id = "semblables";
    article.append(place);
    const seen = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        seen.disconnect();
        import(`${base}/assets/javascripts/question/semblables.js`)
          .then(({ showSimilar }) => showSimilar(place, base))
          .catch(() => {}); // the page is whole without them
      },
      { rootMargin: "600px" },
    );
    seen.observe(place);
  }

  function button(name, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.append(label);
    return made;
  }

  /** A question can be cited and followed. What follows it is loaded where it is asked for, or was before: a page has its
   * name in the list that followed.js keeps. */
  function offerActions() {
    const place = document.querySelector(".actes");
    if (!place) return;
    const follow = button("", "Suivre");
    follow.id = "suivre";
    follow.hidden = true;
    place.append(button("citer", "Citer, télécharger"), " ", follow);
    const load = () => import(`${base}/recherche/moteur/interface-follow.js`);
    const site = new URL(`${base}/`).pathname;
    let kept = window.name;
    try {
      kept = localStorage.getItem(`suivi ${site}`) ?? "";
    } catch {
      /* see stored() */
    }
    if (kept.includes(`"${location.pathname.slice(site.length).replace(/\.html$/, "")}"`)) {
      load().catch(() => {});
      return;
    }
    follow.setAttribute("aria-label", "Suivre cette question");
    follow.hidden = false;
    const first = () =>
      load()
        .then(() => follow.removeEventListener("click", first))
        .then(() => follow.click())
        .catch(() => {}); // the next click tries again
    follow.addEventListener("click", first);
  }

  /** Each paragraph of a question gets a link to itself; its number is for the eyes alone. The arrows lead from one to
   * the next: the tabulator would have to pass them all. */
  function numberParagraphs() {
    for (const text of document.querySelectorAll("[data-texte]")) {
      const links = Array.from(text.querySelectorAll(":scope > [id]"), (paragraph, at) => {
        const link = document.createElement("a");
        link.href = `#${paragraph.id}`;
        link.className = "alinea";
        link.dataset.numero = at + 1;
        link.tabIndex = at ? -1 : 0;
        link.setAttribute("aria-label", `§ ${at + 1}`);
        if (paragraph.tagName === "TABLE") paragraph.before(link);
        else paragraph.append(link);
        return link;
      });
      text.addEventListener("keydown", (event) => {
        const next = links[links.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
        if (!next || !event.target.matches(".alinea")) return;
        event.preventDefault();
        event.target.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    }
  }

  /** How to cite the question, or the paragraph whose number is chosen. */
  function citeOnClick({ target, ctrlKey, metaKey, shiftKey }) {
    const from = target.closest?.(".citer, .alinea");
    if (!from || ctrlKey || metaKey || shiftKey) return;
    import(`${base}/assets/javascripts/question/panel.js`)
      .then(({ cite }) => cite(from))
      .catch(() => {}); // the reference stands on the page, and the link leads to its paragraph
  }

  document.addEventListener("keydown", focusOnSlash);
  if (location.protocol !== "file:") {
    document.addEventListener("focusin", completeBox);
    document.addEventListener("click", citeOnClick);
    root.dataset.servi = "";
    document.addEventListener("DOMContentLoaded", markWords);
    document.addEventListener("DOMContentLoaded", offerActions);
    document.addEventListener("DOMContentLoaded", sortTables);
  }
  document.addEventListener("DOMContentLoaded", () => {
    offerColours();
    numberParagraphs();
    if (location.protocol === "file:" && document.getElementById("recherche")) sayHowToServe();
    const pending = document.querySelector("[data-depuis]");
    /* A page opened from a folder may not read files: it then shows the date alone. */
    const question = document.querySelector(".fiche-question");
    if (question && location.protocol !== "file:") fetchSimilar(question);
    if (pending && location.protocol !== "file:") showDelay(pending).catch(() => {});
  });
})();
