// The page of the API's tokens.

import { OPTIONAL_REASON, call, dialogAction, html, listPage, nameColumn, nothing, quoted, secretDialog, textColumn,
  time, timeColumn } from "./ui.js";

/** Roles, each with what it may do. */
export const ROLES = [
  ["viewer", "viewer: only reads"],
  ["moderator", "moderator: also kicks, bans and mutes"],
  ["admin", "admin: everything"],
  ["auditor", "auditor: reads the audit only"],
  ["poster", "poster: sends messages to rooms only"]];
const DURATIONS = [
  ["P30D", "30 days"], ["P90D", "90 days"], ["P365D", "1 year"], ["P1D", "1 day"], ["", "until revoked"]];

const CREATE = dialogAction("Create a token", "administer", () => ({
  text: html`<p>For one person or one script, so that the audit can tell who did what.</p>`,
  fields: [
    { name: "name", label: "Name" },
    { name: "role", label: "Role", options: ROLES },
    { name: "duration", label: "Valid for", options: DURATIONS }],
  button: () => "Create",
  submit: ({ duration, ...values }) => call("POST", "tokens", { ...values, duration: duration || undefined }),
  done: ({ token }, { name, role }) => secretDialog(html`Token of ${quoted(name)}`, `Its role is ${role}.`, token) }));

const REVOKE = dialogAction("Revoke", "administer", ({ id, name }, app) => ({
  title: html`Revoke ${quoted(name)}?`,
  text: html`<p>The next request with this token is refused.
    ${app.me.actor === `token:${name}` ? html`<b>It is yours: you will be signed out.</b>` : nothing}</p>`,
  fields: [OPTIONAL_REASON], isDanger: true,
  submit: ({ reason }) => call("DELETE", `tokens/${id}?${new URLSearchParams({ reason })}`),
  done: () => html`Revoked ${quoted(name)}.` }));

const until = ({ expiresAt }) =>
  (expiresAt ? html`${time(expiresAt)}${new Date(expiresAt) < Date.now() ? ", expired" : ""}` : "revoked");

export const tokensPage = listPage({
  path: "tokens", title: "Tokens", right: "administer", key: "", noun: "in all",
  source: "tokens", search: { label: "Part of the name or of the creator" },
  name: ({ name }) => name, empty: "No tokens but that of the token file.",
  columns: [
    nameColumn("Name", "name"), textColumn("Role", "role"),
    textColumn("By", "createdBy", { class: "wide by" }), timeColumn("Created", "createdAt", { class: "wide" }),
    timeColumn("Valid until", "expiresAt", { cell: until, class: "wide" }),
    timeColumn("Last used", "lastUsedAt", { none: "never", class: "wide" })],
  create: CREATE,
  actions: [REVOKE] });
