// Follows the events of the service and repeats calls, while the tab is shown.

import { authorized, pause } from "./api.js";

async function readEvents(body, received) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").find((line) => line.startsWith("data: "));
      if (data) received(JSON.parse(data.slice(6)));
    }
  }
}

/** Follows events of these types while the tab is shown. Connects again after a break. */
export function follow(types, received, changed) {
  async function connect(signal) {
    for (let wait = 1000; !signal.aborted; wait = Math.min(2 * wait, 10_000)) {
      try {
        const answer = await authorized("GET", `events?type=${types}`, { signal });
        changed(answer.ok ? "live" : "polling");
        if (answer.ok) {
          wait = 500;
          await readEvents(answer.body, received);
        }
      } catch {
        // It is connected again below, unless the tab is hidden now.
      }
      if (!signal.aborted) changed("polling");
      await pause(wait);
    }
  }
  return whileShown(() => {
    const stream = new AbortController();
    connect(stream.signal);
    return () => stream.abort();
  });
}

/** Runs something while the tab is shown. Both functions that are returned stop it. */
function whileShown(start) {
  let stop = null;
  const update = () => {
    if (document.hidden) {
      stop?.();
      stop = null;
    } else {
      stop ??= start();
    }
  };
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    document.removeEventListener("visibilitychange", update);
    stop?.();
  };
}

/**
 * Repeats an action while the tab is shown, but uses a tenth of the time at most. `soon` is for a change that was
 * noticed, and uses a sixth.
 */
export function repeat(action, interval) {
  let timer, took = 0, isRunning = false, isStopped = false, next = null;
  const later = (millis) => {
    clearTimeout(timer);
    if (!isStopped && !document.hidden) timer = setTimeout(now, millis);
  };
  async function now() {
    if (isRunning) return (next = 0);
    isRunning = true;
    next = null;
    const began = performance.now();
    try {
      await action();
    } finally {
      took = performance.now() - began;
      isRunning = false;
      later(next ?? Math.max(interval, 10 * took));
    }
  }
  const soon = () => (isRunning ? (next = Math.max(500, 5 * took)) : later(Math.max(500, 5 * took)));
  const stop = whileShown(() => {
    later(0);
    return () => clearTimeout(timer);
  });
  return { now: () => (isRunning ? (next = 0) : later(0)), soon, stop: () => { isStopped = true; stop(); } };
}
