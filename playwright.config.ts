import { defineConfig } from "@playwright/test";
import type { Provider } from "./prisma/providers.mjs";
import { launchOptions } from "./scripts/browser.mjs";

/** For the tests and their servers. An unusual time zone makes a test fail when a date is shown without its zone. */
process.env["TZ"] = "Pacific/Chatham";

export default defineConfig<object, { provider: Provider }>({
  testDir: "e2e",
  // Emptied at each start, so nothing else may be in it.
  outputDir: "test-results/end-to-end",
  projects: [
    {
      name: "PostgreSQL",
      testMatch: "attacks/*.spec.ts",
      // To these the database makes no difference.
      testIgnore: ["answers", "connections", "floods", "hosts", "methods", "next-internals", "return-addresses"].map(
        (name) => `**/${name}.spec.ts`,
      ),
      use: { provider: "postgresql" },
      // Each would start a database server and an app, for a few tests.
      workers: 1,
    },
    // Second: otherwise the one PostgreSQL worker would run alone at the end.
    { name: "SQLite" },
  ],
  globalSetup: "./e2e/fixtures/build.ts",
  fullyParallel: true,
  forbidOnly: true,
  // On two cores: the tests wait for a third of their time.
  workers: 3,
  retries: 0,
  reporter: "dot",
  // Long enough for a walk through every page on a busy machine.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    timezoneId: "Pacific/Chatham",
    locale: "en-GB",
    // Animations would cost a twentieth of the processor time, and axe must see final colours. The tests of the main job
    // and of dialogs have them.
    contextOptions: { reducedMotion: "reduce" },
    // As in every browser's own window. The headless shell refuses it to a page by default.
    permissions: ["clipboard-write"],
    actionTimeout: 10_000,
    launchOptions: launchOptions(),
  },
});
