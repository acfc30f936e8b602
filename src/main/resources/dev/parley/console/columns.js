// Columns of lists.

import { html } from "./lib/lit-html/lit-html.js";
import { number, quoted, time } from "./text.js";

/** A column with text that someone else may have written. */
export const textColumn = (title, field, more) => ({
  title, value: (item) => item[field], cell: (item) => quoted(item[field]), ...more });

/** The column that names the rows. */
export const nameColumn = (title, field) => textColumn(title, field, { cell: (item) => html`<b>${quoted(item[field])}</b>` });

/** A column with times; `none` is shown where there is no time. */
export const timeColumn = (title, field, { none = "", ...more } = {}) => ({
  title, value: (item) => item[field], cell: (item) => (item[field] ? time(item[field]) : none), ...more });

/** A column with numbers; `text` writes one. */
export const numberColumn = (title, field, { text = number, style = "", ...more } = {}) => ({
  title, isNumber: true, class: `number ${style}`,
  value: (item) => item[field] ?? 0, cell: (item) => text(item[field]), ...more });
