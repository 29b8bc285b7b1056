// The page asks the server what becomes of a text, or what a run did to a document, and shows it.
import { ask, complain, copy, every, save, say, ui } from "./common.js";
import { forgetResult, show, told } from "./result.js";
import { controls, linkTo, setAll, settings, stages, unpacked } from "./settings.js";
import "./judgements.js";

const run = document.body.dataset.run;

// A text of one's own

// An answer that is overtaken by the next question is dropped.
let asking = new AbortController();
let listing = new AbortController();
let opening = new AbortController();
let waiting = 0;

// Show what becomes of the text; false if that is not to be had.
async function clean() {
  asking.abort();
  asking = new AbortController();
  const text = ui("text").value;
  if (!text.trim()) {
    forgetResult();
    complain(null);
    history.replaceState(null, "", "#text");
    return true;
  }
  try {
    const set = settings();
    const { signal } = asking;
    show(await ask("clean", { text, settings: set }, signal));
    complain(null);
    const link = await linkTo(text, set);
    if (!signal.aborted) history.replaceState(null, "", link);
    return !signal.aborted;
  } catch (error) {
    complain(error);
    return false;
  }
}

function cleanSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(clean, 120);
}

async function openFile(file) {
  try {
    if (file.size > Number(document.body.dataset.largest))
      throw new Error(say(`${file.name} is too large for the page; use cleantext clean.`,
        `${file.name} est trop gros pour la page ; utilisez cleantext clean.`));
    const found = await ask(`open?name=${encodeURIComponent(file.name)}`, await file.arrayBuffer());
    if ((await setText(found.text)) && found.several)
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

// What is shown is what the address says

async function follow() {
  clearTimeout(waiting);
  for (const each of [asking, listing, opening]) each.abort();
  const link = new URLSearchParams(location.hash.slice(1));
  const view = run && !link.has("text") && !link.has("set") ? "documents" : "text";
  document.body.dataset.view = view;
  for (const each of every("[data-of]")) each.hidden = each.dataset.of !== view;
  for (const each of every("[data-view]"))
    markCurrent(each, each.dataset.view === view);
  ui("try").hidden = view === "text";
  if (view === "text") {
    let damaged = false;
    try {
      setAll(JSON.parse(link.get("set") ?? "{}"));
      if (link.get("text")) ui("text").value = await unpacked(link.get("text"));
    } catch {
      damaged = true;
    }
    if ((await clean()) && damaged) complain(new Error(say("The link is damaged.", "Le lien est abîmé.")));
    return;
  }
  const filters = ui("filters").elements;
  for (const each of ["text", "rule", "label", "reason", "source", "order"])
    if (link.has(`by-${each}`)) filters[each].value = link.get(`by-${each}`);
  await list(0);
  if (link.has("document")) return openDocument(link.get("document"));
  const first = ui("list").querySelector("a");
  return first ? openDocument(first.dataset.number) : forgetResult();
}

// The documents of a run

let listed = 0;

async function list(first) {
  listing.abort();
  listing = new AbortController();
  const query = new URLSearchParams(new FormData(ui("filters")));
  query.set("first", first);
  try {
    const said = await ask(`documents?${query}`, undefined, listing.signal);
    if (first) ui("list").insertAdjacentHTML("beforeend", said.html);
    else ui("list").innerHTML = said.html;
    listed = first + said.page;
    ui("further").hidden = listed >= said.found;
    ui("found").textContent = `${said.found} document${said.found === 1 ? "" : "s"}`;
    tellWhere();
    complain(null);
  } catch (error) {
    complain(error);
  }
}

async function openDocument(number) {
  opening.abort();
  opening = new AbortController();
  try {
    const said = await ask(`documents/${Number(number)}`, undefined, opening.signal);
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
    markCurrent(each, Number(each.dataset.number) === told?.number);
}

// Empty, the attribute says no.
function markCurrent(link, is) {
  if (is) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

// What is done on the page

ui("text").addEventListener("input", cleanSoon);
for (const each of [...stages, ...controls]) each.addEventListener("input", cleanSoon);
ui("reset").addEventListener("click", () => {
  setAll({});
  clean();
});
ui("sample").addEventListener("click", () => ask("sample").then((said) => setText(said.text)).catch(complain));
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
follow();
