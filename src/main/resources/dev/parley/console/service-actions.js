// What operators do to the whole service: announcements, drains and log levels.

import { Problem, call } from "./api.js";
import { dialogAction } from "./dialog.js";
import { REASON } from "./fields.js";
import { html } from "./lib/lit-html/lit-html.js";
import { note, sentence } from "./note.js";
import { plural, quoted } from "./text.js";

const LEVELS = ["trace", "debug", "info", "warn", "error", "off"];

export const ANNOUNCE = dialogAction("Announce", "moderate", () => ({
  title: "Announce to everyone?",
  text: html`<p>All clients see it, as an announcement.</p>`,
  fields: [{ name: "text", label: "Text" }],
  isHarmless: true,
  button: () => "Announce",
  async submit({ text }) {
    const { recipients } = await call("POST", "announcements", { text });
    note(`Announced to ${plural(recipients, "client")}.`);
  },
}));

/** Returns an action that needs no dialog. `done(item)` does it, and returns what it did. */
const plainAction = (title, right, done) => ({
  title, right,
  async run([item], app) {
    note("Waiting for Parley…");
    try {
      note(await done(item));
    } catch (problem) {
      note(sentence(problem));
    }
    await app.reload();
  },
});

export const TAKE_BACK = plainAction("Take the drain back", "administer", async () => {
  const { clients } = await call("DELETE", "drain");
  return `The drain was taken back; ${plural(clients, "client")} stayed.`;
});

export const DRAIN = dialogAction("Drain", "administer", ({ connections }, app) => ({
  title: "Drain the service?",
  text: html`<p>Refuses new clients at once, and disconnects the others one after another. Until it is taken back, nobody can
    connect.</p>`,
  fields: [REASON, { name: "count", label: `Type the number of clients, ${connections}, to confirm` }],
  button: () => "Drain",
  async submit({ count, reason }) {
    if (count.trim() !== String(connections)) {
      throw new Problem(0, { detail: `Not drained: the number of clients is ${connections}.` });
    }
    const { clients } = await call("POST", `drain?${new URLSearchParams({ reason })}`);
    note(`Draining: ${plural(clients, "client")} to disconnect.`, { title: "Take back", run: () => TAKE_BACK.run([], app) });
  },
}));

/** @param level null for that of the parent package */
async function setLevel(name, level) {
  const { effective } = await call("PUT", `loggers/${name}`, { level });
  return html`${quoted(name)} logs at ${effective}${level ? " until the next start" : ""}.`;
}

export const CHANGE_LEVEL = dialogAction("Change a log level", "administer", (packages) => ({
  title: "Change a log level",
  text: html`<p>It applies at once, until the next start of Parley, and to the packages below it too.</p>`,
  fields: [
    { name: "name", label: "Package", options: packages.map(({ name, effective }) => [name, `${name} (${effective})`]) },
    { name: "level", label: "Level", options: LEVELS.map((level) => [level, level]), value: "debug" },
  ],
  isHarmless: true,
  button: () => "Change",
  submit: async ({ name, level }) => note(await setLevel(name, level)),
}));

export const RESET_LEVEL = plainAction("Reset", "administer", (name) => setLevel(name, null));
