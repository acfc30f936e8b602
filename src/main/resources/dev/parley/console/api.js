// Calls the REST API with the token of this tab, or without one where a proxy adds it.

const ROOT = "../api/v1/";
const SESSION = "parley.session";
const ENDED = "parley.ended";
const IDLE_TIMEOUT = 30 * 60_000;
const SESSION_TIMEOUT = 8 * 60 * 60_000;
const ANSWER_TIMEOUT = 20_000;
const SLOW_AFTER = 10_000;
const NEVER = new AbortController().signal;

/** Token of an issuer, which is kept in memory only. */
let issued = "";
let isEnded = false;

/** An answer of the API that is no success. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `Parley answered with the status ${status}.`);
    this.status = status;
    this.body = body;
  }
}

export class Unreachable extends Error {}

/** Set by the shell: shows whether calls have to wait for the rate limit. */
export const listener = { slow() {} };

export const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const session = () => JSON.parse(sessionStorage.getItem(SESSION) ?? "null");
const forever = () => new Promise(() => {});

export const hasSession = () => session() !== null;
export const forget = () => sessionStorage.removeItem(SESSION);

/** Whether calls are possible; after a reload the token of an issuer is gone. */
export const isSignedIn = () => hasSession() && (!session().renewal || issued !== "");

/** Whether the issuer should be asked for another token, because this one ends soon or is gone. */
export const isRenewalDue = () => Boolean(session()?.renewal) && (!issued || Date.now() > session().renewal);

function begin(credentials) {
  sessionStorage.setItem(SESSION, JSON.stringify({ ...credentials, since: Date.now(), used: Date.now() }));
}

/** The time until the session ends, if there is no input; `total` does not depend on input. */
export function millisLeft() {
  const { used, since } = session() ?? { used: 0, since: 0 };
  const total = since + SESSION_TIMEOUT - Date.now();
  return { left: Math.min(used + IDLE_TIMEOUT - Date.now(), total), total };
}

export function touch() {
  const current = session();
  if (current) sessionStorage.setItem(SESSION, JSON.stringify({ ...current, used: Date.now() }));
}

/** Forgets the token, and loads the page again, so that nothing of the session is left in it. */
export function end(reason = "") {
  if (isEnded) return; // The page is still there until it is loaded again.
  isEnded = true;
  forget();
  sessionStorage.setItem(ENDED, reason);
  location.reload();
}

/** Returns the reason why the last session ended, once; null if none has. */
export function endReason() {
  const reason = sessionStorage.getItem(ENDED);
  sessionStorage.removeItem(ENDED);
  return reason;
}

async function send(method, path, token, { body, signal, headers } = {}) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const options = { method, body: body && JSON.stringify(body), signal, cache: "no-store" };
  try {
    const authorization = token ? { Authorization: `Bearer ${token}` } : {};
    return await fetch(ROOT + path, { ...options, headers: { ...authorization, ...json, ...headers } });
  } catch (error) {
    throw new Unreachable("Parley does not respond.", { cause: error });
  }
}

/** Returns what an answer says, or throws what went wrong. */
export async function read(answer) {
  const json = await answer.json().catch((error) => {
    if (answer.ok) throw new Unreachable("Parley does not respond.", { cause: error });
    return {};
  });
  if (!answer.ok) throw new Problem(answer.status, json);
  return json;
}

/** Tries a token once, and keeps it for this tab if it is valid. */
export async function signIn(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Problem(401, {});
  const answer = await send("GET", "me", token, { signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
  if (answer.status === 429) throw new Problem(429, { wait: answer.headers.get("Retry-After") });
  await read(answer);
  begin({ token });
}

/**
 * Keeps the token of an issuer in memory; the times of a session that it continues stay.
 *
 * @param renewal time at which it should be renewed
 */
export function signInWith({ token, renewal }) {
  issued = token;
  if (session()?.renewal) sessionStorage.setItem(SESSION, JSON.stringify({ ...session(), renewal }));
  else begin({ renewal });
}

/** Returns whether calls need no token, because a proxy in front of Parley adds one. */
export async function signInByProxy() {
  const answer = await send("GET", "me", "", { signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
  if (answer.ok) begin({ isProxied: true });
  return answer.ok;
}

export const signOut = () => end(session()?.isProxied
  ? "You are signed out of this page. The proxy in front of Parley signs you in again when you reload it." : "");

/** Sends a call. A 401 signs out at once, because each use of a wrong token is counted. */
export async function authorized(method, path, options) {
  if (!isSignedIn()) return forever();
  const { token = issued, since } = session();
  const answer = await send(method, path, token, options);
  if (answer.status !== 401) return answer;
  if (session()?.since === since) end("Your token expired or was revoked.");
  return forever();
}

/**
 * @param retry whether to repeat a call that was refused by the rate limit; only for calls that change nothing
 * @param signal aborts the call
 */
export async function call(method, path, body, { retry = method === "GET", signal = NEVER } = {}) {
  for (const began = Date.now(); ; ) {
    signal.throwIfAborted();
    const answer = await authorized(method, path, {
      body, signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]) });
    const isSlowedDown = answer.status === 429 && retry;
    listener.slow(isSlowedDown && Date.now() - began > SLOW_AFTER);
    if (!isSlowedDown) return read(answer);
    await pause(1000 * Number(answer.headers.get("Retry-After") ?? 1));
  }
}

/** Returns the items of all pages of a list. */
export async function all(path) {
  const items = [];
  for (let cursor = ""; ; ) {
    const page = await call("GET", `${path}&limit=200${cursor}`);
    items.push(...page.items);
    if (!page.next) return items;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}
