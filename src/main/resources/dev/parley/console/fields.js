// The fields of a dialog.

import { html, nothing } from "./lib/lit-html/lit-html.js";

const MAX_REASONS = 3;

/** The last reasons of this tab, which are offered again. */
let reasons = [];

export function keepReason(reason) {
  if (reason) reasons = [reason, ...reasons.filter((other) => other !== reason)].slice(0, MAX_REASONS);
}

/** A field for the reason of an action. */
export const REASON = { name: "reason", label: "Reason", isReason: true, isFirst: true };
export const OPTIONAL_REASON = {
  ...REASON, label: "Reason, for the audit (optional)", isRequired: false, isFirst: false };

const option = ([value, text], chosen) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`;

const selection = ({ name, label, options, value }) => html`
  <label>${label} <select name=${name}>${options.map((pair) => option(pair, value))}</select></label>`;

export const checkbox = ({ name, label }) => html`
  <label class="check"><input type="checkbox" name=${name}> ${label}</label>`;

const input = ({ name, label, type = "text", value = "", isRequired = true, isFirst, isReason }) => html`
  <label>${label} <input name=${name} type=${type} .defaultValue=${value} ?required=${isRequired} ?autofocus=${isFirst}
    autocomplete="off" list=${isReason ? "reasons" : nothing} maxlength=${isReason ? 300 : nothing}
    pattern=${isReason ? ".*[^ ].*" : nothing} title=${isReason ? "A reason" : nothing}></label>`;

function template(field) {
  if (field.options) return selection(field);
  return field.type === "checkbox" ? checkbox(field) : input(field);
}

/**
 * Draws fields.
 *
 * @param fields each has `name` and `label`; `isReason`, `options` (pairs of value and text) or `type` (`text` if
 *     absent); `value` at the beginning; `isRequired` (true if absent); `isFirst` if it gets the focus; `when` says,
 *     from the values of all, whether it is shown
 */
export const fieldset = (fields, values) => html`
  ${fields.map((field) => (!field.when || field.when(values) ? template(field) : nothing))}
  <datalist id="reasons">${reasons.map((reason) => option([reason]))}</datalist>`;

/** Returns the values of the fields that are shown, and those at the beginning of the others. */
export function valuesOf(form, fields) {
  const initial = fields.map(({ name, value, options }) => [name, value ?? options?.[0][0] ?? ""]);
  return { ...Object.fromEntries(initial), ...Object.fromEntries(form ? new FormData(form) : []) };
}
