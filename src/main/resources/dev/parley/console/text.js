// Writes values as text for people.

import { html } from "./lib/lit-html/lit-html.js";

const KIB = 1024;

/** Text that someone else wrote, set apart from the console's own words. */
export const quoted = (text) => html`<bdi>${text ?? ""}</bdi>`;

/** A link to a page with these parameters, whose text someone else may have written. */
export const link = (path, parameters, text) => html`<a href="#/${path}?${new URLSearchParams(parameters)}">${quoted(text)}</a>`;

export const roomLink = (room) => link("clients", { room }, room);

export const number = (value) => (value ?? 0).toLocaleString("en");

export function bytes(value) {
  const count = value ?? 0;
  if (count < KIB) return `${count} B`;
  return count < KIB * KIB ? `${Math.round(count / KIB)} KiB` : `${(count / KIB / KIB).toFixed(1)} MiB`;
}

export function duration(seconds) {
  const value = seconds ?? 0;
  if (value < 100) return `${value} s`;
  if (value < 6000) return `${Math.floor(value / 60)} min`;
  return value < 172_800 ? `${Math.floor(value / 3600)} h` : `${Math.floor(value / 86_400)} d`;
}

/** A local time; with its date if that is another day, and its year if that is another one. */
export function timeText(at) {
  const date = new Date(at);
  const now = new Date();
  const time = date.toLocaleTimeString("en-GB");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year });
  return date.toDateString() === now.toDateString() ? time : `${day} ${time}`;
}

export const time = (at) => (at ? html`<time datetime=${at} title=${at}>${timeText(at)}</time>` : "");

export const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export const plural = (count, one) => `${number(count)} ${one}${count === 1 ? "" : "s"}`;

/** Returns the first names of a list of clients, and the number of the others. */
export function names(clients, max = 20) {
  const shown = clients.slice(0, max).map(({ nick }, index) => html`${index ? ", " : ""}${quoted(nick)}`);
  return html`${shown}${clients.length > max ? ` and ${clients.length - max} more` : ""}`;
}

/** Makes a cell harmless for spreadsheets, which take some first characters for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export const csv = (rows) => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
