// A page with a list, which is described by a declaration.

import { all, call } from "./api.js";
import { listView } from "./list-view.js";
import { sentence } from "./note.js";
import { Page } from "./page.js";
import { Rows } from "./rows.js";
import { ROW_KEYS, focusedId } from "./table.js";
import { csv, download } from "./text.js";

const FEW = 100;
const MANY = 200;
const SEARCH_PAUSE_MILLIS = 250;

/** Fields that a declaration may leave out. */
const DEFAULTS = { id: ({ id }) => id, filters: [], views: [], actions: [], live: {}, count: () => null };

/**
 * Returns the page of a list.
 *
 * @param list
 *   `path`, `title`, `right`, `key`: of the page, or empty; a page where it is absent is not in the navigation
 *   `source`: path of the list in the API, which may have a query; `name(item)`, `id(item)`: of a row
 *   `columns`: each has `title`, `value(item)` for CSV, and optionally `cell(item)`, `sort`, `isNumber`, `class`
 *   `sort`: order if the address has none
 *   `search`: `label`, and `parameter(text)` of the API (`q` if absent)
 *   `filters`: each has `name` (in the address and the API) and `label`; `any`, and `options` or `load()` for them, if
 *     it is no text; `isSearch` if `/` leads to it
 *   `isPaged`: whether the list is shown page by page, with the position in the address
 *   `views`: links above the list, each with `title`, `path`, and optionally `sort`
 *   `live`: `seconds` between two loads; `events` that load it sooner; `gone(event)`, the id of a row that is gone
 *   `open(item)`: path of the page of a row
 *   `actions`: each has `title`, `right`, `run(items, app)`, and optionally `key`, `isForMany`
 *   `create`: an action above the list, which is run with no items
 *   `beyond(items, app)`: what is offered if more rows are selected than one action may have
 *   `count(app)`: how many there are without a filter, if known; `noun` for them
 *   `empty`: sentence if there are none
 */
export function listPage(list) {
  const complete = { ...DEFAULTS, ...list };
  return { ...complete, make: (root, app) => new ListPage(complete, root, app) };
}

class ListPage extends Page {
  limit = FEW;
  /** Options of filters that were loaded, by name. */
  loaded = {};
  #searched = "";
  #searchTimer;

  constructor(list, root, app) {
    super(root, app, list.live.seconds ?? Infinity);
    Object.assign(this, { list, rows: new Rows(list.id) });
    this.actions = list.actions.filter(({ right }) => app.may(right));
    this.create = list.create && app.may(list.create.right) ? list.create : null;
    const { events, gone = () => null } = list.live;
    if (events) {
      this.follow(`type=${events}`, (event) => {
        this.rows.gone.add(gone(event));
        this.refresh.soon();
      });
    }
  }

  show(params) {
    this.rows.page = null;
    document.activeElement?.closest("tbody tr")?.blur();
    super.show(params);
    const text = params.get("q") ?? "";
    if (!this.list.search || text === this.#searched) return;
    clearTimeout(this.#searchTimer);
    document.getElementById("search").value = this.#searched = text;
  }

  close() {
    clearTimeout(this.#searchTimer);
    super.close();
  }

  keys() {
    const open = this.list.open && { key: "Enter", title: "Open", run: ([item]) => this.app.go(this.list.open(item)) };
    return [
      ...ROW_KEYS,
      ...this.keysOf([open, ...this.actions].filter(Boolean), () => this.#focused()),
    ];
  }

  #focused() {
    const item = this.rows.shown.find((other) => this.list.id(other) === focusedId());
    return item && this.rows.stateOf(item) !== "gone" ? item : undefined;
  }

  template() {
    this.rows.takeOver();
    return listView(this);
  }

  /** Changes parameters of the address, and begins with the first page. */
  go(changed) {
    this.app.go(this.list.path, { ...Object.fromEntries(this.params), cursor: "", ...changed });
  }

  /** Searches for a text, when a pause follows it. */
  search(text) {
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => this.go({ q: (this.#searched = text) }), SEARCH_PAUSE_MILLIS);
  }

  get sort() {
    return this.params.get("sort") || this.list.sort || "";
  }

  get isFiltered() {
    return ["q", "cursor", ...this.list.filters.map(({ name }) => name)].some((name) => this.params.get(name));
  }

  /** Returns the query of the API for the page's address. */
  #query(cursor = this.params.get("cursor")) {
    const { source, search, filters } = this.list;
    const text = (this.params.get("q") ?? "").trim();
    const asked = [["cursor", cursor], ["sort", this.sort], [search?.parameter?.(text) ?? "q", text],
      ...filters.map(({ name }) => [name, this.params.get(name)])];
    return `${source}${source.includes("?") ? "&" : "?"}${new URLSearchParams(asked.filter(([, value]) => value))}`;
  }

  async load() {
    const path = () => `${this.#query()}&limit=${this.limit}`;
    const asked = path();
    const page = await call("GET", asked);
    if (path() === asked) this.rows.receive(page, this.isFiltered);
  }

  more() {
    this.limit = MANY;
    this.refresh.now();
  }

  older() {
    scrollTo(0, 0);
    this.go({ cursor: this.rows.page.next });
  }

  async save() {
    const { columns, path } = this.list;
    try {
      const rows = (await all(this.#query(""))).map((item) => columns.map(({ value }) => value(item)));
      download(`${path.replace("/", "-")}.csv`, csv([columns.map(({ title }) => title), ...rows]));
    } catch (problem) {
      this.set({ error: sentence(problem) });
    }
  }

  async loadOptions({ name, load }) {
    const found = await load().catch(() => []);
    this.set({ loaded: { ...this.loaded, [name]: found } });
  }
}
