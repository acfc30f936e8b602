// The shell: the bar of each page, routes and keys.

import { Problem, call, end, endReason, isSignedIn, listener, millisLeft, touch } from "./api.js";
import { clientsPage } from "./clients.js";
import { open } from "./dialogs.js";
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { repeat } from "./live.js";
import { signInPage } from "./sign-in.js";
import { clock, duration, quoted } from "./text.js";

const STATUS_MILLIS = 10_000;
const WARNING_MILLIS = 60_000;
const CERTIFICATE_WARNING_MILLIS = 14 * 24 * 3600 * 1000;
const PREFIX_MILLIS = 1500;

const PAGES = { clients: clientsPage };

const ALARMS = {
  history: "History is paused: messages are not being stored.",
  disk: "The disk is almost full.",
  memory: "Memory is almost full: new clients are refused.",
  clock: "The clock is more than two days ahead of what Parley expects.",
};

const root = document.getElementById("page");
const app = { me: null, status: null, isSlow: false, page: null, name: "", here: () => app.status?.connections ?? null };

async function begin() {
  app.me = await call("GET", "me");
  app.go = (name, params) => {
    const filled = Object.entries(params).filter(([, value]) => value);
    location.hash = `#/${name}${filled.length ? `?${new URLSearchParams(filled)}` : ""}`;
  };
  shell();
  addEventListener("hashchange", route);
  document.addEventListener("keydown", onKey);
  for (const type of ["keydown", "pointerdown", "wheel"]) addEventListener(type, touch, { passive: true });
  setInterval(watch, 1000);
  listener.slow = (isSlow) => {
    if (app.isSlow !== isSlow) Object.assign(app, { isSlow }), shell();
  };
  if (app.me.rights.includes("read")) repeat(loadStatus, STATUS_MILLIS);
  route();
}

/** Signs out after a time without input. */
function watch() {
  const { left, total } = millisLeft();
  if (left <= 0) end(total <= 0 ? "You were signed out after 8 hours." : "You were signed out after 30 minutes without input.");
  else if (left < WARNING_MILLIS || app.isEnding) shell();
}

async function loadStatus() {
  try {
    app.status = await call("GET", "status");
  } catch {
    app.status = null; // The page shows that Parley does not respond.
  }
  shell();
  app.page?.redraw();
}

/** Returns what needs attention now, a sentence each. */
function warnings() {
  const { alarms = [], state, secondsLeft, certificateExpiresAt } = app.status ?? {};
  const { left, total } = millisLeft();
  app.isEnding = left < WARNING_MILLIS;
  const expires = certificateExpiresAt && new Date(certificateExpiresAt) - Date.now();
  return [
    ...alarms.map(({ type, since }) => `${ALARMS[type] ?? `Alarm: ${type}.`}${since ? ` Since ${clock(since)}.` : ""}`),
    state === "draining" && `All clients are being disconnected${secondsLeft ? `: ${secondsLeft} s left` : ""}.`,
    expires && expires < CERTIFICATE_WARNING_MILLIS && (expires > 0
      ? `The certificate expires in ${duration(Math.round(expires / 1000))}.` : "The certificate has expired."),
    app.isSlow && "Slowed down: others use this token too.",
    app.isEnding && `You will be signed out in less than a minute${left === total ? "" : " without input"}.`,
  ].filter(Boolean);
}

function shell() {
  const names = Object.keys(PAGES).filter((name) => app.me.rights.includes(PAGES[name].right));
  render(html`<header>
      <b>Parley</b>
      <nav aria-label="Pages">${names.map((name) => html`<a href="#/${name}"
        aria-current=${name === app.name ? "page" : nothing}>${PAGES[name].title}</a>`)}</nav>
      <span class="who">${quoted(app.me.actor)} · ${app.me.role}</span>
      <button type="button" @click=${() => end()}>Sign out</button>
    </header>
    <div id="bar" role="status">${warnings().map((text) => html`<p>▲ ${text}</p>`)}</div>
    ${app.me.actor === "token" ? html`<p class="hint">You are signed in with the token file, so the audit cannot tell who
      you are. Create a token of your own with <code>POST /api/v1/tokens</code>.</p>` : nothing}
    <main id="main"></main>`, root);
}

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const name = path || Object.keys(PAGES)[0];
  const page = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  if (app.name !== name) {
    app.page?.close();
    const main = document.createElement("main");
    main.id = "main";
    document.getElementById("main").replaceWith(main);
    Object.assign(app, { name, page: null });
    document.title = `${page?.title ?? "Not found"} · Parley`;
    if (!page) return shell(), render(html`<p>There is no page ${quoted(name)}.</p>`, main);
    if (!app.me.rights.includes(page.right)) return shell(), render(html`<p>Requires role viewer, moderator or admin.</p>`, main);
    app.page = page.make(main, app);
    shell();
  }
  app.page?.show(new URLSearchParams(query));
}

const isTyping = (target) => target.closest("dialog") || target.matches("input:not([type=checkbox]), select, textarea");

const keys = () => [
  ["/", "Search", () => document.getElementById("search")?.focus()],
  ...Object.entries(PAGES).map(([name, page]) => [`g ${page.key}`, page.title, () => app.go(name, {})]),
  ["j", "Next row", () => app.page?.key("j")],
  ["k", "Previous row", () => app.page?.key("k")],
  ["x", "Kick the client of the row", () => app.page?.key("x")],
  ["b", "Ban the client of the row", () => app.page?.key("b")],
  ["Escape", "Leave the rows", () => document.activeElement.blur()],
  ["?", "Show the keys", showKeys],
];

function showKeys() {
  open({ title: "Keys", body: () => html`<dl>${keys().map(([key, text]) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl>` });
}

let prefix = "";

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const pressed = prefix ? `${prefix} ${event.key}` : event.key;
  prefix = event.key === "g" && !prefix ? "g" : "";
  if (prefix) setTimeout(() => (prefix = ""), PREFIX_MILLIS);
  const found = keys().find(([key]) => key === pressed);
  if (found) {
    event.preventDefault();
    found[2]();
  }
}

async function start() {
  const reason = endReason();
  if (!isSignedIn()) return signInPage(root, reason, begin);
  if (millisLeft().left <= 0) return end("You were signed out after 30 minutes without input.");
  try {
    await begin();
  } catch (problem) {
    render(html`<main><p class="error">${problem instanceof Problem ? problem.message : "Parley does not respond. Retrying."}</p></main>`, root);
    setTimeout(start, 3000);
  }
}

start();
