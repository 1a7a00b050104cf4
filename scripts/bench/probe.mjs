// Measures the longest stall of the event loop and the processor time of a server process: `node --import
// ./scripts/bench/probe.mjs`, started with an IPC channel. `takeProbe` in take-probe.mjs asks it for the results.

const PERIOD_MS = 5;
let last = performance.now();
let longest = 0;
let used = process.cpuUsage();

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
    if (message !== "take probe") return;
    // The message can come before the timer that a stall has delayed.
    tick();
    const { user, system } = process.cpuUsage(used);
    process.send?.({ longestStallMs: longest, processorMs: (user + system) / 1_000 });
    longest = 0;
    used = process.cpuUsage();
  });
  // Neither the channel nor its listener may keep the server alive.
  process.channel?.unref();
}
