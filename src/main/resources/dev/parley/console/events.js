// The page of the events: the last ones, and then live.

import { eventText } from "./event-text.js";
import { html } from "./lib/lit-html/lit-html.js";
import { Page } from "./page.js";
import { ROW_KEYS, isHeld, table } from "./table.js";
import { csv, download, quoted, time } from "./text.js";

const MAX_EVENTS = 500;
const LAST = 200;
const TYPES = ["connect", "disconnect", "join", "leave", "rename", "message-meta", "command", "moderation", "admin", "gap"];
const FILTERS = [["room", "Room"], ["nick", "Name"], ["address", "Address or network"]];
const FIELDS = ["at", "type", "nick", "account", "address", "room", "listener", "reason", "seconds", "linesIn", "linesOut",
  "from", "kind", "to", "message", "characters", "command", "actor", "action", "target", "result", "count", "why", "text"];

const filtered = (name, text) => (text
  ? html`<a class="cell" href="#/events?${new URLSearchParams({ [name]: text })}">${quoted(text)}</a>` : "");

const COLUMNS = [
  { title: "Time", value: ({ at }) => time(at) },
  { title: "Type", class: "wide word", value: ({ type }) => filtered("type", type) },
  { title: "Who", value: ({ nick }) => filtered("nick", nick) },
  { title: "Address", class: "wide word", value: ({ address }) => filtered("address", address) },
  { title: "What", value: eventText },
];

class EventsPage extends Page {
  events = [];
  shown = [];
  isPaused = false;
  #count = 0;

  constructor(root, app) {
    super(root, app, Infinity);
  }

  show(params) {
    const known = ["type", ...FILTERS.map(([name]) => name)].filter((name) => params.get(name));
    const query = new URLSearchParams(known.map((name) => [name, params.get(name)]));
    this.set({ params, events: [], shown: [] });
    this.follow(query.toString(), (event, { event: name }) => this.#received(event, name), LAST);
  }

  #received(event, name) {
    const type = name === "error" ? "slow-reader" : event.type;
    this.events = [{ ...event, type, key: ++this.#count }, ...this.events].slice(0, MAX_EVENTS);
    this.redrawSoon();
  }

  async load() {} // The events come by the stream alone.

  keys() {
    return [...ROW_KEYS, [" ", "Pause or continue", () => this.set({ isPaused: !this.isPaused })]];
  }

  #go(changed) {
    this.app.go("events", { ...Object.fromEntries(this.params), ...changed });
  }

  #flowText() {
    const newest = this.shown[0]?.key ?? 0;
    const waiting = this.events.filter(({ key }) => key > newest).length;
    if (this.isPaused || isHeld()) return `○ paused${waiting ? ` · ${waiting} new` : ""}`;
    return { live: "● live", full: "Too many event streams are open. Retrying." }[this.flow] ?? "Connecting…";
  }

  template() {
    if (!this.isPaused && !(this.shown.length && isHeld())) this.shown = this.events;
    return html`
      <div class="tools">
        <h1>Events</h1>
        ${this.#filters()}
        <button type="button" aria-pressed=${this.isPaused ? "true" : "false"}
          @click=${() => this.set({ isPaused: !this.isPaused })}>Pause</button>
        <span class="flow" role="status">${this.#flowText()}</span>
      </div>
      <p class="error" role="alert">${this.flowError}</p>
      ${table({ columns: COLUMNS, rows: this.shown, id: ({ key }) => key, name: ({ type }) => type, caption: "Events, newest first",
        stateOf: ({ type }) => (["gap", "slow-reader"].includes(type) ? "break" : ""), sort: "", selected: new Map(),
        actions: [], onRelease: () => setTimeout(() => this.redraw()) })}
      ${this.shown.length || this.flow !== "live" ? "" : html`<p>${this.params.size ? "No matches." : "No events yet."}</p>`}
      <p class="foot"><button type="button" @click=${() => this.#save()}>CSV</button></p>`;
  }

  #filters() {
    const type = this.params.get("type") ?? "";
    const types = TYPES.includes(type) || !type ? TYPES : [...TYPES, type];
    return html`<select aria-label="Type" @change=${(event) => this.#go({ type: event.target.value })}>
        <option value="">All types</option>
        ${types.map((name) => html`<option value=${name} ?selected=${name === type}>${name}</option>`)}
      </select>
      ${FILTERS.map(([name, label]) => html`<input class="filter" id=${name === "nick" ? "search" : name} aria-label=${label}
        placeholder=${label} .value=${this.params.get(name) ?? ""} @change=${(event) => this.#go({ [name]: event.target.value.trim() })}>`)}`;
  }

  #save() {
    download("events.csv", csv([FIELDS, ...this.shown.map((event) => FIELDS.map((field) => event[field]))]));
  }
}

export const eventsPage = {
  path: "events", title: "Events", right: "read", key: "e", make: (root, app) => new EventsPage(root, app),
};
