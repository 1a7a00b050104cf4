import { expect, vi } from "vitest";
import type { CreateClientInput } from "@/lib/contract/clients";
import type { Principal } from "@/lib/server/access/principal";
import { AUDITOR } from "@/lib/server/access/testing/principals";
import { listClients } from "@/lib/server/clients/list-clients";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import type { Simulator } from "@/simulator/server";

/** What the dialog sends to create a client. */
export function createInput(changes: Partial<CreateClientInput> = {}): CreateClientInput {
  return { key: crypto.randomUUID(), name: "orders-worker", scopes: ["Zeebe"], ...changes };
}

/** Stops the clock, and all timers that would start a job. Time passes only with `pass`. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "setInterval"] });
}

export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** One run of the reconcile job. */
export const reconcile = () => RECONCILE.run();

/** Lets eleven minutes pass, and runs the reconcile job whenever a check is due. */
export async function settleAll(): Promise<void> {
  for (const ms of [3_000, 8_000, 50_000, 541_000, 61_000]) {
    pass(ms);
    await reconcile();
  }
}

/** A cluster's clients as Camunda has them now, as after "Sync now". */
export const refreshedClients = (principal: Principal, clusterId: string) =>
  listClients(principal, clusterId, { refresh: "1" });

/** Reports what a browser did with the secret of an operation's client. */
export async function reportSecret(
  principal: Principal,
  operationId: string,
  event: "shown" | "copied",
  clientId?: string,
): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id: operationId } });
  await recordSecretEvent(principal, row.clusterId, clientId ?? row.clientId ?? "", { event, operationId });
}

export async function errorOf(step: Promise<unknown>): Promise<AppError> {
  const error = await step.then(
    () => expect.unreachable("This should have failed."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error;
}

/** All rows of all tables, as one text. */
export async function dumpDatabase(): Promise<string> {
  const { organization, cluster, client, operation, rotation, job, auditEvent, auditHead, member, session } = db();
  const tables = [organization, cluster, client, operation, rotation, job, auditEvent, auditHead, member, session];
  return JSON.stringify(
    await Promise.all(tables.map((table: { findMany(): PromiseLike<unknown> }) => table.findMany())),
  );
}

/** The outcomes of an operation's events, oldest first. */
export async function outcomesOf(operationId: string): Promise<string[]> {
  const events = await db().auditEvent.findMany({
    where: { operationId, action: { in: ["client.create", "client.delete"] } },
    orderBy: { seq: "asc" },
  });
  return events.map(({ outcome }) => outcome);
}

const FINAL = ["succeeded", "rejected", "orphaned", "absent", "not_done"];

/**
 * "Nothing lost" for one cluster: no more clients than create requests, each client with its right origin, no open
 * operation, and exactly one final event for each operation.
 */
export async function expectNothingLost(simulator: Simulator, clusterId: string): Promise<void> {
  const operations = await db().operation.findMany({ where: { clusterId } });
  const creates = operations.filter(({ kind }) => kind === "create");
  const upstream = simulator.state.cluster(clusterId)?.clients ?? [];
  const created = upstream.filter(({ name }) => creates.some(({ clientName }) => clientName === name));
  expect(created.length).toBeLessThanOrEqual(creates.length);
  for (const { id, state, openKey } of operations) {
    expect({ state, openKey }).toEqual({ state: expect.not.stringMatching(/^(requested|unknown)$/), openKey: null });
    expect((await outcomesOf(id)).filter((outcome) => FINAL.includes(outcome))).toHaveLength(1);
  }
  const { clients, stale } = await refreshedClients(AUDITOR, clusterId);
  expect(stale).toBeNull();
  expect(clients.map(({ clientId }) => clientId).toSorted()).toEqual(
    upstream.map(({ clientId }) => clientId).toSorted(),
  );
  for (const { clientId, origin } of clients) {
    const create = creates.find((row) => row.clientId === clientId);
    expect(origin).toBe(create === undefined ? "unmanaged" : create.state === "succeeded" ? "managed" : "orphaned");
  }
}
