import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Tests and the servers they start run in an odd time zone, so that a date without a zone shows itself. */
process.env["TZ"] = "Pacific/Chatham";

/** The system's Chromium where there is one, else the one that Playwright downloads. */
const CHROMIUM = "/usr/bin/chromium";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/fixtures/build.ts",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  reporter: "dot",
  // A whole walk through every page, on a machine that does other work too.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    timezoneId: "Pacific/Chatham",
    locale: "en-GB",
    actionTimeout: 10_000,
    launchOptions: {
      ...(existsSync(CHROMIUM) && { executablePath: CHROMIUM }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
