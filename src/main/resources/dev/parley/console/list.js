// A page with a list, which is described by a declaration.

import { all, call } from "./api.js";
import { listView } from "./list-view.js";
import { sentence } from "./note.js";
import { Page } from "./page.js";
import { Rows } from "./rows.js";
import { ROW_KEYS, focusedId } from "./table.js";
import { csv, download } from "./text.js";

const PAGE_SIZE = 100;

/** Fields that a declaration may leave out. */
const DEFAULTS = { id: ({ id }) => id, filters: [], views: [], actions: [], live: {}, count: () => null,
  isGone: () => false, reload: "Reload", position: "cursor" };

/**
 * Returns the page of a list.
 *
 * @param list
 *   `path`, `title`, `right`, `key`: of the page, or empty; a page where it is absent is not in the navigation
 *   `source`: path of the list in the API, which may have a query; `name(item)`, `id(item)`: of a row
 *   `columns`: each has `title`, `value(item)` for CSV, and optionally `cell(item)`, `sort`, `isNumber`, `class`
 *   `sort`: order if the address has none
 *   `filters`: each has `name` (in the address and the API) and `label`; `any`, and `options` or `load()` for them, if
 *     it is no text; `text(option)`; `isSearch` if `/` leads to it; `isTyped`, false for one that waits for Enter;
 *     `parameter(text)` of the API, if that is another one
 *   `search`: the filter `q`, as it is typed
 *   `views`: links above the list, each with `title`, `path`, and optionally `sort`
 *   `live`: `seconds` between two loads; `events` that load it sooner; `gone(event)`, the id of a row that is gone
 *   `isOnDemand`: whether it is loaded on a click only; `reload`: label of its button; `hint`: sentence above it
 *   `isGone(item)`: whether a row is struck out; `position`: parameter of the API for the next page
 *   `open(item)`: path of the page of a row
 *   `actions`: each has `title`, `right`, `run(items, app)`, and optionally `key`, `isForMany`
 *   `create`: an action above the list, which is run with no items
 *   `beyond(items, app)`: what is offered if more rows are selected than one action may have
 *   `count(app)`: how many there are without a filter, if known; `noun` for them
 *   `empty`: sentence if there are none
 */
export function listPage({ search, ...list }) {
  const complete = { ...DEFAULTS, ...list };
  if (search) complete.filters = [{ name: "q", type: "search", isSearch: true, ...search }, ...complete.filters];
  return { ...complete, make: (root, app) => new ListPage(complete, root, app) };
}

class ListPage extends Page {
  /** Options of filters that were loaded, by name. */
  loaded = {};

  constructor(list, root, app) {
    super(root, app, list.live.seconds ?? Infinity, list.actions);
    Object.assign(this, { list, rows: new Rows(list.id, list.isGone) });
    this.isAsked = !list.isOnDemand;
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
    this.set({ params });
    if (this.isAsked) this.refresh.now();
  }

  keys() {
    const { open } = this.list;
    const opening = { key: open && "Enter", title: "Open", run: ([item]) => this.app.go(open(item)) };
    return [...ROW_KEYS, ...super.keys([opening, ...this.actions])];
  }

  current() {
    const item = this.rows.shown.find((other) => this.list.id(other) === focusedId());
    return item && this.rows.stateOf(item) !== "gone" ? item : undefined;
  }

  template() {
    this.rows.takeOver();
    return listView(this);
  }

  /** Changes parameters of the address, and begins with the first page. */
  go(changed) {
    this.isAsked = true;
    this.app.go(this.list.path, { ...Object.fromEntries(this.params), cursor: "", ...changed });
  }

  get sort() { return this.params.get("sort") || this.list.sort || ""; }

  get isFiltered() {
    return ["cursor", ...this.list.filters.map(({ name }) => name)].some((name) => this.params.get(name));
  }

  /** Returns the query of the API for the page's address. */
  #query(cursor = this.params.get("cursor")) {
    const { source, filters, position } = this.list;
    const asked = [[position, cursor], ["sort", this.sort], ...filters.map(({ name, parameter = () => name }) => {
      const text = this.params.get(name)?.trim();
      return [parameter(text), text];
    })].filter(([, value]) => value);
    return `${source}${source.includes("?") ? "&" : "?"}${new URLSearchParams(asked)}`;
  }

  async load() {
    const asked = this.#query();
    try {
      const page = await call("GET", `${asked}&limit=${PAGE_SIZE}`);
      if (this.#query() === asked) this.rows.receive(page, this.isFiltered);
    } catch (problem) {
      if (problem.status !== 410) throw problem;
      this.go({}); // Parley does not remember where the page begins.
    }
  }

  ask() {
    this.isAsked = true;
    this.refresh.now();
  }

  turn(cursor) {
    scrollTo(0, 0);
    this.go({ cursor });
  }

  async save() {
    const { columns, path, position } = this.list;
    try {
      const rows = (await all(this.#query(""), position)).map((item) => columns.map(({ value }) => value(item)));
      download(`${path.replaceAll("/", "-")}.csv`, csv([columns.map(({ title }) => title), ...rows]));
    } catch (problem) { this.set({ error: sentence(problem) }); }
  }

  async loadOptions({ name, load }) {
    const found = await load().catch(() => []);
    this.set({ loaded: { ...this.loaded, [name]: found } });
  }
}
