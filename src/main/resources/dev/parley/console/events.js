// The page of the events: the last ones, and then live.

import { Page, ROW_KEYS, SLOW, TYPES, csv, download, eventText, filterField, heldWhile, html, nothing, quoted, table,
  time, wordsOf } from "./ui.js";

const MAX_EVENTS = 500;
const LAST = 200;
const LOADING_MILLIS = 1500;
const FILTERS = [
  { name: "type", label: "Type", any: "All types", options: TYPES, text: wordsOf },
  { name: "room", label: "Room" }, { name: "nick", label: "Name", isSearch: true },
  { name: "address", label: "Address or network" }];
const FIELDS = ["at", "type", "nick", "account", "address", "room", "listener", "reason", "seconds", "linesIn",
  "linesOut", "from", "kind", "to", "message", "characters", "command", "actor", "action", "target", "result", "count",
  "why", "text"];

const filtered = (name, value, text = value) => (value
  ? html`<a class="cell" href="#/events?${new URLSearchParams({ [name]: value })}">${quoted(text)}</a>` : "");

const COLUMNS = [
  { title: "Time", value: ({ at }) => time(at) },
  { title: "Type", class: "wide word", value: ({ type }) => filtered("type", type, wordsOf(type)) },
  { title: "Who", value: ({ nick }) => filtered("nick", nick) },
  { title: "Address", class: "wide word", value: ({ address }) => filtered("address", address) },
  { title: "What", value: eventText }];

class EventsPage extends Page {
  events = [];
  shown = [];
  isPaused = false;
  /** Whether the events before are still arriving, which are shown even while the list is paused. */
  isLoading = true;
  #loading;
  #count = 0;

  constructor(root, app) { super(root, app, Infinity); }

  show(params) {
    const known = FILTERS.map(({ name }) => [name, params.get(name)?.trim()]).filter(([, value]) => value);
    clearTimeout(this.#loading);
    this.set({ params, events: [], shown: [], isLoading: true });
    this.follow(new URLSearchParams(known).toString(), (event, { event: name }) => this.#received(event, name), LAST);
  }

  set(state) {
    super.set(state);
    if (state.flow === "live") this.#loading = setTimeout(() => this.set({ isLoading: false }), LOADING_MILLIS);
  }

  #received(event, name) {
    const type = name === "error" ? SLOW : event.type;
    this.events = [{ ...event, type, key: ++this.#count }, ...this.events].slice(0, MAX_EVENTS);
    this.redrawSoon();
  }

  async load() {} // The events come by the stream alone.

  keys() {
    return [...ROW_KEYS, [" ", "Pause or resume", () => this.set({ isPaused: !this.isPaused })]];
  }

  go(changed) { this.app.go("events", { ...Object.fromEntries(this.params), ...changed }); }

  #flowText() {
    const newest = this.shown[0]?.key ?? 0;
    const waiting = this.events.filter(({ key }) => key > newest).length;
    const why = heldWhile();
    if ((this.isPaused && !this.isLoading) || why) {
      return `○ paused${this.isPaused ? "" : ` while ${why}`}${waiting ? ` · ${waiting} new` : ""}`;
    }
    return { live: "● live", full: "Too many event streams are open. Retrying." }[this.flow] ?? "Connecting…";
  }

  template() {
    if (this.isLoading || !(this.isPaused || (this.shown.length && heldWhile()))) this.shown = this.events;
    const empty = this.params.size ? "No matches." : "No events yet.";
    const pause = html`<button type="button"
      @click=${() => this.set({ isPaused: !this.isPaused })}>${this.isPaused ? "Resume" : "Pause"}</button>`;
    return html`
      ${this.top("Events", [FILTERS.map((filter) => filterField(this, filter)), pause],
        html`<span class="steady">${this.#flowText()}</span>`)}
      ${table({
        columns: COLUMNS, rows: this.shown, id: ({ key }) => key, name: ({ type }) => type,
        caption: "Events, newest first", stateOf: ({ type }) => (["gap", SLOW].includes(type) ? "break" : ""),
        onRelease: () => setTimeout(() => this.redraw()) })}
      ${this.shown.length || this.flow !== "live" ? nothing : html`<p>${empty}</p>`}
      <p class="foot"><button type="button" @click=${() => this.#save()}>CSV</button></p>`;
  }

  #save() {
    download("events.csv", csv([FIELDS, ...this.shown.map((event) => FIELDS.map((field) => event[field]))]));
  }
}

export const eventsPage = {
  path: "events", title: "Events", right: "read", key: "e", make: (root, app) => new EventsPage(root, app) };
