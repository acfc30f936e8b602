// The page of the accounts.

import { ROLES } from "./tokens.js";
import { OPTIONAL_REASON, REASON, call, dialogAction, html, link, listPage, nameColumn, quoted,
  textColumn, timeColumn } from "./ui.js";

const PASSWORD = { name: "password", label: "Password (8 characters or more)" };

const pathOf = ({ name }) => `accounts/${encodeURIComponent(name)}`;

const CREATE = dialogAction("Create an account", "administer", () => ({
  text: html`<p>Give the owner the password; <code>/password</code> changes it. A guest with this name gets another
    one.</p>`,
  fields: [{ name: "name", label: "Name" }, PASSWORD],
  button: () => "Create",
  submit: (values) => call("POST", "accounts", values),
  done: ({ name }) => html`Created the account ${quoted(name)}.` }));

const SET_PASSWORD = dialogAction("Password", "administer", (account) => ({
  title: html`New password for ${quoted(account.name)}?`,
  text: html`<p>The old password is no longer valid. Clients that are logged in stay logged in: kick them if they are
    not the owner’s.</p>`,
  fields: [PASSWORD, OPTIONAL_REASON],
  button: () => "Set password",
  submit: ({ password, reason }) =>
    call("PUT", `${pathOf(account)}/password?${new URLSearchParams({ reason })}`, { password }),
  done: () => html`${quoted(account.name)} has a new password.` }));

const SET_ROLE = dialogAction("Role", "administer", (account) => ({
  title: html`Role of ${quoted(account.name)}`,
  text: html`<p>Anyone who is logged in to the account may use the operators’ commands of the role in the chat.</p>`,
  fields: [{ name: "role", label: "Role", value: account.role ?? "",
    options: [["", "none"], ...ROLES.map(([role]) => [role, role])] }, OPTIONAL_REASON],
  button: () => "Set role",
  submit: ({ role, reason }) => call("PUT", `${pathOf(account)}/role`, { role: role || null, reason }),
  done: (_, { role }) => html`Role of ${quoted(account.name)}: ${role || "none"}.` }));

const DROP = dialogAction("Drop", "administer", (account) => ({
  title: html`Drop the account ${quoted(account.name)}?`,
  text: html`<p>Deletes the account and its private messages. Its rooms lose their owner, and anyone can register the
    name. This cannot be undone.</p>`,
  fields: [REASON], isDanger: true,
  submit: ({ reason }) => call("DELETE", `${pathOf(account)}?${new URLSearchParams({ reason })}`),
  done: () => html`Dropped the account ${quoted(account.name)}.` }));

export const accountsPage = listPage({
  path: "accounts", title: "Accounts", right: "read", key: "", noun: "registered",
  source: "accounts", search: { label: "Part of the name" }, empty: "No accounts.",
  id: ({ name }) => name, name: ({ name }) => name,
  columns: [
    nameColumn("Name", "name"), timeColumn("Since", "createdAt", { class: "wide" }),
    { title: "Online", class: "wide", value: ({ online }) => online,
      cell: ({ name, online }) => (online ? link("clients", { q: name }, "online") : "") },
    textColumn("Role", "role")],
  create: CREATE,
  actions: [SET_PASSWORD, SET_ROLE, DROP] });
