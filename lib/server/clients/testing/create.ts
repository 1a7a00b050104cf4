import { expect, vi } from "vitest";
import type { CreateClientInput } from "@/lib/contract/clients";
import { runJanitor } from "@/lib/server/clients/janitor";
import { listClients } from "@/lib/server/clients/list-clients";
import { AUDITOR } from "@/lib/server/identity/actor-test";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import type { Simulator } from "@/simulator/server";

/** A wish as the dialog sends it. */
export function wish(changes: Partial<CreateClientInput> = {}): CreateClientInput {
  return { key: crypto.randomUUID(), name: "orders-worker", scopes: ["Zeebe"], ...changes };
}

/** Stops the clock, and every timer that would start the janitor by itself: time passes by `pass` alone. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "setInterval"] });
}

export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Lets eleven minutes pass, with a round of the janitor whenever one is due. */
export async function settle(): Promise<void> {
  for (const ms of [3_000, 8_000, 50_000, 541_000, 61_000]) {
    pass(ms);
    await runJanitor();
  }
}

export async function errorOf(step: Promise<unknown>): Promise<AppError> {
  const error = await step.then(
    () => expect.unreachable("This should have failed."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error;
}

/** Every row of every table, as one text. */
export async function dumpDatabase(): Promise<string> {
  const { cluster, client, intent, auditEvent, auditHead, member, session } = db();
  const tables = [cluster, client, intent, auditEvent, auditHead, member, session];
  return JSON.stringify(
    await Promise.all(tables.map((table: { findMany(): PromiseLike<unknown> }) => table.findMany())),
  );
}

/** The outcomes of a create's audit events, oldest first. */
export async function trailOf(intentId: string): Promise<string[]> {
  const events = await db().auditEvent.findMany({
    where: { intentId, action: "client.create" },
    orderBy: { seq: "asc" },
  });
  return events.map(({ outcome }) => outcome);
}

const FINAL = ["succeeded", "rejected", "orphaned", "absent"];

/**
 * TRUST's "Nothing lost" for one cluster: no more clients than wishes, each of them known for what it is, no wish left
 * open, and one final audit event for each.
 */
export async function expectNothingLost(simulator: Simulator, clusterId: string): Promise<void> {
  const intents = await db().intent.findMany({ where: { clusterId } });
  const upstream = simulator.state.cluster(clusterId)?.clients ?? [];
  const made = upstream.filter(({ name }) => intents.some((intent) => intent.name === name));
  expect(made.length).toBeLessThanOrEqual(intents.length);
  for (const { id, state, openName } of intents) {
    expect({ state, openName }).toEqual({ state: expect.not.stringMatching(/^(requested|unknown)$/), openName: null });
    expect((await trailOf(id)).filter((outcome) => FINAL.includes(outcome))).toHaveLength(1);
  }
  const { clients, stale } = await listClients(AUDITOR, clusterId);
  expect(stale).toBeNull();
  expect(clients.map(({ clientId }) => clientId).toSorted()).toEqual(
    upstream.map(({ clientId }) => clientId).toSorted(),
  );
  for (const { clientId, origin } of clients) {
    const intent = intents.find((row) => row.clientId === clientId);
    expect(origin).toBe(intent === undefined ? "unmanaged" : intent.state === "created" ? "managed" : "orphaned");
  }
}
