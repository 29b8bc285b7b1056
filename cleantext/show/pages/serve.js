// The page asks the server what becomes of a text, or what a run did to a document, and shows it.
// All HTML comes from the server, which escapes it; what is made here is made of text alone.
const ui = (id) => document.getElementById(id);
const french = document.documentElement.lang === "fr";
const say = (en, fr) => (french ? fr : en);
const run = document.body.dataset.run;
const every = (selector, within = document) => [...within.querySelectorAll(selector)];
const rows = ui("rows");
const card = ui("card");
const STORE = `cleantext:${run || "text"}`;
const LONGEST_LINK = 30_000; // signs of a text, packed, that a link may hold

let told = null; // what the server said last
let current = null; // the mark that was reached last

// Asking the server

async function ask(path, body, signal) {
  const bytes = body instanceof ArrayBuffer;
  const answer = await fetch(path, body === undefined ? { signal } : {
    method: "POST",
    headers: { "Content-Type": bytes ? "application/octet-stream" : "application/json" },
    body: bytes ? body : JSON.stringify(body),
    signal,
  });
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  const said = json ? await answer.json() : { error: await answer.text() };
  if (said.error !== undefined) throw new Error(said.error);
  return said;
}

function complain(error) {
  if (error?.name === "AbortError") return;
  ui("trouble").hidden = !error;
  ui("trouble").textContent = error?.message ?? "";
}

// Settings: what differs from what the page began with

const stages = every("[data-stage]");
const controls = every("[data-kind]");
const valueOf = (control) => {
  if (control.dataset.kind === "switch") return control.checked;
  if (control.dataset.kind === "number") return control.value === "" ? null : Number(control.value);
  if (control.dataset.kind === "list") return control.value.split("\n").filter((line) => line.trim());
  return control.value;
};
const initial = new Map(controls.map((control) => [control, JSON.stringify(valueOf(control))]));

function settings() {
  const set = {};
  if (stages.some((each) => each.checked !== each.defaultChecked))
    set.stages = stages.filter((each) => each.checked).map((each) => each.dataset.stage);
  for (const control of controls) {
    const value = valueOf(control);
    if (value === null || JSON.stringify(value) === initial.get(control)) continue;
    const { table, name } = control.dataset;
    if (table) (set[table] ??= {})[name] = value;
    else set[name] = value;
  }
  return set;
}

function setAll(set) {
  for (const each of stages)
    each.checked = set.stages ? set.stages.includes(each.dataset.stage) : each.defaultChecked;
  for (const control of controls) {
    const { table, name, kind } = control.dataset;
    const value = (table ? set[table]?.[name] : set[name]) ?? JSON.parse(initial.get(control));
    if (kind === "switch") control.checked = value;
    else control.value = kind === "list" ? value.join("\n") : (value ?? "");
  }
}

// A text of one's own

let asking = new AbortController();
let waiting = 0;

async function clean() {
  asking.abort();
  asking = new AbortController();
  const text = ui("text").value;
  if (!text.trim()) return forgetResult();
  try {
    const set = settings();
    show(await ask("clean", { text, settings: set }, asking.signal));
    complain(null);
    history.replaceState(null, "", await linkTo(text, set));
  } catch (error) {
    complain(error);
  }
}

function cleanSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(clean, 120);
}

async function openFile(file) {
  try {
    const found = await ask(`open?name=${encodeURIComponent(file.name)}`, await file.arrayBuffer());
    setText(found.text);
    if (found.several)
      complain(new Error(say(`${file.name} holds several documents; this is the first.`,
        `${file.name} contient plusieurs documents ; voici le premier.`)));
  } catch (error) {
    complain(error);
  }
}

function setText(text) {
  ui("text").value = text;
  return clean();
}

// Links: text and settings stand behind the #, which no browser sends anywhere

async function through(stream, bytes) {
  const body = new Response(new Blob([bytes]).stream().pipeThrough(stream));
  return new Uint8Array(await body.arrayBuffer());
}

async function packed(text) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(signs) {
  const raw = atob(signs.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}

async function linkTo(text, set) {
  const link = new URLSearchParams();
  const signs = await packed(text);
  if (signs.length <= LONGEST_LINK) link.set("text", signs);
  if (Object.keys(set).length) link.set("set", JSON.stringify(set));
  return `#${link.toString() || "text"}`;
}

async function follow() {
  const link = new URLSearchParams(location.hash.slice(1));
  const view = run && !link.has("text") && !link.has("set") ? "documents" : "text";
  document.body.dataset.view = view;
  for (const each of every("[data-of]")) each.hidden = each.dataset.of !== view;
  for (const each of every("[data-view]"))
    each.toggleAttribute("aria-current", each.dataset.view === view);
  ui("try").hidden = view === "text";
  if (view === "text") {
    try {
      setAll(JSON.parse(link.get("set") ?? "{}"));
      if (link.get("text")) ui("text").value = await unpacked(link.get("text"));
    } catch {
      complain(new Error(say("The link is damaged.", "Le lien est abîmé.")));
    }
    return clean();
  }
  const filters = ui("filters").elements;
  for (const each of ["text", "rule", "label", "reason", "source"])
    if (link.has(`by-${each}`)) filters[each].value = link.get(`by-${each}`);
  await list(0);
  if (link.has("document")) return openDocument(link.get("document"));
  const first = ui("list").querySelector("a");
  return first ? openDocument(first.dataset.number) : forgetResult();
}

// The documents of a run

let listed = 0;

async function list(first) {
  const query = new URLSearchParams(new FormData(ui("filters")));
  query.set("first", first);
  try {
    const said = await ask(`documents?${query}`);
    if (first) ui("list").insertAdjacentHTML("beforeend", said.html);
    else ui("list").innerHTML = said.html;
    listed = first + said.page;
    ui("further").hidden = listed >= said.found;
    ui("found").textContent = say(`${said.found} documents`, `${said.found} documents`);
    tellWhere();
    complain(null);
  } catch (error) {
    complain(error);
  }
}

async function openDocument(number) {
  try {
    const said = await ask(`documents/${Number(number)}`);
    said.number = Number(number);
    show(said);
    complain(null);
    tellWhere();
  } catch (error) {
    complain(error);
  }
}

function tellWhere() {
  const link = new URLSearchParams();
  if (told?.number !== undefined) link.set("document", told.number);
  for (const [name, value] of new FormData(ui("filters"))) if (value) link.set(`by-${name}`, value);
  history.replaceState(null, "", `#${link.toString() || "documents"}`);
  for (const each of every("#list a"))
    each.toggleAttribute("aria-current", Number(each.dataset.number) === told?.number);
}

// The result

function forgetResult() {
  told = null;
  hideCard();
  for (const each of every(".result, .configuration")) each.hidden = true;
  for (const each of every("[data-count]")) each.textContent = "";
  history.replaceState(null, "", location.pathname);
}

function show(said) {
  told = said;
  hideCard();
  rows.innerHTML = said.html;
  ui("facts").innerHTML = said.facts;
  document.querySelector(".result").hidden = false;
  document.querySelector(".configuration").hidden = said.toml === undefined;
  for (const each of every("[data-count]")) each.textContent = said.stages[each.dataset.count] ?? "";
  ui("toml").textContent = said.toml || say("# the default configuration", "# la configuration par défaut");
  ui("python").textContent = said.python ?? "";
  ui("summary").textContent = summary(said);
  offerChoices(said);
  choose();
  markJudged();
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

function element(name, text, className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

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
  if (!isLabel) showVerdict();
  card.hidden = false;
  mark.setAttribute("aria-describedby", "card");
  place(mark);
}

function reasonOf(stage, rule, score) {
  const item = document.createElement("li");
  item.append(element("code", rule || stage));
  if (score < 1) item.append(element("span", say(` sure to ${Math.round(100 * score)} %`, ` sûr à ${Math.round(100 * score)} %`), "sure"));
  const reason = element("p", told.reasons[rule] ?? "");
  reason.lang = "en";
  item.append(reason);
  return item;
}

function place(mark) {
  const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  const home = card.offsetParent.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, room - card.offsetWidth - 8));
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

// Judgements: kept by this browser, made into files by the server

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

// Files to take along

async function copy(text, button, shown) {
  try {
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = say("Copied", "Copié");
    setTimeout(() => (button.textContent = label), 1500);
  } catch {
    // Without a secure context there is no clipboard: what is selected can be copied by hand.
    if (shown) getSelection().selectAllChildren(shown);
  }
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// What is done on the page

ui("text").addEventListener("input", cleanSoon);
for (const each of [...stages, ...controls]) each.addEventListener("input", cleanSoon);
ui("reset").addEventListener("click", () => {
  setAll({});
  clean();
});
ui("sample").addEventListener("click", async () => setText((await ask("sample")).text));
ui("clear").addEventListener("click", () => {
  setText("");
  ui("text").focus();
});
ui("file").addEventListener("change", (event) => {
  if (event.target.files[0]) openFile(event.target.files[0]);
  event.target.value = "";
});
ui("link").addEventListener("click", (event) => copy(location.href, event.target));
ui("copy-result").addEventListener("click", (event) => copy(told.result, event.target));
ui("try").addEventListener("click", async () => {
  history.pushState(null, "", await linkTo(told.original, settings()));
  ui("text").value = told.original;
  follow();
});
for (const each of every("[data-copy]"))
  each.addEventListener("click", () => copy(ui(each.dataset.copy).textContent, each, ui(each.dataset.copy)));
for (const each of every("[data-save]"))
  each.addEventListener("click", () => save(each.dataset.file, ui(each.dataset.save).textContent));

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
  else if ((key === "r" || key === "w") && mark.dataset.hunk !== undefined) {
    showCard(mark);
    judge(key === "r");
  } else if (key === "Enter" || key === " ") {
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
card.querySelector(".right").addEventListener("click", () => judge(true));
card.querySelector(".wrong").addEventListener("click", () => judge(false));
card.querySelector(".should input").addEventListener("change", (event) => judge(false, event.target.value));
ui("export").addEventListener("click", exportAll);
ui("forget").addEventListener("click", () => {
  if (!confirm(say("Forget all judgements?", "Oublier tous les jugements ?"))) return;
  judgements.clear();
  keep();
});

let inside = 0; // elements under a file that is dragged
addEventListener("dragenter", (event) => {
  if (event.dataTransfer.types.includes("Files")) ui("drop").hidden = !++inside;
});
addEventListener("dragleave", () => (ui("drop").hidden = inside && !--inside));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  inside = 0;
  ui("drop").hidden = true;
  const [file] = event.dataTransfer.files;
  if (file) openFile(file);
});

if (run) {
  let typing = 0;
  ui("filters").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => list(0), 150);
  });
  ui("filters").addEventListener("submit", (event) => event.preventDefault());
  ui("further").addEventListener("click", () => list(listed));
  ui("list").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openDocument(link.dataset.number);
  });
}
addEventListener("hashchange", follow);
load();
markJudged();
follow();
