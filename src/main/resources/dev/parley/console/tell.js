// Sends a text to a client.

import { call } from "./api.js";
import { openDialog } from "./dialog.js";
import { html } from "./lib/lit-html/lit-html.js";
import { note } from "./note.js";
import { quoted } from "./text.js";

function tell([client], app) {
  openDialog({
    title: html`Send a text to ${quoted(client.nick)}?`,
    text: html`<p>Only they see it, as a message from an operator.</p>`,
    fields: [{ name: "text", label: "Text" }],
    isHarmless: true,
    button: () => "Send",
    async submit({ text }) {
      await call("POST", `clients/${client.id}/messages`, { text });
      note(html`Sent to ${quoted(client.nick)}.`);
    },
  }, app);
}

export const TELL = { title: "Send a text", right: "moderate", run: tell };
