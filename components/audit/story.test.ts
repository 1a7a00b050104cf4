import { expect, it } from "vitest";
import { entriesOf } from "@/components/audit/story";
import type { AuditEvent } from "@/lib/contract/audit";

const event = (seq: number, action: string, operationId: string | null = null): AuditEvent => ({
  ...{ seq, action, operationId, at: "2026-11-26T08:00:00.000Z", actorName: "Demo owner", actorId: null, role: null },
  ...{ address: null, outcome: "succeeded", clusterId: null, clusterName: null, clientId: null, clientName: null },
  ...{ requestId: null, detail: {} },
});

it("joins the events of an operation where its outcome stands, and leaves the others alone", () => {
  const events = [
    event(9, "secret.copied", "a"),
    event(8, "session.sign-in"),
    event(7, "client.create", "b"),
    event(6, "client.create", "a"),
    event(5, "client.create", "b"),
    event(4, "client.create", "a"),
    event(3, "secret.shown", "c"),
  ];
  const told = entriesOf(events).map(({ main, steps }) => [main.seq, steps.map(({ seq }) => seq)]);
  expect(told).toEqual([
    [8, [8]],
    [7, [5, 7]],
    [6, [4, 6, 9]],
    [3, [3]],
  ]);
});

it("joins the start of a rotation, and not its steps", () => {
  const detail = { rotation: "r" };
  const events = [
    { ...event(4, "rotation.change"), detail },
    { ...event(3, "rotation.start"), detail },
    { ...event(2, "rotation.start"), detail: { rotation: "other" } },
    { ...event(1, "rotation.start"), detail },
  ];
  const told = entriesOf(events).map(({ steps }) => steps.map(({ seq }) => seq));
  expect(told).toEqual([[4], [1, 3], [2]]);
});
