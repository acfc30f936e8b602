// What a page with a list looks like.

import { html, nothing } from "./lib/lit-html/lit-html.js";
import { isHeld, table } from "./table.js";
import { number } from "./text.js";

const MAX_ROWS = 200;
const MAX_SELECTED = 40;
const HOLD = "Rows do not move while the pointer or the focus is on them; Esc leaves them.";

export function listView(page) {
  const { list, rows, app } = page;
  const bulk = page.actions.filter(({ isForMany }) => isForMany);
  return html`
    ${tools(page)}
    <p class="error" role="alert">${page.error}</p>
    ${page.flow === "full"
      ? html`<p class="hint">Too many event streams are open; this list refreshes every ${list.live.seconds} s.</p>` : nothing}
    ${rows.selected.size ? selectionBar(page, bulk) : nothing}
    <div class=${page.error ? "stale" : ""}>${table({
      columns: list.columns, rows: rows.shown, id: list.id, name: list.name, caption: list.caption ?? list.title,
      stateOf: (item) => rows.stateOf(item), selected: rows.selected,
      sort: page.sort, onSort: (sort) => page.go({ sort }),
      actions: page.actions, onAction: (action, item) => action.run([item], app),
      onSelect: bulk.length ? (items, isSelected) => select(page, items, isSelected) : null,
      onRelease: () => setTimeout(() => page.redraw()) })}</div>
    ${rows.page && !rows.shown.length ? html`<p>${page.isFiltered ? "No matches." : list.empty}</p>` : nothing}
    ${foot(page)}`;
}

function select(page, items, isSelected) {
  page.rows.select(items, isSelected);
  page.redraw();
}

/** Returns how many there are without a filter; null if it is unknown. */
const total = ({ list, rows, app }) => (rows.page && rows.isWhole ? rows.page.items.length : list.count(app));

function flowText({ list, rows, error, flow }) {
  if (!rows.page || error || !list.live.seconds) return "";
  const waiting = rows.waiting();
  if (isHeld()) return `○ paused${waiting ? ` · ${waiting} new` : ""}`;
  return flow === "live" ? "● live" : `every ${list.live.seconds} s`;
}

function tools(page) {
  const { list } = page;
  const count = total(page);
  return html`<div class="tools">
    <h1>${list.title}</h1>
    ${list.search ? html`<input type="search" id="search" aria-label=${list.search.label}
      placeholder="${list.search.label} (/)" @input=${(event) => page.search(event.target.value)}>` : nothing}
    ${list.filters.map((filter) => filterField(page, filter))}
    ${list.views.map((view) => viewLink(page, view))}
    ${page.create ? html`<button type="button" @click=${() => page.create.run([], page.app)}>${page.create.title}</button>` : nothing}
    <span class="flow">${count === null ? "" : `${number(count)} ${list.noun} ·`}
      <span role="status" title=${HOLD}>${flowText(page)}</span>
      ${list.live.seconds ? nothing : html`<button type="button" @click=${() => page.refresh.now()}>Reload</button>`}</span>
  </div>`;
}

function filterField(page, filter) {
  const chosen = page.params.get(filter.name) ?? "";
  if (!filter.any) return html`<input class="filter" id=${filter.isSearch ? "search" : nothing} aria-label=${filter.label}
    placeholder="${filter.label}${filter.isSearch ? " (/)" : ""}" .value=${chosen}
    @change=${(event) => page.go({ [filter.name]: event.target.value.trim() })}>`;
  const options = [...new Set([...(filter.options ?? page.loaded[filter.name] ?? []), chosen].filter(Boolean))];
  return html`<select aria-label=${filter.label} @focus=${() => filter.load && page.loadOptions(filter)}
      @change=${(event) => page.go({ [filter.name]: event.target.value })}>
    <option value="">${filter.any}</option>
    ${options.map((name) => html`<option .value=${name} ?selected=${name === chosen}>${name}</option>`)}
  </select>`;
}

function viewLink({ list, params }, { title, path, sort = "" }) {
  const isShown = path === list.path && sort === (params.get("sort") ?? "");
  return html`<a href="#/${path}${sort ? `?sort=${sort}` : ""}" aria-current=${isShown ? "true" : nothing}>${title}</a>`;
}

function selectionBar(page, bulk) {
  const { list, rows, app } = page;
  const items = [...rows.selected.values()];
  return html`<p class="selection" role="group" aria-label="Selected rows">${number(items.length)} selected
    ${items.length <= MAX_SELECTED
      ? bulk.map((action) => html`<button type="button" @click=${() => action.run(items, app)}>${action.title} selected</button>`)
      : html`At most ${MAX_SELECTED} at once. ${list.beyond?.(items, app) ?? "Select fewer."}`}
    <button type="button" class="quiet" @click=${() => select(page, items, false)}>Clear</button></p>`;
}

function foot(page) {
  return html`<p class="foot">${page.list.isPaged ? pages(page) : more(page)}
    <button type="button" @click=${() => page.save()}>CSV</button></p>`;
}

const pages = (page) => html`
  ${page.params.get("cursor") ? html`<button type="button" @click=${() => page.go({})}>Newest</button>` : nothing}
  ${page.rows.page?.next ? html`<button type="button" @click=${() => page.older()}>Older</button>` : nothing}`;

function more(page) {
  const { rows } = page;
  const of = page.isFiltered ? null : total(page);
  return rows.page?.next
    ? html`${number(rows.shown.length)}${of === null ? "" : ` of ${number(of)}`} shown; filter, or sort by what you look for.
      ${rows.page.items.length < MAX_ROWS ? html`<button type="button" @click=${() => page.more()}>More</button>` : nothing}`
    : nothing;
}
