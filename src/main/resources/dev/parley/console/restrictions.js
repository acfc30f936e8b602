// The pages of the bans and the mutes in force.

import { Problem, call } from "./api.js";
import { textColumn, timeColumn } from "./columns.js";
import { each, openDialog } from "./dialog.js";
import { OPTIONAL_REASON } from "./fields.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { listPage } from "./list.js";
import { note, undoButton } from "./note.js";
import { NEW_BAN, NEW_MUTE, targetText } from "./restrict.js";
import { duration, plural, quoted } from "./text.js";

const ADDRESS = /^(\d+\.){3}\d+(\/\d+)?$|^[\da-f]*:[\da-f]*:[\da-f:.]*(\/\d+)?$/i;
const SEARCH = { label: "Target, reason or operator", parameter: (text) => (ADDRESS.test(text) ? "ip" : "q") };

function untilText({ expiresAt }) {
  if (!expiresAt) return "permanent";
  const seconds = Math.max(0, Math.round((new Date(expiresAt) - Date.now()) / 1000));
  return html`<time datetime=${expiresAt} title=${expiresAt}>in ${duration(seconds)}</time>`;
}

const COLUMNS = [
  { title: "Target", value: targetText, cell: (item) => html`<b><a href="#/clients?q=${encodeURIComponent(targetText(item))}"
    title="Clients with this target">${quoted(targetText(item))}</a></b>` },
  { title: "Kind", class: "wide", value: ({ network, account }) => (network ? "network" : account ? "account" : "nick") },
  textColumn("Reason", "reason", { class: "text" }),
  textColumn("By", "createdBy", { class: "wide" }),
  timeColumn("Since", "createdAt", { sort: "createdAt", isNumber: true, class: "wide" }),
  { title: "Until", value: ({ expiresAt }) => expiresAt ?? "permanent", cell: untilText },
];

/** Lifts a ban or mute, and returns the action in the audit. */
async function liftOne(source, item, reason) {
  try {
    return (await call("DELETE", `${source}/${item.id}?${new URLSearchParams({ reason })}`)).action;
  } catch (problem) {
    throw problem.status === 404 ? new Problem(404, { detail: `${targetText(item)} is no longer in force.` }) : problem;
  }
}

function lift(items, app, { source, question, done }) {
  const left = new Set(items);
  const [{ reason, createdBy }] = items;
  const name = items.length === 1 ? quoted(targetText(items[0])) : plural(items.length, "target");
  openDialog({
    title: question(name),
    text: items.length === 1 ? html`<p>“${quoted(reason)}”${createdBy ? html`, by ${quoted(createdBy)}` : nothing}</p>` : nothing,
    fields: [OPTIONAL_REASON],
    isHarmless: true,
    button: () => "Lift",
    async submit({ reason }, progress) {
      const actions = [];
      try {
        await each(left, progress, async (item) => actions.push(await liftOne(source, item, reason)));
      } finally {
        const lifted = items.length === 1 ? name : plural(actions.length, "target");
        if (actions.length) note(done(lifted), undoButton(actions, app));
      }
    },
  }, app);
}

const restrictionPage = ({ source, question, done, ...list }) => listPage({
  ...list, path: source, source, right: "read", noun: "in force", sort: "-createdAt", search: SEARCH, name: targetText,
  live: { seconds: 10, events: "moderation" },
  count: ({ status }) => status?.[source] ?? null,
  actions: [{ title: "Lift", key: "l", right: "moderate", isForMany: true,
    run: (items, app) => lift(items, app, { source, question, done }) }],
});

export const bansPage = restrictionPage({
  source: "bans", title: "Bans", key: "b", columns: COLUMNS, create: NEW_BAN, empty: "No active bans.",
  question: (name) => html`Lift the ban of ${name}?`, done: (name) => html`Lifted the ban of ${name}.`,
});

export const mutesPage = restrictionPage({
  source: "mutes", title: "Mutes", key: "m", create: NEW_MUTE, empty: "No active mutes.",
  columns: [...COLUMNS, { title: "Shadow", class: "wide", value: ({ shadow }) => (shadow ? "yes" : "") }],
  question: (name) => html`Lift the mute of ${name}?`, done: (name) => html`Lifted the mute of ${name}.`,
});
