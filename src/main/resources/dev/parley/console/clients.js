// The pages of the connected and the closed clients.

import { BAN_CLIENTS, KICK, MUTE_CLIENTS, banNetwork } from "./client-actions.js";
import { bytes, call, duration, html, link, listPage, numberColumn, quoted, roomLink, timeColumn } from "./ui.js";

const VIEWS = [
  { title: "All", path: "clients" },
  { title: "Busiest", path: "clients", sort: "-linesInPerSecond,-linesIn" },
  { title: "Longest queues", path: "clients", sort: "-queued,-idle" },
  { title: "Closed", path: "clients/closed" }];
const REASONS = ["quit", "client-closed", "client-reset", "kicked", "banned", "slow-consumer", "write-timeout",
  "line-timeout", "auth-timeout", "line-too-long", "http", "tls-on-plain", "other-protocol", "tls-handshake", "restart",
  "internal"];
const SEARCH = {
  label: "Name, account or address",
  parameter: (text) => (/^[0-9a-f.:]+\/\d+$/i.test(text) ? "ip" : "q") };
const ROOM = {
  name: "room", label: "Room", any: "All rooms",
  load: async () => (await call("GET", "rooms?limit=200")).items.map(({ name }) => name) };

const login = ({ account }) => (account ? html`<span title="Logged in as ${account}"> ✓</span>` : "");

const name = (cell) => ({ title: "Name", sort: "nick", value: ({ nick }) => nick, cell });
const underName = ({ address }) => html`<small class="narrow">${address}</small>`;
const ADDRESS = { title: "Address", sort: "address", class: "wide", value: ({ address }) => address };
const LISTENER = { title: "By", sort: "listener", class: "wide", value: ({ tls }) => tls?.version ?? "plain" };
const ROOMS = { title: "Rooms", sort: "rooms", isNumber: true, class: "wide",
  value: ({ rooms = [] }) => rooms.join(" "), cell: ({ rooms = [] }) => rooms.map((room) => html`${roomLink(room)} `) };
const SINCE = timeColumn("Since", "connectedAt", { sort: "connectedAt", class: "wide" });
const traffic = (style) => [
  numberColumn("Lines in", "linesIn", { sort: "linesIn", style }),
  numberColumn("out", "linesOut", { sort: "linesOut", style: "wide" }),
  numberColumn("Queued", "queuedBytes", { text: bytes, sort: "queued", style: "wide" }),
  numberColumn("Delayed", "floodDelays", { sort: "floodDelays", style: "wide" })];

/** Offers the ban of the network that all clients share, if it is small. */
function offerNetwork(clients, app) {
  const addresses = [...new Set(clients.map(({ address }) => address))];
  const [start, ...others] = new Set(addresses.map((address) => address.match(/^(\d+\.\d+\.\d+\.)\d+$/)?.[1]));
  const network = addresses.length === 1 ? addresses[0] : start && !others.length ? `${start}0/24` : null;
  return network
    ? html`<button type="button" @click=${() => banNetwork(network, app)}>Ban ${network}</button>`
    : "Select fewer, or ban a network.";
}

export const clientsPage = listPage({
  path: "clients", title: "Clients", caption: "Connected clients", right: "read", key: "c", noun: "here",
  source: "clients", sort: "nick", search: SEARCH, filters: [ROOM], views: VIEWS,
  live: { seconds: 3, events: "connect,disconnect,join,leave,rename",
    gone: ({ type, client }) => (type === "disconnect" ? client : null) },
  name: ({ nick }) => nick,
  open: ({ id }) => `clients/${id}`,
  columns: [
    name((client) => html`<b><a class="cell" href="#/clients/${client.id}">${quoted(client.nick)}</a></b>
      ${login(client)}${underName(client)}`),
    ADDRESS, LISTENER, ROOMS, SINCE,
    numberColumn("Idle", "idleSeconds", { text: duration, sort: "idle", style: "wide" }),
    numberColumn("Lines/s", "linesInPerSecond", { sort: "linesInPerSecond", style: "wide" }), ...traffic()],
  actions: [KICK, BAN_CLIENTS, MUTE_CLIENTS],
  beyond: offerNetwork,
  count: ({ status }) => status?.connections ?? null,
  empty: "No clients connected." });

export const closedPage = listPage({
  path: "clients/closed", title: "Closed clients", right: "read", noun: "kept",
  source: "clients/closed", search: SEARCH, views: VIEWS,
  filters: [ROOM, { name: "reason", label: "Reason", any: "All reasons", options: REASONS }],
  live: { seconds: 10 },
  name: ({ nick }) => nick,
  columns: [
    name((client) => html`<b>${link("events", { nick: client.nick }, client.nick)}</b>
      ${login(client)}${underName(client)}`),
    ADDRESS,
    { title: "Reason", value: ({ reason }) => reason },
    timeColumn("Closed", "closedAt"),
    SINCE, ROOMS, ...traffic("wide")],
  actions: [BAN_CLIENTS, MUTE_CLIENTS],
  beyond: offerNetwork,
  empty: "No connection was closed since the start of Parley." });
