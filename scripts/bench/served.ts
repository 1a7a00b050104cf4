import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { cookieOf, openVisit } from "@/lib/server/identity/testing/visits";
import { type Load, readInParallel } from "./load.mjs";
import { takeProbe } from "./take-probe.mjs";

export type App = { url: string; child: ChildProcess };
type Reader = Record<string, string>;

/** Signed-in owners, or creators on a target, each with a session and so a rate limit of their own. */
async function signIn(count: number, target?: string): Promise<Reader[]> {
  const readers: Reader[] = [];
  for (let at = 0; at < count; at++)
    readers.push({ cookie: cookieOf(await (target ? openVisit("creator", target) : openVisit("owner"))) });
  return readers;
}

/** The headers with which a page of this app sends a change. */
function writeHeaders(url: string, reader: Reader): Reader {
  return { ...reader, "content-type": "application/json", "x-latchkey-request": "1", origin: new URL(url).origin };
}

const MS = 3_000;

/** Half of the readers at each instance, at the same time. */
export async function readAll(
  apps: readonly App[],
  path: string,
  count: number,
  { status = 200, ms = MS, target }: { status?: number; ms?: number; target?: string } = {},
): Promise<Load> {
  const readers = await signIn(count, target);
  const loads = await Promise.all(
    apps.map(({ url }, at) =>
      readInParallel(url + path, { readers: readers.filter((_, index) => index % apps.length === at), ms, status }),
    ),
  );
  return {
    responses: loads.reduce((sum, load) => sum + load.responses, 0),
    requestsPerSecond: loads.reduce((sum, load) => sum + load.requestsPerSecond, 0),
    p50: Math.max(...loads.map(({ p50 }) => p50)),
    p99: Math.max(...loads.map(({ p99 }) => p99)),
    errors: Object.assign({}, ...loads.map(({ errors }) => errors)),
  };
}

/** What a page sends to change something. */
type Change = { path: string; body: unknown };

/** Owners change something with PATCH for some time, each one change after the other. @returns changes a second, and what failed */
export async function changeAll(
  apps: readonly App[],
  count: number,
  ms: number,
  changeOf: (owner: number, at: number) => Change,
) {
  const owners = await signIn(count);
  const errors = new Map<string, number>();
  const started = performance.now();
  let changes = 0;
  await Promise.all(
    owners.map(async (reader, owner) => {
      const { url } = apps[owner % apps.length] ?? { url: "" };
      for (let at = 0; performance.now() - started < ms; at++) {
        const { path, body } = changeOf(owner, at);
        const headers = writeHeaders(url, reader);
        const response = await fetch(url + path, { method: "PATCH", headers, body: JSON.stringify(body) });
        await response.text();
        if (response.ok) changes += 1;
        else errors.set(String(response.status), (errors.get(String(response.status)) ?? 0) + 1);
      }
    }),
  );
  return { perSecond: (changes * 1_000) / (performance.now() - started), errors: Object.fromEntries(errors) };
}

/** How long creates take one after the other, in milliseconds: the median of five. */
async function timeCreates({ url }: App, clusterId: string): Promise<number> {
  const [reader = {}] = await signIn(1);
  const headers = writeHeaders(url, reader);
  const times: number[] = [];
  for (let at = 0; at < 5; at++) {
    const body = JSON.stringify({ key: randomUUID(), name: `bench-${randomUUID().slice(0, 8)}`, scopes: ["Zeebe"] });
    const sent = performance.now();
    const response = await fetch(`${url}/api/clusters/${clusterId}/clients`, { method: "POST", headers, body });
    if (response.status !== 201) throw new Error(`A create was answered with ${response.status}.`);
    await response.text();
    times.push(performance.now() - sent);
  }
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

export const ratio = (a: number, b: number) => (a / b).toFixed(2);
export const errorsOf = (...loads: readonly Pick<Load, "errors">[]) =>
  loads
    .map(({ errors }) => JSON.stringify(errors))
    .filter((text) => text !== "{}")
    .join(" ") || "none";

/** Ratios of one run: how the app serves twenty and a hundred people, and creates beside them. */
export async function measureServed(apps: readonly App[], clusterId: string) {
  const [first] = apps;
  if (!first) throw new Error("There is no app to measure.");
  await readAll(apps, "/clusters", 20);
  const empty = await readAll(apps, "/api/auth/none", 20, { status: 404 });
  const list = await readAll(apps, "/api/clusters", 20);
  const alone = await timeCreates(first, clusterId);
  for (const { child } of apps) await takeProbe(child);
  const twenty = await readAll(apps, "/clusters", 20);
  const hundred = await readAll(apps, "/clusters", 100);
  const stalls = await Promise.all(apps.map(({ child }) => takeProbe(child)));
  const [beside] = await Promise.all([
    pause(500).then(() => timeCreates(first, clusterId)),
    readAll(apps, "/clusters", 100),
  ]);
  const ratios: (string | number)[][] = [
    [
      "warm list / empty route handler (requests a second, 20 readers)",
      ratio(list.requestsPerSecond, empty.requestsPerSecond),
    ],
    ["page for 100 readers / for 20 (requests a second)", ratio(hundred.requestsPerSecond, twenty.requestsPerSecond)],
    ["page for 100 readers: p99 / p50", ratio(hundred.p99, hundred.p50)],
    ["create beside 100 readers / alone (median time)", ratio(beside, alone)],
    [
      "longest event loop stall while pages are served, ms",
      Math.max(...stalls.map(({ longestStallMs }) => longestStallMs)).toFixed(0),
    ],
    ["errors", errorsOf(list, twenty, hundred)],
  ];
  return { ratios, pagesPerSecond: twenty.requestsPerSecond };
}

/** The HTML of pages, in bytes. */
export async function measurePages({ url }: App, paths: readonly string[]): Promise<(string | number)[][]> {
  const [headers = {}] = await signIn(1);
  const rows: (string | number)[][] = [];
  for (const path of paths) {
    const response = await fetch(url + path, { headers });
    rows.push([path.replace(/[0-9a-f-]{36}/, "…"), response.status, (await response.arrayBuffer()).byteLength]);
  }
  return rows;
}
