// The keys of the console.

import { html, openDialog } from "./ui.js";

const PREFIX = "g";
const PREFIX_MILLIS = 1500;

/** Returns all keys, each with what it does, in words and as a function. */
const keysOf = (app) => [
  ["/", "Search", () => document.getElementById("search")?.focus()],
  ...app.pages.filter(({ key }) => key).map(({ key, title, path }) => [`${PREFIX} ${key}`, title, () => app.go(path)]),
  ...(app.page?.keys() ?? []),
  ["n", "Go to the note", () => document.querySelector("#note button")?.focus()],
  ["Escape", "Leave the rows", () => document.activeElement.blur()],
  ["?", "Show the keys", () => showKeys(app)]];

function showKeys(app) {
  const list = keysOf(app).map(([key, text]) => html`
    <dt><kbd>${key === " " ? "Space" : key}</kbd></dt><dd>${text}</dd>`);
  openDialog({ title: "Keys", text: html`<dl>${list}</dl>` }, app);
}

/** Whether a key belongs to the element: to a field, to a dialog or, if it presses them, to a button or a link. */
function isOwn({ target, key }) {
  return target.closest("dialog") || target.matches("input:not([type=checkbox]), select, textarea")
    || (["Enter", " "].includes(key) && target.matches("a, button, input"));
}

let prefix = "";

export function onKey(event, app) {
  if (event.ctrlKey || event.altKey || event.metaKey || isOwn(event)) return;
  const pressed = prefix ? `${prefix} ${event.key}` : event.key;
  prefix = event.key === PREFIX && !prefix ? PREFIX : "";
  if (prefix) setTimeout(() => (prefix = ""), PREFIX_MILLIS);
  const found = keysOf(app).find(([key]) => key === pressed);
  if (!found) return;
  event.preventDefault();
  found[2]();
}
