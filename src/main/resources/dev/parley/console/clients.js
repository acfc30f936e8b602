// The page of the connected clients.

import { Unreachable, all, call } from "./api.js";
import { COLUMNS, DEFAULT_SORT, query } from "./client-columns.js";
import { kick, sentence } from "./dialogs.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { live } from "./lib/lit-html/directives/live.js";
import { follow, repeat } from "./live.js";
import { restrict } from "./restrict.js";
import { Search } from "./search.js";
import { selectionBar } from "./selection.js";
import { focusedRow, isHeld, moveFocus, table } from "./table.js";
import { csv, download, number, timeText } from "./text.js";

const CHANGES = "connect,disconnect,join,leave,rename";
const REFRESH_MILLIS = 3000;
const FEW = 100;
const MANY = 200;
const HOLD = "Rows do not move while the pointer or the focus is on them; Esc leaves them.";
const SLOW = "-queued,-idle";

const pathOf = (params, limit) => `${query(params)}&limit=${limit}`;

class ClientsPage {
  #shown = [];
  #rooms = [];
  #left = new Set();
  #selected = new Map();
  #limit = FEW;
  #error = "";
  #flow = "polling";
  #search = new Search((text) => this.#go({ q: text }));
  #params;
  #latest;
  #loadedAt;
  #list;
  #stream;

  /** @param app me, go (changes the address), here (number of clients, if it is known) */
  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.mayModerate = app.me.rights.includes("moderate");
    this.acts = this.mayModerate ? [
      { key: "x", title: "Kick", run: (client) => kick([client]) },
      { key: "b", title: "Ban", run: (client) => this.#restrict("bans", [client]) },
      { title: "Mute", run: (client) => this.#restrict("mutes", [client]) },
    ] : [];
  }

  /** Shows another address of this page. */
  show(params) {
    this.#params = params;
    this.#latest = undefined;
    this.#search.show(params.get("q") ?? "");
    document.activeElement?.closest("tbody tr")?.blur();
    this.#list ??= repeat(() => this.#load(), REFRESH_MILLIS);
    this.#stream ??= follow(CHANGES, (event) => this.#changed(event), (flow) => {
      this.#flow = flow;
      this.redraw();
    });
    this.redraw();
    this.#list.now();
  }

  key(key) {
    if (key === "j" || key === "k") return moveFocus(key === "j" ? 1 : -1);
    const client = this.#shown.find((other) => other.id === focusedRow()?.dataset.id);
    if (client && !this.#isGone(client)) this.acts.find((act) => act.key === key)?.run(client);
  }

  close() {
    this.#search.stop();
    this.#list?.stop();
    this.#stream?.();
  }

  #go(changed) {
    this.app.go("clients", { ...Object.fromEntries(this.#params), ...changed });
  }

  #changed(event) {
    if (event.type === "disconnect" && this.#shown.some((client) => client.id === event.client)) this.#left.add(event.client);
    this.#list.soon();
  }

  async #load() {
    const path = pathOf(this.#params, this.#limit);
    try {
      const page = await call("GET", path);
      if (path !== pathOf(this.#params, this.#limit)) return;
      if (!this.#latest) this.#shown = [];
      this.#latest = page;
      this.#loadedAt = new Date();
      this.#error = "";
    } catch (problem) {
      const since = this.#loadedAt ? `; data from ${timeText(this.#loadedAt)}` : "";
      this.#error = problem instanceof Unreachable ? `Parley does not respond${since}. Retrying.` : sentence(problem);
    }
    this.redraw();
  }

  #isGone(client) {
    const { items = [], next } = this.#latest ?? {};
    return !items.some((other) => other.id === client.id) && (!next || this.#left.has(client.id));
  }

  /** Takes over the new list. While the rows are held, takes over the new values only. */
  #takeOver() {
    if (!this.#latest) return;
    if (this.#shown.length && isHeld()) {
      const fresh = new Map(this.#latest.items.map((client) => [client.id, client]));
      this.#shown = this.#shown.map((client) => fresh.get(client.id) ?? client);
    } else {
      this.#shown = this.#latest.items;
      this.#left.clear();
    }
    const open = new Set(this.#shown.filter((client) => !this.#isGone(client)).map((client) => client.id));
    for (const id of this.#selected.keys()) if (!open.has(id)) this.#selected.delete(id);
  }

  #select(clients, isSelected) {
    for (const client of clients) isSelected ? this.#selected.set(client.id, client) : this.#selected.delete(client.id);
    this.redraw();
  }

  #restrict(kind, clients, targets) {
    restrict(kind, clients, this.app.me.rights.includes("administer"), targets);
  }

  async #save() {
    try {
      const clients = await all(query(this.#params));
      const rows = clients.map((client) => COLUMNS.map((column) => column.value(client)));
      download("clients.csv", csv([COLUMNS.map((column) => column.title), ...rows]));
    } catch (problem) {
      this.#error = sentence(problem);
      this.redraw();
    }
  }

  async #loadRooms() {
    const rooms = await call("GET", "rooms?limit=200").catch(() => ({ items: [] }));
    this.#rooms = rooms.items.map((room) => room.name);
    this.redraw();
  }

  #flowText() {
    if (!this.#latest || this.#error) return "";
    const known = new Set(this.#shown.map((client) => client.id));
    const waiting = this.#latest.items.filter((client) => !known.has(client.id)).length;
    if (isHeld()) return `○ paused${waiting ? ` · ${waiting} new` : ""}`;
    return this.#flow === "live" ? "● live" : "every 3 s";
  }

  redraw() {
    this.#takeOver();
    const sort = this.#params.get("sort") || DEFAULT_SORT;
    const isFiltered = this.#params.get("q") || this.#params.get("room");
    const rows = this.#shown;
    render(html`
      ${this.#tools(sort)}
      <p class="error" role="alert">${this.#error}</p>
      ${selectionBar([...this.#selected.values()], {
        restrict: (...what) => this.#restrict(...what), clear: (clients) => this.#select(clients, false) })}
      <div class=${this.#error ? "stale" : ""}>${table({
        columns: COLUMNS, rows, sort, selected: this.#selected, acts: this.acts, caption: "Connected clients",
        isGone: (client) => this.#isGone(client),
        onSort: (next) => this.#go({ sort: next }),
        onSelect: this.mayModerate ? (clients, isSelected) => this.#select(clients, isSelected) : null,
        onRelease: () => setTimeout(() => this.redraw()) })}</div>
      ${this.#latest && !rows.length ? html`<p>${isFiltered ? "No matches." : "No clients connected."}</p>` : nothing}
      <p class="foot">${this.#latest?.next ? html`${rows.length} shown; filter, or sort by what you look for.
        ${this.#limit < MANY ? html`<button type="button" @click=${() => { this.#limit = MANY; this.#list.now(); }}>More</button>` : nothing}` : nothing}
        <button type="button" @click=${() => this.#save()}>CSV</button></p>`, this.root);
  }

  #tools(sort) {
    const room = this.#params.get("room") ?? "";
    const rooms = [...new Set([...this.#rooms, room].filter(Boolean))];
    const isWhole = !room && !this.#params.get("q") && this.#latest && !this.#latest.next;
    const here = isWhole ? this.#latest.items.length : this.app.here();
    return html`<div class="tools">
      <h1>Clients</h1>
      <input type="search" id="search" aria-label="Name, account or address" placeholder="Name, account or address (/)"
        .value=${live(this.#search.typed ?? this.#params.get("q") ?? "")}
        @input=${(event) => this.#search.type(event.target.value)}>
      <select aria-label="Room" @focus=${() => this.#loadRooms()} @change=${(event) => this.#go({ room: event.target.value })}>
        <option value="">All rooms</option>
        ${rooms.map((name) => html`<option .value=${name} ?selected=${name === room}>${name}</option>`)}
      </select>
      <a href="#/clients" aria-current=${sort === SLOW ? nothing : "true"}>All</a>
      <a href="#/clients?sort=${SLOW}" aria-current=${sort === SLOW ? "true" : nothing}>Slow</a>
      <span class="flow">${here === null ? "" : `${number(here)} here ·`} <span role="status" title=${HOLD}>${this.#flowText()}</span></span>
    </div>`;
  }
}

export const clientsPage = { title: "Clients", right: "read", key: "c", make: (root, app) => new ClientsPage(root, app) };
