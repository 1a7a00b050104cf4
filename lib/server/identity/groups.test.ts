import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findAccessText, replaceGrants } from "@/lib/server/access/grants";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { findVisitor } from "@/lib/server/identity/find-visitor";
import { readGroups } from "@/lib/server/identity/groups";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import {
  type HostileProvider,
  signInThrough,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db, transaction } from "@/lib/server/platform/database/db";
import { parseGroupRoles } from "@/lib/server/platform/group-roles";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

let provider: HostileProvider;
let lines: string[] = [];

const GROUPS = {
  LATCHKEY_GROUPS_CLAIM: "groups",
  LATCHKEY_GROUP_ROLES:
    "admins=admin, orders=creator:orders-*, orders=auditor, bosses=owner, night=creator:night-*, constructor=owner",
};

beforeAll(async () => {
  provider = await startHostileProvider();
  signInThrough(provider);
});
afterAll(async () => {
  await provider.stop();
  restoreSettings();
});
/** Reads groups as with these roles and this name of the claim. */
const read = (claims: unknown, claim = "groups") =>
  readGroups(claims, { claim, roles: parseGroupRoles(GROUPS.LATCHKEY_GROUP_ROLES).roles });

beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
});

describe("the groups in the claims of one source", () => {
  it.each([
    ["a list", { groups: ["admins", "others", "orders"] }, ["admins", "orders"]],
    ["one text", { groups: "admins" }, ["admins"]],
    ["a list with other types", { groups: [1, null, ["admins"], { admins: true }, "orders"] }, ["orders"]],
    ["the same group twice", { groups: ["admins", "admins"] }, ["admins"]],
    ["no known group", { groups: ["Admins", " admins", "admins ", "__proto__", "toString"] }, []],
    ["none", { groups: [] }, []],
  ])("are read from %s", (_, claims, names) => {
    expect(read(claims)).toEqual({ names, isComplete: true });
  });

  it.each([[{}], [{ groups: null }], [{ groups: 7 }], [{ groups: { admins: true } }], [null], ["groups"]])(
    "are not reported by %j",
    (claims) => {
      expect(read(claims)).toBeNull();
    },
  );

  it("are incomplete when there are more than the provider sends, or than are read", () => {
    const overage = { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://graph.test" } } };
    expect(read(overage)).toEqual({ names: [], isComplete: false });
    expect(read({ hasgroups: true })).toEqual({ names: [], isComplete: false });
    const many = Array.from({ length: 1_000 }, (_, at) => `group ${at}`);
    expect(read({ groups: many })).toEqual({ names: [], isComplete: true });
    expect(read({ groups: ["orders", ...many, "admins"] })).toEqual({ names: ["orders"], isComplete: false });
  });

  it("are found by a path, unless a claim has the name itself", () => {
    const keycloak = { realm_access: { roles: ["admins"] } };
    expect(read(keycloak, "realm_access.roles")?.names).toEqual(["admins"]);
    expect(read({ ...keycloak, "realm_access.roles": "orders" }, "realm_access.roles")?.names).toEqual(["orders"]);
    expect(read({ "https://a.test/groups": ["admins"] }, "https://a.test/groups")?.names).toEqual(["admins"]);
  });

  it.each(["constructor.name", "__proto__", "toString", "groups.constructor.name", "groups.length"])(
    "are never an inherited field: %s",
    (claim) => {
      expect(read({ groups: ["admins"] }, claim)).toBeNull();
    },
  );
});

describeOnBothDatabases("roles by group", () => {
  beforeEach(() => setSettings(GROUPS));
  let count = 0;
  /** Signs a person in, and returns what they may do then, in the form of the database, with their cookie. */
  async function signIn(sub: string, behavior: Parameters<HostileProvider["behave"]>[0] = {}) {
    const claims = { sub, name: "Kim", email: "kim@example.test", ...behavior.claims };
    provider.behave({ ...behavior, claims });
    const browser = openBrowser(`198.51.100.${++count}`);
    expect(await browser.signIn()).toContain("/clusters");
    const member = await db().member.findFirstOrThrow({ where: { subject: sub } });
    const access: unknown = JSON.parse(await transaction((tx) => findAccessText(tx, member.id)));
    return { access, member, browser };
  }
  const changesOf = async (memberId: string) => {
    const events = await db().auditEvent.findMany({ where: { action: "member.change" }, orderBy: { seq: "asc" } });
    return events.filter(({ detail }) => detail.includes(memberId));
  };

  it("come with the group, change with it, go with it, and each change is an event of Latchkey", async () => {
    const sub = crypto.randomUUID();
    const { access, member } = await signIn(sub, { claims: { groups: ["orders"] } });
    expect(access).toEqual({ "name:orders-*": "creator", "*": "auditor" });
    expect((await signIn(sub, { claims: { groups: ["orders"] } })).access).toEqual(access);
    expect((await signIn(sub, { claims: { groups: ["admins", "constructor"] } })).access).toEqual({ "*": "owner" });
    expect((await signIn(sub, { claims: { groups: [] } })).access).toEqual({});
    expect((await signIn(sub)).access).toEqual({});

    const events = await changesOf(member.id);
    expect(events.map(({ detail }) => JSON.parse(detail))).toEqual([
      {
        member: { id: member.id, name: "Kim", address: "kim@example.test" },
        from: [],
        to: ["auditor on all clusters by group orders", "creator on name:orders-* by group orders"],
      },
      {
        member: { id: member.id, name: "Kim", address: "kim@example.test" },
        from: ["auditor on all clusters by group orders", "creator on name:orders-* by group orders"],
        to: ["admin on all clusters by group admins", "owner on all clusters by group constructor"],
      },
      {
        member: { id: member.id, name: "Kim", address: "kim@example.test" },
        from: ["admin on all clusters by group admins", "owner on all clusters by group constructor"],
        to: [],
      },
    ]);
    for (const event of events) expect(event).toMatchObject({ actorName: "Latchkey", outcome: "succeeded" });
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });

  it("change the sessions that are live in other browsers", async () => {
    const sub = crypto.randomUUID();
    const first = await signIn(sub, { claims: { groups: ["admins"] } });
    const cookie = Array.from(first.browser.jar, ([name, value]) => `${name}=${value}`).join("; ");
    const roleInFirst = async () => (await findVisitor(new Headers({ cookie })))?.facts.role;
    expect(await roleInFirst()).toBe("admin");
    await signIn(sub);
    expect(await roleInFirst()).toBeNull();
  });

  it("for names alone are roles before a cluster with such a name is known", async () => {
    const { browser } = await signIn(crypto.randomUUID(), { claims: { groups: ["night"] } });
    const cookie = Array.from(browser.jar, ([name, value]) => `${name}=${value}`).join("; ");
    const visitor = await findVisitor(new Headers({ cookie }));
    // Without a role, this person could not even have the list read in which such a cluster would appear.
    expect(visitor?.principal).toMatchObject({ role: "creator", access: { everywhere: null, byCluster: new Map() } });
  });

  it("stand beside the roles that owners gave, and never touch them", async () => {
    const sub = crypto.randomUUID();
    const { member } = await signIn(sub);
    const grant = { target: "*", role: "auditor", group: "" } as const;
    await transaction((tx) => replaceGrants(tx, member.id, "owners", [grant]));
    expect((await signIn(sub, { claims: { groups: ["admins"] } })).access).toEqual({ "*": "admin" });
    expect((await signIn(sub)).access).toEqual({ "*": "auditor" });
  });

  it("come from the ID token if it says anything about groups, otherwise from userinfo", async () => {
    const [both, alone] = [crypto.randomUUID(), crypto.randomUUID()];
    const userinfo = { groups: ["admins"] };
    expect((await signIn(both, { claims: { groups: [] }, userinfo })).access).toEqual({});
    expect(provider.requests()).not.toContain("userinfo");
    expect((await signIn(alone, { userinfo })).access).toEqual({ "*": "admin" });
    expect((await signIn(alone, { userinfo: { realm_access: {} } })).access).toEqual({});
  });

  it("go when the provider has too many groups to send, with a warning and an event that says so", async () => {
    const sub = crypto.randomUUID();
    const { member } = await signIn(sub, { claims: { groups: ["admins"] } });
    expect(lines.join("")).not.toContain("did not send all groups");
    const claims = { _claim_names: { groups: "src1" } };
    // What userinfo says does not count: the ID token said that there are too many.
    expect((await signIn(sub, { claims, userinfo: { groups: ["admins"] } })).access).toEqual({});
    expect(lines.filter((line) => line.includes("did not send all groups"))).toEqual([
      expect.stringContaining(member.id),
    ]);
    expect(JSON.parse((await changesOf(member.id)).at(-1)?.detail ?? "")).toMatchObject({ groups: "incomplete" });
  });

  it("go when the settings are removed", async () => {
    const sub = crypto.randomUUID();
    const { member } = await signIn(sub, { claims: { groups: ["admins"] } });
    setSettings({ LATCHKEY_GROUPS_CLAIM: "", LATCHKEY_GROUP_ROLES: "" });
    expect((await signIn(sub, { claims: { groups: ["admins"] } })).access).toEqual({});
    expect(await changesOf(member.id)).toHaveLength(2);
  });
});
