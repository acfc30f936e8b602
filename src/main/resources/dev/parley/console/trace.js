// The trace of a client: the lines that it sends and receives, for a limited time.

import { REASON, authorized, copied, html, note, nothing, openDialog, quoted, read, readEvents, secondsUntil,
  timeText } from "./ui.js";

const MAX_LINES = 1000;
const SECONDS = [["15", "15 s"], ["60", "1 min"], ["300", "5 min"]];
const COLUMNS = ["Time", "From the client", "To the client"];
const ENDS = {
  over: "The time is over.",
  closed: "The client has left.",
  "slow-consumer": "Ended, because it had more lines than could be read.",
  stopped: "Stopped.",
  broken: "The connection to Parley broke." };

/** One trace at a time. */
export class Trace {
  lines = [];
  end = "";
  #endsAt = 0;
  #stream = null;

  /** @param page is drawn again when there is something else to show; gives up its own stream meanwhile */
  constructor(page) { this.page = page; }

  get isRunning() { return this.#stream !== null; }

  /** Asks for the reason and the time, and begins. */
  open(client, app) {
    openDialog({
      title: html`Trace ${quoted(client.nick)}?`,
      text: html`<p>Shows the lines that they send and receive, private ones too, without passwords. This is in the
        audit, with your name and the reason.</p>`,
      fields: [{ name: "seconds", label: "For", options: SECONDS }, REASON], isDanger: true,
      button: () => "Trace",
      submit: (values) => this.#begin(client, values),
    }, app);
  }

  async #begin(client, { seconds, reason }) {
    const stream = new AbortController();
    const query = new URLSearchParams({ seconds, reason });
    const answer = await authorized("GET", `clients/${client.id}/trace?${query}`, { signal: stream.signal });
    if (!answer.ok) await read(answer);
    if (this.page.isClosed) return stream.abort();
    Object.assign(this, { lines: [], end: "" });
    this.#endsAt = Date.now() + 1000 * seconds;
    this.#stream = stream;
    this.page.stopFollowing();
    this.#read(answer);
  }

  async #read(answer) {
    const countdown = setInterval(() => this.page.redraw(), 1000);
    try {
      await readEvents(answer.body, (line, { event }) => {
        if (event === "end") this.end = line.why;
        else this.lines = [...this.lines, line].slice(-MAX_LINES);
        this.page.redrawSoon();
      });
    } catch {
      // What ended it is below.
    }
    clearInterval(countdown);
    this.end ||= this.#stream?.signal.aborted ? "stopped" : "broken";
    this.#stream = null;
    this.page.followClient();
  }

  stop() { this.#stream?.abort(); }

  async #copy() {
    const text = this.lines.map(({ at, direction, line }) => `${at} ${direction} ${line}\n`).join("");
    note(await copied(text, document.querySelector(".trace tbody")));
  }

  template() {
    if (!this.isRunning && !this.end) return nothing;
    const state = this.isRunning ? `${secondsUntil(this.#endsAt)} s left` : ENDS[this.end] ?? this.end;
    const text = (line, isShown) => html`<td>${isShown ? quoted(line) : ""}</td>`;
    return html`
      <h2>Trace</h2>
      <p class="tools"><span role="status">${state}</span>
        ${this.isRunning ? html`<button type="button" @click=${() => this.stop()}>Stop</button>` : nothing}
        ${this.lines.length ? html`<button type="button" @click=${() => this.#copy()}>Copy</button>` : nothing}</p>
      <div class="trace" tabindex="0" role="region" aria-label="Lines of the trace"><table>
        <thead><tr>${COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
        <tbody>${this.lines.map(({ at, direction, line }) => html`<tr><td>${timeText(at)}</td>
          ${text(line, direction === "in")}${text(line, direction !== "in")}</tr>`)}</tbody>
      </table></div>`;
  }
}
