// Follows the events of the service and repeats calls, while the tab is shown.

import { authorized, pause } from "./api.js";

const TICK_MILLIS = 100;

/** Reads the events of a stream to its end. */
export async function readEvents(body, received) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const { id, event, data } = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
      if (data) received(JSON.parse(data), { id, event });
    }
  }
}

const FLOWS = { 200: "live", 409: "full" };

/**
 * Follows the events of a query while the tab is shown. Connects again after a break.
 *
 * @param received gets each event, and its `id` and name
 * @param changed gets `live`, `polling` (not connected) or `full` (too many followers), and why, if it was refused
 * @param last how many past events it begins with; it then continues after a break where it was
 */
export function follow(query, { received, changed, last = 0 }) {
  let lastId = "";
  let stream = null;
  const keep = (event, named) => {
    if (last && named.id) lastId = named.id;
    received(event, named);
  };
  async function connect(signal) {
    for (let wait = 1000; !signal.aborted; wait = Math.min(2 * wait, 10_000)) {
      try {
        const start = last && !lastId ? `&last=${last}` : "";
        const headers = lastId ? { "Last-Event-ID": lastId } : {};
        const answer = await authorized("GET", `events?${query}${start}`, { signal, headers });
        changed(FLOWS[answer.status] ?? "polling", answer.ok ? "" : (await answer.json()).detail);
        if (answer.ok) {
          wait = 500;
          await readEvents(answer.body, keep);
          changed("polling");
        }
      } catch {
        if (!signal.aborted) changed("polling"); // It is connected again below.
      }
      await pause(wait);
    }
  }
  const update = () => {
    if (document.hidden) stream?.abort();
    else if (!stream || stream.signal.aborted) connect((stream = new AbortController()).signal);
  };
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    document.removeEventListener("visibilitychange", update);
    stream?.abort();
  };
}

/**
 * Repeats an action while the tab is shown, but uses a tenth of the time at most. `soon` is for a change that was
 * noticed, and uses a sixth; `now` does not wait.
 */
export function repeat(action, interval) {
  let due = Infinity, took = 0, isRunning = false;
  async function run() {
    if (isRunning || document.hidden || performance.now() < due) return;
    isRunning = true;
    due = Infinity;
    const began = performance.now();
    try {
      await action();
    } finally {
      took = performance.now() - began;
      isRunning = false;
      due = Math.min(due, performance.now() + Math.max(interval, 10 * took));
    }
  }
  const timer = setInterval(run, TICK_MILLIS);
  return {
    now: () => {
      due = 0;
      run();
    },
    soon: () => (due = Math.min(due, performance.now() + Math.max(500, 5 * took))),
    stop: () => clearInterval(timer) };
}
