// All that pages and actions are made of, in one place to import from.

export * from "./api.js";
export * from "./copy.js";
export * from "./dialog.js";
export * from "./event-text.js";
export * from "./fields.js";
export { html, nothing, render } from "./lib/lit-html/lit-html.js";
export * from "./list.js";
export * from "./list-view.js";
export * from "./live.js";
export * from "./note.js";
export * from "./page.js";
export * from "./table.js";
export * from "./text.js";
