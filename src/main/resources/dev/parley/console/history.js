// The messages of a room. They are loaded on a click only, because each read is recorded in the audit.

import { call } from "./api.js";
import { dialogAction } from "./dialog.js";
import { REASON } from "./fields.js";
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { sentence } from "./note.js";
import { table } from "./table.js";
import { quoted, roomPath, time } from "./text.js";

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
    const path = `${roomPath(room)}/messages`;
    const deletion = dialogAction("Delete", "administer", (message) => ({
      title: html`Delete the message of ${quoted(message.from)}?`,
      text: html`<p>“${messageText(message)}”</p><p>The room is shown the reason. The text cannot be restored.</p>`,
      fields: [REASON], isDanger: true,
      submit: ({ reason }) => call("DELETE", `${path}/${message.id}?${new URLSearchParams({ reason })}`),
      done: () => {
        const messages = this.messages.map((other) => (other === message ? { ...other, deleted: true } : other));
        this.#set({ messages });
        return html`Deleted the message of ${quoted(message.from)}.`;
      },
    }));
    Object.assign(this, { path, app, changed, actions: [deletion].filter(({ right }) => app.may(right)) });
  }

  #set(state) {
    Object.assign(this, state);
    this.changed();
  }

  /** @param shown messages that stay, with those found after them */
  async #load(words, shown, before = "") {
    if (this.isBusy) return;
    this.#set({ isBusy: true, error: "" });
    const asked = Object.entries({ q: words, before }).filter(([, value]) => value);
    try {
      const { items, next } = await call("GET", `${this.path}?${new URLSearchParams(asked)}`);
      this.#set({ messages: [...shown, ...items], next, words });
    } catch (problem) {
      this.#set({ error: sentence(problem) });
    }
    this.#set({ isBusy: false });
  }

  #search(event) {
    event.preventDefault();
    this.#load(event.target.elements.words.value.trim(), []);
  }

  template() {
    return html`<h2>Messages</h2>
      <form class="tools" @submit=${(event) => this.#search(event)}>
        <input type="search" id="search" name="words" maxlength="200" aria-label="Words" placeholder="Words (/)">
        <button type="submit" ?disabled=${this.isBusy} aria-busy=${String(this.isBusy)}>Show messages</button>
        <span class="flow">Each read is recorded in the audit.</span></form>
      <p class="error" role="alert">${this.error}</p>
      ${this.messages ? this.#found() : nothing}`;
  }

  #found() {
    const { messages, next, words, isBusy, actions, app } = this;
    if (!messages.length) return html`<p role="status">${words ? "No matches." : "No messages."}</p>`;
    return html`${table({
      columns: COLUMNS, rows: messages, id: ({ id }) => id, name: ({ from }) => `message of ${from}`,
      caption: "Messages, newest first", stateOf: ({ deleted }) => (deleted ? "gone" : ""),
      actions, onAction: (action, message) => action.run([message], app) })}
      ${next ? html`<p class="foot"><button type="button" ?disabled=${isBusy}
        @click=${() => this.#load(words, messages, next)}>Older</button></p>` : nothing}`;
  }
}
