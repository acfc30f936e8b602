// A table that can be sorted by the server, selected, and held still.

import { html, nothing } from "./lib/lit-html/lit-html.js";
import { live } from "./lib/lit-html/directives/live.js";
import { repeat } from "./lib/lit-html/directives/repeat.js";

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

function heading(column, sort, onSort) {
  const [first] = sort.split(",");
  const order = first === column.sort ? "ascending" : first === `-${column.sort}` ? "descending" : null;
  const arrow = { ascending: " ▲", descending: " ▼" }[order] ?? "";
  return html`<th scope="col" class=${column.class ?? ""} aria-sort=${order ?? nothing}>
    <button type="button" @click=${() => onSort(nextSort(sort, column))}>${column.title}${arrow}</button>
  </th>`;
}

function row(item, { columns, isGone, selected, onSelect, acts }) {
  const gone = isGone(item);
  return html`<tr data-id=${item.id} tabindex="-1" class=${gone ? "gone" : ""}>
    ${onSelect
      ? html`<td><input type="checkbox" aria-label="Select ${item.nick}" ?disabled=${gone}
          .checked=${live(selected.has(item.id))} @change=${(event) => onSelect([item], event.target.checked)}></td>`
      : nothing}
    ${columns.map((column) => html`<td class=${column.class ?? ""}>${column.cell(item)}</td>`)}
    ${acts.length ? html`<td class="acts">${acts.map((act) => button(act, item, gone))}</td>` : nothing}
  </tr>`;
}

const button = (act, item, gone) => html`<button type="button" class="quiet" ?disabled=${gone}
  aria-label="${act.title} ${item.nick}" @click=${() => act.run(item)}>${act.title}</button>`;

/** @param view columns, rows, sort, isGone, selected, onSort, onSelect (absent: rows cannot be selected), acts, caption */
export function table(view) {
  const open = view.rows.filter((item) => !view.isGone(item));
  const release = () => {
    isPointed = false;
    view.onRelease();
  };
  const isAll = open.length > 0 && open.every((item) => view.selected.has(item.id));
  return html`<table>
    <caption class="hidden">${view.caption}</caption>
    <thead><tr>
      ${view.onSelect
        ? html`<td><input type="checkbox" aria-label="Select all" .checked=${live(isAll)}
            @change=${(event) => view.onSelect(open, event.target.checked)}></td>`
        : nothing}
      ${view.columns.map((column) => heading(column, view.sort, view.onSort))}
      ${view.acts.length ? html`<td class="acts"></td>` : nothing}
    </tr></thead>
    <tbody @pointerenter=${pointed} @pointerleave=${release} @focusout=${view.onRelease}>
      ${repeat(view.rows, (item) => item.id, (item) => row(item, view))}
    </tbody>
  </table>`;
}

/** Whether the pointer is on the rows, or one has the focus, so that nothing may move. */
export function isHeld() {
  const rows = document.querySelector("tbody");
  return Boolean(rows?.rows.length && ((isPointed && rows.matches(":hover")) || rows.querySelector(":focus-visible")));
}

/** Moves the focus by this number of rows. */
export function moveFocus(step) {
  const rows = [...document.querySelectorAll("tbody tr")];
  const current = rows.indexOf(focusedRow());
  const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1);
  rows[next]?.focus();
}

export const focusedRow = () => document.activeElement?.closest("tbody tr") ?? null;
