import { expect, it } from "vitest";
import { ROLES, type Role } from "@/lib/contract/roles";
import {
  type Access,
  accessKey,
  findVisible,
  findVisibleIds,
  roleOn,
  rolesOn,
  strongestRole,
  visibleClusters,
} from "@/lib/server/access/principal";
import { everywhere, onClusters } from "@/lib/server/access/testing/principals";
import type { Db } from "@/lib/server/platform/database/db";

it.each([
  [onClusters({}), null],
  [everywhere("creator"), "creator"],
  [onClusters({ a: "auditor" }), "auditor"],
  [{ ...onClusters({ a: "admin" }), everywhere: "auditor" }, "admin"],
  [{ ...onClusters({ a: "auditor" }), everywhere: "owner" }, "owner"],
  [{ ...onClusters({ a: "auditor" }), byName: new Map([["name:b*", "creator"]]) }, "creator"],
] as [Access, string | null][])("the strongest role of %j is %j", (access, role) => {
  expect(strongestRole(access)).toBe(role);
});

it("the role on a cluster is the stronger one of that cluster's and that of all clusters, without a statement", async () => {
  const access: Access = { ...onClusters({ a: "admin" }), everywhere: "creator" };
  const noDatabase = {} as Db;
  expect(await roleOn({ ...access, everywhere: null }, "b", noDatabase)).toBeNull();
  const roles = [
    ["a", "admin"],
    ["b", "creator"],
  ];
  expect([...(await rolesOn(access, ["a", "b"], noDatabase))]).toEqual(roles);
});

const member = { memberId: "m", name: "Test", address: null, requestId: null, role: "admin" } as const;

it("a query is limited to the clusters of a member who holds no role on all of them", async () => {
  const some = onClusters({ a: "admin", b: "auditor" });
  expect(await findVisibleIds({ ...member, access: some })).toEqual(["a", "b"]);
  expect(await findVisible({ ...member, access: some }, "clusterId")).toEqual({ clusterId: { in: ["a", "b"] } });
  expect(await findVisibleIds({ ...member, access: onClusters({}) })).toEqual([]);
  for (const role of ROLES) {
    const access = { ...some, everywhere: role };
    expect([await findVisibleIds({ ...member, access }), visibleClusters({ ...member, access })]).toEqual([null, {}]);
    expect(await findVisible({ ...member, access }, "clusterId")).toEqual({});
  }
});

it("work is shared by those who hold the same roles on the same clusters, and by nobody else", () => {
  const named = (target: string, role: Role) => ({ ...onClusters({}), byName: new Map([[target, role]]) });
  const accesses = () => [
    ...[everywhere("auditor"), everywhere("creator"), onClusters({ a: "auditor" }), onClusters({ b: "auditor" })],
    ...[onClusters({ a: "creator" }), named("name:a*", "auditor"), named("name:a*", "creator")],
    named("name:b*", "auditor"),
  ];
  const keys = accesses().map((access) => accessKey({ ...member, access }));
  expect(new Set(keys).size).toBe(8);
  expect(accesses().map((access) => accessKey({ ...member, memberId: "other", access }))).toEqual(keys);
});
