// The page of one connected client.

import { Unreachable, call } from "./api.js";
import { KICK } from "./kick.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { follow, repeat } from "./live.js";
import { eventText } from "./event-text.js";
import { sentence } from "./note.js";
import { BAN_CLIENTS, MUTE_CLIENTS, targetText } from "./restrict.js";
import { TELL } from "./tell.js";
import { bytes, duration, number, quoted, time } from "./text.js";

const REFRESH_MILLIS = 3000;
const MAX_EVENTS = 50;
const ACTIONS = [KICK, BAN_CLIENTS, MUTE_CLIENTS, TELL];

const link = (query, text) => html`<a href="#/clients?${new URLSearchParams(query)}">${quoted(text)}</a> `;

const FIELDS = [
  ["Name", ({ nick }) => quoted(nick)],
  ["Account", ({ account }) => (account ? quoted(account) : "guest")],
  ["Address", ({ address }) => link({ q: address }, address)],
  ["Rooms", ({ rooms = [] }) => rooms.map((room) => link({ room }, room))],
  ["Connected", ({ connectedAt }) => time(connectedAt)],
  ["Idle", ({ idleSeconds }) => duration(idleSeconds)],
  ["Listener", ({ listener, tls }) => (tls ? `${listener}, ${tls.version}, ${tls.cipher}` : listener)],
  ["Format", ({ format }) => format],
  ["Announced", ({ announced }) => (announced ? "yes" : "no")],
  ["Received", ({ linesIn, bytesIn }) => `${number(linesIn)} lines, ${bytes(bytesIn)}`],
  ["Sent", ({ linesOut, bytesOut }) => `${number(linesOut)} lines, ${bytes(bytesOut)}`],
  ["Queued", ({ queuedLines, queuedBytes, queuedAgeMillis }) =>
    `${number(queuedLines)} lines, ${bytes(queuedBytes)}, the oldest for ${number(queuedAgeMillis)} ms`],
  ["Delayed", ({ floodDelays }) => `${number(floodDelays)} lines, because they were sent too fast`],
];

class ClientPage {
  #client = null;
  #restrictions = [];
  #events = [];
  #error = "";
  #endReason = null;
  #stopFollowing = () => {};

  constructor(root, app, id) {
    Object.assign(this, { root, app, id });
    this.actions = ACTIONS.filter(({ right }) => app.may(right));
    this.refresh = repeat(() => this.reload(), REFRESH_MILLIS);
  }

  show() {
    this.refresh.now();
  }

  close() {
    this.refresh.stop();
    this.#stopFollowing();
  }

  keys() {
    return this.actions.filter(({ key }) => key).map(({ key, title, run }) => [key, `${title} the client`,
      () => this.#isHere && run([this.#client], this.app)]);
  }

  get #isHere() {
    return this.#client && this.#endReason === null;
  }

  async reload() {
    try {
      const client = await call("GET", `clients/${encodeURIComponent(this.id)}`);
      const isRenamed = client.nick !== this.#client?.nick;
      this.#client = client;
      this.#error = "";
      if (isRenamed) this.#follow();
      await this.#loadRestrictions();
    } catch (problem) {
      this.#failed(problem);
    }
    this.redraw();
  }

  #failed(problem) {
    if (problem.status === 404) {
      this.#endReason ??= "";
      this.refresh.stop();
    } else {
      this.#error = problem instanceof Unreachable ? "Parley does not respond. Retrying." : sentence(problem);
    }
  }

  async #loadRestrictions() {
    const { nick, account, address } = this.#client;
    const query = new URLSearchParams({ nick, ip: address, ...(account ? { account } : {}) });
    const lists = await Promise.all(["bans", "mutes"].map((kind) => call("GET", `${kind}?${query}`)));
    this.#restrictions = lists.flatMap(({ items }, index) => items.map((item) => ({ kind: ["Ban", "Mute"][index], ...item })));
  }

  /** Follows what is done under this name from this address. */
  #follow() {
    this.#stopFollowing();
    this.#events = [];
    const { nick, address } = this.#client;
    this.#stopFollowing = follow(new URLSearchParams({ nick, address }).toString(), {
      received: (event) => this.#received(event), changed() {}, last: MAX_EVENTS });
  }

  #received(event) {
    this.#events = [event, ...this.#events].slice(0, MAX_EVENTS);
    if (event.type === "disconnect" && event.client === this.id) this.#endReason = event.reason;
    this.redraw();
  }

  redraw() {
    render(this.#client ? this.#template() : this.#missing(), this.root);
  }

  #missing() {
    return this.#endReason === null
      ? html`<p class="error" role="alert">${this.#error}</p>`
      : html`<h1>Client</h1><p>This client is not connected. <a href="#/clients/closed">Closed clients</a></p>`;
  }

  #template() {
    const client = this.#client;
    return html`
      <div class="tools"><h1>${quoted(client.nick)}</h1>
        ${this.actions.map(({ title, run }) => html`<button type="button" ?disabled=${!this.#isHere}
          @click=${() => run([client], this.app)}>${title}</button>`)}
        <span class="flow" role="status">${this.#isHere
          ? "every 3 s" : html`Has left${this.#endReason ? `: ${this.#endReason}` : ""}.`}</span></div>
      <p class="error" role="alert">${this.#error}</p>
      <dl class=${this.#isHere ? "" : "stale"}>${FIELDS.map(([title, text]) => html`<dt>${title}</dt><dd>${text(client)}</dd>`)}</dl>
      <h2>Bans and mutes</h2>
      ${this.#restrictions.length ? html`<ul>${this.#restrictions.map(restrictionText)}</ul>` : html`<p>None.</p>`}
      <h2>Events</h2>
      <table><caption class="hidden">Events of this client, newest first</caption>
        <tbody>${this.#events.map((event) => html`<tr><td>${time(event.at)}</td><td>${eventText(event)}</td></tr>`)}</tbody></table>
      ${this.#events.length ? nothing : html`<p>No events yet.</p>`}`;
  }
}

const restrictionText = ({ kind, shadow, reason, createdBy, expiresAt, ...restriction }) => html`<li>
  ${shadow ? "Shadow mute" : kind} of <b>${quoted(targetText(restriction))}</b> by ${quoted(createdBy)}: ${quoted(reason)}.
  ${expiresAt ? html`Until ${time(expiresAt)}.` : "Permanent."}</li>`;

export const clientPage = {
  path: "clients/", title: "Client", right: "read",
  make: (root, app, id) => new ClientPage(root, app, id),
};
