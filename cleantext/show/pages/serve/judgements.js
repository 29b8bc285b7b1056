// Judgements: kept by this browser, made into files by the server.
import { ask, complain, every, say, ui } from "./common.js";
import { card, rows, told } from "./result.js";

const STORE = `cleantext:${document.body.dataset.run || "text"}`;

const keyOf = (each) => JSON.stringify([each.document, each.line, each.changes[each.index].start, each.changes[each.index].before]);
const judgements = new Map();

function load() {
  try {
    for (const each of JSON.parse(localStorage.getItem(STORE) ?? "[]")) judgements.set(keyOf(each), each);
  } catch {
    localStorage.removeItem(STORE);
  }
}

// Offsets count code points: they are compared and subtracted here, and never index a string.
function judgementOf(number) {
  const ends = (hunk) => hunk.start + [...hunk.before].length;
  const hunk = told.hunks[number];
  const starts = told.rows.map(([start]) => start);
  let first = starts.findLastIndex((start) => start <= hunk.start);
  let behind = first + 1;
  let end = ends(hunk);
  let within = [];
  for (;;) {
    while (behind < starts.length && starts[behind] < end) behind += 1;
    const stop = starts[behind] ?? Infinity;
    within = told.hunks.filter((each) => each.start >= starts[first] && each.start < stop);
    const reaches = Math.max(...within.map(ends));
    if (reaches <= stop) break;
    end = reaches;
  }
  return {
    document: told.document ?? "text",
    at: hunk.start,
    line: told.rows.slice(first, behind).map(([, text]) => text).join(""),
    changes: within.map((each) => ({
      start: each.start - starts[first],
      before: each.before,
      after: each.after,
      rules: [...new Set(each.changes.map(([, rule]) => rule))],
    })),
    index: within.indexOf(hunk),
  };
}

function judge(right, should = "") {
  const each = { ...judgementOf(card.mark.dataset.hunk), right, should };
  const key = keyOf(each);
  const before = judgements.get(key);
  if (before?.right === right && before.should === should) judgements.delete(key);
  else judgements.set(key, each);
  keep();
  showVerdict();
}

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...judgements.values()]));
  } catch (error) {
    complain(error);
  }
  ui("exported").hidden = true;
  markJudged();
}

function showVerdict() {
  const found = judgements.get(keyOf(judgementOf(card.mark.dataset.hunk)));
  card.querySelector(".right").setAttribute("aria-pressed", found?.right === true);
  card.querySelector(".wrong").setAttribute("aria-pressed", found?.right === false);
  card.querySelector(".should").hidden = found?.right !== false;
  card.querySelector(".should input").value = found?.should ?? "";
}

function markJudged() {
  const all = [...judgements.values()];
  const wrong = all.filter((each) => !each.right).length;
  document.querySelector(".judged").hidden = !all.length;
  ui("judged-count").textContent = say(`${all.length - wrong} right, ${wrong} wrong`, `${all.length - wrong} bons, ${wrong} mauvais`);
  for (const mark of every(".is-right, .is-wrong", rows)) {
    mark.classList.remove("is-right", "is-wrong");
    mark.removeAttribute("aria-description");
  }
  if (!told) return;
  const name = told.document ?? "text";
  const numbers = new Map(told.hunks.map((hunk, number) => [hunk.start, number]));
  for (const each of all) {
    const number = numbers.get(each.at);
    if (each.document !== name || number === undefined) continue;
    if (keyOf(judgementOf(number)) !== keyOf(each)) continue; // it is of a text that stood here before
    const mark = rows.querySelector(`[role=button][data-hunk="${number}"]`);
    mark.classList.add(each.right ? "is-right" : "is-wrong");
    mark.setAttribute("aria-description", each.right ? say("judged right", "jugé bon") : say("judged wrong", "jugé mauvais"));
  }
}

async function exportAll() {
  try {
    const said = await ask("export", { judgements: [...judgements.values()] });
    ui("cases").textContent = said.cases;
    ui("entries").textContent = said.toml || say("# nothing to set", "# rien à régler");
    ui("names").textContent = said.names;
    ui("names").closest("figure").hidden = !said.names;
    ui("exported").hidden = false;
    complain(null);
  } catch (error) {
    complain(error);
  }
}

rows.addEventListener("shown", markJudged);
card.addEventListener("opened", () => {
  if (card.mark.dataset.hunk !== undefined) showVerdict();
});
rows.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if ((key !== "r" && key !== "w") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!card.hidden && card.mark.dataset.hunk !== undefined) judge(key === "r");
});
card.querySelector(".right").addEventListener("click", () => judge(true));
card.querySelector(".wrong").addEventListener("click", () => judge(false));
card.querySelector(".should input").addEventListener("change", (event) => judge(false, event.target.value));
ui("export").addEventListener("click", exportAll);
ui("forget").addEventListener("click", () => {
  if (!confirm(say("Forget all judgements?", "Oublier tous les jugements ?"))) return;
  judgements.clear();
  keep();
});
load();
markJudged();
