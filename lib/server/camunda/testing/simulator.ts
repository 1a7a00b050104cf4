import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import { consoleToken, resetConsoleToken } from "@/lib/server/console/token";
import { resetEnv } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { type Simulator, startSimulator } from "@/simulator/server";

/** The two requests that create a client and list them, as the simulator's patterns. */
export const CREATE = { method: "POST", path: "/clusters/:uuid/clients" };
export const LIST = { method: "GET", path: "/clusters/:uuid/clients" };
export const DELETE = { method: "DELETE", path: "/clusters/:uuid/clients/:clientId" };
export const TOKEN = { method: "POST", path: "/oauth/token" };

/**
 * A simulator for all tests of a file, to which `env()` points: `simulator()` gives it. Before each test its faults and
 * counts are gone, and Latchkey holds a token already, so that a test counts its own calls alone.
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
      NEXTAUTH_SECRET: "a secret that only the tests know of",
      LATCHKEY_DEMO: "1",
    });
    resetEnv();
  });
  beforeEach(async () => {
    simulator.reset();
    forgetToken();
    await consoleToken();
    skipTokenWait();
    simulator.resetCounts();
  });
  afterAll(() => simulator.close());
  return () => simulator;
}

/** As in a process that has just started. */
export function forgetToken(): void {
  resetConsoleToken();
  skipTokenWait();
}

/** The line at the token endpoint; see token-turns.ts. */
export const tokenLine = () => processState("token-turns", () => ({ nextAt: 0, restUntil: 0 }));

/** The next token request need not wait for its second. */
export function skipTokenWait(): void {
  Object.assign(tokenLine(), { nextAt: 0, restUntil: 0 });
}

/** No token request waits for its second, in the whole test. */
export function skipAllTokenWaits(): void {
  const line = tokenLine();
  Object.defineProperty(line, "nextAt", { get: () => 0, set: () => undefined, configurable: true });
  onTestFinished(() => {
    Object.defineProperty(line, "nextAt", { value: 0, writable: true, configurable: true });
  });
}
