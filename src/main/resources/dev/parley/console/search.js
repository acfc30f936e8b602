// The search box of a list.

const SEARCH_PAUSE_MILLIS = 250;

/** Sends what is typed into the search box to the address, when a pause follows it. */
export class Search {
  #sent = "";
  #timer;
  typed;

  constructor(go) {
    this.go = go;
  }

  type(text) {
    clearTimeout(this.#timer);
    this.typed = text;
    this.#timer = setTimeout(() => this.go(this.#sent = text), SEARCH_PAUSE_MILLIS);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** Forgets what is typed if the address was changed by something else. */
  show(text) {
    if (text === this.#sent && text !== this.typed) return;
    clearTimeout(this.#timer);
    this.#sent = text;
    this.typed = undefined;
  }
}
