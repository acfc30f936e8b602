// What is above each page: the navigation, who is signed in, and what needs attention now.

import { calls, clock, dueToken, duration, html, isOver, millisLeft, nothing, quoted, render, secondsUntil,
  signOut } from "./ui.js";

const WARNING_MILLIS = 60_000;
const CERTIFICATE_WARNING_SECONDS = 14 * 24 * 3600;

const ALARMS = {
  history: "History is paused: messages are not being stored.",
  disk: "The disk is almost full.",
  memory: "Memory is almost full: new clients are refused.",
  clock: "The clock is more than two days ahead of what Parley expects." };

function certificateWarning(expiresAt) {
  const left = expiresAt ? secondsUntil(expiresAt) : Infinity;
  if (left > CERTIFICATE_WARNING_SECONDS) return "";
  return left > 0 ? `The certificate expires in ${duration(left)}.` : "The certificate has expired.";
}

/** Returns what needs attention now, a sentence each. */
function warnings(app) {
  const { alarms = [], state, secondsLeft, certificateExpiresAt } = app.status ?? {};
  const { left, total } = millisLeft();
  const due = dueToken();
  return [
    ...alarms.map(({ type, since }) => `${ALARMS[type] ?? `Alarm: ${type}.`}${since ? ` Since ${clock(since)}.` : ""}`),
    state === "draining" && `All clients are being disconnected${secondsLeft ? `: ${secondsLeft} s left` : ""}.`,
    certificateWarning(certificateExpiresAt),
    calls.isSlow && "Slowed down: others use this token too.",
    left < WARNING_MILLIS && `You will be signed out in less than a minute${left === total ? "" : " without input"}.`,
    due && !due.refresh && `Your sign-in ends in ${secondsUntil(due.end)} s. The issuer renews it when you open another
      page, or when it ends and no trace is running; that loads the console again.`,
    due?.refresh && isOver(due) && "The issuer does not renew your sign-in. Retrying.",
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
    ${app.me.actor === "token" ? html`<aside class="hint">You are signed in with the token file, so the audit cannot
      tell who you are. <a href="#/tokens">Make a token of your own</a></aside>` : nothing}
    <main id="main"></main>`, root);
}
