// What an event says, for people.

import { html } from "./lib/lit-html/lit-html.js";
import { duration, localized, plural, quoted, roomLink } from "./text.js";

/** Type of the row that says that the console itself was too slow. */
export const SLOW = "slow-reader";
const MESSAGES = { message: "message", action: "action", private: "direct message", topic: "topic" };

const WORDS = { "message-meta": "message", gap: "missing events", [SLOW]: "missing events",
  "guess-token": "wrong tokens", notice: "send a text", read: "read messages", undrain: "cancel the drain" };

/** Returns what people call a type of events, or an action in the audit. */
export const wordsOf = (name) => WORDS[name] ?? name.replace("make-", "create ").replaceAll("-", " ");

const by = ({ actor, action, target, room, reason, result }) => html`
  ${quoted(actor)}: ${wordsOf(action)} ${quoted(target)}${room ? html` in ${roomLink(room)}` : ""}${
    reason ? html`, “${quoted(reason)}”` : ""}${result ? html` → ${localized(result)}` : ""}`;

const TEXTS = {
  connect: ({ listener }) => html`connected on ${listener}`,
  disconnect: ({ reason, seconds, linesIn }) =>
    html`disconnected: ${reason}, after ${duration(Math.round(seconds))} and ${plural(linesIn, "line")}`,
  join: ({ room }) => html`joined ${roomLink(room)}`,
  leave: ({ room }) => html`left ${roomLink(room)}`,
  rename: ({ from }) => html`was called ${quoted(from)}`,
  "message-meta": ({ kind, room, to, characters }) =>
    html`${MESSAGES[kind] ?? kind} of ${characters} characters to ${room ? roomLink(room) : quoted(to)}`,
  command: ({ command }) => html`/${quoted(command)}`,
  moderation: by,
  admin: by,
  gap: ({ count, why }) => html`${count ?? "Some"} events are missing here${why ? html`: ${quoted(why)}` : ""}`,
  [SLOW]: () => "The console read too slowly; it continues where it was." };

/** The types of the events. */
export const TYPES = Object.keys(TEXTS).filter((type) => type !== SLOW);

export const eventText = (event) => TEXTS[event.type]?.(event) ?? event.type;
