// The columns of a list of clients, and its query.

import { html } from "./lib/lit-html/lit-html.js";
import { bytes, duration, number, quoted, time } from "./text.js";

export const DEFAULT_SORT = "nick";

const link = (name) => html`<a href="#/clients?room=${encodeURIComponent(name)}">${quoted(name)}</a> `;

export const COLUMNS = [
  { title: "Name", sort: "nick", value: (client) => client.nick, cell: (client) => html`<b>${quoted(client.nick)}</b>${
    client.account ? html`<span title="Logged in as ${client.account}"> ✓</span>` : ""}` },
  { title: "Address", sort: "address", class: "wide", value: (client) => client.address },
  { title: "By", sort: "listener", class: "wide", value: (client) => client.tls?.version ?? "plain" },
  { title: "Rooms", sort: "rooms", isNumber: true, class: "wide", value: (client) => (client.rooms ?? []).join(" "),
    cell: (client) => (client.rooms ?? []).map(link) },
  { title: "Since", sort: "connectedAt", class: "wide", value: (client) => client.connectedAt,
    cell: (client) => time(client.connectedAt) },
  ...[["Idle", "idle", "idleSeconds", duration], ["Lines in", "linesIn", "linesIn", number, "wide"],
    ["out", "linesOut", "linesOut", number, "wide"], ["Queued", "queued", "queuedBytes", bytes],
    ["Delayed", "floodDelays", "floodDelays", number, "wide"]].map(([title, sort, field, text, extra = ""]) => ({
    title, sort, isNumber: true, class: `number ${extra}`, value: (client) => client[field] ?? 0,
    cell: (client) => text(client[field]) })),
].map((column) => ({ cell: column.value, ...column }));

/** Returns the query of the API for the page's address. */
export function query(params) {
  const asked = new URLSearchParams({ sort: params.get("sort") || DEFAULT_SORT });
  const text = (params.get("q") ?? "").trim();
  if (text) asked.set(/^[0-9a-f.:]+\/\d+$/i.test(text) ? "ip" : "q", text);
  if (params.get("room")) asked.set("room", params.get("room"));
  return `clients?${asked}`;
}
