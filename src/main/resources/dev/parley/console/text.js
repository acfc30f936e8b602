// Writes values as text for people, also in the columns of lists.

import { html } from "./lib/lit-html/lit-html.js";

const KIB = 1024;

/** Text that someone else wrote, set apart from the console's own words. */
export const quoted = (text) => html`<bdi>${text ?? ""}</bdi>`;

/** Texts that someone else wrote, with commas between them. */
export const listed = (texts) => texts.map((text, index) => html`${index ? ", " : ""}${quoted(text)}`);

/** A text of Parley, which may have what someone else wrote in it, with its times as local ones. */
export const localized = (text) => html`<bdi>${(text ?? "").split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/)
  .map((part, index) => (index % 2 ? time(part) : part))}</bdi>`;

/** A link to a page with these parameters, whose text someone else may have written. */
export const link = (path, parameters, text) =>
  html`<a href="#/${path}?${new URLSearchParams(parameters)}">${quoted(text)}</a>`;

export const roomLink = (room) => link("clients", { room }, room);

/** Returns the path of a room in the API, and in the console. */
export const roomPath = (name) => `rooms/${encodeURIComponent(name.replace("#", ""))}`;

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

export const secondsUntil = (at) => Math.max(0, Math.round((new Date(at) - Date.now()) / 1000));

/** A local time; with its date if that is another day, and its year if that is another one. */
export function timeText(at) {
  const date = new Date(at);
  const now = new Date();
  const time = date.toLocaleTimeString("en-GB");
  if (date.toDateString() === now.toDateString()) return time;
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year })} ${time}`;
}

export const time = (at) => (at ? html`<time datetime=${at} title=${at}>${timeText(at)}</time>` : "");

export const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export const plural = (count, one) => `${number(count)} ${one}${count === 1 ? "" : "s"}`;

/** Returns the first names of a list of clients, and the number of the others. */
export function names(clients, max = 20) {
  const more = clients.length > max ? ` and ${clients.length - max} more` : "";
  return html`${listed(clients.slice(0, max).map(({ nick }) => nick))}${more}`;
}

/** @param fields pairs of a title and what returns the text of an item */
export const definitions = (fields, item, style = "") => html`<dl class="fields ${style}">
  ${fields.map(([title, text]) => html`<div><dt>${title}</dt><dd>${text(item)}</dd></div>`)}</dl>`;

/** A column with text that someone else may have written. */
export const textColumn = (title, field, more) => ({
  title, value: (item) => item[field], cell: (item) => quoted(item[field]), ...more });

/** The column that names the rows. */
export const nameColumn = (title, field) =>
  textColumn(title, field, { cell: (item) => html`<b>${quoted(item[field])}</b>` });

/** A column with times; `none` is shown where there is no time. */
export const timeColumn = (title, field, { none = "", ...more } = {}) => ({
  title, value: (item) => item[field], cell: (item) => (item[field] ? time(item[field]) : none), ...more });

/** A column with numbers; `text` writes one. */
export const numberColumn = (title, field, { text = number, style = "", ...more } = {}) => ({
  title, isNumber: true, class: `number ${style}`,
  value: (item) => item[field] ?? 0, cell: (item) => text(item[field]), ...more });

/** Makes a cell harmless for spreadsheets, which take some first characters for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export const csv = (rows) => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
