// The page that shows how the service is doing.

import { drawChart, loadCharts } from "./chart.js";
import { Page, bytes, call, duration, eventText, html, nothing, number, quoted, time } from "./ui.js";

const REFRESH_SECONDS = 5;
const MAX_SAMPLES = 720;
const SHOWN_EVENTS = 10;

const whole = (value) => number(Math.round(value));
const rate = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });

const BINARY_STEPS = Array.from({ length: 30 }, (_, index) => 2 ** (index + 8));

/** The numbers, each with its series of the API; `least` and `steps` are of its chart. Counters are shown as rates. */
const NUMBERS = [
  { title: "Connections", series: "connections", text: whole, least: 4, hasChart: true },
  { title: "People", series: "users", text: whole, least: 4, hasChart: true },
  { title: "Rooms", series: "rooms", text: whole },
  { title: "Messages/s", series: "messages", isCounter: true, text: rate, hasChart: true },
  { title: "Lines sent/s", series: "linesSent", isCounter: true, text: rate, hasChart: true },
  { title: "Refused/s", series: "refused", isCounter: true, text: rate, hasChart: true },
  { title: "Queued", series: "queuedBytes", text: (value) => bytes(Math.round(value)), least: 1024, steps: BINARY_STEPS,
    hasChart: true }];

/** Returns the values of a number; null where there is none, as after a restart. */
function valuesOf({ series, isCounter }, names, samples) {
  const column = 1 + names.indexOf(series);
  if (!isCounter) return samples.map((sample) => sample[column]);
  return samples.map((sample, index) => {
    const before = samples[index - 1];
    const grown = before ? sample[column] - before[column] : -1;
    return grown < 0 ? null : grown / (sample[0] - before[0]);
  });
}

const isShown = ({ type, reason }) => type !== "disconnect" || reason !== "quit";

class OverviewPage extends Page {
  names = [];
  samples = [];
  events = [];
  /** Values that are pointed at in the charts, by series. */
  pointed = {};
  #charts = null;

  constructor(root, app) {
    super(root, app, REFRESH_SECONDS);
    this.follow("type=disconnect,moderation,admin", (event) => this.#received(event), 200);
  }

  #received(event) {
    if (isShown(event)) this.events = [event, ...this.events].slice(0, SHOWN_EVENTS);
    this.redrawSoon();
  }

  async load() {
    const last = this.samples.at(-1)?.[0] ?? 0;
    const { series, samples } = await call("GET", `stats?after=${last}`);
    this.names = series;
    this.samples = [...this.samples, ...samples].slice(-MAX_SAMPLES);
    await this.#draw();
  }

  async #draw() {
    const shown = NUMBERS.filter(({ hasChart }) => hasChart);
    const times = this.samples.map(([at]) => at);
    if (!this.#charts) {
      const library = await loadCharts();
      if (this.isClosed) return;
      this.redraw();
      this.#charts = shown.map((one) => drawChart(library, this.root.querySelector(`[data-series=${one.series}]`), one,
        (value) => this.set({ pointed: { ...this.pointed, [one.series]: value } })));
    }
    shown.forEach((one, index) => this.#charts[index].show(times, valuesOf(one, this.names, this.samples)));
  }

  close() {
    super.close();
    this.#charts?.forEach((chart) => chart.close());
  }

  template() {
    return html`
      ${this.top("Overview", nothing, this.error ? "" : "every 5 s")}
      <dl class="numbers ${this.error ? "stale" : ""}">${NUMBERS.slice(0, 6).map((one) => this.#number(one))}</dl>
      <link rel="stylesheet" href="lib/uplot/dist/uPlot.min.css">
      <div class="charts">${NUMBERS.filter(({ hasChart }) => hasChart).map((one) => this.#chart(one))}</div>
      <h2>Last actions and disconnects</h2>
      ${this.events.length ? html`<table class="log">
        <caption class="hidden">Last actions of operators, and disconnects other than by /quit</caption>
        <tbody>${this.events.map(eventRow)}</tbody></table>` : html`<p>None yet.</p>`}
      ${this.#foot()}`;
  }

  #latest(one) { return valuesOf(one, this.names, this.samples.slice(-2)).at(-1) ?? null; }

  #number(one) {
    const value = this.#latest(one);
    const limit = one.series === "connections" && this.app.status;
    return html`<div><dt>${one.title}</dt><dd>${value === null ? "–" : one.text(value)}${limit
      ? html` <small>of ${number(limit.connectionsLimit)}</small>` : nothing}</dd></div>`;
  }

  #chart({ title, series, text }) {
    const value = this.pointed[series] ?? null;
    return html`<figure><figcaption>${title} <output>${value === null ? "" : text(value)}</output></figcaption>
      <div data-series=${series} role="img" aria-label="${title} of the last hour">
        <i class="line"></i><i class="axis"></i><i class="grid"></i></div></figure>`;
  }

  #foot() {
    const { version, startedAt, now } = this.app.status ?? {};
    if (!startedAt) return nothing;
    const seconds = Math.round((new Date(now) - new Date(startedAt)) / 1000);
    return html`<p class="foot">Parley ${version ?? "(from its sources)"}, up for ${duration(seconds)}.</p>`;
  }
}

const eventRow = (event) => html`<tr><td>${time(event.at)}</td>
  <td>${event.nick ? quoted(event.nick) : ""}</td><td>${eventText(event)}</td></tr>`;

export const overviewPage = {
  path: "overview", title: "Overview", right: "read", key: "o", make: (root, app) => new OverviewPage(root, app) };
