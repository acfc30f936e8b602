// The dialog of every action. It is drawn apart from the page, so what is typed stays while the page changes.

import { Problem, Unreachable, pause } from "./api.js";
import { checkbox, fieldset, keepReason, valuesOf } from "./fields.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { note, sentence } from "./note.js";
import { focusKeeper } from "./table.js";

const PACE_MILLIS = 100;
const TYPING_PAUSE_MILLIS = 300;

const root = document.getElementById("dialog");

/** The dialog that is open. */
let current = null;

/**
 * Opens a dialog, unless one is open.
 *
 * @param dialog
 *   `title`, `text`: templates
 *   `fields`: see fields.js; the preview is asked again after a change of one with `isPreviewed`
 *   `preview(values, signal)`: asks Parley what would happen, and returns `{text, isForceNeeded}`
 *   `force`: label of the checkbox that is shown if force is needed; `values.force` is set if it was ticked
 *   `isHarmless`: whether the button is not red
 *   `button(values, preview)`: label of the button; a dialog without one can only be closed
 *   `submit(values, progress)`: does it, or throws what went wrong; `progress(text)` is false if the dialog was closed;
 *     may return a dialog that is opened after it
 */
export function openDialog(dialog, app) {
  if (current) return;
  current = new Dialog(dialog, app);
  current.open();
}

/** Returns an action whose dialog depends on one item. */
export const dialogAction = (title, right, dialog) => ({
  title, right, run: ([item], app) => openDialog(dialog(item, app), app) });

/** Closes the dialog when its page is left, so that nothing of it stays, not even in the browser's cache of pages. */
export const closeDialog = () => current?.close();
addEventListener("pagehide", closeDialog);

class Dialog {
  failure = "";
  error = "";
  busy = "";
  #isClosed = false;
  #asked = new AbortController();
  #typing;
  #focus = focusKeeper();

  constructor(dialog, app) {
    Object.assign(this, { app, fields: [], ...dialog });
    this.ask = dialog.preview;
    this.preview = null;
  }

  open() {
    this.#set({ preview: null });
    root.querySelector("dialog").showModal();
    this.#preview();
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    current = null;
    clearTimeout(this.#typing);
    this.#asked.abort();
    render(nothing, root);
    this.#focus.giveBack();
  }

  #set(state) {
    Object.assign(this, state);
    if (!this.#isClosed) render(frame(this, this.values()), root);
  }

  values() {
    return valuesOf(root.querySelector("form"), this.fields);
  }

  isReady(values) {
    if (this.busy || !this.button) return false;
    return !this.ask || (this.preview !== null && (!this.preview.isForceNeeded || Boolean(values.force)));
  }

  async #preview() {
    if (!this.ask || this.#isClosed) return;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#set({ preview: null, failure: "" });
    try {
      const preview = await this.ask(this.values(), signal);
      if (!signal.aborted) this.#set({ preview });
    } catch (problem) {
      if (!signal.aborted) this.#set({ failure: sentence(problem) });
    }
  }

  #isPreviewed({ name }) {
    return this.fields.some((field) => field.isPreviewed && field.name === name);
  }

  /** Asks again who is affected, at a pause of the typing. */
  typed({ target }) {
    if (!target.matches("input") || !this.#isPreviewed(target)) return;
    this.#set({ preview: null, failure: "" });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#preview(), TYPING_PAUSE_MILLIS);
  }

  changed({ target }) {
    this.#set({});
    if (this.#isPreviewed(target) && !target.matches("input")) this.#preview();
  }

  async run(event) {
    event.preventDefault();
    const values = this.values();
    if (!this.isReady(values)) return;
    if (values.reason) keepReason(values.reason = values.reason.trim());
    this.#set({ error: "", busy: "…" });
    root.querySelector("dialog").focus(); // A disabled button would keep the focus, and Esc from working.
    try {
      const next = await this.submit(values, (busy) => (this.#set({ busy }), !this.#isClosed));
      if (next) return this.#continue(next);
      await this.app.reload();
      this.close();
    } catch (problem) {
      this.#failed(sentence(problem));
    }
  }

  /** Opens the next dialog, even if this one was closed or replaced: it may show what cannot be shown again. */
  #continue(next) {
    closeDialog();
    openDialog(next, this.app);
    this.app.reload();
  }

  #failed(error) {
    if (this.#isClosed) return note(error);
    this.#set({ error, busy: "" });
    (root.querySelector("input[autofocus]") ?? root.querySelector("input"))?.focus();
    this.#preview();
  }
}

const frame = (dialog, values) => html`
  <dialog tabindex="-1" aria-labelledby="dialog-title" @close=${() => dialog.close()}>
    <form @submit=${(event) => dialog.run(event)} @input=${(event) => dialog.typed(event)}
      @change=${(event) => dialog.changed(event)}>
      <h2 id="dialog-title">${dialog.title}</h2>
      ${dialog.text ?? nothing}
      ${fieldset(dialog.fields, values)}
      ${dialog.ask ? html`<div role="status">${previewText(dialog)}</div>` : nothing}
      ${dialog.preview?.isForceNeeded ? checkbox({ name: "force", label: dialog.force }) : nothing}
      <p role="alert" class="error">${dialog.error}</p>
      <p class="buttons">
        <button type="button" @click=${() => dialog.close()}>${dialog.button ? "Cancel" : "Close"}</button>
        ${dialog.button ? submitButton(dialog, values) : nothing}
      </p>
    </form>
  </dialog>`;

const previewText = ({ preview, failure }) =>
  failure ? html`<p class="error">${failure}</p>` : preview?.text ?? html`<p>Looking who is affected…</p>`;

const submitButton = (dialog, values) => html`
  <button type="submit" class=${dialog.isHarmless ? "" : "danger"} aria-busy=${dialog.busy ? "true" : "false"} ?disabled=${!dialog.isReady(values)}>
    ${dialog.button(values, dialog.preview)} ${dialog.busy}</button>`;

/**
 * Does something to each item, one after another. Throws what went wrong with some, and returns the number done.
 *
 * @param left set of the items, from which those that are done are removed
 */
export async function each(left, progress, action) {
  const items = [...left];
  const failures = new Set();
  for (const [index, item] of items.entries()) {
    if (!progress(items.length > 1 ? `(${index} of ${items.length})` : "…")) break;
    try {
      await action(item);
      left.delete(item);
    } catch (problem) {
      if (items.length === 1) throw problem;
      failures.add(sentence(problem));
      if (problem instanceof Unreachable) break;
    }
    if (items.length > 1) await pause(PACE_MILLIS);
  }
  const done = items.length - left.size;
  if (failures.size) throw new Problem(0, { detail: `${done} of ${items.length} done. ${[...failures].join(" ")}` });
  return done;
}
