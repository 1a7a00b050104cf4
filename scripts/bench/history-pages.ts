import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { seedEvents } from "@/lib/server/history/testing/seed-events";
import { db } from "@/lib/server/platform/database/db";
import type { Provider } from "@/prisma/providers.mjs";

const [FEW, MANY] = [1_000, 1_000_000];
const TURNS = 15;
const PRINCIPAL = principalWith(everywhere("owner"), "Bench");

type Filter = Parameters<typeof listEvents>[1];

/** The median time of a page, in milliseconds. */
async function pageMs(filter: Filter): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    await listEvents(PRINCIPAL, filter);
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(TURNS / 2)] ?? 0;
}

async function timeAll(): Promise<Map<string, number>> {
  const { seq: newest } = await db().auditHead.findFirstOrThrow();
  const pages: [name: string, filter: Filter][] = [
    ["first page", {}],
    // Both have a hundred rows.
    ["second page", { before: newest }],
    ["last page", { before: 102 }],
    ["a client that does not exist", { client: "no-such-client" }],
    ["an outcome that does not exist", { outcome: "absent" }],
    ["a time before the first event", { to: "2020-01-01T00:00:00.000Z" }],
  ];
  const times = new Map<string, number>();
  for (const [name, filter] of pages) times.set(name, await pageMs(filter));
  return times;
}

/** What pages of the history cost beside each other, and with many events beside few. Stores all of them. */
export async function measureHistoryPages(provider: Provider): Promise<[string, string][]> {
  await seedEvents(provider, FEW);
  // What a process does once, such as compiling the query engine, belongs to none of them.
  await timeAll();
  const few = await timeAll();
  await seedEvents(provider, MANY - FEW);
  const many = await timeAll();
  const ratio = (a: number | undefined, b: number | undefined) => ((a ?? Number.NaN) / (b ?? Number.NaN)).toFixed(2);
  return [
    ["last page / second page", ratio(many.get("last page"), many.get("second page"))],
    ...[...many].map(([name, time]): [string, string] => [`${name}, beside ${FEW} events`, ratio(time, few.get(name))]),
  ];
}
