// What operators do to clients: kick, ban and mute them, and send them a text.

import { Problem, REASON, call, dialogAction, each, html, listed, names, note, nothing, openDialog, plural, quoted,
  secondsUntil, undoButton } from "./ui.js";

const DURATIONS = [["PT1H", "1 hour"], ["P1D", "1 day"], ["P7D", "1 week"], ["until", "until…"]];
const PERMANENT = ["", "permanent"];
const SHADOW = { name: "shadow", label: "Shadow: they do not notice", type: "checkbox" };
const KINDS = { network: "Address or network", nick: "Name", account: "Account" };

const BAN = { path: "bans", verb: "Ban", title: (name) => html`Ban ${name}?`, done: "Banned",
  effect: "Disconnects", result: "disconnected", fields: [] };
const MUTE = { path: "mutes", verb: "Mute", title: (name) => html`Mute ${name}?`, done: "Muted",
  effect: "Mutes", result: "affected", fields: [SHADOW] };

const disconnect = ({ id, nick }, reason) =>
  call("DELETE", `clients/${id}?${new URLSearchParams({ reason })}`, undefined, { gone: `${nick} has already left.` });

function kick(clients, app) {
  const [{ nick, address }, ...others] = clients;
  const left = new Set(clients);
  const who = others.length ? names(clients) : html`<b>${quoted(nick)}</b> from <code>${address}</code>`;
  openDialog({
    title: others.length ? `Kick ${clients.length} clients?` : html`Kick ${quoted(nick)}?`,
    text: html`<p>Disconnects ${who}. They can reconnect at once.</p>`,
    fields: [REASON], isDanger: true,
    button: () => (others.length ? `Kick ${left.size}` : "Kick"),
    submit: ({ reason }, progress) => each(left, progress, (client) => disconnect(client, reason)),
    done: (count) => html`Kicked ${others.length ? count : quoted(nick)}.`,
  }, app);
}

export const targetText = (restriction) => restriction.network ?? restriction.account ?? restriction.nick;

/** Returns the best target of each client, without repetition. */
const bestTargets = (clients) => distinct(targetText,
  clients.map(({ account, address }) => (account ? { account } : { network: address })));

/** Returns the fields that choose the target of a restriction, with those of a client at the beginning. */
const targetFields = ({ account, address, nick }) => [
  { name: "kind", label: "Target", isPreviewed: true,
    options: (account ? ["account", "network", "nick"] : ["network", "nick", "account"]).map((kind) => [kind, kind]) },
  ...Object.entries({ network: address, nick, account }).map(([name, value]) => ({
    name, label: KINDS[name], value: value ?? "", isFirst: !nick, isPreviewed: true,
    when: ({ kind }) => kind === name }))];

const durationFields = (app) => [
  { name: "duration", label: "Duration", options: app.may("administer") ? [...DURATIONS, PERMANENT] : DURATIONS },
  { name: "until", label: "Until", type: "datetime-local", when: ({ duration }) => duration === "until" }];

/** Returns the duration in ISO 8601; undefined for a permanent one. */
function durationOf({ duration, until }) {
  if (duration !== "until") return duration || undefined;
  const seconds = secondsUntil(until);
  if (!seconds) throw new Problem(0, { detail: "Choose a time in the future." });
  return `PT${seconds}S`;
}

const distinct = (key, items) => [...new Map(items.map((item) => [key(item), item])).values()];

const clientsOf = (answers) => distinct(({ id }) => id, answers.flatMap(({ clients }) => clients));

/** Asks whom restrictions of these targets would affect. */
async function previewOf({ path, effect }, targets, signal) {
  if (!targets.length) return { text: html`<p>Enter a target to see whom it affects.</p>` };
  const asked = (target) => call("POST", `${path}?dryRun=true`, target, { retry: true, signal });
  const previews = await Array.fromAsync(targets, asked); // One after another.
  const clients = clientsOf(previews);
  const warnings = distinct(({ text }) => text, previews.flatMap((preview) => preview.warnings));
  const who = html`${effect} ${plural(clients.length, "client")} now: ${names(clients)}`;
  return {
    count: clients.length,
    isForceNeeded: warnings.some(({ needsForce }) => needsForce),
    text: html`<p>${clients.length ? who : "No connected client is affected."}</p>
      ${warnings.length ? html`<ul>${warnings.map(({ text }) => html`<li>${text}</li>`)}</ul>` : nothing}` };
}

const noteOf = (kind, done, app) => note(
  html`${kind.done} ${listed(done.map(targetText))}; ${kind.result} ${clientsOf(done).length}.`,
  undoButton(done.map(({ action, id }) => action ?? id), app));

/**
 * Opens the dialog.
 *
 * @param name what it restricts, for the title; absent if that is to be entered
 * @param chosen targets; if absent, it is one, which the fields choose
 * @param client gives the fields their first values
 */
function openRestriction(kind, app, { name, chosen, client = {} }) {
  const left = new Set(chosen);
  const targetsOf = (values) => (chosen ? left : new Set([{ [values.kind]: values[values.kind].trim() }]));
  openDialog({
    title: name ? kind.title(name) : `New ${kind.verb.toLowerCase()}`,
    text: left.size > 1 ? html`<p>The targets are ${listed([...left].map(targetText))}.</p>` : nothing,
    fields: [...(chosen ? [] : targetFields(client)), ...durationFields(app), ...kind.fields, REASON], isDanger: true,
    preview: (values, signal) => previewOf(kind, [...targetsOf(values)].filter(targetText), signal),
    force: `${kind.verb} anyway`,
    button: (values, preview) => (preview?.count ? `${kind.verb} ${preview.count}` : kind.verb),
    submit(values, progress) {
      const terms = { duration: durationOf(values), reason: values.reason };
      for (const flag of ["force", "shadow"]) if (values[flag]) terms[flag] = true;
      const make = (target) => call("POST", kind.path, { ...target, ...terms });
      return each(targetsOf(values), progress, make, (made) => noteOf(kind, made, app));
    },
  }, app);
}

function restrict(kind, clients, app) {
  const [client, ...others] = clients;
  if (!others.length) return openRestriction(kind, app, { name: quoted(client.nick), client });
  const chosen = bestTargets(clients);
  const name = chosen.length === 1 ? quoted(targetText(chosen[0])) : plural(chosen.length, "target");
  return openRestriction(kind, app, { name, chosen });
}

export const banNetwork = (network, app) =>
  openRestriction(BAN, app, { name: quoted(network), chosen: [{ network }] });

const action = (kind) => ({ title: kind.verb, right: "moderate", isForMany: true,
  run: (clients, app) => restrict(kind, clients, app) });
const creation = (kind) => ({ title: `New ${kind.verb.toLowerCase()}`, right: "moderate",
  run: (_, app) => openRestriction(kind, app, {}) });

export const KICK = { title: "Kick", key: "x", right: "moderate", isForMany: true, run: kick };
export const BAN_CLIENTS = { ...action(BAN), key: "b" };
export const MUTE_CLIENTS = action(MUTE);
export const NEW_BAN = creation(BAN);
export const NEW_MUTE = creation(MUTE);

export const SEND_TEXT = dialogAction("Send a text", "moderate", ({ id, nick }) => ({
  title: html`Send a text to ${quoted(nick)}?`,
  text: html`<p>Only they see it, as a message from an operator.</p>`,
  fields: [{ name: "text", label: "Text" }],
  button: () => "Send",
  submit: (values) => call("POST", `clients/${id}/messages`, values),
  done: () => html`Sent to ${quoted(nick)}.` }));
