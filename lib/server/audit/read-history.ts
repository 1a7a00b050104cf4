import "server-only";
import { z } from "zod";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";
import { type Principal, visibleClusters } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { listEvents } from "@/lib/server/audit/list-events";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** A person who reads with the same filter again leaves one event in this time, in milliseconds. */
const ONCE_MS = 10 * 60_000;
/** Readings that this process remembers. Beyond it, the oldest is forgotten, and may leave an event once more. */
const REMEMBERED = 10_000;

const readings = processState("history-readings", () => new Map<string, number>());

/** Whether this reading leaves an event. */
function isNew(key: string): boolean {
  const last = readings.get(key);
  if (last !== undefined && Date.now() - last < ONCE_MS) return false;
  readings.delete(key);
  readings.set(key, Date.now());
  const [oldest] = readings.keys();
  if (readings.size > REMEMBERED && oldest !== undefined) readings.delete(oldest);
  return true;
}

/**
 * A page of the history for a person who reads it. The first page leaves an event: one for each person and filter in ten
 * minutes, and a few a minute for each person, because events can't be removed. Later pages of a list leave none.
 * Reading works while the database accepts no writes; then the log has what the history lacks.
 * @throws AppError forbidden
 */
export async function readHistory(principal: Principal, filter: AuditFilter): Promise<AuditPage> {
  const page = await listEvents(principal, filter);
  if (filter.before === undefined && isNew(JSON.stringify([principal.memberId, filter])))
    await recordReading(principal, filter);
  return page;
}

async function recordReading(principal: Principal, filter: AuditFilter): Promise<void> {
  try {
    await limit("history-reading", principal.memberId);
    const detail = { filter: await filterText(principal, filter) };
    await transaction((tx) => appendEvent(tx, principal, { action: "history.read", outcome: "succeeded", detail }));
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") return;
    const { memberId, requestId } = principal;
    log.error("reading not stored", { memberId, requestId, error });
  }
}

/** The name of what a filter has by its ID. Null for what has none, or is not for this reader. */
async function nameOf(principal: Principal, field: string, id: string): Promise<string | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const select = { name: true };
  if (field === "cluster") {
    const cluster = await db().cluster.findFirst({ where: { AND: [{ id }, visibleClusters(principal)] }, select });
    return cluster?.name ?? null;
  }
  if (!["person", "owner"].includes(field) || principal.access.everywhere === null) return null;
  const member = await db().member.findUnique({ where: { id }, select });
  return member?.name || null;
}

/** A filter as an event names it: `person: Ada, cluster: Orders (<its ID>), from: 2026-…`, or `none`. */
export async function filterText(principal: Principal, filter: Record<string, unknown>): Promise<string> {
  const parts: string[] = [];
  for (const [field, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    const name = await nameOf(principal, field, String(value));
    parts.push(`${field}: ${name === null ? value : `${name} (${value})`}`);
  }
  return parts.join(", ") || "none";
}
