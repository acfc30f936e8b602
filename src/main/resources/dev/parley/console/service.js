// The page of the service: its state, its log levels, and what can be done to all of it.

import { all } from "./api.js";
import { copyable } from "./copy.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { repeat } from "./live.js";
import { Page } from "./page.js";
import { ANNOUNCE, CHANGE_LEVEL, DRAIN, RESET_LEVEL, TAKE_BACK } from "./service-actions.js";
import { duration, number, plural, time } from "./text.js";

const REFRESH_SECONDS = 5;
const DRAINING_MILLIS = 1000;
const BACKUP = new URL("../api/v1/backup", location.href).href;

const STATES = {
  serving: () => "Serving",
  draining: ({ connections, secondsLeft }) => `Draining: ${plural(connections, "client")} connected, ${secondsLeft ?? 0} s left`,
  drained: () => "Drained: nobody is connected, and new clients are refused",
};

const FIELDS = [
  ["State", (status) => STATES[status.state]?.(status) ?? status.state],
  ["Version", ({ version }) => version ?? "unknown"],
  ["Started", ({ startedAt, now }) => html`${time(startedAt)}, ${duration(Math.round((new Date(now) - new Date(startedAt)) / 1000))} ago`],
  ["Clients", ({ connections, connectionsLimit }) => html`<a href="#/clients">${number(connections)}</a> of ${number(connectionsLimit)}`],
  ["History", ({ history }) => history],
  ["Certificate", ({ certificateExpiresAt: at }) => (at ? html`expires ${time(at)}` : "none: TLS is off")],
];

class ServicePage extends Page {
  /** The last status of the service. */
  status = null;
  /** Packages with their log levels. */
  packages = [];

  constructor(root, app) {
    super(root, app, REFRESH_SECONDS);
    this.countdown = repeat(() => this.status?.state === "draining" && app.loadStatus(), DRAINING_MILLIS);
    this.countdown.now();
  }

  close() {
    this.countdown.stop();
    super.close();
  }

  async load() {
    [this.packages] = await Promise.all([all("loggers?"), this.app.loadStatus()]);
  }

  template() {
    this.status = this.app.status ?? this.status;
    return html`
      <div class="tools"><h1>Service</h1> ${this.status ? this.#tools() : nothing}</div>
      <p class="error" role="alert">${this.error}</p>
      ${this.status ? this.#details() : nothing}`;
  }

  #tools() {
    const { state } = this.status;
    return html`${this.#button(ANNOUNCE)} ${this.#button(state === "serving" ? DRAIN : TAKE_BACK, this.status)}
      <span class="flow">every ${state === "draining" ? 1 : REFRESH_SECONDS} s</span>`;
  }

  /** Returns the button of an action, if the role may perform it. */
  #button({ title, right, run }, item) {
    return this.app.may(right) ? html`<button type="button" ?disabled=${!this.app.status}
      @click=${() => run([item], this.app)}>${title}</button>` : nothing;
  }

  #details() {
    const { app, status } = this;
    return html`
      <dl class=${app.status ? "" : "stale"}>${FIELDS.map(([title, text]) => html`<dt>${title}</dt><dd>${text(status)}</dd>`)}</dl>
      <h2>Log levels</h2>
      ${this.#levels()}
      ${this.packages.length ? html`<p>${this.#button(CHANGE_LEVEL, this.packages)}</p>` : nothing}
      ${app.may("administer") ? html`<h2>Backup</h2>
        <p>Saves a copy of the SQLite database, with everyone’s messages. Put your token into the variable <code>TOKEN</code> first.</p>
        ${copyable(`(umask 077; curl -f -OJ -H "Authorization: Bearer $TOKEN" ${BACKUP})`)}` : nothing}
      <h2>REST API</h2>
      <p><a href="../swagger-ui.html">Try the API</a>; it asks for a token again.</p>`;
  }

  #levels() {
    const changed = this.packages.filter(({ level }) => level);
    return changed.length
      ? html`<ul>${changed.map(({ name, level }) => html`<li><code>${name}</code>: ${level}, until the next start
          ${this.#button({ ...RESET_LEVEL, title: `Reset ${name}` }, name)}</li>`)}</ul>`
      : html`<p>All are as configured.</p>`;
  }
}

export const servicePage = {
  path: "service", title: "Service", right: "read", key: "s",
  make: (root, app) => new ServicePage(root, app),
};
