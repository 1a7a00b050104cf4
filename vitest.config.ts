import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Tests run in an odd time zone, so that a date without a zone shows itself. */
process.env["TZ"] = "Pacific/Chatham";

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": `${root}node_modules/server-only/empty.js` } },
  test: {
    include: ["{app,components,lib,simulator,scripts}/**/*.test.{ts,tsx}"],
    globalSetup: ["scripts/postgres.mjs"],
    // On two cores it would take one worker, and the tests mostly wait for a database.
    maxWorkers: 3,
    testTimeout: 30_000,
  },
});
