// What all parts of the page use: its elements, its language, the server, files to take along.

export const ui = (id) => document.getElementById(id);
export const every = (selector, within = document) => [...within.querySelectorAll(selector)];
const french = document.documentElement.lang === "fr";
export const say = (en, fr) => (french ? fr : en);

export function element(name, text, className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

export async function ask(path, body, signal) {
  const bytes = body instanceof ArrayBuffer;
  const answer = await fetch(path, body === undefined ? { signal } : {
    method: "POST",
    headers: { "Content-Type": bytes ? "application/octet-stream" : "application/json" },
    body: bytes ? body : JSON.stringify(body),
    signal,
  }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Error(say("cleantext serve does not answer; start it again.",
      "cleantext serve ne répond pas ; relancez-le."));
  });
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  const said = json ? await answer.json() : { error: await answer.text() };
  if (said.error !== undefined) throw new Error(said.error);
  return said;
}

export function complain(error) {
  if (error?.name === "AbortError") return;
  ui("trouble").hidden = !error;
  ui("trouble").textContent = error?.message ?? "";
}

export async function copy(text, button, shown) {
  try {
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = say("Copied", "Copié");
    setTimeout(() => (button.textContent = label), 1500);
  } catch {
    // Without a secure context there is no clipboard: what is selected can be copied by hand.
    if (shown) getSelection().selectAllChildren(shown);
    else complain(new Error(say("The browser copies only from this machine or over TLS; select what you need.",
      "Le navigateur ne copie que depuis cette machine ou par TLS ; sélectionnez ce qu’il vous faut.")));
  }
}

export function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
