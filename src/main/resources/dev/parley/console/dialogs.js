// Dialogs and notes. They are drawn apart from the page, so what is typed stays while the page changes.

import { Problem, Unreachable, call, pause } from "./api.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { focusedRow } from "./table.js";
import { quoted } from "./text.js";

const MAX_REASONS = 3;
const PACE_MILLIS = 100;

let reasons = [];

/** Shows what was done; the note stays until the next one. */
export function note(text, action) {
  const close = () => render(nothing, document.getElementById("note"));
  const undo = action && html`<button type="button" @click=${action.run}>${action.title}</button>`;
  render(
    html`<p>${text} ${undo} <button type="button" class="quiet" aria-label="Close note" @click=${close}>×</button></p>`,
    document.getElementById("note"));
}

export const reasonField = () => html`
  <label>Reason <input name="reason" required maxlength="300" pattern=".*[^ ].*" title="A reason" list="reasons"
    autocomplete="off" autofocus></label>
  <datalist id="reasons">${reasons.map((reason) => html`<option value=${reason}></option>`)}</datalist>`;

export function reasonOf(form) {
  const reason = form.get("reason").trim();
  reasons = [reason, ...reasons.filter((other) => other !== reason)].slice(0, MAX_REASONS);
  return reason;
}

/** Returns what went wrong, in a sentence. */
export function sentence(problem) {
  if (problem instanceof Unreachable) return "Parley does not respond. Check whether this was done before you try again.";
  if (problem instanceof Problem) return problem.message;
  console.error(problem);
  return "The console failed; reload it.";
}

/** Returns the function that gives the focus back when a dialog is closed: to the row, or to another one. */
function focusBack() {
  const back = document.activeElement;
  const row = focusedRow();
  return () => {
    const target = row ? (row.isConnected ? row : document.querySelector("tbody tr")) : back;
    target?.focus();
  };
}

/**
 * Opens a dialog, unless one is open. Returns the function that draws it again.
 *
 * @param submit does it, and throws what went wrong; gets the form and a function that shows progress, which returns
 *     false if the dialog was closed
 */
export function open({ title, body, button, submit }) {
  const root = document.getElementById("dialog");
  if (root.querySelector("dialog")) return () => {};
  const back = focusBack();
  const state = { error: "", busy: "", isClosed: false };
  function close() {
    if (state.isClosed) return;
    state.isClosed = true;
    render(nothing, root);
    back();
  }
  const progress = (text) => {
    state.busy = text;
    draw();
    return !state.isClosed;
  };
  async function run(event) {
    event.preventDefault();
    if (state.busy || !button?.().isReady) return;
    state.error = "";
    progress("…");
    root.querySelector("dialog").focus(); // A disabled button would keep the focus, and Esc from working.
    try {
      await submit(new FormData(event.target), progress);
      close();
    } catch (problem) {
      state.error = sentence(problem);
      if (state.isClosed) note(state.error);
      progress("");
      root.querySelector("[name=reason]")?.focus();
    }
  }
  function draw() {
    if (!state.isClosed) render(frame({ title, body, button, close, run, state }), root);
  }
  draw();
  root.querySelector("dialog").showModal();
  return draw;
}

const frame = ({ title, body, button, close, run, state }) => html`
  <dialog tabindex="-1" aria-labelledby="dialog-title" @close=${close}>
    <form @submit=${run}>
      <h2 id="dialog-title">${title}</h2>
      ${body()}
      <p role="alert" class="error">${state.error}</p>
      <p class="buttons">
        <button type="button" @click=${close}>${button ? "Cancel" : "Close"}</button>
        ${button ? submitButton(button(), state.busy) : nothing}
      </p>
    </form>
  </dialog>`;

const submitButton = ({ label, isReady }, busy) => html`
  <button type="submit" class="danger" aria-busy=${busy ? "true" : "false"} ?disabled=${busy || !isReady}>
    ${label} ${busy}</button>`;

/** Does something to each item, one after another. Throws what went wrong with some, and returns the number done. */
export async function each(items, progress, action) {
  const failed = [];
  let done = 0;
  for (const [index, item] of items.entries()) {
    if (!progress(items.length > 1 ? `(${index} of ${items.length})` : "…")) break;
    try {
      await action(item);
      done++;
    } catch (problem) {
      if (items.length === 1 || problem instanceof Unreachable) throw problem;
      failed.push(sentence(problem));
    }
    if (items.length > 1) await pause(PACE_MILLIS);
  }
  if (failed.length) throw new Problem(0, { detail: `${done} of ${items.length} done. ${failed.join(" ")}` });
  return done;
}

/** @param clients up to 40 */
export function kick(clients) {
  const [first] = clients;
  const isOne = clients.length === 1;
  const left = new Set(clients);
  open({
    title: isOne ? html`Kick ${quoted(first.nick)}?` : `Kick ${clients.length} clients?`,
    body: () => html`
      <p>${isOne
        ? html`Disconnects <b>${quoted(first.nick)}</b> from <code>${first.address}</code>.`
        : html`Disconnects ${names(clients)}.`} They can reconnect at once.</p>
      ${reasonField()}`,
    button: () => ({ label: isOne ? "Kick" : `Kick ${left.size}`, isReady: true }),
    async submit(form, progress) {
      const reason = encodeURIComponent(reasonOf(form));
      const done = await each([...left], progress, async (client) => {
        await call("DELETE", `clients/${client.id}?reason=${reason}`).catch((problem) => {
          throw problem.status === 404 ? new Problem(404, { detail: `${client.nick} has already left.` }) : problem;
        });
        left.delete(client);
      });
      note(isOne ? html`Kicked ${quoted(first.nick)}.` : `Kicked ${done}.`);
    },
  });
}

/** Returns the first names of a list, and the number of the others. */
export function names(clients, max = 20) {
  const shown = clients.slice(0, max).map((client, index) => html`${index ? ", " : ""}${quoted(client.nick)}`);
  return html`${shown}${clients.length > max ? ` and ${clients.length - max} more` : ""}`;
}
