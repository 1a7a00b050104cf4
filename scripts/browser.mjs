// The browser of the end-to-end tests: Debian's headless shell of Chromium, or Debian's Chromium, or else Playwright's own
// headless shell. A headless shell opens a page in a fifth of the processor time of the full browser, which sets up a
// profile and a window for each test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { run } from "./prepare.mjs";

const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";

/** @returns the path of the system's browser, or undefined where Playwright must use its own */
function findBrowser() {
  return [HEADLESS_SHELL, "/usr/bin/chromium"].find((path) => existsSync(path));
}

/** How Playwright starts the browser: what it does by itself, beside the pages, is switched off. */
export function launchOptions() {
  const executablePath = findBrowser();
  return {
    ...(executablePath && { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

/** Installs Debian's headless shell if it is missing and apt-get is allowed. Needs no packages from npm. */
export async function installSystemBrowser() {
  if (existsSync(HEADLESS_SHELL) || !existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return;
  process.stdout.write("Installing Chromium's headless shell\n");
  const script = "apt-get update -qq && apt-get install -y -qq chromium-headless-shell";
  const apt = spawn("sh", ["-c", script], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(apt, "close");
}

/** Installs Playwright's headless shell if the system has no browser. */
export function installOwnBrowser() {
  if (findBrowser()) return;
  const playwright = "node_modules/@playwright/test/cli.js";
  run("Installing Playwright's Chromium", process.execPath, [playwright, "install", "--only-shell", "chromium"]);
}
