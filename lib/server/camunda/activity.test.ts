import { expect, it } from "vitest";
import { readEntry } from "@/lib/server/camunda/activity";

const CLUSTER = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
const ENTRY = {
  service: "console",
  orgId: "organization",
  audit: "API client orders-worker created",
  auditType: "c",
  entity: "client",
  entityId: "client-id",
  userId: "auth0|1",
  timestamp: Date.UTC(2026, 0, 2),
  parentEntity: "cluster",
  parentEntityId: CLUSTER.toUpperCase(),
};

it("reads a create of a client", () => {
  expect(readEntry(ENTRY)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    kind: "create",
    at: new Date("2026-01-02T00:00:00Z"),
    entityId: "client-id",
    names: [],
    clusterId: CLUSTER,
    userId: "auth0|1",
    text: "API client orders-worker created",
    saysClient: true,
  });
});

it.each(Object.keys(ENTRY).filter((field) => field !== "auditType"))(
  "reads an entry whose %s is missing, null or odd",
  (field) => {
    const without = Object.fromEntries(Object.entries(ENTRY).filter(([name]) => name !== field));
    for (const entry of [without, { ...ENTRY, [field]: null }, { ...ENTRY, [field]: { odd: [1] } }])
      expect(readEntry(entry)).toMatchObject({ kind: "create" });
  },
);

it.each([
  ["milliseconds", 1_767_312_000_000, "2026-01-02T00:00:00.000Z"],
  ["seconds", 1_767_312_000, "2026-01-02T00:00:00.000Z"],
  ["a text of milliseconds", "1767312000000", "2026-01-02T00:00:00.000Z"],
  ["ISO 8601", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00.000Z"],
  ["a negative number", -1, null],
  ["a number beyond all years", 1e20, null],
  ["no time", "soon", null],
  ["an empty text", "", null],
] as const)("reads a timestamp that is %s", (_, timestamp, at) => {
  expect(readEntry({ ...ENTRY, timestamp })?.at?.toISOString() ?? null).toBe(at);
});

it.each([
  ["client", "x", true],
  ["zeebe-client", "x", true],
  ["M2M_APPLICATION", "x", true],
  ["resource", "API client x created", true],
  [null, "Client credentials created", true],
  ["cluster", "cluster client-tests created", false],
  ["organizationMember", "client", false],
  ["resource", "something created", false],
] as const)("an entry about %j that says %j: about a client %s", (entity, audit, saysClient) => {
  expect(readEntry({ ...ENTRY, entity, audit })?.saysClient).toBe(saysClient);
});

it.each([
  null,
  1,
  "text",
  [],
  {},
  { ...ENTRY, auditType: "r" },
  { ...ENTRY, auditType: null },
  { ...ENTRY, auditType: 1 },
])("leaves out %j", (value) => {
  expect(readEntry(value)).toBeNull();
});

it("tells entries apart by their content, and gives the same one the same ID", () => {
  expect(readEntry({ ...ENTRY })?.id).toBe(readEntry(ENTRY)?.id);
  for (const field of ["audit", "entity", "entityId", "userId", "parentEntityId"])
    expect(readEntry({ ...ENTRY, [field]: "other" })?.id).not.toBe(readEntry(ENTRY)?.id);
});

it("cuts long texts and takes out what is invisible", () => {
  const entry = readEntry({ ...ENTRY, audit: `client \u202e${"x".repeat(1_000)}`, userId: "a\u0000b" });
  expect(entry?.text).toMatch(/^client x+…$/);
  expect([entry?.text.length, entry?.userId]).toEqual([500, "ab"]);
});
