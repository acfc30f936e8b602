// The pages of the rooms, and of one room.

import { call } from "./api.js";
import { numberColumn, textColumn } from "./columns.js";
import { History } from "./history.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { listPage } from "./list.js";
import { Page } from "./page.js";
import { ANNOUNCE, CHANGE_ROOM, CLOSE_ROOM, roomPath } from "./room-actions.js";
import { ROW_KEYS } from "./table.js";
import { link, number, quoted } from "./text.js";

const REFRESH_SECONDS = 5;
const MAX_NAMES = 200;
const ACTIONS = [ANNOUNCE, CHANGE_ROOM, CLOSE_ROOM];

export const roomsPage = listPage({
  path: "rooms", title: "Rooms", right: "read", key: "r", noun: "open", source: "rooms", sort: "name",
  search: { label: "Name or topic" }, live: { seconds: REFRESH_SECONDS },
  id: ({ name }) => name, name: ({ name }) => name,
  open: ({ name }) => roomPath(name),
  columns: [
    { title: "Name", sort: "name", value: ({ name }) => name,
      cell: ({ name }) => html`<b><a href="#/${roomPath(name)}">${quoted(name)}</a></b>` },
    numberColumn("People", "members", { sort: "members" }), numberColumn("Listening", "listening", { style: "wide" }),
    textColumn("Topic", "topic", { class: "text" })],
  actions: [ANNOUNCE],
  count: ({ status }) => status?.rooms ?? null,
  empty: "No rooms.",
});

const list = (names) => (names.length ? names.map((name, index) => html`${index ? ", " : ""}${quoted(name)}`) : "none");

const FIELDS = [
  ["Topic", ({ topic }) => (topic ? quoted(topic) : "none")],
  ["Listening", ({ listening }) => `${number(listening)}, with those who have sent nothing yet`],
  ["Owner", ({ owner }) => (owner ? quoted(owner) : "none")],
  ["Operators", ({ operators }) => list(operators)],
  ["Invited", ({ invited }) => list(invited)],
  ["Banned", ({ banned, bannedNicks }) => list([...banned, ...bannedNicks])],
  ["Members only", ({ membersOnly }) => (membersOnly ? "yes" : "no")],
  ["Moderated", ({ moderated }) => (moderated ? "yes" : "no")],
  ["Key", ({ locked }) => (locked ? "needed to join" : "none")],
  ["Slow mode", ({ slowSeconds }) => (slowSeconds ? `${slowSeconds} s between two messages of a person` : "off")],
];

class RoomPage extends Page {
  room = null;
  isMissing = false;

  constructor(root, app, name) {
    super(root, app, REFRESH_SECONDS);
    this.name = name;
    this.actions = ACTIONS.filter(({ right }) => app.may(right));
    this.history = new History(name, app, () => this.redraw());
  }

  async load() {
    try {
      this.room = await call("GET", roomPath(this.name));
      this.isMissing = false;
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      this.isMissing = true;
    }
  }

  keys() {
    return ROW_KEYS;
  }

  template() {
    const { room, isMissing } = this;
    return html`
      <div class="tools"><h1>${quoted(`#${this.name}`)}</h1>
        ${this.actions.filter(({ isFor = () => true }) => room && isFor(room)).map(({ title, run }) => html`
          <button type="button" ?disabled=${isMissing} @click=${() => run([room], this.app)}>${title}</button>`)}
        <span class="flow" role="status">every ${REFRESH_SECONDS} s</span></div>
      <p class="error" role="alert">${this.error}</p>
      ${isMissing ? html`<p>There is no such room now.</p>` : room && details(room)}
      ${this.history.template()}`;
  }
}

const details = (room) => html`
  <dl>${FIELDS.map(([title, text]) => html`<dt>${title}</dt><dd>${text(room)}</dd>`)}</dl>
  <div class="tools"><h2>${room.members === 1 ? "1 person" : `${number(room.members)} people`}</h2>
    <a href="#/clients?room=${encodeURIComponent(room.name)}">Their connections</a></div>
  <p>${room.names.slice(0, MAX_NAMES).map((name) => html`${link("clients", { q: name }, name)} `)}
    ${room.names.length > MAX_NAMES ? `and ${number(room.names.length - MAX_NAMES)} more` : nothing}</p>`;

export const roomPage = {
  path: "rooms/", title: "Room", right: "read", make: (root, app, name) => new RoomPage(root, app, name),
};
