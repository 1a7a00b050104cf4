import { afterAll, beforeAll, beforeEach, onTestFinished, vi } from "vitest";
import { configuredAccount } from "@/lib/server/camunda/account";
import { consoleToken, resetConsoleTokens } from "@/lib/server/camunda/token";
import { resetEnv } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { type Simulator, startSimulator } from "@/simulator/server";

/** Patterns of requests, for faults and counts. */
export const CREATE = { method: "POST", path: "/clusters/:uuid/clients" };
export const LIST = { method: "GET", path: "/clusters/:uuid/clients" };
export const DELETE = { method: "DELETE", path: "/clusters/:uuid/clients/:clientId" };
export const TOKEN = { method: "POST", path: "/oauth/token" };

/**
 * Starts one simulator for all tests of a file, which `env()` uses. Before each test its faults and counts are cleared,
 * and Latchkey gets a token, so that a test counts only its own calls.
 * @returns a function that gives the running simulator
 */
export function withSimulator(): () => Simulator {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ seed: [] });
    Object.assign(process.env, {
      CAMUNDA_CONSOLE_BASE_URL: simulator.url,
      CAMUNDA_OAUTH_URL: `${simulator.url}/oauth/token`,
      CAMUNDA_CONSOLE_CLIENT_ID: simulator.consoleClient.id,
      CAMUNDA_CONSOLE_CLIENT_SECRET: simulator.consoleClient.secret,
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: "a secret that is only for the tests",
      LATCHKEY_DEMO: "1",
      // Tests count upstream calls.
      LATCHKEY_SYNC_MINUTES: "0",
    });
    resetEnv();
  });
  beforeEach(async () => {
    forgetTimers();
    simulator.reset();
    forgetToken();
    await consoleToken(configuredAccount());
    skipTokenWait();
    simulator.resetCounts();
  });
  afterAll(() => simulator.close());
  return () => simulator;
}

/**
 * Where time is stopped, drops all timers. Prisma starts some for each transaction and never clears them, and setting the
 * time walks through them all.
 */
export function forgetTimers(): void {
  if (!vi.isFakeTimers()) return;
  const now = Date.now();
  // This also sets the time back to when it was stopped.
  vi.clearAllTimers();
  vi.setSystemTime(now);
}

/** Drops the token, as in a process that has just started. */
export function forgetToken(): void {
  resetConsoleTokens();
  skipTokenWait();
}

/** The state of the turns at the token endpoint. See token-turns.ts. */
export const tokenLine = () => processState("token-turns", () => ({ nextAt: 0, restUntil: 0 }));

/** Lets the next token request take its turn immediately. */
export function skipTokenWait(): void {
  Object.assign(tokenLine(), { nextAt: 0, restUntil: 0 });
}

/** Lets all token requests of the test take their turns immediately. */
export function skipAllTokenWaits(): void {
  const line = tokenLine();
  Object.defineProperty(line, "nextAt", { get: () => 0, set: () => undefined, configurable: true });
  onTestFinished(() => {
    Object.defineProperty(line, "nextAt", { value: 0, writable: true, configurable: true });
  });
}
