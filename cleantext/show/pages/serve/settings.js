// What is set on the page, and links that hold it.
import { every } from "./common.js";

const LONGEST_LINK = 30_000; // signs of a text, packed, that a link may hold

// Settings: what differs from what the page began with

export const stages = every("[data-stage]");
export const controls = every("[data-kind]");
const valueOf = (control) => {
  if (control.dataset.kind === "switch") return control.checked;
  if (control.dataset.kind === "number") return control.value === "" ? null : Number(control.value);
  if (control.dataset.kind === "list") return control.value.split("\n").filter((line) => line.trim());
  return control.value;
};
const initial = new Map(controls.map((control) => [control, JSON.stringify(valueOf(control))]));

export function settings() {
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

export function setAll(set) {
  for (const each of stages)
    each.checked = set.stages ? set.stages.includes(each.dataset.stage) : each.defaultChecked;
  for (const control of controls) {
    const { table, name, kind } = control.dataset;
    const value = (table ? set[table]?.[name] : set[name]) ?? JSON.parse(initial.get(control));
    if (kind === "switch") control.checked = value;
    else control.value = kind === "list" ? value.join("\n") : (value ?? "");
  }
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

export async function unpacked(signs) {
  const raw = atob(signs.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}

export async function linkTo(text, set) {
  const link = new URLSearchParams();
  const signs = await packed(text);
  if (signs.length <= LONGEST_LINK) link.set("text", signs);
  if (Object.keys(set).length) link.set("set", JSON.stringify(set));
  return `#${link.toString() || "text"}`;
}
