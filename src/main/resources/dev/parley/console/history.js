// The messages of a room. They are loaded on a click only, because each read is recorded in the audit.

import { call } from "./api.js";
import { openDialog } from "./dialog.js";
import { REASON } from "./fields.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { note, sentence } from "./note.js";
import { roomPath } from "./room-actions.js";
import { table } from "./table.js";
import { quoted, time } from "./text.js";

const TEXTS = {
  action: ({ text }) => html`* ${quoted(text)}`,
  topic: ({ text }) => (text ? html`changed the topic: ${quoted(text)}` : "removed the topic"),
};

const messageText = (message) => (message.deleted ? "deleted" : TEXTS[message.type]?.(message) ?? quoted(message.text));

const COLUMNS = [
  { title: "Time", value: ({ at }) => time(at) },
  { title: "From", value: ({ from }) => html`<b>${quoted(from)}</b>` },
  { title: "Message", value: messageText },
];

export class History {
  messages = null;
  next = null;
  words = "";
  error = "";
  isBusy = false;

  /** @param changed draws the page */
  constructor(room, app, changed) {
    Object.assign(this, { path: `${roomPath(room)}/messages`, app, changed });
    this.actions = app.may("administer") ? [{ title: "Delete", run: ([message]) => this.#delete(message) }] : [];
  }

  #set(state) {
    Object.assign(this, state);
    this.changed();
  }

  /** @param shown messages that stay, with those found after them */
  async #load(words, shown, before) {
    if (this.isBusy) return;
    this.#set({ isBusy: true, error: "" });
    const asked = Object.entries({ q: words, before }).filter(([, value]) => value);
    try {
      const { items, next } = await call("GET", `${this.path}?${new URLSearchParams(asked)}`);
      this.#set({ messages: [...shown, ...items], next, words });
    } catch (problem) {
      this.#set({ error: sentence(problem) });
    } finally {
      this.#set({ isBusy: false });
    }
  }

  #search(event) {
    event.preventDefault();
    this.#load(event.target.elements.words.value.trim(), []);
  }

  #delete(message) {
    openDialog({
      title: html`Delete the message of ${quoted(message.from)}?`,
      text: html`<p>“${messageText(message)}”</p><p>The room is shown the reason. The text cannot be restored.</p>`,
      fields: [REASON],
      button: () => "Delete",
      submit: async ({ reason }) => {
        await call("DELETE", `${this.path}/${message.id}?${new URLSearchParams({ reason })}`);
        this.#set({ messages: this.messages.map((other) => (other === message ? { ...other, deleted: true } : other)) });
        note(html`Deleted the message of ${quoted(message.from)}.`);
      },
    }, this.app);
  }

  template() {
    return html`<h2>Messages</h2>
      <form class="tools" @submit=${(event) => this.#search(event)}>
        <input type="search" id="search" name="words" maxlength="200" aria-label="Words" placeholder="Words (/)">
        <button type="submit" ?disabled=${this.isBusy} aria-busy=${this.isBusy ? "true" : "false"}>Show messages</button>
        <span class="flow">Each read is recorded in the audit.</span></form>
      <p class="error" role="alert">${this.error}</p>
      ${this.messages ? this.#found() : nothing}`;
  }

  #found() {
    const { messages, next, words, isBusy } = this;
    if (!messages.length) return html`<p role="status">${words ? "No matches." : "No messages."}</p>`;
    return html`${table({ columns: COLUMNS, rows: messages, id: ({ id }) => id, name: ({ from }) => `message of ${from}`,
      caption: "Messages, newest first", stateOf: ({ deleted }) => (deleted ? "gone" : ""), sort: "", selected: new Map(),
      actions: this.actions, onAction: (action, message) => action.run([message]), onRelease() {} })}
      ${next ? html`<p class="foot"><button type="button" ?disabled=${isBusy}
        @click=${() => this.#load(words, messages, next)}>Older</button></p>` : nothing}`;
  }
}
