// Disconnects clients.

import { Problem, call } from "./api.js";
import { each, openDialog } from "./dialog.js";
import { REASON } from "./fields.js";
import { html } from "./lib/lit-html/lit-html.js";
import { note } from "./note.js";
import { names, quoted } from "./text.js";

async function disconnect(client, reason) {
  try {
    await call("DELETE", `clients/${client.id}?reason=${encodeURIComponent(reason)}`);
  } catch (problem) {
    throw problem.status === 404 ? new Problem(404, { detail: `${client.nick} has already left.` }) : problem;
  }
}

function kick(clients, app) {
  const [first] = clients;
  const isOne = clients.length === 1;
  const left = new Set(clients);
  openDialog({
    title: isOne ? html`Kick ${quoted(first.nick)}?` : `Kick ${clients.length} clients?`,
    text: html`<p>Disconnects ${isOne
      ? html`<b>${quoted(first.nick)}</b> from <code>${first.address}</code>`
      : names(clients)}. They can reconnect at once.</p>`,
    fields: [REASON],
    button: () => (isOne ? "Kick" : `Kick ${left.size}`),
    async submit({ reason }, progress) {
      const done = await each(left, progress, (client) => disconnect(client, reason));
      note(isOne ? html`Kicked ${quoted(first.nick)}.` : `Kicked ${done}.`);
    },
  }, app);
}

export const KICK = { title: "Kick", key: "x", right: "moderate", isForMany: true, run: kick };
