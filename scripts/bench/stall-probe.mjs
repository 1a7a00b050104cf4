// Measures the longest stall of the event loop inside a server process: `node --import ./scripts/bench/stall-probe.mjs`,
// started with an IPC channel. `takeLongestStall` in longest-stall.mjs asks it for the result.

const PERIOD_MS = 5;
let last = performance.now();
let longest = 0;

/** A timer that comes late by n ms has waited for n ms of other work. */
function tick() {
  const now = performance.now();
  longest = Math.max(longest, now - last - PERIOD_MS);
  last = now;
}

// Worker threads load the preload too, but have no channel to the parent.
if (process.send) {
  setInterval(tick, PERIOD_MS).unref();
  process.on("message", (message) => {
    if (message !== "take longest stall") return;
    // The message can come before the timer that a stall has delayed.
    tick();
    process.send?.({ longestStallMs: longest });
    longest = 0;
  });
  // Neither the channel nor its listener may keep the server alive.
  process.channel?.unref();
}
