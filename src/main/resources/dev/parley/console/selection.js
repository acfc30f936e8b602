// What can be done to selected clients.

import { kick } from "./dialogs.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { number } from "./text.js";

const MAX_AT_ONCE = 40;

/** Returns the network that all clients share, if it is small; null if there is none. */
function sharedNetwork(clients) {
  const addresses = [...new Set(clients.map((client) => client.address))];
  if (addresses.length === 1) return addresses[0];
  const starts = new Set(addresses.map((address) => address.match(/^(\d+\.\d+\.\d+\.)\d+$/)?.[1]));
  const [start] = starts;
  return starts.size === 1 && start ? `${start}0/24` : null;
}

/** @param does restrict (kind, clients, targets), clear (clients) */
export function selectionBar(clients, { restrict, clear }) {
  if (!clients.length) return nothing;
  return html`<p class="selection" role="group" aria-label="Selected clients">${number(clients.length)} selected
    ${clients.length <= MAX_AT_ONCE ? html`
      <button type="button" @click=${() => kick(clients)}>Kick selected</button>
      <button type="button" @click=${() => restrict("bans", clients)}>Ban selected</button>
      <button type="button" @click=${() => restrict("mutes", clients)}>Mute selected</button>`
    : html`At most ${MAX_AT_ONCE} at once. ${networkButton(clients, restrict)}`}
    <button type="button" class="quiet" @click=${() => clear(clients)}>Clear</button></p>`;
}

function networkButton(clients, restrict) {
  const network = sharedNetwork(clients);
  return network
    ? html`<button type="button" @click=${() => restrict("bans", clients, [{ network }])}>Ban ${network}</button>`
    : "Select fewer, or ban a network.";
}
