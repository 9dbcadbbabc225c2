/** The period: which date, from when to when, on a histogram to drag over or by two dates. */
import { ONE } from "./address.js";
import { make } from "./dom.js";
import { counted, MONTHS } from "./labels.js";

/** Longer spans are shown by year. */
const MOST_MONTHS = 84;

/** @typedef {{name: string, from: string, to: string, total: number}} Bucket days in ISO, `to` included */

export function periodPicker(page) {
  const which = make("select", { name: "date", "aria-label": "Date à regarder" }, make("option", { value: "question" }, "de la question"), make("option", { value: "reponse" }, "de la réponse"));
  const from = make("input", { type: "date", name: "de" });
  const to = make("input", { type: "date", name: "a" });
  const bars = make("div", { class: "barres", "aria-hidden": "true" });
  const low = make("input", { type: "range", min: 0, step: 1, "aria-label": "Début de la période" });
  const high = make("input", { type: "range", min: 0, step: 1, "aria-label": "Fin de la période" });
  const told = make("p", { class: "histogramme-dit" });
  const histogram = make("div", { class: "histogramme" }, bars, make("div", { class: "curseurs" }, low, high), told);
  const element = make(
    "section",
    { class: "periode", "aria-label": "Période" },
    make("p", { class: "periode-titre" }, "Date ", which),
    histogram,
    make("div", { class: "periode-dates" }, make("label", {}, "du ", from), make("label", {}, "au ", to)),
  );
  /** @type {Bucket[]} */
  let buckets = [];
  let drawn = "";
  let turn = 0;

  function choose(first, last) {
    const all = first <= 0 && last >= buckets.length - 1;
    page.go({ ...page.asked(), de: all ? undefined : buckets[first].from, a: all ? undefined : buckets[last].to, page: 1 });
  }

  /** Shows which bars are chosen, while dragging too. */
  function mark(first, last) {
    low.value = String(first);
    high.value = String(last);
    low.setAttribute("aria-valuetext", buckets[first]?.name ?? "");
    high.setAttribute("aria-valuetext", buckets[last]?.name ?? "");
    [...bars.children].forEach((bar, at) => bar.classList.toggle("choisie", at >= first && at <= last));
    const sum = buckets.slice(first, last + 1).reduce((total, bucket) => total + bucket.total, 0);
    const names = first === last ? buckets[first]?.name : `${buckets[first]?.name} – ${buckets[last]?.name}`;
    // of repeats one is counted in each bar
    const most = page.asked().filtres.repetitions?.includes(ONE) ? "au plus " : "";
    told.textContent = buckets.length ? `${names}\u00a0: ${most}${counted(sum, "question")}` : "";
  }

  function draw(months, request) {
    buckets = gathered(months);
    histogram.classList.toggle("vide", !buckets.length);
    histogram.classList.toggle("seule", buckets.length === 1); // one month is not narrowed further
    const top = Math.max(1, ...buckets.map(({ total }) => total));
    bars.replaceChildren(
      ...buckets.map(({ total }) => {
        const bar = make("i");
        bar.style.height = total ? `${Math.max(4, (100 * total) / top)}%` : "0";
        return bar;
      }),
    );
    for (const slider of [low, high]) slider.max = String(Math.max(0, buckets.length - 1));
    place(request);
  }

  function place(request) {
    if (!buckets.length) return;
    const first = request.de ? buckets.findIndex(({ to: end }) => end >= request.de) : 0;
    const last = request.a ? buckets.findLastIndex(({ from: start }) => start <= request.a) : buckets.length - 1;
    mark(first < 0 ? buckets.length - 1 : first, last < 0 ? 0 : last);
  }

  function at(event) {
    const { left, width } = bars.getBoundingClientRect();
    const share = Math.min(0.999, Math.max(0, (event.clientX - left) / width));
    return Math.floor(share * buckets.length);
  }

  let start = -1;
  bars.addEventListener("pointerdown", (event) => {
    if (!buckets.length) return;
    event.preventDefault();
    bars.setPointerCapture(event.pointerId);
    start = at(event);
    mark(start, start);
  });
  bars.addEventListener("pointermove", (event) => {
    if (start >= 0) mark(Math.min(start, at(event)), Math.max(start, at(event)));
  });
  bars.addEventListener("pointerup", (event) => {
    if (start < 0) return;
    const end = at(event);
    choose(Math.min(start, end), Math.max(start, end));
    start = -1;
  });
  bars.addEventListener("pointercancel", () => {
    start = -1;
    place(page.asked());
  });
  for (const slider of [low, high]) {
    const both = () => [Number(low.value), Number(high.value)].sort((a, b) => a - b);
    slider.addEventListener("input", () => {
      if (slider === low && Number(low.value) > Number(high.value)) low.value = high.value;
      if (slider === high && Number(high.value) < Number(low.value)) high.value = low.value;
      mark(...both());
    });
    slider.addEventListener("change", () => choose(...both()));
  }
  which.addEventListener("change", () => page.go({ ...page.asked(), date: which.value, page: 1 }));
  for (const input of [from, to])
    input.addEventListener("change", () => page.go({ ...page.asked(), de: from.value || undefined, a: to.value || undefined, page: 1 }));

  return {
    element,
    async refresh(request) {
      which.value = request.date;
      from.value = request.de ?? "";
      to.value = request.a ?? "";
      const mine = ++turn;
      const { de: _from, a: _to, page: _page, tri: _sort, ...rest } = request;
      const wanted = JSON.stringify(rest);
      if (wanted === drawn) {
        place(request);
        return;
      }
      try {
        const { mois } = await (await page.load()).facets({ ...request, de: undefined, a: undefined }, ["mois"]);
        if (mine !== turn) return;
        drawn = wanted;
        draw(mois, request);
      } catch {
        histogram.classList.add("vide"); // the two dates are enough
      }
    },
  };
}

/** Months, or years where there are many, without gaps. @param {Array<{valeur: string, total: number}>} months
 * @returns {Bucket[]} */
function gathered(months) {
  if (!months.length) return [];
  const counts = new Map(months.map(({ valeur, total }) => [valeur, total]));
  const names = [...counts.keys()].sort();
  const [first, last] = [names[0], names[names.length - 1]].map((name) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1);
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (all.length <= MOST_MONTHS)
    return all.map((month) => {
      const start = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
      const end = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0));
      const iso = start.toISOString();
      return { name: `${MONTHS[month % 12]} ${start.getUTCFullYear()}`, from: iso.slice(0, 10), to: end.toISOString().slice(0, 10), total: counts.get(iso.slice(0, 7)) ?? 0 };
    });
  const years = new Map();
  for (const month of all) {
    const year = String(Math.floor(month / 12));
    const key = `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
    years.set(year, (years.get(year) ?? 0) + (counts.get(key) ?? 0));
  }
  return [...years].map(([year, total]) => ({ name: year, from: `${year}-01-01`, to: `${year}-12-31`, total }));
}
