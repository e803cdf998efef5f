"use strict";
(() => {
  const form = document.querySelector("form");
  const events = [...document.querySelectorAll(".event")];
  const months = [...document.querySelectorAll("main section[data-month]")];
  const bars = [...document.querySelectorAll(".bars a")];
  const count = document.querySelector(".count");
  const field = (name) => form.elements.namedItem(name);
  // The bars are one stop of the tabulator; arrow keys go from bar to bar.
  const filled = () => bars.filter((bar) => bar.dataset.c !== "0");
  const stopAt = (stop) => {
    for (const bar of bars) bar.tabIndex = bar === stop ? 0 : -1;
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const facts = events.map((event) => ({
    names: new Set((event.dataset.n || "").split(" ")),
    sources: new Set((event.dataset.s || "").split(" ")),
    told: Number(event.dataset.i),
    disputed: event.dataset.d === "1",
    bar: Number(event.dataset.b),
    text: null,
  }));
  const narrow = () => {
    const words = fold(field("words").value).split(/\s+/).filter(Boolean);
    const name = field("name").value;
    const source = field("source").value;
    const least = Number(field("least").value);
    const disputed = field("disputed").checked;
    const heights = new Array(bars.length).fill(0);
    let shown = 0;
    events.forEach((event, at) => {
      const fact = facts[at];
      let fits = fact.told >= least && (!name || fact.names.has(name)) && (!source || fact.sources.has(source))
        && (!disputed || fact.disputed);
      if (fits && words.length) {
        fact.text ??= fold(event.textContent);
        fits = words.every((word) => fact.text.includes(word));
      }
      event.hidden = !fits;
      if (fits) {
        shown += 1;
        heights[fact.bar] += 1;
      }
    });
    for (const month of months) {
      month.hidden = !month.querySelector(".event:not([hidden])");
    }
    const most = Math.max(1, ...heights.filter((_, at) => !bars[at].classList.contains("o")));
    bars.forEach((bar, at) => {
      bar.firstElementChild.style.height = `${Math.min(100, (100 * heights[at]) / most)}%`;
      const label = `${bar.dataset.l}: ${heights[at]}`;
      bar.title = label;
      bar.setAttribute("aria-label", label);
      bar.dataset.c = heights[at];
    });
    stopAt(filled()[0]);
    count.textContent = shown === events.length
      ? `${events.length.toLocaleString("en")} events`
      : `${shown.toLocaleString("en")} of ${events.length.toLocaleString("en")} events`;
  };
  const chart = document.querySelector(".bars");
  chart.setAttribute("aria-label", `${chart.getAttribute("aria-label")}; arrow keys go from bar to bar`);
  chart.addEventListener("keydown", (event) => {
    const open = filled();
    const at = open.indexOf(document.activeElement);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: open.length - 1}[event.key];
    if (at < 0 || !open[to]) return;
    event.preventDefault();
    stopAt(open[to]);
    open[to].focus();
  });
  form.hidden = false;
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(narrow, 60);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(narrow, 0));
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.told:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
  narrow();
})();
