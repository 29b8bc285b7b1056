// The result: line beside line, what is marked in it, and the card of a change.
// Its HTML comes from the server, which escapes it; what is made here is made of text alone.
import { element, every, say, ui } from "./common.js";

export const rows = ui("rows");
export const card = ui("card"); // its `mark` is the change that it tells of
export let told = null; // what the server said last
let current = null; // the mark that Tab leads to

export function forgetResult() {
  told = null;
  hideCard();
  for (const each of every(".result, .configuration")) each.hidden = true;
  for (const each of every("[data-count]")) each.textContent = "";
  ui("hint").hidden = false;
}

export function show(said) {
  told = said;
  hideCard();
  rows.innerHTML = said.html;
  rows.classList.toggle("long", said.rows.length > 300);
  ui("facts").innerHTML = said.facts;
  document.querySelector(".result").hidden = false;
  ui("hint").hidden = true;
  document.querySelector(".configuration").hidden = said.toml === undefined;
  for (const each of every("[data-count]")) each.textContent = said.stages[each.dataset.count] ?? "";
  ui("toml").textContent = said.toml || say("# the default configuration", "# la configuration par défaut");
  ui("python").textContent = said.python ?? "";
  ui("summary").textContent = summary(said);
  offerChoices(said);
  choose();
  rows.dispatchEvent(new Event("shown"));
}

function summary(said) {
  const count = Object.values(said.rules).reduce((sum, each) => sum + each, 0);
  const name = said.document === undefined ? "" : `${said.document} · `;
  if (said.reason) return name + say(`rejected: ${said.reason}`, `rejeté : ${said.reason}`);
  const time = said.milliseconds === undefined ? "" : ` · ${Math.max(1, Math.round(said.milliseconds))} ms`;
  const changes = count === 1 ? say("1 change", "1 changement") : say(`${count} changes`, `${count} changements`);
  return `${name}${changes}${time}`;
}

function offerChoices(said) {
  const before = ui("shown").value;
  const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
  const all = option("", say("all changes and labels", "tous les changements et étiquettes"));
  const groups = Object.entries(said.stages).map(([stage, count]) => {
    const group = document.createElement("optgroup");
    group.label = stage;
    group.append(option(`stage:${stage}`, `${stage} (${count})`));
    for (const [rule, times] of Object.entries(said.rules))
      if (rule.startsWith(`${stage}.`)) group.append(option(`rule:${rule}`, `${rule} (${times})`));
    return group;
  });
  const labels = [...new Set(said.labels.map(([name]) => name))];
  if (labels.length) {
    const group = document.createElement("optgroup");
    group.label = say("labels", "étiquettes");
    group.append(...labels.map((name) => option(`label:${name}`, name)));
    groups.push(group);
  }
  ui("shown").replaceChildren(all, ...groups);
  ui("shown").value = before;
  if (ui("shown").selectedIndex < 0) ui("shown").value = "";
}

function isChosen(mark, kind, name) {
  if (!kind) return true;
  if (mark.dataset.label !== undefined)
    return kind === "label" && told.labels[mark.dataset.label][0] === name;
  const made = told.hunks[mark.dataset.hunk].changes;
  return made.some(([stage, rule]) => (kind === "stage" && stage === name) || (kind === "rule" && rule === name));
}

function choose() {
  const [kind, ...rest] = ui("shown").value.split(":");
  for (const mark of every("[data-hunk], [data-label]", rows))
    mark.classList.toggle("off", !isChosen(mark, kind, rest.join(":")));
  for (const row of rows.rows)
    row.hidden = ui("only").checked && !row.querySelector("[data-hunk]:not(.off), [data-label]:not(.off)");
  reach(null);
}

// Going from mark to mark: one of them can be reached by Tab, the arrows go to the others

const marks = () => every("[role=button]:not(.off)", rows).filter((mark) => !mark.closest("tr").hidden);

function reach(mark) {
  const all = marks();
  current?.setAttribute("tabindex", "-1");
  current = mark;
  (mark ?? all[0])?.setAttribute("tabindex", "0");
  if (!mark && all[0]) current = all[0];
  ui("place").textContent = all.length ? `${mark ? all.indexOf(mark) + 1 : "–"} / ${all.length}` : "0";
  ui("previous").disabled = ui("next").disabled = !all.length;
}

function go(step) {
  const all = marks();
  if (!all.length) return;
  const at = all.indexOf(current);
  const began = ui("place").textContent.startsWith("–");
  const to = step === "first" ? 0 : step === "last" ? all.length - 1
    : began && step > 0 ? Math.max(0, at) : (at + step + all.length) % all.length;
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
}

// The card of a change: shown on hover and on focus

let hiding = 0;

function twin(mark, tag) {
  const found = every(`${tag}[data-hunk="${mark.dataset.hunk}"]`, rows);
  return found.map((each) => {
    const copy = each.cloneNode(true);
    for (const name of ["role", "tabindex", "data-hunk", "aria-describedby"]) copy.removeAttribute(name);
    return copy;
  });
}

function showCard(mark) {
  clearTimeout(hiding);
  if (card.mark === mark && !card.hidden) return;
  unlight();
  card.mark = mark;
  const said = card.querySelector(".said");
  const why = card.querySelector(".why");
  const isLabel = mark.dataset.label !== undefined;
  if (isLabel) {
    const [name, value, rule, score] = told.labels[mark.dataset.label];
    said.replaceChildren(element("span", say("label ", "étiquette ")), element("b", value ? `${name} ${value}` : name));
    why.replaceChildren(reasonOf("", rule, score));
  } else {
    const arrow = element("span", "→", "arrow");
    const [gone, come] = [twin(mark, "del"), twin(mark, "ins")];
    const nothing = () => element("span", say("nothing", "rien"), "nothing");
    said.replaceChildren(...(gone.length ? gone : [nothing()]), arrow, ...(come.length ? come : [nothing()]));
    const made = told.hunks[mark.dataset.hunk].changes;
    why.replaceChildren(...made.map(([stage, rule, score]) => reasonOf(stage, rule, score)));
    for (const each of every(`[data-hunk="${mark.dataset.hunk}"]`, rows)) each.classList.add("lit");
  }
  card.querySelector(".verdict").hidden = isLabel;
  card.hidden = false;
  card.dispatchEvent(new Event("opened"));
  mark.setAttribute("aria-describedby", "card");
  place(mark);
}

function reasonOf(stage, rule, score) {
  const item = document.createElement("li");
  item.append(element("code", rule || stage));
  if (score < 0.995) item.append(element("span", say(` sure to ${Math.round(100 * score)} %`, ` sûr à ${Math.round(100 * score)} %`), "sure"));
  const reason = element("p", told.reasons[rule] ?? "");
  reason.lang = "en";
  item.append(reason);
  return item;
}

function place(mark) {
  const box = mark.getBoundingClientRect(); // of all its lines, if it ends on another than it begins
  const begin = mark.getClientRects()[0] ?? box;
  const room = document.documentElement.clientWidth;
  const home = card.offsetParent.getBoundingClientRect();
  const left = Math.max(8, Math.min(begin.left, room - card.offsetWidth - 8));
  const below = box.bottom + card.offsetHeight + 12 < innerHeight || box.top < card.offsetHeight + 12;
  card.style.left = `${left - home.left}px`;
  card.style.top = `${(below ? box.bottom + 6 : box.top - card.offsetHeight - 6) - home.top}px`;
}

function unlight() {
  for (const each of every(".lit", rows)) each.classList.remove("lit");
  card.mark?.removeAttribute("aria-describedby");
}

function hideCard() {
  unlight();
  card.hidden = true;
  card.mark = null;
}

function leave() {
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    const focused = document.activeElement;
    if (card.contains(focused)) return;
    if (focused?.matches?.("#rows [role=button]")) showCard(focused);
    else hideCard();
  }, 200);
}

const markAt = (target) => {
  const found = target.closest?.("#rows [data-hunk], #rows [data-label]");
  if (!found || found.classList.contains("off")) return null;
  return found.getAttribute("role") ? found : rows.querySelector(`[role=button][data-hunk="${found.dataset.hunk}"]`);
};

ui("shown").addEventListener("change", choose);
ui("only").addEventListener("change", choose);
ui("previous").addEventListener("click", () => go(-1));
ui("next").addEventListener("click", () => go(1));

rows.addEventListener("pointerover", (event) => {
  const mark = markAt(event.target);
  if (mark) showCard(mark);
  else leave();
});
rows.addEventListener("pointerleave", leave);
card.addEventListener("pointerenter", () => clearTimeout(hiding));
card.addEventListener("pointerleave", leave);
rows.addEventListener("click", (event) => markAt(event.target)?.focus());
rows.addEventListener("focusin", (event) => {
  const mark = markAt(event.target);
  if (!mark) return;
  reach(mark);
  showCard(mark);
});
rows.addEventListener("focusout", leave);
card.addEventListener("focusout", leave);
rows.addEventListener("keydown", (event) => {
  const mark = markAt(event.target);
  if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: "first", End: "last" };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key in steps) go(steps[key]);
  else if (key === "Escape") hideCard();
  else if (key === "Enter" || key === " ") {
    showCard(mark);
    card.querySelector("button")?.focus();
  } else return;
  event.preventDefault();
});
card.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const mark = card.mark;
  mark.focus();
  hideCard();
});
