// Signs in at an OpenID Connect issuer, by the authorization code flow with PKCE (RFC 7636) and without a secret.

import { Problem, Unreachable, keepIssued } from "./api.js";

const PENDING = "parley.issuer";
const REDIRECT_URI = location.origin + location.pathname;
const REFUSED = "The issuer did not sign you in.";

let configuration;

/** Returns the issuer, the client id of this console and the audiences of tokens; nothing if none is configured. */
export const issuerOf = async () => (configuration ??= await json("config.json"));

async function json(address, options) {
  const { host } = new URL(address, location);
  const answer = await fetch(address, { cache: "no-store", ...options }).catch((cause) => {
    if (host === location.host) throw new Unreachable("Parley does not respond.", { cause });
    throw new Problem(0, { detail: `${host} does not respond, or does not allow this page.` });
  });
  if (!answer.ok) throw new Problem(answer.status, { detail: REFUSED });
  return answer.json();
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** Leaves the page for that of the issuer. Without a prompt, the issuer only answers whether the user is signed in. */
export async function signInAt({ issuer, clientId }, { isPrompt }) {
  if (!crypto.subtle) throw new Problem(0, { detail: "This sign-in needs HTTPS." });
  const found = await json(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const verifier = random();
  const state = random();
  const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const pending = { verifier, state, clientId, tokens: found.token_endpoint, hash: location.hash };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const address = new URL(found.authorization_endpoint);
  const query = { response_type: "code", client_id: clientId, redirect_uri: REDIRECT_URI, scope: "openid", state,
    code_challenge: challenge, code_challenge_method: "S256", ...(isPrompt ? {} : { prompt: "none" }) };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  location.assign(address);
  return new Promise(() => {}); // The page is left.
}

/** Returns the token for the code with which the issuer has sent the user back; null if it has not. */
export async function issuedToken() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "{}");
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, "", location.pathname + (pending.hash ?? ""));
  if (answer.get("state") !== pending.state || !answer.has("code")) throw new Problem(0, { detail: REFUSED });
  return tokenFor(pending, { grant_type: "authorization_code", code: answer.get("code"), redirect_uri: REDIRECT_URI,
    code_verifier: pending.verifier });
}

/** Returns a token with its times and, if the issuer has given something for its renewal, with that. */
async function tokenFor({ tokens, clientId }, grant) {
  const { access_token: token, expires_in: seconds = 300, refresh_token: secret = grant.refresh_token } =
    await json(tokens, { method: "POST", body: new URLSearchParams({ ...grant, client_id: clientId }) });
  const now = Date.now();
  return { token, end: now + 1000 * seconds, renewal: now + 1000 * Math.max(seconds - 60, seconds / 2),
    refresh: secret && { tokens, clientId, secret } };
}

/**
 * Renews a token in the page if the issuer has given something for that.
 *
 * @param isLeaving whether to leave the page for that of the issuer otherwise
 */
export async function renew({ refresh, ...token }, isLeaving) {
  if (!refresh) return isLeaving && signInAt(await issuerOf(), { isPrompt: false });
  try {
    keepIssued(await tokenFor(refresh, { grant_type: "refresh_token", refresh_token: refresh.secret }));
  } catch (problem) {
    if (problem.status) keepIssued(token); // The issuer has refused it, and will again.
    throw problem;
  }
}
