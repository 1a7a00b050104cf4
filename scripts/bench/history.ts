// A child of scripts/bench.ts: what the history in DATABASE_URL costs to verify and to export. It has a process of its own,
// so that its memory is not that of seeding.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { exportHistory } from "@/lib/server/exports/export-history";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { printTable } from "./table.mjs";

const PRINCIPAL = principalWith(everywhere("owner"), "Bench");
const MIB = 1024 * 1024;

// An idle instance has served people: its code is compiled, and its heap has grown to what that takes.
for (let turn = 0; turn < 300; turn++) await listEvents(PRINCIPAL, {});
const idle = process.memoryUsage.rss();
const rows: (string | number)[][] = [];

/** Runs work that says how many events it went through, and notes its rate, its memory over idle and its longest stall. */
async function measure(name: string, work: () => Promise<{ events: number; firstMs?: number }>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let peak = process.memoryUsage.rss();
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const started = performance.now();
  delay.enable();
  const { events, firstMs = 0 } = await work();
  delay.disable();
  clearInterval(sampling);
  const seconds = (performance.now() - started) / 1_000;
  const stall = (delay.max / 1e6).toFixed(0);
  rows.push([name, events, Math.round(events / seconds), firstMs, Math.round((peak - idle) / MIB), stall]);
}

async function read(filter: Parameters<typeof exportHistory>[1]) {
  const started = performance.now();
  const { pieces } = await exportHistory(PRINCIPAL, filter);
  const { seq: events } = await db().auditHead.findFirstOrThrow();
  let firstMs = 0;
  for await (const _ of pieces) firstMs ||= Math.ceil(performance.now() - started);
  return { events, firstMs };
}

await measure("verify", () => verifyHistory());
await measure("export as CSV", () => read({ format: "csv" }));
await measure("export as JSON", () => read({ format: "json" }));
await measure("export what matches nothing", () => read({ format: "csv", outcome: "absent" }));
printTable(["history", "events", "events/s", "first byte, ms", "memory over idle, MiB", "longest stall, ms"], rows);

await closeDb();
