"use strict";
// Without this script the page shows all rows in English.
const french = /^fr\b/i.test(navigator.language);
const say = (en, fr) => (french ? fr : en);
const FIRST = 25; // rows of a page of a table
const order = new Intl.Collator(undefined, { numeric: true });

if (french) {
  document.documentElement.lang = "fr";
  for (const each of document.querySelectorAll("[data-fr]")) each.textContent = each.dataset.fr;
  for (const each of document.querySelectorAll("[data-fr-label]"))
    each.setAttribute("aria-label", each.dataset.frLabel);
}

function nameLanguages() {
  const names = new Intl.DisplayNames([say("en", "fr")], { type: "language" });
  for (const cell of document.querySelectorAll("[aria-labelledby=languages] tbody th")) {
    const code = cell.textContent;
    const name = /^[a-z]{2,3}$/.test(code) ? names.of(code) : code;
    const told = code === "und" ? say("cannot be told", "indéterminée") : name;
    if (told !== code) cell.append(` (${told})`);
  }
}

function makeButton(text, onclick) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...text);
  button.addEventListener("click", onclick);
  return button;
}

function makeSortable(table, body) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    head.append(makeButton([...head.childNodes], () => {
      const numbers = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : numbers;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const compare = numbers
        ? (a, b) => value(a) - value(b)
        : (a, b) => order.compare(value(a), value(b));
      const rows = [...body.rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
      body.append(...rows);
      table.dispatchEvent(new Event("arranged"));
    }));
  });
}

function makePages(table, body) {
  const region = table.parentElement;
  const tools = document.createElement("div");
  const told = document.createElement("span");
  let page = 0;
  let all = false;
  const turn = (to) => () => {
    page = to(page);
    arrange();
  };
  const first = makeButton(["«"], turn(() => 0));
  const back = makeButton(["‹"], turn((at) => at - 1));
  const on = makeButton(["›"], turn((at) => at + 1));
  const last = makeButton(["»"], turn(() => Infinity));
  const whole = makeButton([say("Show all", "Tout montrer")], turn((at) => ((all = !all), at)));
  first.setAttribute("aria-label", say("First page", "Première page"));
  back.setAttribute("aria-label", say("Page before", "Page précédente"));
  on.setAttribute("aria-label", say("Next page", "Page suivante"));
  last.setAttribute("aria-label", say("Last page", "Dernière page"));
  whole.setAttribute("aria-pressed", "false");
  told.setAttribute("role", "status");
  tools.className = "pages";
  tools.append(first, back, told, on, last, whole);
  region.after(tools);
  function arrange() {
    const left = [...body.rows].filter((row) => !row.classList.contains("out"));
    const pages = Math.max(1, Math.ceil(left.length / FIRST));
    page = Math.min(Math.max(page, 0), pages - 1);
    left.forEach((row, at) =>
      row.classList.toggle("beyond", !all && Math.floor(at / FIRST) !== page));
    for (const each of [first, back]) each.disabled = all || page === 0;
    for (const each of [on, last]) each.disabled = all || page === pages - 1;
    tools.hidden = left.length <= FIRST;
    whole.setAttribute("aria-pressed", all);
    const from = page * FIRST + 1;
    const to = Math.min(left.length, from + FIRST - 1);
    told.textContent = all ? `${left.length}` : `${from}–${to} / ${left.length}`;
  }
  table.addEventListener("arranged", () => {
    page = 0;
    arrange();
  });
  table.addEventListener("sought", (event) => {
    const left = [...body.rows].filter((row) => !row.classList.contains("out"));
    page = Math.floor(left.indexOf(event.detail) / FIRST);
    arrange();
  });
  arrange();
}

function makeFilter(table, body) {
  const tools = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const found = document.createElement("span");
  tools.className = "tools";
  input.type = "search";
  found.setAttribute("role", "status");
  label.append(say("Filter", "Filtrer"), input);
  tools.append(label, found);
  table.parentElement.before(tools);
  const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [row, text] of texts) {
      const fits = wanted.every((word) => text.includes(word));
      row.classList.toggle("out", !fits);
      count += fits;
    }
    found.textContent = wanted.length ? `${count} / ${texts.size}` : "";
    table.dispatchEvent(new Event("arranged"));
  });
}

nameLanguages();
for (const table of document.querySelectorAll(".wide > table")) {
  const body = table.tBodies[0];
  if (body.rows.length < 2) continue;
  makeSortable(table, body);
  if (body.rows.length > 7) makeFilter(table, body);
  makePages(table, body);
}

// What is later than today is told by who looks, so that the page of a run is always the same.
function tellFuture() {
  const today = new Date().toISOString().slice(0, 10);
  for (const item of document.querySelectorAll(".future")) {
    for (const each of item.querySelectorAll("[data-day]")) {
      if (each.dataset.day > today) item.hidden = item.closest(".warnings").hidden = false;
      else each.remove();
    }
  }
}

// A link to a row leads to the page of the table that the row is on.
function seek() {
  const row = document.getElementById(location.hash.slice(1));
  if (!row || row.localName !== "tr") return;
  if (row.classList.contains("out")) {
    const input = row.closest("section").querySelector("input");
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }
  row.closest("table").dispatchEvent(new CustomEvent("sought", { detail: row }));
  row.scrollIntoView({ block: "center" });
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

tellFuture();
addEventListener("hashchange", seek);
seek();

const closed = () => document.querySelectorAll("details:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...closed()];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
