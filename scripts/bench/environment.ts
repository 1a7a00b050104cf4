import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { closeDb } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { resetEnv } from "@/lib/server/platform/env";
import type { Provider } from "@/prisma/providers.mjs";
import { HEAP } from "../heap.mjs";
import { startPostgres } from "../postgres.mjs";

const CONSOLE_CLIENT = { id: "bench-console-client", secret: `bench-secret-${randomUUID()}` };
const APP_SECRET = randomUUID() + randomUUID();

/** A program that was started for the benchmark; its children end with it. */
type Program = { child: ChildProcess; end: () => Promise<void> };

/** Starts a program and waits for a line that it prints. @returns what the expression found in it */
async function startProgram(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<Program & { found: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const gone = once(child, "exit");
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await gone;
  };
  if (!child.stdout) throw new Error("The program has no standard output.");
  for await (const line of createInterface({ input: child.stdout })) {
    const [found] = ready.exec(line) ?? [];
    if (found === undefined) continue;
    child.stdout.resume();
    return { child, end, found };
  }
  throw new Error(`${args.at(-1)} ended before it was ready.`);
}

/** The simulated Camunda in a process of its own, and its control API. */
export async function startCamunda() {
  const credentials = {
    CAMUNDA_CONSOLE_CLIENT_ID: CONSOLE_CLIENT.id,
    CAMUNDA_CONSOLE_CLIENT_SECRET: CONSOLE_CLIENT.secret,
  };
  const { end, found: url } = await startProgram(
    ["--import", "tsx", "simulator/main.ts"],
    { ...credentials, PORT: "0" },
    /http:\/\/\S+/,
  );
  const control = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}/_simulator${path}`, init);
    return response.status === 204 ? null : response.json();
  };
  return {
    url,
    end,
    /** Adds a cluster with so many clients. @returns its id */
    async addCluster(name: string, clients = 0): Promise<string> {
      const { uuid } = await control("POST", "/clusters", { name });
      if (clients > 0) await control("POST", `/clusters/${uuid}/clients`, { count: clients });
      return uuid;
    },
    /** Makes each create take so many milliseconds. */
    delayCreates: (ms: number) =>
      control("POST", "/faults", { method: "POST", path: "/clusters/:cluster/clients", do: "delay", ms }),
    /** Calls of the Console API and of the token endpoint since the last time. */
    async takeCounts(): Promise<{ calls: number; tokens: number }> {
      const requests: { path: string }[] = await control("GET", "/requests");
      await control("POST", "/reset");
      const tokens = requests.filter(({ path }) => path === "/oauth/token").length;
      return { calls: requests.length - tokens, tokens };
    },
  };
}
export type Camunda = Awaited<ReturnType<typeof startCamunda>>;

/** Points this process to a new database of the kind, with its tables. @returns its address, and how to drop it */
export async function openDatabase(provider: Provider, camunda: Camunda) {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const server = provider === "postgresql" ? await startPostgres() : null;
  const url = server?.url ?? `file:${join(folder, "bench.db")}`;
  Object.assign(process.env, {
    DATABASE_URL: url,
    LATCHKEY_DEMO: "1",
    // Only what a use case asks for is counted.
    LATCHKEY_SYNC_MINUTES: "0",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: APP_SECRET,
    CAMUNDA_CONSOLE_BASE_URL: camunda.url,
    CAMUNDA_OAUTH_URL: `${camunda.url}/oauth/token`,
    CAMUNDA_CONSOLE_CLIENT_ID: CONSOLE_CLIENT.id,
    CAMUNDA_CONSOLE_CLIENT_SECRET: CONSOLE_CLIENT.secret,
  });
  resetEnv();
  await applyMigrations(url);
  return {
    url,
    async drop() {
      await closeDb();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The production build on the database and the Camunda that this process points to. */
export async function startApp(): Promise<Program & { url: string }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  probe.close();
  await once(probe, "close");
  const url = `http://127.0.0.1:${port}`;
  const args = [...HEAP, "--import", "./scripts/bench/probe.mjs", "scripts/serve.mjs"];
  const program = await startProgram(args, { PORT: String(port), NEXTAUTH_URL: url }, /Latchkey serves on/);
  return { ...program, url };
}
