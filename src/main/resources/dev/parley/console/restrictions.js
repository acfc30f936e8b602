// The pages of the bans and the mutes in force.

import { NEW_BAN, NEW_MUTE, targetText } from "./client-actions.js";
import { OPTIONAL_REASON, call, duration, each, html, listPage, note, nothing, openDialog, plural, quoted, secondsUntil,
  textColumn, timeColumn, undoButton } from "./ui.js";

const ADDRESS = /^(\d+\.){3}\d+(\/\d+)?$|^[\da-f]*:[\da-f]*:[\da-f:.]*(\/\d+)?$/i;
const SEARCH = { label: "Target, reason or operator", parameter: (text) => (ADDRESS.test(text) ? "ip" : "q") };

function untilText({ expiresAt }) {
  if (!expiresAt) return "permanent";
  return html`<time datetime=${expiresAt} title=${expiresAt}>in ${duration(secondsUntil(expiresAt))}</time>`;
}

const targetLink = (item) => html`<b><a href="#/clients?q=${encodeURIComponent(targetText(item))}"
  title="Clients with this target">${quoted(targetText(item))}</a></b>`;

const COLUMNS = [
  { title: "Target", value: targetText, cell: targetLink },
  { title: "Kind", class: "wide", value: (item) => ["network", "account", "nick"].find((kind) => item[kind]) },
  textColumn("Reason", "reason", { class: "text" }), textColumn("By", "createdBy", { class: "wide" }),
  timeColumn("Since", "createdAt", { sort: "createdAt", isNumber: true, class: "wide" }),
  { title: "Until", value: ({ expiresAt }) => expiresAt ?? "permanent", cell: untilText }];
const SHADOW = { title: "Shadow", class: "wide", value: ({ shadow }) => (shadow ? "yes" : "") };

function lift(items, app, { source, kind }) {
  const left = new Set(items);
  const [{ reason, createdBy }, ...others] = items;
  const one = quoted(targetText(items[0]));
  const what = (count) => html`the ${kind} of ${others.length ? plural(count, "target") : one}`;
  openDialog({
    title: html`Lift ${what(items.length)}?`,
    text: others.length ? nothing
      : html`<p>“${quoted(reason)}”${createdBy ? html`, by ${quoted(createdBy)}` : nothing}</p>`,
    fields: [OPTIONAL_REASON],
    button: () => "Lift",
    submit({ reason: why }, progress) {
      const query = new URLSearchParams({ reason: why });
      const remove = (item) => call("DELETE", `${source}/${item.id}?${query}`, undefined, {
        gone: `${targetText(item)} is no longer in force.` });
      return each(left, progress, remove, (removed) =>
        note(html`Lifted ${what(removed.length)}.`, undoButton(removed.map(({ action }) => action), app)));
    },
  }, app);
}

const restrictionPage = ({ source, kind, ...list }) => listPage({
  ...list, path: source, source, right: "read", noun: "in force", sort: "-createdAt", search: SEARCH, name: targetText,
  live: { seconds: 10, events: "moderation" }, count: ({ status }) => status?.[source] ?? null,
  empty: `No active ${source}.`,
  actions: [{ title: "Lift", key: "l", right: "moderate", isForMany: true,
    run: (items, app) => lift(items, app, { source, kind }) }] });

export const bansPage = restrictionPage({
  source: "bans", kind: "ban", title: "Bans", key: "b", columns: COLUMNS, create: NEW_BAN });
export const mutesPage = restrictionPage({
  source: "mutes", kind: "mute", title: "Mutes", key: "m", columns: [...COLUMNS, SHADOW], create: NEW_MUTE });
