// A table that is sorted by the server, can be selected, and does not move while it is used.

import { html, nothing } from "./lib/lit-html/lit-html.js";
import { live } from "./lib/lit-html/directives/live.js";
import { repeat } from "./lib/lit-html/directives/repeat.js";

const GONE = "gone";
const OUTSIDE_TITLE = "No longer among those that match";

let isPointed = false;

/** A finger does not stay, so only other pointers hold the rows. */
const pointed = (event) => (isPointed = event.pointerType !== "touch");

/** Returns the value of `sort` after a click on a column's heading. */
function nextSort(sort, column) {
  const [first] = sort.split(",");
  if (first === column.sort) return `-${column.sort}`;
  if (first === `-${column.sort}`) return column.sort;
  return column.isNumber ? `-${column.sort}` : column.sort;
}

function heading(column, { sort, onSort }) {
  const [first] = sort.split(",");
  const order = first === column.sort ? "ascending" : first === `-${column.sort}` ? "descending" : null;
  const arrow = { ascending: " ▲", descending: " ▼" }[order] ?? "";
  return html`<th scope="col" class=${column.class ?? ""} aria-sort=${order && column.sort ? order : nothing}>${column.sort
    ? html`<button type="button" @click=${() => onSort(nextSort(sort, column))}>${column.title}${arrow}</button>`
    : column.title}</th>`;
}

function row(item, view) {
  const { columns, id, name, actions, selected, onSelect } = view;
  const state = view.stateOf(item);
  const isGone = state === GONE;
  return html`<tr data-id=${id(item)} tabindex="-1" class=${state} title=${state && !isGone ? OUTSIDE_TITLE : nothing}>
    ${onSelect
      ? html`<td><input type="checkbox" aria-label="Select ${name(item)}" ?disabled=${isGone}
          .checked=${live(selected.has(id(item)))} @change=${(event) => onSelect([item], event.target.checked)}></td>`
      : nothing}
    ${columns.map((column) => html`<td class=${column.class ?? ""}>${(column.cell ?? column.value)(item)}</td>`)}
    ${actions.length
      ? html`<td class="actions">${actions.map((action) => html`<button type="button" class="quiet" ?disabled=${isGone}
          aria-label="${action.title} ${name(item)}" @click=${() => view.onAction(action, item)}>${action.title}</button>`)}</td>`
      : nothing}
  </tr>`;
}

/**
 * @param view columns, rows, id and name (of a row), stateOf (gone, outside, or nothing), sort, onSort, selected,
 *     onSelect (absent: rows cannot be selected), actions, onAction, onRelease, caption
 */
export function table(view) {
  const open = view.rows.filter((item) => view.stateOf(item) !== GONE);
  const isAll = open.length > 0 && open.every((item) => view.selected.has(view.id(item)));
  const release = () => {
    isPointed = false;
    view.onRelease();
  };
  return html`<table>
    <caption class="hidden">${view.caption}</caption>
    <thead><tr>
      ${view.onSelect
        ? html`<td><input type="checkbox" aria-label="Select all" .checked=${live(isAll)}
            @change=${(event) => view.onSelect(open, event.target.checked)}></td>`
        : nothing}
      ${view.columns.map((column) => heading(column, view))}
      ${view.actions.length ? html`<td class="actions"></td>` : nothing}
    </tr></thead>
    <tbody @pointerenter=${pointed} @pointerleave=${release} @focusout=${view.onRelease}>
      ${repeat(view.rows, view.id, (item) => row(item, view))}
    </tbody>
  </table>`;
}

/** Whether the pointer is on the rows, or one has the focus, so that nothing may move. */
export function isHeld() {
  const rows = document.querySelector("tbody");
  return Boolean(rows?.rows.length && ((isPointed && rows.matches(":hover")) || rows.querySelector(":focus-visible")));
}

const allRows = () => [...document.querySelectorAll("tbody tr")];
const focusedRow = () => document.activeElement?.closest("tbody tr") ?? null;

/** Returns the id of the row with the focus. */
export const focusedId = () => focusedRow()?.dataset.id;

/** Moves the focus by this number of rows. */
function moveFocus(step) {
  const rows = allRows();
  const current = rows.indexOf(focusedRow());
  const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1);
  rows[next]?.focus();
}

/** Keys of each page with a table. */
export const ROW_KEYS = [["j", "Next row", () => moveFocus(1)], ["k", "Previous row", () => moveFocus(-1)]];

/** Remembers what has the focus, to give it back: to the same row or, if that is gone, to the next one. */
export function focusKeeper() {
  const element = document.activeElement;
  const rows = allRows();
  const index = rows.indexOf(focusedRow());
  const candidates = index < 0 ? [element] : [...rows.slice(index), ...rows.slice(0, index).reverse()];
  const isThere = (candidate) => candidate.isConnected && !candidate.classList.contains(GONE);
  return { giveBack: () => candidates.find(isThere)?.focus() };
}
