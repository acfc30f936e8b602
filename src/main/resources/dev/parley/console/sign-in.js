// Signs in: by a proxy, at an OpenID Connect issuer, or by the page that asks for a token.

import { issuedToken, issuerOf, signInAt } from "./oidc.js";
import { Problem, hasSession, html, isSignedIn, nothing, render, signIn, signInByProxy,
  signInIssued } from "./ui.js";

const isLoopback = /^(localhost|127\..*|\[::1\])$/.test(location.hostname);

/**
 * Returns whether the user is signed in, or is being signed in again at the issuer.
 *
 * @param hasEnded whether a session has just ended, after which a proxy must not begin the next one
 */
export async function isSignedInAlready(hasEnded) {
  const token = await issuedToken();
  if (token) await signInIssued(token).catch(explain);
  else if (hasSession() && !isSignedIn()) await signInAt(await issuerOf(), { isPrompt: false });
  else if (!hasSession() && !hasEnded) await signInByProxy();
  return isSignedIn();
}

/** Says what is expected of a token of the issuer that is refused. */
async function explain(problem) {
  if (problem.status !== 401) throw problem;
  const { issuer, audiences } = await issuerOf();
  const audience = audiences ? `, for the audience ${audiences.join(" or ")}` : "";
  throw new Problem(401, { detail: `Parley refused the token. It must be issued by ${issuer}${audience}.` });
}

/** @param begin starts the session, after the token was accepted */
export function signInPage(root, message, begin) {
  document.title = "Sign in · Parley";
  issuerOf().then(({ issuer, clientId }) => {
    if (!issuer) return;
    const ask = () => signInAt({ issuer, clientId }, { isPrompt: true })
      .catch((problem) => signInPage(root, problem.message, begin));
    render(html`<p><button type="button" @click=${ask}>Sign in at ${new URL(issuer).host}</button></p>`,
      document.getElementById("issuer"));
  }, () => {}); // Without the answer, a token is still possible.
  render(html`<main class="sign-in">
    <h1>Parley</h1>
    ${location.protocol === "http:" && !isLoopback
      ? html`<p class="error">This page is not encrypted: others on the way can read the token.</p>` : nothing}
    <div id="issuer"></div>
    <form @submit=${(event) => submitToken(event, root, begin)}>
      <input type="text" autocomplete="username" value="Parley" hidden>
      <label>Token <input type="password" name="token" autocomplete="current-password" required autofocus></label>
      <p>The output of Parley's start names the file with one, by default <code>data/admin-token</code>. An admin can
        create one for you.</p>
      <p role="alert" class="error">${message}</p>
      <button type="submit">Sign in</button>
    </form></main>`, root);
  root.querySelector("input[name=token]").focus();
}

async function submitToken(event, root, begin) {
  event.preventDefault();
  const field = event.target.elements.token;
  const button = event.target.querySelector("button");
  const token = field.value.trim();
  field.value = "";
  button.disabled = true;
  try {
    await signIn(token);
    await begin();
  } catch (problem) {
    signInPage(root, problem.message, begin);
  } finally { button.disabled = false; }
}
