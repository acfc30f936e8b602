// What a page with a list looks like.

import { html, nothing } from "./lib/lit-html/lit-html.js";
import { heldWhile, table } from "./table.js";
import { number } from "./text.js";

const MAX_SELECTED = 40;
const HOLD = "Rows do not move while the pointer or the focus is on them; Esc leaves them.";

export function listView(page) {
  const { list, rows, app, actions, error, sort } = page;
  const hint = page.flow === "full"
    ? `Too many event streams are open; this list refreshes every ${list.live.seconds} s.` : list.hint;
  const bulk = actions.filter(({ isForMany }) => isForMany);
  return html`
    <div class="tools">${tools(page)}</div>
    <p class="error" role="alert">${error}</p>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
    ${rows.selected.size ? selectionBar(page, bulk) : nothing}
    <div class=${error ? "stale" : ""}>${table({
      columns: list.columns, rows: rows.shown, id: list.id, name: list.name, caption: list.caption ?? list.title,
      stateOf: (item) => rows.stateOf(item), selected: rows.selected,
      sort, chosen: page.params.get("sort"), onSort: (by) => page.go({ sort: by }),
      actions, onAction: (action, item) => action.run([item], app),
      onSelect: bulk.length ? (items, isSelected) => select(page, items, isSelected) : null,
      onRelease: () => setTimeout(() => page.redraw()) })}</div>
    ${rows.page && !rows.shown.length ? html`<p>${page.isFiltered ? "No matches." : list.empty}</p>` : nothing}
    <p class="foot">${foot(page)}</p>`;
}

const button = (title, onClick, style = "") =>
  html`<button type="button" class=${style} @click=${onClick}>${title}</button> `;

function select(page, items, isSelected) {
  page.rows.select(items, isSelected);
  page.redraw();
}

/** Returns how many there are without a filter; null if it is unknown. */
const total = ({ list, rows, app }) => (rows.page && rows.isWhole ? rows.page.items.length : list.count(app));

function flowText({ list, rows, error, flow }) {
  if (!rows.page || error || !list.live.seconds) return "";
  const waiting = rows.waiting();
  if (heldWhile()) return `○ paused${waiting ? ` · ${waiting} new` : ""}`;
  return flow === "live" ? "● live" : `every ${list.live.seconds} s`;
}

function tools(page) {
  const { list, create } = page;
  const count = total(page);
  const reload = list.live.seconds ? nothing : button(list.reload, () => page.ask());
  return html`<h1>${list.title}</h1>
    ${list.filters.map((filter) => filterField(page, filter))}
    ${list.isOnDemand ? reload : nothing}
    ${list.views.map((view) => viewLink(page, view))}
    ${create ? button(create.title, () => create.run([], page.app)) : nothing}
    <span class="flow">${count === null ? "" : `${number(count)} ${list.noun} ·`}
      <span role="status" title=${HOLD}>${flowText(page)}</span>
      ${list.isOnDemand ? nothing : reload}</span>`;
}

/** A field for a filter. A text applies while it is typed or, if `isTyped` is false, on Enter. */
export function filterField(page, filter) {
  const { name, label, any, type = "text", isSearch, isTyped = true } = filter;
  const chosen = page.params.get(name) ?? "";
  const changed = ({ target }) => page.go({ [name]: target.value.trim() });
  const typed = ({ target }) => page.typed(name, target.value);
  if (!any) return html`<input type=${type} class="filter" id=${isSearch ? "search" : nothing}
    aria-label=${label} placeholder="${label}${isSearch ? " (/)" : ""}" .value=${chosen}
    @change=${isTyped ? nothing : changed} @input=${isTyped ? typed : nothing}>`;
  const options = new Set([...(filter.options ?? page.loaded[name] ?? []), chosen].filter(Boolean));
  return html`<select aria-label=${label} @focus=${() => filter.load && page.loadOptions(filter)} @change=${changed}>
    <option value="">${any}</option>
    ${[...options].map((option) =>
      html`<option .value=${option} ?selected=${option === chosen}>${filter.text?.(option) ?? option}</option>`)}
  </select>`;
}

function viewLink({ list, params }, { title, path, sort = "" }) {
  const isShown = path === list.path && sort === (params.get("sort") ?? "");
  const address = `#/${path}${sort ? `?sort=${sort}` : ""}`;
  return html`<a href=${address} aria-current=${isShown ? "true" : nothing}>${title}</a>`;
}

function selectionBar(page, bulk) {
  const items = [...page.rows.selected.values()];
  return html`<p class="selection" role="group" aria-label="Selected rows">${number(items.length)} selected
    ${items.length <= MAX_SELECTED
      ? bulk.map(({ title, run }) => button(`${title} selected`, () => run(items, page.app)))
      : html`At most ${MAX_SELECTED} at once. ${page.list.beyond?.(items, page.app) ?? "Select fewer."}`}
    ${button("Clear", () => select(page, items, false), "quiet")}</p>`;
}

function foot(page) {
  const { rows, params, isFiltered } = page;
  const next = rows.page?.next;
  const of = isFiltered ? null : total(page);
  return html`
    ${next ? `${number(rows.shown.length)}${of === null ? "" : ` of ${number(of)}`} shown. ` : ""}
    ${params.get("cursor") ? button("First page", () => page.turn("")) : nothing}
    ${next ? button("Next page", () => page.turn(next)) : nothing}
    ${button("CSV", () => page.save())}`;
}
