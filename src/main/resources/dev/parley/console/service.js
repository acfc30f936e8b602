// The page of the service: its state, its log levels, and what operators do to all of it.

import { Page, Problem, REASON, all, call, copyable, definitions, dialogAction, html, nothing, number, plural,
  quoted, repeat, time } from "./ui.js";

const REFRESH_SECONDS = 5;
const DRAINING_MILLIS = 1000;
const BACKUP = new URL("../api/v1/backup", location.href).href;
const LEVELS = ["trace", "debug", "info", "warn", "error", "off"].map((level) => [level, level]);

const ANNOUNCE = dialogAction("Announce", "moderate", () => ({
  title: "Announce to everyone?",
  text: html`<p>All clients see it, as an announcement.</p>`,
  fields: [{ name: "text", label: "Text" }],
  submit: (values) => call("POST", "announcements", values),
  done: ({ recipients }) => `Announced to ${plural(recipients, "client")}.` }));

const DRAIN = dialogAction("Drain", "administer", ({ connections }) => ({
  title: "Drain the service?",
  text: html`<p>Refuses new clients at once, and disconnects the others one after another. Until the drain is cancelled,
    nobody can connect.</p>`,
  fields: [REASON, { name: "count", label: `Type the number of clients, ${connections}, to confirm` }], isDanger: true,
  async submit({ count, reason }) {
    if (count.trim() === String(connections)) return call("POST", `drain?${new URLSearchParams({ reason })}`);
    throw new Problem(0, { detail: `Not drained: the number of clients is ${connections}.` });
  },
  done: ({ clients }) => `Draining: ${plural(clients, "client")} to disconnect.` }));

const CANCEL_DRAIN = dialogAction("Cancel the drain", "administer", () => ({
  title: "Cancel the drain?",
  text: html`<p>Those who are still connected stay, and new clients can connect again.</p>`,
  submit: () => call("DELETE", "drain"),
  done: ({ clients }) => `Cancelled the drain; ${plural(clients, "client")} stayed.` }));

const CHANGE_LEVEL = dialogAction("Change a log level", "administer", ({ packages }) => ({
  text: html`<p>It applies at once, until the next start of Parley, and to the packages below it too.</p>`,
  fields: [
    { name: "name", label: "Package",
      options: packages.map(({ name, effective }) => [name, `${name} (${effective})`]) },
    { name: "level", label: "Level", options: [...LEVELS, ["", "as configured"]], value: "debug" }],
  button: () => "Change",
  submit: ({ name, level }) => call("PUT", `loggers/${name}`, { level: level || null }),
  done: ({ effective }, { name, level }) =>
    html`${quoted(name)} logs at ${effective}${level ? " until the next start" : ""}.` }));

const STATES = {
  serving: () => "Serving",
  draining: ({ connections, secondsLeft }) =>
    `Draining: ${plural(connections, "client")} connected, ${secondsLeft ?? 0} s left`,
  drained: () => "Drained: nobody is connected, and new clients are refused" };

const FIELDS = [
  ["State", (status) => STATES[status.state]?.(status) ?? status.state],
  ["Clients", ({ connections, connectionsLimit }) =>
    html`<a href="#/clients">${number(connections)}</a> of ${number(connectionsLimit)}`],
  ["History", ({ history }) => history],
  ["Certificate", ({ certificateExpiresAt: at }) => (at ? html`expires ${time(at)}` : "none: TLS is off")]];

class ServicePage extends Page {
  /** The last status of the service. */
  status = null;
  /** Packages with their log levels. */
  packages = [];

  constructor(root, app) {
    super(root, app, REFRESH_SECONDS, [
      ANNOUNCE, { ...DRAIN, isFor: ({ state }) => state === "serving" },
      { ...CANCEL_DRAIN, isFor: ({ state }) => state !== "serving" },
      { ...CHANGE_LEVEL, isFor: ({ packages }) => packages.length > 0 }]);
    this.countdown = repeat(() => this.status?.state === "draining" && app.loadStatus(), DRAINING_MILLIS);
    this.countdown.now();
  }

  close() {
    this.countdown.stop();
    super.close();
  }

  async load() { [this.packages] = await Promise.all([all("loggers?"), this.app.loadStatus()]); }

  template() {
    const { app, packages } = this;
    const changed = packages.filter(({ level }) => level).map(({ name, level }) => html`
      <li><code>${name}</code>: ${level}, until the next start</li>`);
    const status = (this.status = app.status ?? this.status);
    const seconds = status?.state === "draining" ? 1 : REFRESH_SECONDS;
    return html`
      ${this.top("Service", status && this.buttons({ ...status, packages }, app.status !== null), `every ${seconds} s`)}
      ${status ? definitions(FIELDS, status, app.status ? "" : "stale") : nothing}
      <h2>Log levels</h2>
      ${changed.length ? html`<ul>${changed}</ul>` : html`<p>All are as configured.</p>`}
      ${app.may("administer") ? backup() : nothing}
      <h2>REST API</h2>
      <p><a href="../swagger-ui.html">Try the API</a>; it asks for a token again.</p>`;
  }
}

const backup = () => html`<h2>Backup</h2>
  <p>Saves a copy of the SQLite database, with everyone’s messages. Put your token into the variable <code>TOKEN</code>
    first.</p>
  ${copyable(`(umask 077; curl -f -OJ -H "Authorization: Bearer $TOKEN" ${BACKUP})`)}`;

export const servicePage = {
  path: "service", title: "Service", right: "read", key: "s", make: (root, app) => new ServicePage(root, app) };
