import "server-only";
import { type ExportFormat, TOTAL_HEADER } from "@/lib/contract/exports";
import type { Principal } from "@/lib/server/access/principal";
import { publishHead } from "@/lib/server/audit/publish-heads";
import { filterText } from "@/lib/server/audit/read-history";
import { type ExportRow, MEDIA_TYPES, writeRows } from "@/lib/server/exports/write-rows";
import { appendEvent, type EventEntry } from "@/lib/server/history/append-event";
import { transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** Exports that this process makes at the same time. Each reads a slice after the other, and so slows the others. */
const AT_ONCE = 4;
/** And one member: nobody can keep the others out. */
const EACH_AT_ONCE = 2;

/** The places that are taken, each with its member. */
const running = processState("exports", () => new Map<symbol, string>());

type Options = {
  /** What is exported: a word of the file's name, and the action of its events. */
  name: "history" | "clients";
  action: "history.export" | "inventory.export";
  format: ExportFormat;
  bom: boolean;
  filter: Record<string, unknown>;
  columns: readonly string[];
  /** Called once the export's first event is stored. */
  read: (at: Date) => Promise<{
    /** How many rows there will be, where that is known. */
    total: number | null;
    slices: AsyncIterable<readonly ExportRow[]>;
  }>;
};

/** The installation's host stands for its organization: Camunda's own name for it is not known. */
function fileName(name: string, format: ExportFormat, at: Date): string {
  const host = new URL(env().appUrl).hostname.replaceAll(/[^a-z0-9.-]/g, "-");
  const instant = at.toISOString().replace(/\.\d+/, "").replaceAll(":", "");
  return `latchkey-${host}-${name}-${instant}.${format}`;
}

/**
 * Begins an export: takes one of the few places, and stores the event *requested*. Its final event says how many rows
 * were written, and how it ended. Then the head of the history is kept outside.
 * @throws AppError exports_busy
 */
export async function startExport(principal: Principal, options: Options) {
  const { name, action, format, bom, filter, columns, read } = options;
  const detail = { format, filter: await filterText(principal, filter) };
  const own = [...running.values()].filter((memberId) => memberId === principal.memberId);
  if (running.size >= AT_ONCE || own.length >= EACH_AT_ONCE) throw new AppError("exports_busy", { retryAfter: 10 });
  const place = Symbol(name);
  running.set(place, principal.memberId);
  const record = (entry: Pick<EventEntry, "outcome" | "detail">) =>
    transaction((tx) => appendEvent(tx, principal, { action, ...entry }));
  const at = new Date();
  let rows = 0;

  async function end(entry: Pick<EventEntry, "outcome" | "detail">): Promise<void> {
    if (!running.delete(place)) return;
    await record(entry).catch((error: unknown) => {
      log.error("the end of an export was not stored", { memberId: principal.memberId, error });
    });
    // Not awaited: a slow webhook must not hold up the end of the file.
    void publishHead();
  }
  const stop = (ended: string) => end({ outcome: "not_done", detail: { ...detail, rows, ended } });

  async function* counted(slices: AsyncIterable<readonly ExportRow[]>) {
    for await (const slice of slices) {
      // Ended by its reader, or given up.
      if (!running.has(place)) throw new AppError("internal", { cause: new Error("The export was ended.") });
      rows += slice.length;
      yield slice;
    }
  }
  async function* pieces(slices: AsyncIterable<readonly ExportRow[]>) {
    const facts = { exported: name, generatedAt: at.toISOString(), filter };
    try {
      yield* writeRows({ facts, columns, slices: counted(slices) }, format, bom);
    } catch (error) {
      await stop("by an error");
      throw error;
    }
    await end({ outcome: "succeeded", detail: { ...detail, rows } });
  }

  try {
    await record({ outcome: "requested", detail });
    const { total, slices } = await read(at);
    return {
      name: fileName(name, format, at),
      type: MEDIA_TYPES[format],
      headers: total === null ? {} : { [TOTAL_HEADER]: String(total) },
      pieces: pieces(slices),
      cancel: () => stop("by its reader"),
    };
  } catch (error) {
    running.delete(place);
    throw error;
  }
}
