// Text that a button copies.

import { html } from "./lib/lit-html/lit-html.js";

/** Copies the text before the button. Without TLS a browser may not allow that, and it is selected instead. */
async function copy({ target }) {
  const text = target.previousElementSibling;
  const status = target.nextElementSibling;
  try {
    await navigator.clipboard.writeText(text.textContent);
    status.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(text);
    status.textContent = "Selected: copy it with Ctrl+C.";
  }
}

export const copyable = (text) => html`<p class="copyable"><code>${text}</code>
  <button type="button" @click=${copy}>Copy</button> <span role="status"></span></p>`;

/** A dialog with a text that Parley shows only once. It is in no field, which a browser may keep and fill in again. */
export const secretDialog = (title, text, secret) => ({
  title, text: html`<p>${text}</p>${copyable(secret)}<p>It is not shown again. Copy it before you close this.</p>`,
});
