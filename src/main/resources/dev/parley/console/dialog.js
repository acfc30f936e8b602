// The dialog of every action. It is drawn apart from the page, so what is typed stays while the page changes.

import { Problem, Unreachable, pause } from "./api.js";
import { checkbox, fieldset, keepReason, valuesOf } from "./fields.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { note, sentence } from "./note.js";
import { focusKeeper } from "./table.js";
import { localized } from "./text.js";

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
 *   `isRead`: whether it is opened to be read, so that no field has the focus
 *   `button(values, preview)`: label of the button; a dialog without one can only be closed
 *   `isDanger`: whether the button is red
 *   `submit(values, progress)`: does it, or throws what went wrong; `progress(text)` is false if the dialog was closed
 *   `done(answer, values)`: returns the note after it or, with a `title`, the next dialog
 */
export const openDialog = (dialog, app) => current ?? new Dialog(dialog, app);

/** Returns an action whose dialog depends on one item. Dialog and button have its title, if they have no other one. */
export const dialogAction = (title, right, dialog) => ({
  title, right, run: ([item], app) => openDialog({ title, button: () => title, ...dialog(item, app) }, app) });

/** Closes the dialog when its page is left, so that nothing of it stays, not even in the browser's cache of pages. */
export const closeDialog = () => current?.close();
addEventListener("pagehide", closeDialog);

class Dialog {
  /** The answer of the preview; null if there is none for the present values. */
  previewed = null;
  failure = "";
  error = "";
  busy = "";
  #asked = new AbortController();
  #typing;
  #focus = focusKeeper();

  constructor(dialog, app) {
    Object.assign(this, { app, fields: [], ...dialog });
    current = this;
    this.#set({});
    const element = root.querySelector("dialog");
    element.showModal();
    if (this.isRead) element.focus();
    this.#ask();
  }

  close() {
    if (current !== this) return;
    current = null;
    clearTimeout(this.#typing);
    this.#asked.abort();
    render(nothing, root);
    this.#focus.giveBack();
  }

  #set(state) {
    Object.assign(this, state);
    if (current === this) render(frame(this, this.values()), root);
  }

  values() { return valuesOf(root.querySelector("form"), this.fields); }

  isReady({ force }) {
    if (this.busy || !this.button) return false;
    return !this.preview || (this.previewed !== null && (!this.previewed.isForceNeeded || Boolean(force)));
  }

  async #ask() {
    if (!this.preview || current !== this) return;
    const { signal } = (this.#asked = new AbortController());
    this.#set({ previewed: null, failure: "" });
    try {
      const previewed = await this.preview(this.values(), signal);
      if (!signal.aborted) this.#set({ previewed });
    } catch (problem) {
      if (!signal.aborted) this.#set({ failure: sentence(problem) });
    }
  }

  /** Draws what depends on the values, and asks again who is affected, at a pause of the typing. */
  changed(field) {
    this.#set({});
    if (!this.fields.some(({ name, isPreviewed }) => isPreviewed && name === field.name)) return;
    this.#asked.abort();
    this.#set({ previewed: null, failure: "" });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#ask(), TYPING_PAUSE_MILLIS);
  }

  async run(event) {
    event.preventDefault();
    const values = this.values();
    if (!this.isReady(values)) return;
    if (values.reason) keepReason(values.reason = values.reason.trim());
    this.#set({ error: "", busy: "…" });
    root.querySelector("dialog").focus(); // A disabled button would keep the focus, and Esc from working.
    try {
      const answer = await this.submit(values, (busy) => (this.#set({ busy }), current === this));
      await this.#continue(this.done?.(answer, values));
    } catch (problem) { this.#failed(sentence(problem)); }
  }

  /** Opens the next dialog even if this one was closed or replaced: it may show what cannot be shown again. */
  async #continue(next) {
    if (next?.title) {
      closeDialog();
      openDialog(next, this.app);
    } else if (next) note(next);
    await this.app.reload();
    this.close();
  }

  #failed(error) {
    if (current !== this) return note(error);
    this.#set({ error, busy: "" });
    (root.querySelector("input[autofocus]") ?? root.querySelector("input"))?.focus();
    this.#ask();
  }
}

const frame = (dialog, values) => html`
  <dialog tabindex="-1" aria-labelledby="dialog-title" @close=${() => dialog.close()}>
    <form @submit=${(event) => dialog.run(event)} @input=${({ target }) => dialog.changed(target)}
      @change=${({ target }) => target.matches("select") && dialog.changed(target)}>
      <h2 id="dialog-title">${dialog.title}</h2>
      ${dialog.text}
      ${fieldset(dialog.fields, values)}
      ${dialog.preview ? html`<div role="status">${previewText(dialog)}</div>` : nothing}
      ${dialog.previewed?.isForceNeeded ? checkbox({ name: "force", label: dialog.force }) : nothing}
      <p role="alert" class="error">${dialog.error && localized(dialog.error)}</p>
      <p class="buttons">
        <button type="button" @click=${() => dialog.close()}>${dialog.button ? "Cancel" : "Close"}</button>
        ${dialog.button ? submitButton(dialog, values) : nothing}
      </p>
    </form>
  </dialog>`;

const previewText = ({ previewed, failure }) =>
  failure ? html`<p class="error">${failure}</p>` : previewed?.text ?? html`<p>Looking who is affected…</p>`;

const submitButton = (dialog, values) => html`
  <button type="submit" class=${dialog.isDanger ? "danger" : ""} aria-busy=${String(dialog.busy !== "")}
    ?disabled=${!dialog.isReady(values)}>${dialog.button(values, dialog.previewed)} ${dialog.busy}</button>`;

/**
 * Does something to each item, one after another. Throws what went wrong with some, and returns the number done.
 *
 * @param left set of the items, from which those that are done are removed
 * @param noted shows the answers for those that are done
 */
export async function each(left, progress, action, noted = () => {}) {
  const items = [...left];
  const answers = [];
  const failures = new Set();
  for (const [index, item] of items.entries()) {
    if (!progress(items.length > 1 ? `(${index} of ${items.length})` : "…")) break;
    try {
      answers.push(await action(item));
      left.delete(item);
    } catch (problem) {
      if (items.length === 1) throw problem;
      failures.add(sentence(problem));
      if (problem instanceof Unreachable) break;
    }
    if (items.length > 1) await pause(PACE_MILLIS);
  }
  if (answers.length) noted(answers);
  if (!failures.size) return answers.length;
  throw new Problem(0, { detail: `${answers.length} of ${items.length} done. ${[...failures].join(" ")}` });
}
