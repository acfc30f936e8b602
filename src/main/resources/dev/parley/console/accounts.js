// The page of the accounts.

import { call } from "./api.js";
import { nameColumn, timeColumn } from "./columns.js";
import { dialogAction } from "./dialog.js";
import { OPTIONAL_REASON, REASON } from "./fields.js";
import { html } from "./lib/lit-html/lit-html.js";
import { listPage } from "./list.js";
import { note } from "./note.js";
import { link, quoted } from "./text.js";

const PASSWORD = { name: "password", label: "Password (8 characters or more)" };
const ROLES = [["", "none"], ...["viewer", "moderator", "admin", "auditor", "poster"].map((role) => [role, role])];

const pathOf = ({ name }) => `accounts/${encodeURIComponent(name)}`;

const CREATE = dialogAction("Create an account", "administer", () => ({
  title: "Create an account",
  text: html`<p>Give the owner the password; <code>/password</code> changes it. A guest with this name gets another one.</p>`,
  fields: [{ name: "name", label: "Name" }, PASSWORD],
  isHarmless: true,
  button: () => "Create",
  async submit({ name, password }) {
    const account = await call("POST", "accounts", { name, password });
    note(html`Created the account ${quoted(account.name)}.`);
  },
}));

const SET_PASSWORD = dialogAction("Password", "administer", (account) => ({
  title: html`New password for ${quoted(account.name)}?`,
  text: html`<p>The old password is no longer valid. Clients that are logged in stay logged in:
    kick them if they are not the owner’s.</p>`,
  fields: [PASSWORD, OPTIONAL_REASON],
  isHarmless: true,
  button: () => "Set password",
  async submit({ password, reason }) {
    await call("PUT", `${pathOf(account)}/password?${new URLSearchParams({ reason })}`, { password });
    note(html`${quoted(account.name)} has a new password.`);
  },
}));

const SET_ROLE = dialogAction("Role", "administer", (account) => ({
  title: html`Role of ${quoted(account.name)}`,
  text: html`<p>Anyone who is logged in to the account may use the operators’ commands of the role in the chat.</p>`,
  fields: [{ name: "role", label: "Role", options: ROLES, value: account.role ?? "" }, OPTIONAL_REASON],
  isHarmless: true,
  button: () => "Set role",
  async submit({ role, reason }) {
    await call("PUT", `${pathOf(account)}/role`, { role: role || null, reason });
    note(html`Role of ${quoted(account.name)}: ${role || "none"}.`);
  },
}));

const DROP = dialogAction("Drop", "administer", (account) => ({
  title: html`Drop the account ${quoted(account.name)}?`,
  text: html`<p>Deletes the account and its private messages. Its rooms lose their owner, and anyone can register the name. This
    cannot be undone.</p>`,
  fields: [REASON],
  button: () => "Drop",
  async submit({ reason }) {
    await call("DELETE", `${pathOf(account)}?${new URLSearchParams({ reason })}`);
    note(html`Dropped the account ${quoted(account.name)}.`);
  },
}));

const onlineLink = ({ name, online }) =>
  (online ? link("clients", { q: name }, "online") : "");

export const accountsPage = listPage({
  path: "accounts", title: "Accounts", right: "read", key: "", noun: "registered",
  source: "accounts", search: { label: "Part of the name" },
  id: ({ name }) => name,
  name: ({ name }) => name,
  columns: [
    nameColumn("Name", "name"),
    timeColumn("Since", "createdAt", { class: "wide" }),
    { title: "Online", class: "wide", value: ({ online }) => online, cell: onlineLink },
    { title: "Role", value: ({ role }) => role },
  ],
  create: CREATE,
  actions: [SET_PASSWORD, SET_ROLE, DROP],
  empty: "No accounts.",
});
