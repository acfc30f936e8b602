// Starts the console, and shows the page that the address names.

import { accountsPage } from "./accounts.js";
import { auditPage } from "./audit.js";
import { clientPage } from "./client.js";
import { clientsPage, closedPage } from "./clients.js";
import { eventsPage } from "./events.js";
import { onKey } from "./keys.js";
import { renew } from "./oidc.js";
import { overviewPage } from "./overview.js";
import { bansPage, mutesPage } from "./restrictions.js";
import { roomPage, roomsPage } from "./rooms.js";
import { servicePage } from "./service.js";
import { shell } from "./shell.js";
import { isSignedInAlready, signInPage } from "./sign-in.js";
import { tokensPage } from "./tokens.js";
import { Problem, Unreachable, call, closeDialog, dueToken, end, endReason, forget, hasSession, html, isSignedIn,
  millisLeft, pause, quoted, render, repeat, sentence, touch } from "./ui.js";
import { failuresPage, webhooksPage } from "./webhooks.js";

const STATUS_MILLIS = 10_000;
const RETRY_MILLIS = 3000;
const LEAVE_MILLIS = 5000;
const NO_INPUT = "You were signed out after 30 minutes without input.";
/** Roles that have a right, in words. */
const ROLES = { read: "viewer, moderator or admin", administer: "admin", audit: "admin or auditor" };

/** In the order of the navigation. A path that ends in a slash has an argument after it, which `titleOf` may name. */
const PAGES = [overviewPage, clientsPage, closedPage, clientPage, roomsPage, roomPage, bansPage, mutesPage,
  eventsPage, auditPage, accountsPage, tokensPage, webhooksPage, failuresPage, servicePage];

const root = document.getElementById("page");

/** What pages and actions share; `path` is that of the page that is shown. */
const app = {
  me: null, status: null, isRenewing: false, pages: [], path: "", page: null,
  may: (right) => app.me.rights.includes(right),
  go(path, params = {}) {
    const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
    const address = `#/${path}${query.size ? `?${query}` : ""}`;
    if (address === location.hash) return;
    history.pushState(null, "", address); // Shows it at once, so that nothing is typed in between.
    route();
  },
  /** Loads the page's data again. */
  async reload() { await app.page?.reload(); },
  async loadStatus() {
    app.status = await call("GET", "status").catch(() => null); // The page shows that Parley does not respond.
    shell(app, root);
    app.page?.redraw();
  },
};

async function begin() {
  app.me = await call("GET", "me");
  app.pages = PAGES.filter(({ key, right }) => key !== undefined && app.may(right));
  shell(app, root);
  addEventListener("hashchange", route);
  document.addEventListener("keydown", (event) => onKey(event, app));
  for (const type of ["keydown", "pointerdown", "wheel"]) addEventListener(type, touch, { passive: true });
  setInterval(watch, 1000);
  if (app.may("read")) repeat(app.loadStatus, STATUS_MILLIS).now();
  route();
}

/** Signs out after a time without input, renews the token of an issuer, and shows what needs attention. */
function watch() {
  const { left, total } = millisLeft();
  if (left <= 0) return end(total <= 0 ? "You were signed out after 8 hours." : NO_INPUT);
  const due = dueToken();
  if (due) renewToken(due, due.end - Date.now() < LEAVE_MILLIS && !app.page?.trace?.isRunning);
  shell(app, root);
}

async function renewToken(token, isLeaving) {
  if (app.isRenewing) return;
  app.isRenewing = true;
  await renew(token, isLeaving).catch(() => pause(RETRY_MILLIS));
  app.isRenewing = false;
}

const pageOf = (path) => PAGES.find((page) => page.path === path)
  ?? PAGES.find((page) => page.path.endsWith("/") && path.startsWith(page.path));

/** Replaces the page, unless it is the same with other parameters. */
function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const name = path || app.pages[0]?.path || PAGES[0].path;
  if (app.path !== name) {
    const due = dueToken();
    if (due) renewToken(due, true);
    app.page?.close();
    closeDialog();
    const main = document.createElement("main");
    main.id = "main";
    document.getElementById("main").replaceWith(main);
    Object.assign(app, { path: name, page: null });
    show(name, main);
  }
  app.page?.show(new URLSearchParams(query));
}

function show(path, main) {
  const page = pageOf(path);
  const argument = page && path.slice(page.path.length);
  document.title = `${page?.titleOf?.(argument) ?? page?.title ?? "Not found"} · Parley`;
  shell(app, root);
  if (!page) return render(html`<p>There is no page ${quoted(path)}.</p>`, main);
  if (!app.may(page.right)) return render(html`<p>Requires role ${ROLES[page.right]}.</p>`, main);
  app.page = page.make(main, app, argument);
}

async function start() {
  const reason = endReason();
  if (hasSession() && millisLeft().left <= 0) return end(NO_INPUT);
  try {
    if (await isSignedInAlready(reason !== null)) await begin();
    else signInPage(root, reason ?? "", begin);
  } catch (problem) { failed(problem); }
}

function failed(problem) {
  if (problem instanceof Problem && (!isSignedIn() || problem.status === 403)) {
    forget();
    return signInPage(root, problem.message, begin);
  }
  const isUnreachable = problem instanceof Unreachable;
  const text = isUnreachable ? `${problem.message} Retrying.` : sentence(problem);
  render(html`<main><p class="error">${text}</p></main>`, root);
  if (isUnreachable || problem instanceof Problem) setTimeout(start, RETRY_MILLIS);
}

start();
