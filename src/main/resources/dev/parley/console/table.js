// A table that is sorted by the server, can be selected, and does not move while it is used.

import { html, nothing } from "./lib/lit-html/lit-html.js";
import { live } from "./lib/lit-html/directives/live.js";
import { repeat } from "./lib/lit-html/directives/repeat.js";

const GONE = "gone";

let isPointed = false;

/** A finger does not stay, so only other pointers hold the rows. */
const pointed = (event) => (isPointed = event.pointerType !== "touch");

/** A click on a heading sorts by it: numbers from the highest, others from the lowest. The next click reverses that. */
function heading({ title, sort, isNumber, class: style = "" }, { sort: shown = "", onSort }) {
  if (!sort) return html`<th scope="col" class=${style}>${title}</th>`;
  const [up, down] = [sort, `-${sort}`];
  const [first] = shown.split(",");
  const next = first === up || (first !== down && isNumber) ? down : up;
  const [order, arrow] = { [up]: ["ascending", " ▲"], [down]: ["descending", " ▼"] }[first] ?? [nothing, ""];
  return html`<th scope="col" class=${style} aria-sort=${order}>
    <button type="button" @click=${() => onSort(next)}>${title}${arrow}</button></th>`;
}

/** Returns the columns. The one of a chosen order is on narrow screens too. */
function columnsOf({ columns, chosen }) {
  const [first] = (chosen ?? "").replace("-", "").split(",");
  return columns.map((column) =>
    (column.sort === first ? { ...column, class: column.class?.replace("wide", "") } : column));
}

const selectBox = (label, isChecked, isDisabled, onChange) => html`<td><input type="checkbox" aria-label=${label}
  .checked=${live(isChecked)} ?disabled=${isDisabled} @change=${({ target }) => onChange(target.checked)}></td>`;

function row(item, { columns, id, name, actions = [], selected, onSelect, stateOf, onAction }) {
  const state = stateOf(item);
  const isGone = state === GONE;
  const actionButton = (action) => html`<button type="button" class="quiet" ?disabled=${isGone}
    aria-label="${action.title} ${name(item)}" @click=${() => onAction(action, item)}>${action.title}</button>`;
  const title = state === "outside" ? "No longer among those that match" : nothing;
  const select = () => selectBox(`Select ${name(item)}`, selected.has(id(item)), isGone, (is) => onSelect([item], is));
  return html`<tr data-id=${id(item)} tabindex="-1" class=${state} title=${title}>
    ${onSelect ? select() : nothing}
    ${columns.map((column) => html`<td class=${column.class ?? ""}>${(column.cell ?? column.value)(item)}</td>`)}
    ${actions.length ? html`<td class="actions">${actions.map(actionButton)}</td>` : nothing}
  </tr>`;
}

/**
 * @param given columns, rows, id and name (of a row), stateOf (gone, outside, or nothing), caption; where there are
 *     any, sort and onSort, chosen (the order, if it is not that of the page), selected and onSelect, actions and
 *     onAction, onRelease
 */
export function table(given) {
  const view = { ...given, columns: columnsOf(given) };
  const { rows, columns, id, actions = [], selected = new Map(), onSelect, onRelease = () => {} } = view;
  const open = rows.filter((item) => view.stateOf(item) !== GONE);
  const isAll = open.length > 0 && open.every((item) => selected.has(id(item)));
  const release = () => {
    isPointed = false;
    onRelease();
  };
  return html`<table>
    <caption class="hidden">${view.caption}</caption>
    <thead><tr>
      ${onSelect ? selectBox("Select all", isAll, false, (is) => onSelect(open, is)) : nothing}
      ${columns.map((column) => heading(column, view))}
      ${actions.length ? html`<td class="actions"></td>` : nothing}
    </tr></thead>
    <tbody @pointerenter=${pointed} @pointerleave=${release} @focusout=${onRelease}>
      ${repeat(rows, id, (item) => row(item, view))}
    </tbody>
  </table>`;
}

/** Returns why the rows may not move now: the pointer is on them, or one has the focus; empty if they may. */
export function heldWhile() {
  const rows = document.querySelector("tbody");
  if (!rows?.rows.length) return "";
  if (isPointed && rows.matches(":hover")) return "you point at the list";
  return rows.querySelector(":focus-visible") ? "a row has the focus" : "";
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
