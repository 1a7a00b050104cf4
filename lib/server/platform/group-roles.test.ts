import { describe, expect, it } from "vitest";
import { parseGroupRoles } from "@/lib/server/platform/group-roles";

describe("the roles of groups", () => {
  it("are for all clusters, or for those with names of a pattern", () => {
    const text = "latchkey-admins=admin, orders-team=creator:orders-*;\n /eu/auditors = auditor:* , it=owner\n";
    expect(parseGroupRoles(text)).toEqual({
      roles: [
        { group: "latchkey-admins", role: "admin", pattern: null },
        { group: "orders-team", role: "creator", pattern: "orders-*" },
        { group: "/eu/auditors", role: "auditor", pattern: null },
        { group: "it", role: "owner", pattern: null },
      ],
      faults: [],
    });
  });

  it("can give one group several roles on different clusters, and belong to groups with an equals sign", () => {
    const { roles, faults } = parseGroupRoles("cn=ops=admin:orders *,cn=ops=auditor,a=admin:b=owner");
    expect(faults).toEqual([]);
    expect(roles).toEqual([
      { group: "cn=ops", role: "admin", pattern: "orders *" },
      { group: "cn=ops", role: "auditor", pattern: null },
      { group: "a=admin:b", role: "owner", pattern: null },
    ]);
  });

  it.each([
    ["team", "is not <group>=<role>"],
    ["=admin", "is not <group>=<role>"],
    [" =admin", "is not <group>=<role>"],
    ["team=", "is not <group>=<role>"],
    ["team=root", "is not <group>=<role>"],
    ["team=Admin", "is not <group>=<role>"],
    ["team=constructor", "is not <group>=<role>"],
    ["team=admin:", "without a pattern"],
    ["team=owner:orders-*", "an owner is one for all"],
    ["team=admin,team=auditor", "two entries"],
    ["team=admin,team=auditor:*", "two entries"],
    [`${"x".repeat(257)}=admin`, "more than 256 characters"],
    [`team=admin:${"x".repeat(257)}`, "more than 256 characters"],
  ])("are refused as %j", (text, fault) => {
    expect(parseGroupRoles(text).faults).toEqual([expect.stringContaining(fault)]);
  });
});
