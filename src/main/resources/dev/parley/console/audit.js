// The page of the audit: what operators did.

import { REASON, call, html, link, listPage, localized, note, nothing, number, openDialog, quoted, roomPath, sentence,
  textColumn, time, timeColumn, undoAction, undoButton, wordsOf } from "./ui.js";

const ACTIONS = ["announce", "backup", "ban", "change-room", "close-room", "confirm-clock", "delete", "drain",
  "drop-account", "guess-token", "kick", "make-account", "make-token", "make-webhook", "mute", "notice", "read",
  "remove-webhook", "reset-password", "revoke-token", "set-log-level", "set-role", "trace", "unban", "undo", "undrain",
  "unmute"];
const UNDOABLE = ["ban", "mute", "unban", "unmute", "undo"];

const resultText = ({ request, result }) => (request ? localized(result) : "no result: interrupted, or not recorded");

/** Returns the id and the name in a target such as "w6o1 (gus)"; they are the same if it has only one of them. */
function partsOf(target) {
  const [, id = target, name = id] = target.match(/^(\S+) \((.*)\)$/) ?? [];
  return { id, name };
}

function nameLink({ target }) {
  const { name } = partsOf(target);
  return link("audit", { target: name }, name);
}

/** Returns the path of the page of what a record is about. */
function pageOf({ action, target }) {
  if (target.startsWith("#")) return roomPath(target.split("/")[0]);
  if (["kick", "notice", "trace"].includes(action)) return `clients/${encodeURIComponent(partsOf(target).id)}`;
  return ["ban", "mute"].includes(action) ? `${action}s?q=${encodeURIComponent(target)}` : null;
}

/** Returns the fields of a state, with those of its parts, as pairs of name and text. */
const fieldsOf = (state) => Object.entries(state ?? {}).flatMap(([name, value]) =>
  (value !== null && typeof value === "object" && !Array.isArray(value)
    ? fieldsOf(value) : [[name, Array.isArray(value) ? value.join(", ") : String(value ?? "")]]));

function difference({ before, after }) {
  const [was, is] = [before, after].map((state) => new Map(fieldsOf(state)));
  const textOf = (fields, name) => fields.get(name) ?? "";
  const changed = [...new Map([...was, ...is]).keys()].filter((name) => textOf(was, name) !== textOf(is, name));
  return changed.map((name) => html`<dt>${name}</dt><dd>
    ${textOf(was, name) ? html`<del>${quoted(was.get(name))}</del>` : nothing}
    ${textOf(is, name) ? html`<ins>${quoted(is.get(name))}</ins>` : nothing}</dd>`);
}

function detailsOf(record, app) {
  const page = app.may("read") ? pageOf(record) : null;
  const target = quoted(record.target);
  const close = (event) => event.target.closest("dialog").close();
  const changes = difference(record);
  return html`<dl>
      <dt>When</dt><dd>${time(record.at)}</dd>
      <dt>Who</dt><dd>${quoted(record.actor)} from ${quoted(record.address)}</dd>
      <dt>What</dt><dd>${wordsOf(record.action)}</dd>
      <dt>Whom</dt><dd>${page ? html`<a href="#/${page}" @click=${close}>${target}</a>` : target}</dd>
      <dt>Why</dt><dd>${quoted(record.reason)}</dd>
      <dt>Result</dt><dd>${resultText(record)}</dd>
      <dt>Hash</dt><dd><code>${quoted(record.hash)}</code></dd></dl>
    ${changes.length ? html`<h3>Before and after</h3><dl>${changes}</dl>` : nothing}`;
}

/** Shows a record, and offers to undo it if that can be. */
function show([record], app) {
  const isUndoable = UNDOABLE.includes(record.action) && (record.before || record.after) && app.may("moderate");
  let isForceNeeded = false;
  openDialog({
    title: html`Record ${record.id}`,
    text: detailsOf(record, app), isRead: true,
    fields: isUndoable ? [{ ...REASON, label: "Reason for the undo", isFirst: false }] : [],
    button: isUndoable ? () => "Undo" : undefined, force: "Undo anyway",
    preview: isUndoable && (async () => ({ text: nothing, isForceNeeded })),
    async submit({ reason, force }) {
      try {
        const { result, action } = await undoAction(record.id, { reason, force: Boolean(force) });
        note(html`Undone: ${localized(result)}.`, undoButton([action], app));
      } catch (problem) {
        isForceNeeded = problem.body?.code === "needs-force";
        throw problem;
      }
    },
  }, app);
}

async function verify() {
  note("Verifying…");
  try {
    const { records, broken, head } = await call("GET", "audit/verify");
    note(broken
      ? html`<b class="error">The audit is broken${broken.id ? ` at record ${broken.id}` : ""}:</b>
        ${quoted(broken.problem)}`
      : html`The audit is valid: ${number(records)} records, the last is ${head.id} with the hash
        ${quoted(head.hash)}.`);
  } catch (problem) { note(quoted(sentence(problem))); }
}

export const auditPage = listPage({
  path: "audit", title: "Audit", right: "audit", key: "a", noun: "actions", source: "audit?once=true",
  filters: [
    { name: "target", label: "Whom", isSearch: true }, { name: "actor", label: "Who" },
    { name: "action", label: "What", any: "All actions", options: ACTIONS, text: wordsOf }],
  name: ({ id }) => `record ${id}`,
  columns: [
    timeColumn("When", "at"),
    { title: "Who", value: ({ actor }) => actor, cell: ({ actor }) => link("audit", { actor }, actor) },
    { title: "What", class: "word", value: ({ action }) => action, cell: ({ action }) => wordsOf(action) },
    { title: "Whom", value: ({ target }) => target, cell: nameLink },
    textColumn("Why", "reason", { class: "wide text" }),
    { title: "Result", class: "wide text", value: ({ result }) => result, cell: resultText }],
  actions: [{ title: "Show", key: "Enter", right: "audit", run: show }],
  create: { title: "Verify", right: "audit", run: verify },
  empty: "No actions yet." });
