// The note at the bottom of the page, which says what was done and offers to undo it.

import { Problem, Unreachable, call } from "./api.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { localized } from "./text.js";

const UNREACHABLE = "Parley does not respond. Check whether this was done before you try again.";

/** Shows a note until the next one. */
export function note(text, button) {
  const root = document.getElementById("note");
  render(html`<p>${text}
    ${button ? html`<button type="button" @click=${button.run}>${button.title}</button>` : nothing}
    <button type="button" class="quiet" aria-label="Close note" @click=${() => render(nothing, root)}>×</button></p>`,
    root);
}

/** Returns what went wrong, in a sentence. */
export function sentence(problem) {
  if (problem instanceof Unreachable) return UNREACHABLE;
  if (problem instanceof Problem) return problem.message;
  console.error(problem);
  return "The console failed; reload it.";
}

/** Undoes an action of the audit, or a ban or mute, and returns the answer. */
export const undoAction = (id, terms = {}) => call("POST", `actions/${id}/undo?${new URLSearchParams(terms)}`);

/** @param actions ids of actions in the audit, or of bans and mutes */
export const undoButton = (actions, app) => ({ title: "Undo", run: () => undo(actions, app) });

async function undo(actions, app, terms) {
  const left = [...actions];
  const results = [];
  const undone = () => (results.length ? html`Undone: ${localized(results.join("; "))}. ` : nothing);
  note("Undoing…");
  try {
    for (; left.length; left.shift()) results.push((await undoAction(left[0], terms)).result);
    note(undone());
  } catch (problem) {
    note(html`${undone()}Not undone: ${localized(sentence(problem))}`, problem.body?.code === "needs-force"
      ? { title: "Undo anyway", run: () => undo(left, app, { force: true }) } : null);
  }
  await app.reload();
}
