import { expect, it } from "vitest";
import { ROLES } from "@/lib/contract/roles";
import { type Access, roleOn, strongestRole, visibleIn } from "@/lib/server/access/principal";

const none = new Map();

it.each([
  [{ everywhere: null, byCluster: none }, null],
  [{ everywhere: "creator", byCluster: none }, "creator"],
  [{ everywhere: null, byCluster: new Map([["a", "auditor"]]) }, "auditor"],
  [{ everywhere: "auditor", byCluster: new Map([["a", "admin"]]) }, "admin"],
  [{ everywhere: "owner", byCluster: new Map([["a", "auditor"]]) }, "owner"],
] as [Access, string | null][])("the strongest role of %j is %j", (access, role) => {
  expect(strongestRole(access)).toBe(role);
});

it("the role on a cluster is the stronger one of that cluster's and that of all clusters", () => {
  const access: Access = { everywhere: "creator", byCluster: new Map([["a", "admin"]]) };
  expect([roleOn(access, "a"), roleOn(access, "b")]).toEqual(["admin", "creator"]);
  expect(roleOn({ ...access, everywhere: null }, "b")).toBeNull();
});

it("a query is limited to the clusters of a member who holds no role on all of them", () => {
  const member = { memberId: "m", name: "Test", address: null, requestId: null };
  const byCluster: Access["byCluster"] = new Map([
    ["a", "admin"],
    ["b", "auditor"],
  ]);
  const on = (access: Access) => visibleIn({ ...member, role: "admin", access }, "clusterId");
  expect(on({ everywhere: null, byCluster })).toEqual({ clusterId: { in: ["a", "b"] } });
  expect(on({ everywhere: null, byCluster: none })).toEqual({ clusterId: { in: [] } });
  for (const everywhere of ROLES) expect(on({ everywhere, byCluster })).toEqual({});
});
