// Sends a text to a client.

import { call } from "./api.js";
import { dialogAction } from "./dialog.js";
import { html } from "./lib/lit-html/lit-html.js";
import { note } from "./note.js";
import { quoted } from "./text.js";

export const SEND_TEXT = dialogAction("Send a text", "moderate", ({ id, nick }) => ({
  title: html`Send a text to ${quoted(nick)}?`,
  text: html`<p>Only they see it, as a message from an operator.</p>`,
  fields: [{ name: "text", label: "Text" }],
  isHarmless: true,
  button: () => "Send",
  async submit({ text }) {
    await call("POST", `clients/${id}/messages`, { text });
    note(html`Sent to ${quoted(nick)}.`);
  },
}));
