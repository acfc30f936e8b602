// What all pages have in common: they load data again and again, follow events, and show what went wrong.

import { Unreachable } from "./api.js";
import { html, render } from "./lib/lit-html/lit-html.js";
import { follow, repeat } from "./live.js";
import { sentence } from "./note.js";
import { timeText } from "./text.js";

const TYPING_PAUSE_MILLIS = 300;

/** A page. A subclass has `load()`, which calls the API, and `template()`. */
export class Page {
  params = new URLSearchParams();
  error = "";
  /** Whether events arrive: see `follow`. */
  flow = "polling";
  flowError = "";
  isClosed = false;
  #loadedAt;
  #frame = null;
  #typed = {};
  #typing;
  #stop = () => {};

  /** @param seconds interval at which the page loads its data; Infinity for one that loads only on demand */
  constructor(root, app, seconds, actions = []) {
    Object.assign(this, { root, app, isRepeated: seconds < Infinity });
    this.actions = actions.filter(({ right }) => app.may(right));
    this.refresh = repeat(() => this.reload(), 1000 * seconds);
  }

  /** Shows the page with the parameters of another address. */
  show(params) {
    this.set({ params });
    this.refresh.now();
  }

  /** Changes a parameter of the address, when a pause follows what was typed. */
  typed(name, text) {
    this.#typed[name] = text.trimStart();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.go(this.#typed);
      this.#typed = {};
    }, TYPING_PAUSE_MILLIS);
  }

  /** Changes the state that the template shows. */
  set(state) {
    Object.assign(this, state);
    this.redraw();
  }

  redraw() { render(this.template(), this.root); }

  /** Draws the page with the next frame; for what changes often. */
  redrawSoon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.redraw();
    });
  }

  async reload() {
    try {
      await this.load();
      this.#loadedAt = new Date();
      this.error = "";
    } catch (problem) {
      const since = this.#loadedAt ? `; data from ${timeText(this.#loadedAt)}` : "";
      this.error = problem instanceof Unreachable
        ? `Parley does not respond${since}.${this.isRepeated ? " Retrying." : ""}` : sentence(problem);
    }
    this.redraw();
  }

  /** Follows the events of a query, instead of those before. */
  follow(query, received, last) {
    this.stopFollowing();
    if (this.isClosed) return; // Something that was still loading, or a trace, wants to follow again.
    const changed = (flow, flowError = "") => {
      this.refresh.soon(); // Events may have been missed, or Parley does not respond.
      this.set({ flow, flowError });
    };
    this.#stop = follow(query, { received, changed, last });
  }

  stopFollowing() { this.#stop(); }

  /** Returns what the keys of the actions are for; undefined if there is nothing. */
  current() { return undefined; }

  /** Keys of the page, each with what it does, in words and as a function. */
  keys(actions = this.actions) {
    const run = (action) => {
      const item = this.current();
      if (item) action.run([item], this.app);
    };
    return actions.filter(({ key }) => key).map((action) => [action.key, action.title, () => run(action)]);
  }

  /** Returns the top of the page: its title, with buttons and how it is refreshed, and what went wrong. */
  top(title, buttons, flow) {
    return html`
      <div class="tools"><h1>${title}</h1>${buttons}<span class="flow" role="status">${flow}</span></div>
      <p class="error" role="alert">${this.error || this.flowError}</p>`;
  }

  /** Returns the buttons of the actions that an item has. */
  buttons(item, isPossible) {
    return this.actions.filter(({ isFor = () => true }) => isFor(item)).map(({ title, run }) => html`
      <button type="button" ?disabled=${!isPossible} @click=${() => run([item], this.app)}>${title}</button>`);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.#typing);
    this.refresh.stop();
    this.stopFollowing();
  }
}
