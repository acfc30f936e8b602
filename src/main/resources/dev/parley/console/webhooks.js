// The pages of the webhooks, and of the events that one has given up.

import { OPTIONAL_REASON, TYPES, call, dialogAction, html, listPage, nameColumn, number, numberColumn, quoted,
  secretDialog, textColumn, timeColumn } from "./ui.js";

const LIVE = { seconds: 10 };

const optional = (name, label) => ({ name, label: `${label} (optional)`, isRequired: false });

const CREATE = dialogAction("Create a webhook", "administer", () => ({
  text: html`<p>Sends events to a URL, from now on. Their types are
    ${TYPES.filter((type) => type !== "gap").join(", ")}.</p>`,
  fields: [
    { name: "url", label: "URL" }, optional("types", "Only these types, with spaces between"),
    optional("room", "Only in this room"), optional("nick", "Only of this name"),
    optional("network", "Only from this address or network")],
  button: () => "Create",
  submit({ url, types, ...filters }) {
    const filter = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
    return call("POST", "webhooks", { url: url.trim(), types: types.match(/[^\s,]+/g) ?? [], ...filter });
  },
  done: ({ url, secret }) => secretDialog("Secret of the webhook",
    html`${quoted(url)} checks with it that events are from Parley.`, secret) }));

const REMOVE = dialogAction("Remove", "administer", ({ id, url }) => ({
  title: "Remove the webhook?",
  text: html`<p>Nothing more is sent to <b>${quoted(url)}</b>, and its list of failures is deleted.</p>`,
  fields: [OPTIONAL_REASON], isDanger: true,
  submit: ({ reason }) => call("DELETE", `webhooks/${id}?${new URLSearchParams({ reason })}`),
  done: () => html`Removed the webhook to ${quoted(url)}.` }));

/** Returns which events a webhook is sent, in words. */
const eventsOf = ({ types = [], room, nick, network }) =>
  [types.join(" ") || "all", room && `in ${room}`, nick && `of ${nick}`, network && `from ${network}`]
    .filter(Boolean).join(", ");

const failuresLink = ({ id, failed }) => (failed ? html`<a href="#/webhooks/${id}">${number(failed)}</a>` : "0");

export const webhooksPage = listPage({
  path: "webhooks", title: "Webhooks", right: "administer", key: "", noun: "in all",
  source: "webhooks", live: LIVE, empty: "No webhooks.",
  name: ({ url }) => url,
  columns: [
    nameColumn("URL", "url"),
    { title: "Events", class: "wide", value: eventsOf, cell: (webhook) => quoted(eventsOf(webhook)) },
    numberColumn("Delivered", "delivered", { style: "wide" }), numberColumn("Pending", "pending", { style: "wide" }),
    numberColumn("Given up", "failed", { cell: failuresLink }), textColumn("Last error", "lastError")],
  create: CREATE,
  actions: [REMOVE] });

export const failuresPage = {
  path: "webhooks/", title: "Failures", right: "administer",
  make: (root, app, id) => listPage({
    path: `webhooks/${id}`, title: "Failures", noun: "given up",
    source: `webhooks/${encodeURIComponent(id)}/failures`, live: LIVE, empty: "No event was given up.",
    name: (failure) => failure.id,
    views: [{ title: "Webhooks", path: "webhooks" }],
    columns: [
      timeColumn("Given up", "at"), textColumn("Event", "type"), textColumn("Id", "id", { class: "wide" }),
      numberColumn("Attempts", "attempts", { style: "wide" }), textColumn("Last error", "lastError")],
  }).make(root, app) };
