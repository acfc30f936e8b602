// What is above each page: the navigation, who is signed in, and what needs attention now.

import { millisLeft, signOut } from "./api.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { clock, duration, quoted } from "./text.js";

export const WARNING_MILLIS = 60_000;
const CERTIFICATE_WARNING_MILLIS = 14 * 24 * 3600 * 1000;

const ALARMS = {
  history: "History is paused: messages are not being stored.",
  disk: "The disk is almost full.",
  memory: "Memory is almost full: new clients are refused.",
  clock: "The clock is more than two days ahead of what Parley expects.",
};

function certificateWarning(expiresAt) {
  const left = expiresAt ? new Date(expiresAt) - Date.now() : Infinity;
  if (left > CERTIFICATE_WARNING_MILLIS) return "";
  return left > 0 ? `The certificate expires in ${duration(Math.round(left / 1000))}.` : "The certificate has expired.";
}

/** Returns what needs attention now, a sentence each. */
function warnings(app) {
  const { alarms = [], state, secondsLeft, certificateExpiresAt } = app.status ?? {};
  const { left, total } = millisLeft();
  app.isEnding = left < WARNING_MILLIS;
  return [
    ...alarms.map(({ type, since }) => `${ALARMS[type] ?? `Alarm: ${type}.`}${since ? ` Since ${clock(since)}.` : ""}`),
    state === "draining" && `All clients are being disconnected${secondsLeft ? `: ${secondsLeft} s left` : ""}.`,
    certificateWarning(certificateExpiresAt),
    app.isSlow && "Slowed down: others use this token too.",
    app.isEnding && `You will be signed out in less than a minute${left === total ? "" : " without input"}.`,
  ].filter(Boolean);
}

/** Draws it, with an element for the page below. */
export function shell(app, root) {
  const [section] = app.path.split("/");
  render(html`<header>
      <b>Parley</b>
      <nav aria-label="Pages">${app.pages.map(({ path, title }) => html`<a href="#/${path}"
        aria-current=${path === section ? "page" : nothing}>${title}</a>`)}</nav>
      <span class="who">${quoted(app.me.actor)} · ${app.me.role}</span>
      <button type="button" @click=${signOut}>Sign out</button>
    </header>
    <div id="bar" role="status">${warnings(app).map((text) => html`<p>▲ ${text}</p>`)}</div>
    ${app.me.actor === "token" ? html`<aside class="hint">You are signed in with the token file, so the audit cannot tell who
      you are. <a href="#/tokens">Make a token of your own</a></aside>` : nothing}
    <main id="main"></main>`, root);
}
