// The page of the messages of a room. It loads them on a click only, because each read is recorded in the audit.

import { REASON, call, each, html, listPage, nameColumn, openDialog, plural, quoted, roomPath,
  timeColumn } from "./ui.js";

const TEXTS = {
  action: ({ text }) => html`* ${quoted(text)}`,
  topic: ({ text }) => (text ? html`changed the topic: ${quoted(text)}` : "removed the topic") };

const messageText = (message) => (message.deleted ? "deleted" : TEXTS[message.type]?.(message) ?? quoted(message.text));

function remove(path, messages, app) {
  const left = new Set(messages);
  const [first, ...others] = messages;
  const what = (count) => (others.length ? plural(count, "message") : html`the message of ${quoted(first.from)}`);
  openDialog({
    title: html`Delete ${what(messages.length)}?`,
    text: html`<p>“${messageText(first)}”${others.length ? ` and ${others.length} more` : ""}</p>
      <p>The room is shown the reason. The text cannot be restored.</p>`,
    fields: [REASON], isDanger: true,
    button: () => "Delete",
    submit: ({ reason }, progress) =>
      each(left, progress, ({ id }) => call("DELETE", `${path}/${id}?${new URLSearchParams({ reason })}`)),
    done: (count) => html`Deleted ${what(count)}.`,
  }, app);
}

export function messagesPage(room) {
  const path = `${roomPath(room)}/messages`;
  return listPage({
    path, source: path, position: "before", title: html`Messages of ${quoted(`#${room}`)}`, caption: "Messages",
    reload: "Show messages", isOnDemand: true, hint: "Each read is recorded in the audit.", empty: "No messages.",
    noun: "found", search: { label: "Words", type: "text", isTyped: false },
    name: ({ from }) => `message of ${from}`, isGone: ({ deleted }) => deleted,
    views: [{ title: "Room", path: roomPath(room) }],
    columns: [
      timeColumn("Time", "at"), nameColumn("From", "from"),
      { title: "Message", value: ({ text }) => text, cell: messageText }],
    actions: [{ title: "Delete", right: "administer", isForMany: true,
      run: (messages, app) => remove(path, messages, app) }] });
}
