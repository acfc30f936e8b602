// The dialog of bans and mutes: shows first whom one affects.

import { Problem, call } from "./api.js";
import { each, names, note, open, reasonField, reasonOf, sentence } from "./dialogs.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { plural, quoted } from "./text.js";

const DURATIONS = [["PT1H", "1 hour"], ["P1D", "1 day"], ["P7D", "1 week"], ["until", "until…"]];
const PERMANENT = ["", "permanent"];

const KINDS = {
  bans: { act: "Ban", title: (name) => html`Ban ${name}?`, done: "Banned", preview: "Disconnects", result: "disconnected" },
  mutes: { act: "Mute", title: (name) => html`Mute ${name}?`, done: "Muted", preview: "Mutes", result: "affected" },
};

/** Returns the targets that a ban or mute of a client can have, the best one first. */
function targetsOf(client) {
  const targets = [{ network: client.address }, { nick: client.nick }];
  return client.account ? [{ account: client.account }, ...targets] : targets;
}

const kindOf = (target) => Object.keys(target)[0];
const textOf = (target) => Object.values(target)[0];
const nameOf = (done) => done.network ?? done.account ?? done.nick;

/** Returns the best target of each client, without repetition. */
function distinct(clients) {
  const best = clients.map((client) => targetsOf(client)[0]);
  return [...new Map(best.map((target) => [JSON.stringify(target), target])).values()];
}

/** Returns the duration in ISO 8601; undefined for a permanent one. */
function durationOf(form) {
  const chosen = form.get("duration");
  if (chosen !== "until") return chosen || undefined;
  const seconds = Math.round((new Date(form.get("until")) - Date.now()) / 1000);
  if (!(seconds > 0)) throw new Problem(0, { detail: "Choose a time in the future." });
  return `PT${seconds}S`;
}

/** Joins the previews of several targets. */
function joined(previews) {
  const by = (key, items) => [...new Map(items.map((item) => [item[key], item])).values()];
  return {
    clients: by("id", previews.flatMap((preview) => preview.clients)),
    warnings: by("text", previews.flatMap((preview) => preview.warnings)),
  };
}

async function undo(done) {
  const results = [];
  const undone = () => (results.length ? html`Undone: ${quoted(results.join("; "))}. ` : nothing);
  note("Undoing…");
  try {
    for (const one of done) results.push((await call("POST", `actions/${one.action ?? one.id}/undo`)).result);
    note(undone());
  } catch (problem) {
    note(html`${undone()}Not undone: ${quoted(sentence(problem))}`);
  }
}

/**
 * Opens the dialog.
 *
 * @param kind `bans` or `mutes`
 * @param chosen targets to use; if absent, one client offers its own ones
 */
export function restrict(kind, clients, mayBePermanent, chosen) {
  const words = KINDS[kind];
  const offered = chosen ?? (clients.length === 1 ? targetsOf(clients[0]) : distinct(clients));
  const isChoice = clients.length === 1 && !chosen;
  const state = { targets: isChoice ? [offered[0]] : offered, preview: null, failure: "", duration: "PT1H", isForced: false };
  const done = [];
  let asked = 0;

  async function preview() {
    const number = ++asked;
    Object.assign(state, { preview: null, failure: "", isForced: false });
    draw();
    try {
      const previews = [];
      for (const target of state.targets) previews.push(await call("POST", `${kind}?dryRun=true`, target, true));
      if (number === asked) state.preview = joined(previews);
    } catch (problem) {
      if (number === asked) state.failure = sentence(problem);
    }
    draw();
  }

  async function submit(form, progress) {
    const terms = { duration: durationOf(form), reason: reasonOf(form) };
    if (state.isForced) terms.force = true;
    if (form.get("shadow")) terms.shadow = true;
    try {
      await each(state.targets.slice(), progress, (target) => apply(target, terms));
    } finally {
      if (done.length) noteDone();
    }
  }

  async function apply(target, terms) {
    try {
      done.push(await call("POST", kind, { ...target, ...terms }));
      if (state.targets.length > 1) state.targets = state.targets.filter((other) => other !== target);
    } catch (problem) {
      if (problem.body?.code === "needs-force") await preview();
      throw problem;
    }
  }

  function noteDone() {
    const count = new Set(done.flatMap((one) => one.clients.map((client) => client.id))).size;
    note(html`${words.done} ${done.map((one, index) => html`${index ? ", " : ""}${quoted(nameOf(one))}`)};
      ${words.result} ${count}.`, { title: "Undo", run: () => undo(done) });
  }

  const needsForce = () => kind === "bans" && state.preview?.warnings.some((warning) => warning.needsForce);
  const draw = open({
    title: words.title(isChoice ? quoted(clients[0].nick)
      : offered.length === 1 ? quoted(textOf(offered[0])) : plural(offered.length, "target")),
    body: () => html`
      ${isChoice ? targetFields(offered, state, preview) : nothing}
      ${durationFields(state, mayBePermanent, () => draw())}
      ${kind === "mutes"
        ? html`<label class="check"><input type="checkbox" name="shadow"> Shadow: they do not notice</label>` : nothing}
      ${reasonField()}
      ${previewText(state, words)}
      ${needsForce()
        ? html`<label class="check"><input type="checkbox" @change=${(event) => { state.isForced = event.target.checked; draw(); }}>
            Ban anyway</label>` : nothing}`,
    button: () => ({
      label: state.preview?.clients.length ? `${words.act} ${state.preview.clients.length}` : words.act,
      isReady: state.preview !== null && (!needsForce() || state.isForced),
    }),
    submit,
  });
  preview();
}

const targetFields = (offered, state, preview) => html`
  <label>Target <select name="target" @change=${(event) => {
    state.targets = [offered[event.target.selectedIndex]];
    preview();
  }}>${offered.map((target) => html`<option>${kindOf(target)}</option>`)}</select></label>
  <label>${kindOf(state.targets[0]) === "network" ? "Address or network" : "Name"}
    <input name="text" required .value=${textOf(state.targets[0])} @change=${(event) => {
      state.targets = [{ [kindOf(state.targets[0])]: event.target.value.trim() }];
      preview();
    }}></label>`;

const durationFields = (state, mayBePermanent, draw) => html`
  <label>Duration <select name="duration" @change=${(event) => { state.duration = event.target.value; draw(); }}>
    ${[...DURATIONS, ...(mayBePermanent ? [PERMANENT] : [])].map(([value, text]) => html`<option value=${value}>${text}</option>`)}
  </select></label>
  ${state.duration === "until"
    ? html`<label>Until <input type="datetime-local" name="until" required></label>` : nothing}`;

const previewText = ({ preview, failure }, words) => html`<div role="status">
  ${failure ? html`<p class="error">${failure}</p>` : preview ? nothing : html`<p>Looking who is affected…</p>`}
  ${preview ? html`<p>${preview.clients.length
    ? html`${words.preview} ${plural(preview.clients.length, "client")} now: ${names(preview.clients)}`
    : "No connected client is affected."}</p>` : nothing}
  ${preview?.warnings.length
    ? html`<ul>${preview.warnings.map((warning) => html`<li>${warning.text}</li>`)}</ul>` : nothing}
</div>`;
