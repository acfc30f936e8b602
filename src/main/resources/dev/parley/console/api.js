// Calls the REST API with the token of this tab, or without one where a proxy adds it.

const ROOT = "../api/v1/";
const SESSION = "parley.session";
const ENDED = "parley.ended";
const IDLE_TIMEOUT = 30 * 60_000;
const SESSION_TIMEOUT = 8 * 60 * 60_000;
const ANSWER_TIMEOUT = 20_000;
const RENEWAL_MILLIS = 1000;
const SLOW_AFTER = 10_000;
const UNKNOWN = "Token unknown, expired or revoked.";
const NEVER = new AbortController().signal;

/** Token of an issuer, with the times of its renewal and its end, and what renews it. It is kept in memory only. */
let issued = null;
let isEnded = false;

/** An answer of the API that is no success. */
export class Problem extends Error {
  constructor(status, body) {
    const warnings = body.warnings?.map(({ text }) => text).join(" ");
    super(warnings ?? body.detail ?? `Parley answered with the status ${status}.`);
    Object.assign(this, { status, body });
  }
}

export class Unreachable extends Error {}

/** Whether calls have to wait for the rate limit. */
export const calls = { isSlow: false };

export const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const forever = () => new Promise(() => {});
const session = () => JSON.parse(sessionStorage.getItem(SESSION) ?? "null");
const keep = (changed) => sessionStorage.setItem(SESSION, JSON.stringify({ ...session(), ...changed }));

export const hasSession = () => session() !== null;
export const forget = () => sessionStorage.removeItem(SESSION);
export const touch = () => hasSession() && keep({ used: Date.now() });

/** Whether calls are possible; after a reload the token of an issuer is gone. */
export const isSignedIn = () => hasSession() && (!session().isIssued || issued !== null);

/** Returns the token of an issuer if it should be renewed, because it ends soon. */
export const dueToken = () => (issued && Date.now() > issued.renewal ? issued : null);

export const isOver = (token) => token !== null && Date.now() > token.end;

export function keepIssued(token) { issued = token; }

/** The time until the session ends, if there is no input; `total` does not depend on input. */
export function millisLeft() {
  const { used, since } = session() ?? { used: 0, since: 0 };
  const total = since + SESSION_TIMEOUT - Date.now();
  return { left: Math.min(used + IDLE_TIMEOUT - Date.now(), total), total };
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

async function send(method, path, token, { body, signal = AbortSignal.timeout(ANSWER_TIMEOUT), headers } = {}) {
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const options = { method, body: body && JSON.stringify(body), signal, cache: "no-store" };
  try {
    return await fetch(ROOT + path, { ...options, headers: { ...authorization, ...json, ...headers } });
  } catch (error) { throw new Unreachable("Parley does not respond.", { cause: error }); }
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

/** Tries a token once, and begins a session if it is valid; or continues the present one. */
async function begin(token, kept) {
  const answer = await send("GET", "me", token);
  const wait = answer.headers.get("Retry-After");
  const detail = { 401: UNKNOWN, 429: `Too many wrong tokens from your address. Try again in ${wait} s.` };
  if (detail[answer.status]) throw new Problem(answer.status, { detail: detail[answer.status] });
  await read(answer);
  const now = Date.now();
  keep({ since: now, used: now, ...session(), ...kept });
}

/** Keeps a token for this tab, if it is valid. */
export async function signIn(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Problem(401, { detail: UNKNOWN });
  await begin(token, { token });
}

export async function signInIssued(token) {
  await begin(token.token, { isIssued: true });
  keepIssued(token);
}

/** Signs in without a token, if a proxy in front of Parley adds one. */
export const signInByProxy = () => begin("", { isProxied: true }).catch((problem) => {
  if (problem.status !== 401) throw problem;
});

export const signOut = () => end(session()?.isProxied
  ? "You are signed out of this page. The proxy in front of Parley signs you in again when you reload it." : "");

/** Sends a call. A 401 signs out at once, because each use of a wrong token is counted. */
export async function authorized(method, path, options) {
  while (isOver(issued)) await pause(RENEWAL_MILLIS);
  if (!isSignedIn()) return forever();
  const { token = issued?.token, since } = session();
  const answer = await send(method, path, token, options);
  if (answer.status !== 401) return answer;
  if (session()?.since === since) end("Your token expired or was revoked.");
  return forever();
}

/**
 * @param gone sentence for an answer that there is no such thing
 * @param retry whether to repeat a call that was refused by the rate limit; only for calls that change nothing
 * @param signal aborts the call
 */
export async function call(method, path, body, { retry = method === "GET", signal = NEVER, gone } = {}) {
  for (const began = Date.now(); ; ) {
    signal.throwIfAborted();
    const answer = await authorized(method, path, {
      body, signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]) });
    const isSlowedDown = answer.status === 429 && retry;
    calls.isSlow = isSlowedDown && Date.now() - began > SLOW_AFTER;
    if (answer.status === 404 && gone) throw new Problem(404, { detail: gone });
    if (!isSlowedDown) return read(answer);
    await pause(1000 * Number(answer.headers.get("Retry-After") ?? 1));
  }
}

/** Returns the items of all pages of a list. */
export async function all(path, position = "cursor") {
  const items = [];
  for (let cursor = ""; ; ) {
    const page = await call("GET", `${path}&limit=200${cursor}`);
    items.push(...page.items);
    if (!page.next) return items;
    cursor = `&${position}=${encodeURIComponent(page.next)}`;
  }
}
