import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** An unusual time zone makes a test fail when a date is shown without its zone. */
process.env["TZ"] = "Pacific/Chatham";

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": `${root}node_modules/server-only/empty.js` } },
  test: {
    include: ["{app,components,lib,simulator,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: ["scripts/postgres.mjs"],
    // A process for each file would spend a third of the processor time on starting and on loading the same modules.
    isolate: false,
    // The first before any part of Next is loaded, as in Next's own server: it sets the global that Next's request scopes
    // need.
    setupFiles: ["next/dist/server/node-environment-baseline", "scripts/clean-test-process.mjs"],
    // The default on two cores is one worker, but the tests mostly wait for a database.
    maxWorkers: 3,
    testTimeout: 30_000,
  },
});
