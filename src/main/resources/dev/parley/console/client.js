// The page of one connected client.

import { BAN_CLIENTS, KICK, MUTE_CLIENTS, SEND_TEXT, targetText } from "./client-actions.js";
import { Trace } from "./trace.js";
import { Page, bytes, call, definitions, duration, eventText, html, link, nothing, number, plural, quoted, roomLink,
  time } from "./ui.js";

const REFRESH_SECONDS = 3;
const MAX_EVENTS = 50;

const FIELDS = [
  ["Account", ({ account }) => (account ? quoted(account) : "guest")],
  ["Address", ({ address }) => link("clients", { q: address }, address)],
  ["Rooms", ({ rooms = [] }) => rooms.map((room) => html`${roomLink(room)} `)],
  ["Connected", ({ connectedAt }) => time(connectedAt)],
  ["Idle", ({ idleSeconds }) => duration(idleSeconds)],
  ["Listener", ({ listener, tls }) => (tls ? `${listener}, ${tls.version}, ${tls.cipher}` : listener)],
  ["Format", ({ format }) => format],
  ["Announced", ({ announced }) => (announced ? "yes" : "no")],
  ["Received", ({ linesIn, linesInPerSecond, bytesIn }) =>
    `${plural(linesIn, "line")}, ${number(linesInPerSecond)} per second now, ${bytes(bytesIn)}`],
  ["Sent", ({ linesOut, bytesOut }) => `${plural(linesOut, "line")}, ${bytes(bytesOut)}`],
  ["Queued", ({ queuedLines, queuedBytes, queuedAgeMillis }) => [plural(queuedLines, "line"), bytes(queuedBytes),
    ...(queuedLines ? [`the oldest for ${number(queuedAgeMillis)} ms`] : [])].join(", ")],
  ["Delayed", ({ floodDelays }) => `${plural(floodDelays, "line")} that came too fast`]];

class ClientPage extends Page {
  client = null;
  restrictions = [];
  events = [];
  /** Reason why the client has left; empty if it is unknown. */
  endReason = null;

  constructor(root, app, id) {
    const trace = { title: "Trace", right: "administer", run: ([client]) => this.trace.open(client, app) };
    super(root, app, REFRESH_SECONDS, [KICK, BAN_CLIENTS, MUTE_CLIENTS, SEND_TEXT, trace]);
    Object.assign(this, { id, trace: new Trace(this) });
  }

  current() { return this.isHere ? this.client : undefined; }

  get isHere() { return this.client !== null && this.endReason === null; }

  async load() {
    try {
      const client = await call("GET", `clients/${encodeURIComponent(this.id)}`);
      const isRenamed = client.nick !== this.client?.nick;
      this.client = client;
      if (isRenamed && !this.trace.isRunning) this.followClient();
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      this.endReason ??= "";
      this.refresh.stop();
    }
    if (this.client) await this.#loadRestrictions();
  }

  async #loadRestrictions() {
    const { nick, account, address } = this.client;
    const query = new URLSearchParams({ nick, ip: address, ...(account ? { account } : {}) });
    const listOf = async (path, kind) => {
      const { items } = await call("GET", `${path}?${query}`);
      return items.map((item) => ({ ...item, kind: item.shadow ? "Shadow mute" : kind }));
    };
    this.restrictions = (await Promise.all([listOf("bans", "Ban"), listOf("mutes", "Mute")])).flat();
  }

  /** Follows what is done under this name from this address. */
  followClient() {
    this.set({ events: [] });
    const { nick, address } = this.client;
    this.follow(new URLSearchParams({ nick, address }).toString(), (event) => this.#received(event), MAX_EVENTS);
  }

  #received(event) {
    if (event.type === "disconnect" && event.client === this.id) this.endReason = event.reason;
    this.events = [event, ...this.events].slice(0, MAX_EVENTS);
    this.redrawSoon();
  }

  close() {
    this.trace.stop();
    super.close();
  }

  template() {
    if (!this.client) return this.#missing();
    const flow = this.isHere ? "every 3 s" : `Has left${this.endReason ? `: ${this.endReason}` : ""}.`;
    return html`
      ${this.top(quoted(this.client.nick), this.buttons(this.client, this.isHere), flow)}
      ${definitions(FIELDS, this.client, this.isHere ? "" : "stale")}
      ${this.trace.template()}
      <h2>Bans and mutes</h2>
      ${this.restrictions.length ? html`<ul>${this.restrictions.map(restrictionText)}</ul>` : html`<p>None.</p>`}
      <h2>Events</h2>
      <table class="log"><caption class="hidden">Events of this client, newest first</caption><tbody>
        ${this.events.map((event) => html`<tr><td>${time(event.at)}</td><td>${eventText(event)}</td></tr>`)}
      </tbody></table>
      ${this.events.length ? nothing : html`<p>No events yet.</p>`}`;
  }

  #missing() {
    if (this.endReason === null) return html`<p class="error" role="alert">${this.error}</p>`;
    return html`<h1>Client</h1><p>This client is not connected. <a href="#/clients/closed">Closed clients</a></p>`;
  }
}

const restrictionText = ({ kind, reason, createdBy, expiresAt, ...restriction }) => html`<li>
  ${kind} of <b>${quoted(targetText(restriction))}</b> by ${quoted(createdBy)}: ${quoted(reason)}.
  ${expiresAt ? html`Until ${time(expiresAt)}.` : "Permanent."}</li>`;

export const clientPage = {
  path: "clients/", title: "Client", right: "read", make: (root, app, id) => new ClientPage(root, app, id) };
