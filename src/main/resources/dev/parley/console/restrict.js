// Bans and mutes clients: shows first whom it affects.

import { Problem, call } from "./api.js";
import { each, openDialog } from "./dialog.js";
import { REASON } from "./fields.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { note, undoButton } from "./note.js";
import { names, plural, quoted } from "./text.js";

const DURATIONS = [["PT1H", "1 hour"], ["P1D", "1 day"], ["P7D", "1 week"], ["until", "until…"]];
const PERMANENT = ["", "permanent"];
const SHADOW = { name: "shadow", label: "Shadow: they do not notice", type: "checkbox" };

const BAN = { path: "bans", verb: "Ban", creation: "New ban", title: (name) => html`Ban ${name}?`, done: "Banned", effect: "Disconnects",
  result: "disconnected", fields: [] };
const MUTE = { path: "mutes", verb: "Mute", creation: "New mute", title: (name) => html`Mute ${name}?`, done: "Muted", effect: "Mutes",
  result: "affected", fields: [SHADOW] };

export const targetText = (restriction) => restriction.network ?? restriction.account ?? restriction.nick;

/** Returns the best target of each client, without repetition. */
function bestTargets(clients) {
  const best = clients.map(({ account, address }) => (account ? { account } : { network: address }));
  return [...new Map(best.map((target) => [targetText(target), target])).values()];
}

/** Returns the fields that choose the target of a restriction. */
const targetFields = ({ account, address, nick }) => [
  { name: "kind", label: "Target", isPreviewed: true,
    options: (account ? ["account", "network", "nick"] : ["network", "nick", "account"]).map((kind) => [kind, kind]) },
  ...[["network", "Address or network", address], ["nick", "Name", nick], ["account", "Account", account]]
    .map(([name, label, value = ""]) => ({
      name, label, value: value ?? "", isFirst: !nick, isPreviewed: true, when: ({ kind }) => kind === name })),
];

const durationFields = (app) => [
  { name: "duration", label: "Duration", options: app.may("administer") ? [...DURATIONS, PERMANENT] : DURATIONS },
  { name: "until", label: "Until", type: "datetime-local", when: ({ duration }) => duration === "until" },
];

/** Returns the duration in ISO 8601; undefined for a permanent one. */
function durationOf({ duration, until }) {
  if (duration !== "until") return duration || undefined;
  const seconds = Math.round((new Date(until) - Date.now()) / 1000);
  if (!(seconds > 0)) throw new Problem(0, { detail: "Choose a time in the future." });
  return `PT${seconds}S`;
}

function distinct(key, items) {
  return [...new Map(items.map((item) => [item[key], item])).values()];
}

/** Asks whom restrictions of these targets would affect. */
async function previewOf(kind, targets, signal) {
  if (!targets.length) return { text: html`<p>Enter a target to see whom it affects.</p>` };
  const previews = [];
  for (const target of targets) {
    previews.push(await call("POST", `${kind.path}?dryRun=true`, target, { retry: true, signal }));
  }
  const clients = distinct("id", previews.flatMap((preview) => preview.clients));
  const warnings = distinct("text", previews.flatMap((preview) => preview.warnings));
  return {
    count: clients.length,
    isForceNeeded: warnings.some((warning) => warning.needsForce),
    text: html`
      <p>${clients.length
        ? html`${kind.effect} ${plural(clients.length, "client")} now: ${names(clients)}`
        : "No connected client is affected."}</p>
      ${warnings.length ? html`<ul>${warnings.map(({ text }) => html`<li>${text}</li>`)}</ul>` : nothing}`,
  };
}

function noteOf(kind, done, app) {
  const count = distinct("id", done.flatMap(({ clients }) => clients)).length;
  const targets = done.map((one, index) => html`${index ? ", " : ""}${quoted(targetText(one))}`);
  note(html`${kind.done} ${targets}; ${kind.result} ${count}.`,
    undoButton(done.map(({ action, id }) => action ?? id), app));
}

/**
 * Opens the dialog.
 *
 * @param name what it restricts, for the title; absent if that is to be entered
 * @param chosen targets; if absent, it is one, which the fields choose
 * @param client gives the fields their first values
 */
function openRestriction(kind, app, { name, chosen, client = {} }) {
  const left = new Set(chosen);
  const targetsOf = (values) => (chosen ? [...left] : [{ [values.kind]: values[values.kind].trim() }]);
  openDialog({
    title: name ? kind.title(name) : kind.creation,
    fields: [...(chosen ? [] : targetFields(client)), ...durationFields(app), ...kind.fields, REASON],
    preview: (values, signal) => previewOf(kind, targetsOf(values).filter(targetText), signal),
    force: `${kind.verb} anyway`,
    button: (values, preview) => (preview?.count ? `${kind.verb} ${preview.count}` : kind.verb),
    async submit(values, progress) {
      const terms = { duration: durationOf(values), reason: values.reason };
      for (const flag of ["force", "shadow"]) if (values[flag]) terms[flag] = true;
      const done = [];
      try {
        await each(chosen ? left : new Set(targetsOf(values)), progress, async (target) =>
          done.push(await call("POST", kind.path, { ...target, ...terms })));
      } finally {
        if (done.length) noteOf(kind, done, app);
      }
    },
  }, app);
}

function restrict(kind, clients, app) {
  if (clients.length === 1) {
    return openRestriction(kind, app, { name: quoted(clients[0].nick), client: clients[0] });
  }
  const chosen = bestTargets(clients);
  const name = chosen.length === 1 ? quoted(targetText(chosen[0])) : plural(chosen.length, "target");
  return openRestriction(kind, app, { name, chosen });
}

export const banNetwork = (network, app) =>
  openRestriction(BAN, app, { name: quoted(network), chosen: [{ network }] });

const action = (kind) => ({ title: kind.verb, right: "moderate", isForMany: true,
  run: (clients, app) => restrict(kind, clients, app) });

export const BAN_CLIENTS = { ...action(BAN), key: "b" };
export const MUTE_CLIENTS = action(MUTE);

const creation = (kind) => ({ title: kind.creation, right: "moderate", run: (_, app) => openRestriction(kind, app, {}) });

export const NEW_BAN = creation(BAN);
export const NEW_MUTE = creation(MUTE);
