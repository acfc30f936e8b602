// The rows of a list: which are shown, selected or gone.

import { heldWhile } from "./table.js";

export class Rows {
  shown = [];
  selected = new Map();
  /** Ids of rows that are known to be gone. */
  gone = new Set();
  /** The last page of the API; null if there is none yet for this address. */
  page = null;
  #ids = new Set();

  /** @param id returns the id of a row, and `isGone` whether it is known to be gone */
  constructor(id, isGone) {
    Object.assign(this, { id, isGone });
  }

  /** @param isFiltered whether there may be rows that the page leaves out */
  receive(page, isFiltered) {
    if (!this.page) this.shown = [];
    this.page = page;
    this.isWhole = !page.next && !isFiltered;
    this.#ids = new Set(page.items.map(this.id));
  }

  /** Returns whether a row is `gone`, or only `outside` of what was asked for. */
  stateOf(item) {
    const id = this.id(item);
    if (this.isGone(item)) return "gone";
    if (!this.page || this.#ids.has(id)) return "";
    return this.isWhole || this.gone.has(id) ? "gone" : "outside";
  }

  /** Takes over the last page. While the rows are held, takes over its values only. */
  takeOver() {
    if (!this.page) return;
    if (this.shown.length && heldWhile()) {
      const fresh = new Map(this.page.items.map((item) => [this.id(item), item]));
      this.shown = this.shown.map((item) => fresh.get(this.id(item)) ?? item);
    } else {
      this.shown = this.page.items;
      this.gone.clear();
    }
    const there = new Set(this.shown.filter((item) => this.stateOf(item) !== "gone").map(this.id));
    for (const id of this.selected.keys()) if (!there.has(id)) this.selected.delete(id);
  }

  select(items, isSelected) {
    for (const item of items) {
      if (isSelected) this.selected.set(this.id(item), item);
      else this.selected.delete(this.id(item));
    }
  }

  /** Returns the number of rows that wait until the shown ones are no longer held. */
  waiting() {
    const known = new Set(this.shown.map(this.id));
    return [...this.#ids].filter((id) => !known.has(id)).length;
  }
}
