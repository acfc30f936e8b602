// The pages of the rooms, and of one room, with what operators do to it.

import { messagesPage } from "./messages.js";
import { OPTIONAL_REASON, Page, Problem, REASON, call, definitions, dialogAction, html, link, listPage,
  listed, nothing, number, numberColumn, plural, quoted, roomPath, textColumn } from "./ui.js";

const REFRESH_SECONDS = 5;
const MAX_NAMES = 200;
const LOBBY = "#lobby";

const ANNOUNCE = dialogAction("Announce", "moderate", ({ name }) => ({
  title: html`Announce to ${quoted(name)}`,
  text: html`<p>Everyone in the room receives it as an announcement of an operator.</p>`,
  fields: [{ name: "text", label: "Text" }],
  submit: ({ text }) => call("POST", "announcements", { text, room: name }),
  done: ({ recipients }) => html`Announced to ${quoted(name)}: ${plural(recipients, "client")} received it.` }));

const YES_OR_NO = [["false", "no"], ["true", "yes"]];

/** Settings that are changed as they are; those with `hasOwner` only where a room can have one. */
const SETTINGS = [
  { name: "topic", label: "Topic", isRequired: false },
  { name: "owner", label: "Owner: an account, or operator", isRequired: false, hasOwner: true },
  { name: "membersOnly", label: "Members only", options: YES_OR_NO, hasOwner: true },
  { name: "moderated", label: "Moderated", options: YES_OR_NO },
  { name: "slowSeconds", label: "Seconds between two messages of a person", type: "number" }];

const valueIn = (room, { name }) => String(room[name] ?? "");

function settingFields(room) {
  const when = () => room.name !== LOBBY;
  const keys = [["", "unchanged"], ["new", "new key…"], ...(room.locked ? [["none", "no key"]] : [])];
  return [
    ...SETTINGS.map((setting) => ({ ...setting, value: valueIn(room, setting), when: setting.hasOwner && when })),
    { name: "keyChange", label: "Key", options: keys, when },
    { name: "key", label: "New key", when: ({ keyChange }) => keyChange === "new" }, OPTIONAL_REASON];
}

/** Returns the settings that the room does not have yet. */
function changesOf(room, { keyChange, key, ...values }) {
  const changed = SETTINGS.filter((setting) => values[setting.name] !== valueIn(room, setting));
  const typed = (value, { options, type }) => (options ? value === "true" : type ? Number(value) : value);
  const changes = Object.fromEntries(changed.map((setting) => [setting.name, typed(values[setting.name], setting)]));
  if (keyChange) changes.key = keyChange === "new" ? key : "";
  if (!Object.keys(changes).length) throw new Problem(0, { detail: "Nothing was changed." });
  return changes;
}

const CHANGE = dialogAction("Change", "administer", (room) => ({
  title: html`Change ${quoted(room.name)}`,
  text: room.owner || room.name === LOBBY ? nothing
    : html`<p>It has no owner. A change of anything but the topic makes <code>operator</code> the owner.</p>`,
  fields: settingFields(room),
  submit: ({ reason, ...values }) =>
    call("PATCH", roomPath(room.name), { ...changesOf(room, values), ...(reason ? { reason } : {}) }),
  done: () => html`Changed ${quoted(room.name)}.` }));

const CLOSE = dialogAction("Close", "administer", ({ name, listening }) => ({
  title: html`Close ${quoted(name)}?`,
  text: html`<p>Removes ${plural(listening, "client")} from the room and shows them the reason. Its settings are lost.
    Joining creates a new room of this name.</p>`,
  fields: [REASON], isDanger: true,
  button: () => "Close the room",
  submit: ({ reason }) => call("DELETE", `${roomPath(name)}?${new URLSearchParams({ reason })}`),
  done: ({ left }) => html`Closed ${quoted(name)}; removed ${left}.` }));

export const roomsPage = listPage({
  path: "rooms", title: "Rooms", right: "read", key: "r", noun: "open", source: "rooms", sort: "name",
  search: { label: "Name or topic" }, live: { seconds: REFRESH_SECONDS }, empty: "No rooms.",
  id: ({ name }) => name, name: ({ name }) => name,
  open: ({ name }) => roomPath(name),
  columns: [
    { title: "Name", sort: "name", value: ({ name }) => name,
      cell: ({ name }) => html`<b><a href="#/${roomPath(name)}">${quoted(name)}</a></b>` },
    numberColumn("People", "members", { sort: "members" }), numberColumn("Listening", "listening", { style: "wide" }),
    textColumn("Topic", "topic", { class: "text" })],
  actions: [ANNOUNCE],
  count: ({ status }) => status?.rooms ?? null });

const orNone = (texts) => (texts.length ? listed(texts) : "none");
const yesOrNo = (is) => (is ? "yes" : "no");

const FIELDS = [
  ["Topic", ({ topic }) => quoted(topic || "none")],
  ["Listening", ({ listening }) => `${number(listening)}, with those who have sent nothing yet`],
  ["Owner", ({ owner }) => quoted(owner || "none")],
  ["Operators", ({ operators }) => orNone(operators)],
  ["Invited", ({ invited }) => orNone(invited)],
  ["Banned", ({ banned, bannedNicks }) => orNone([...banned, ...bannedNicks])],
  ["Members only", ({ membersOnly }) => yesOrNo(membersOnly)],
  ["Moderated", ({ moderated }) => yesOrNo(moderated)],
  ["Key", ({ locked }) => (locked ? "needed to join" : "none")],
  ["Slow mode", ({ slowSeconds }) => (slowSeconds ? `${slowSeconds} s between two messages of a person` : "off")]];

class RoomPage extends Page {
  room = null;
  isMissing = false;

  constructor(root, app, name) {
    super(root, app, REFRESH_SECONDS, [ANNOUNCE, CHANGE, { ...CLOSE, isFor: (room) => room.name !== LOBBY }]);
    this.name = name;
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

  template() {
    const { room, isMissing } = this;
    return html`
      ${this.top(quoted(`#${this.name}`), room && this.buttons(room, !isMissing), `every ${REFRESH_SECONDS} s`)}
      ${isMissing ? html`<p>There is no such room now.</p>` : room && details(room)}
      <p><a href="#/${roomPath(this.name)}/messages">Messages</a></p>`;
  }
}

const details = (room) => html`
  ${definitions(FIELDS, room)}
  <div class="tools"><h2>${room.members === 1 ? "1 person" : `${number(room.members)} people`}</h2>
    <a href="#/clients?room=${encodeURIComponent(room.name)}">Their connections</a></div>
  <p>${room.names.slice(0, MAX_NAMES).map((name) => html`${link("clients", { q: name }, name)} `)}
    ${room.names.length > MAX_NAMES ? `and ${number(room.names.length - MAX_NAMES)} more` : nothing}</p>`;

export const roomPage = {
  path: "rooms/", title: "Room", right: "read",
  titleOf(path) {
    const [name, part] = path.split("/");
    return part === "messages" ? `Messages of #${name}` : `#${name}`;
  },
  make(root, app, path) {
    const [name, part] = path.split("/");
    return part === "messages" ? messagesPage(name).make(root, app) : new RoomPage(root, app, name);
  } };
