// Text that a button copies.

import { html } from "./lib/lit-html/lit-html.js";

/** Copies a text, and returns what came of it. Without TLS a browser may not allow that, and it is selected instead. */
export async function copied(text, element) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    getSelection().selectAllChildren(element);
    return "Selected: copy it with Ctrl+C.";
  }
}

async function copy({ target: { previousElementSibling: text, nextElementSibling: status } }) {
  status.textContent = await copied(text.textContent, text);
}

export const copyable = (text) => html`<p class="copyable"><code>${text}</code>
  <button type="button" @click=${copy}>Copy</button> <span role="status"></span></p>`;

/** A dialog with a text that Parley shows only once. It is in no field, which a browser may keep and fill in again. */
export const secretDialog = (title, text, secret) => ({
  title, text: html`<p>${text}</p>${copyable(secret)}<p>It is not shown again. Copy it before you close this.</p>` });
