import { describe, expect, it } from "vitest";
import { auditFilterSchema, readAuditFilter } from "@/lib/contract/audit";

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
