"use strict";
// Without this script the page shows all rows in English.
const french = /^fr\b/i.test(navigator.language);
const say = (en, fr) => (french ? fr : en);
const FIRST = 25; // rows that a table shows until all are asked for
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

function makeShort(table, body) {
  const region = table.parentElement;
  let all = false;
  const more = makeButton([], () => {
    all = true;
    arrange();
    region.focus();
  });
  more.className = "more";
  region.after(more);
  function arrange() {
    const left = [...body.rows].filter((row) => !row.classList.contains("out"));
    left.forEach((row, at) => row.classList.toggle("beyond", !all && at >= FIRST));
    more.hidden = all || left.length <= FIRST;
    more.textContent = say(`Show all ${left.length}`, `Tout montrer (${left.length})`);
  }
  table.addEventListener("arranged", arrange);
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
  makeShort(table, body);
}

const closed = () => document.querySelectorAll("details:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...closed()];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
