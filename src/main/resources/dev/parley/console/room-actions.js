// Announces to a room, changes and closes it.

import { Problem, call } from "./api.js";
import { dialogAction } from "./dialog.js";
import { OPTIONAL_REASON, REASON } from "./fields.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { note } from "./note.js";
import { plural, quoted } from "./text.js";

const LOBBY = "#lobby";

/** Returns the path of a room in the API, and in the console. */
export const roomPath = (name) => `rooms/${encodeURIComponent(name.replace("#", ""))}`;

export const ANNOUNCE = dialogAction("Announce", "moderate", ({ name }) => ({
  title: html`Announce to ${quoted(name)}`,
  text: html`<p>Everyone in the room receives it as an announcement of an operator.</p>`,
  fields: [{ name: "text", label: "Text" }],
  isHarmless: true,
  button: () => "Announce",
  async submit({ text }) {
    const { recipients } = await call("POST", "announcements", { text, room: name });
    note(html`Announced to ${quoted(name)}: ${plural(recipients, "client")} received it.`);
  },
}));

const yesOrNo = (name, label, value, when) => ({
  name, label, value: String(value), when, options: [["false", "no"], ["true", "yes"]] });

function settingFields(room) {
  const when = () => room.name !== LOBBY;
  return [
    { name: "topic", label: "Topic", value: room.topic ?? "", isRequired: false },
    { name: "owner", label: "Owner: an account, or operator", value: room.owner ?? "", isRequired: false, when },
    yesOrNo("membersOnly", "Members only", room.membersOnly, when),
    yesOrNo("moderated", "Moderated", room.moderated),
    { name: "slowSeconds", label: "Seconds between two messages of a person", type: "number", value: String(room.slowSeconds) },
    { name: "keyChange", label: "Key", when,
      options: [["", "unchanged"], ["new", "new key…"], ...(room.locked ? [["none", "no key"]] : [])] },
    { name: "key", label: "New key", when: ({ keyChange }) => keyChange === "new" },
    OPTIONAL_REASON,
  ];
}

/** Returns the settings that the room does not have yet. */
function changesOf(room, { topic, owner, membersOnly, moderated, slowSeconds, keyChange, key }) {
  const wanted = { topic, owner, membersOnly: membersOnly === "true", moderated: moderated === "true",
    slowSeconds: Number(slowSeconds) };
  const changes = Object.entries(wanted).filter(([name, value]) => value !== (room[name] ?? ""));
  if (keyChange) changes.push(["key", keyChange === "new" ? key : ""]);
  if (!changes.length) throw new Problem(0, { detail: "Nothing was changed." });
  return Object.fromEntries(changes);
}

export const CHANGE_ROOM = dialogAction("Change", "administer", (room) => ({
  title: html`Change ${quoted(room.name)}`,
  text: room.owner || room.name === LOBBY ? nothing
    : html`<p>It has no owner. A change of anything but the topic makes <code>operator</code> the owner.</p>`,
  fields: settingFields(room),
  isHarmless: true,
  button: () => "Change",
  async submit({ reason, ...values }) {
    await call("PATCH", roomPath(room.name), { ...changesOf(room, values), ...(reason ? { reason } : {}) });
    note(html`Changed ${quoted(room.name)}.`);
  },
}));

const CLOSE = dialogAction("Close", "administer", ({ name, listening }) => ({
  title: html`Close ${quoted(name)}?`,
  text: html`<p>Removes ${plural(listening, "client")} from the room and shows them the reason. Its settings are lost.
    Joining creates a new room of this name.</p>`,
  fields: [REASON],
  button: () => "Close the room",
  async submit({ reason }) {
    const { left } = await call("DELETE", `${roomPath(name)}?${new URLSearchParams({ reason })}`);
    note(html`Closed ${quoted(name)}; removed ${left}.`);
  },
}));

export const CLOSE_ROOM = { ...CLOSE, isFor: ({ name }) => name !== LOBBY };
