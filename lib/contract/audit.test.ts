import { describe, expect, it } from "vitest";
import { auditEventSchema, auditFilterSchema, readAuditFilter } from "@/lib/contract/audit";

describe("an audit filter", () => {
  it.each([
    ["before", "2147483648"],
    ["before", "0"],
    ["person", "a\0b"],
    ["client", "\0"],
    ["cluster", "x".repeat(201)],
    ["from", "0000-01-01T00:00:00Z"],
    ["to", "yesterday"],
    ["action", "client.forget"],
    ["colour", "red"],
  ])("refuses %s=%j, which the databases can't process", (name, value) => {
    expect(auditFilterSchema.safeParse({ [name]: value }).success).toBe(false);
  });

  it("from a URL leaves out invalid fields, and starts at the first page", () => {
    const query = { person: "Ada", client: "\0", from: "never", before: "7", outcome: ["succeeded"] };
    expect(readAuditFilter(query)).toEqual({ person: "Ada" });
  });
});

it("an event of a newer version is accepted with its unknown action, outcome and details", () => {
  const nobody = { actorId: null, role: null, address: null, requestId: null, operationId: null };
  const nowhere = { clusterId: null, clusterName: null, clientId: null, clientName: null };
  const event = {
    ...{ seq: 1, at: "2026-03-04T12:00:00.000Z", actorName: "Latchkey", ...nobody, ...nowhere },
    ...{ action: "client.rotate", outcome: "halfway", detail: { later: true } },
  };
  expect(auditEventSchema.parse(event)).toEqual(event);
});
