import { beforeEach, describe, expect, it } from "vitest";
import {
  addMemberInputSchema,
  type ChangeMemberInput,
  changeMemberInputSchema,
  type GrantInput,
} from "@/lib/contract/members";
import type { Role } from "@/lib/contract/roles";
import { ALL_CLUSTERS, replaceGrants } from "@/lib/server/access/grants";
import { clustersNamed } from "@/lib/server/access/named-clusters";
import { AUDITOR, everywhere, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { type Identity, recordSignIn } from "@/lib/server/identity/member";
import { findSession } from "@/lib/server/identity/session";
import { openVisit } from "@/lib/server/identity/testing/visits";
import { addMember } from "@/lib/server/members/add-member";
import { changeMember, removeMember } from "@/lib/server/members/change-member";
import { getMember } from "@/lib/server/members/get-member";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";
import { listMembers } from "@/lib/server/members/list-members";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";

const ORDERS = "11111111-1111-4111-8111-111111111111";
const CLAIMS = "22222222-2222-4222-8222-222222222222";
const GONE = "33333333-3333-4333-8333-333333333333";
const ALL: GrantInput = { role: "auditor", clusters: "all" };

function person(email: string, facts: Partial<Identity> = {}): Identity {
  const subject = crypto.randomUUID();
  return { issuer: "https://id.test", subject, name: "Noah Nobody", email, emailVerified: true, role: null, ...facts };
}
const signIn = (identity: Identity) => transaction((tx) => recordSignIn(tx, identity));
const namesOf = async (search?: string) =>
  (await listMembers(OWNER, { search })).members.map(({ name, email }) => name || email);
const rowOf = async (id: string) => (await listMembers(OWNER)).members.find((member) => member.id === id);
/** What the newest event says. */
async function lastEvent() {
  const { action, outcome, detail, actorName } = await db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });
  return { action, outcome, actorName, ...JSON.parse(detail) };
}
const eventCount = () => db().auditEvent.count();

/** No members but one owner, and two clusters that were just listed. */
async function startOver(): Promise<void> {
  await db().member.deleteMany();
  await db().cluster.deleteMany();
  const seenAt = new Date();
  const rows = [
    { id: ORDERS, name: "orders-prod", sortName: "orders-prod" },
    { id: CLAIMS, name: "claims-prod", sortName: "claims-prod" },
    { id: GONE, name: "gone", sortName: "gone", goneAt: seenAt },
  ];
  await db().cluster.createMany({ data: rows.map((row) => ({ ...row, seenAt })) });
  await db().organization.updateMany({ data: { clustersListedAt: seenAt } });
  await openVisit("owner", ALL_CLUSTERS, OWNER.memberId);
}

describe("the input", () => {
  const grantsOf = (...grants: unknown[]) => changeMemberInputSchema.safeParse({ grants }).error?.issues ?? [];
  const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());

  it.each(["noah@example.test", " Noah.O'Brien+1@example.co.uk ", `${"x".repeat(60)}@${"y".repeat(60)}.test`])(
    "takes the address %j",
    (email) => {
      expect(addMemberInputSchema.parse({ email, grants: [ALL] }).email).toBe(email.trim());
    },
  );

  it.each([
    ...[
      "",
      "noah",
      "@example.test",
      "noah@",
      "no ah@example.test",
      "a@b@c.test",
      "\u212aim@example.test",
      "a@b\0.test",
    ],
    ...["Noah <noah@example.test>", "noah@example.test\nbcc:x@y.test", `${"x".repeat(250)}@e.test`, "\u202ea@b.test"],
  ])("refuses the address %j", (email) => {
    const { error } = addMemberInputSchema.safeParse({ email, grants: [ALL] });
    expect(error?.issues.map(({ path }) => path)).toContainEqual(["email"]);
  });

  it("takes different roles on different clusters, up to 200 of them", () => {
    expect(grantsOf(ALL, { role: "admin", clusters: ids(199) })).toEqual([]);
    expect(grantsOf({ role: "owner", clusters: "all" })).toEqual([]);
  });

  it.each([
    ["an owner of some clusters", [{ role: "owner", clusters: [ORDERS] }], "An owner has access to all clusters"],
    ["no cluster", [{ role: "admin", clusters: [] }], "1 to 200"],
    ["201 clusters", [{ role: "admin", clusters: ids(201) }], "1 to 200"],
    ["200 clusters and all", [ALL, { role: "admin", clusters: ids(200) }], "at most 200"],
    ["no role", [], "Choose a role"],
    ["a cluster twice", [{ role: "admin", clusters: [ORDERS, ORDERS] }], "Choose it once"],
    ["all clusters twice", [ALL, { role: "admin", clusters: "all" }], "Choose it once"],
    ["a cluster that is no ID", [{ role: "admin", clusters: ["name:*"] }], ""],
    ["a pattern", [{ role: "admin", clusters: "*" }], "1 to 200"],
    ["an unknown role", [{ role: "root", clusters: "all" }], ""],
    ["a group", [{ ...ALL, group: "ops" }], ""],
  ])("refuses %s", (_, grants, words) => {
    expect(grantsOf(...grants).map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  it("changes either the access or whether the member is disabled", () => {
    for (const input of [{}, { grants: [ALL], disabled: true }, { disabled: "yes" }, { disabled: null }])
      expect(changeMemberInputSchema.safeParse(input).success).toBe(false);
  });
});

describeOnBothDatabases("an invitation", () => {
  beforeEach(startOver);
  const invite = (email = "Noah@Example.test", ...grants: GrantInput[]) =>
    addMember(OWNER, { email, grants: grants.length > 0 ? grants : [{ role: "creator", clusters: [ORDERS] }] });

  it("stands in the list, is taken up by the verified address, and gives the role on these clusters", async () => {
    const { id } = await invite();
    expect(await lastEvent()).toEqual({
      action: "member.add",
      outcome: "succeeded",
      actorName: OWNER.name,
      member: { id, name: "", address: "noah@example.test" },
      from: [],
      to: [{ role: "creator", clusters: [{ id: ORDERS, name: "orders-prod" }] }],
    });
    const access = [{ role: "creator", group: null, on: { count: 1, names: ["orders-prod"] } }];
    const invited = { email: "noah@example.test", state: "invited", role: "creator", access, subject: null };
    expect(await rowOf(id)).toMatchObject({ ...invited, name: "", emailVerified: false, lastSeenAt: null });
    await signIn(person("noah@example.test"));
    expect(await rowOf(id)).toMatchObject({
      ...invited,
      name: "Noah Nobody",
      state: "active",
      subject: expect.any(String),
    });
  });

  it("of an address that is invited, or has been taken up, is refused", async () => {
    const { id } = await invite();
    const message = new AppError("address_taken").message;
    await expect(invite("NOAH@example.test")).rejects.toMatchObject({ code: "address_taken", status: 409, message });
    await signIn(person("noah@example.test"));
    await expect(invite()).rejects.toMatchObject({
      code: "address_taken",
      message: expect.stringContaining("They have signed in already"),
    });
    await removeMember(OWNER, id);
    await expect(invite()).rejects.toThrow("They were removed");
  });

  it("of somebody who signed in with that verified address is refused, but not of an unverified one", async () => {
    await signIn(person("Noah@example.test"));
    await expect(invite()).rejects.toThrow("use Give access");
    await signIn(person("una@example.test", { emailVerified: false }));
    await expect(invite("una@example.test")).resolves.toMatchObject({ id: expect.any(String) });
  });

  it("of the address of somebody removed says whether somebody is still listed with it", async () => {
    const former = await signIn(person("noah@example.test"));
    await removeMember(OWNER, former.id);
    await expect(invite()).rejects.toThrow("Somebody has signed in with this address before. They were removed");
    await signIn(person("noah@example.test"));
    await expect(invite()).rejects.toThrow("They have signed in already: use Give access or Change access");
  });

  it("of one address by two owners at the same moment is made once", async () => {
    const results = await Promise.allSettled([invite(), invite()]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db().member.count({ where: { grantedEmail: "noah@example.test" } })).toBe(1);
  });

  it("names clusters that exist", async () => {
    const before = await eventCount();
    for (const id of [GONE, crypto.randomUUID()])
      await expect(invite("new@example.test", { role: "admin", clusters: [ORDERS, id] })).rejects.toMatchObject({
        code: "invalid_input",
        fields: { "grants.0.clusters": expect.stringContaining("no longer exists") },
      });
    expect([await eventCount(), await db().member.count()]).toEqual([before, 1]);
  });

  it("that is taken back gives nothing, and can be made again", async () => {
    const { id } = await invite();
    await removeMember(OWNER, id);
    expect(await lastEvent()).toMatchObject({
      action: "member.remove",
      member: { id, name: "", address: "noah@example.test" },
      from: ["invited", { role: "creator", clusters: [{ id: ORDERS }] }],
      to: [],
    });
    const member = await signIn(person("noah@example.test"));
    expect(await rowOf(member.id)).toMatchObject({ state: "no_access", role: null, access: [] });
    await expect(removeMember(OWNER, id)).rejects.toMatchObject({ code: "member_not_found" });
    await invite("second@example.test");
    await removeMember(OWNER, (await db().member.findFirstOrThrow({ where: { email: "second@example.test" } })).id);
    await invite("second@example.test");
  });

  it("can't be disabled", async () => {
    const { id } = await invite();
    await expect(changeMember(OWNER, id, { disabled: true })).rejects.toMatchObject({
      code: "operation_changed",
      message: expect.stringContaining("Take the invitation back"),
    });
    expect(await rowOf(id)).toMatchObject({ state: "invited" });
  });
});

describeOnBothDatabases("a member", () => {
  beforeEach(startOver);

  it("who signed in without access gets some, and other access at the next request", async () => {
    const { memberId: id, sessionId } = await openVisit(null);
    expect(await rowOf(id)).toMatchObject({ state: "no_access", role: null });
    await changeMember(OWNER, id, { grants: [ALL, { role: "admin", clusters: [ORDERS] }] });
    const given = [
      { role: "admin", clusters: [{ id: ORDERS, name: "orders-prod" }] },
      { role: "auditor", clusters: "all" },
    ];
    const change = { action: "member.change", outcome: "succeeded", member: { id } };
    expect(await lastEvent()).toMatchObject({ ...change, from: [], to: given });
    expect(await getMember(OWNER, id)).toEqual({ grants: given });
    expect(await rowOf(id)).toMatchObject({ state: "active", role: "admin" });
    expect(JSON.parse((await findSession(sessionId))?.access ?? "")).toEqual({ [ORDERS]: "admin", "*": "auditor" });

    const to = [{ role: "creator", clusters: [{ id: CLAIMS, name: "claims-prod" }] }];
    await changeMember(OWNER, id, { grants: [{ role: "creator", clusters: [CLAIMS] }] });
    expect(await lastEvent()).toMatchObject({ action: "member.change", from: given, to });
    expect(JSON.parse((await findSession(sessionId))?.access ?? "")).toEqual({ [CLAIMS]: "creator" });
    const before = await eventCount();
    await changeMember(OWNER, id, { grants: [{ role: "creator", clusters: [CLAIMS] }] });
    expect(await eventCount()).toBe(before);
  });

  it("has clusters of one name in the order of their IDs, whichever was stored first", async () => {
    const twin = "00000000-0000-4000-8000-00000000000a";
    const facts = { name: "claims-prod", sortName: "claims-prod", seenAt: new Date() };
    await db().cluster.create({ data: { id: twin, ...facts } });
    const { memberId: id } = await openVisit(null);
    const clusters = [CLAIMS, twin];
    await changeMember(OWNER, id, { grants: [{ role: "creator", clusters }] });
    const [given] = (await getMember(OWNER, id)).grants;
    expect(given?.clusters).toMatchObject([{ id: twin }, { id: CLAIMS }]);
  });

  it("keeps what groups give when owners change the rest, and the event names clusters that are gone", async () => {
    const { memberId: id } = await openVisit("auditor", GONE);
    await transaction((tx) =>
      replaceGrants(tx, id, "groups", [{ target: clustersNamed("orders-*"), role: "admin", group: "ops" }]),
    );
    await changeMember(OWNER, id, { grants: [{ role: "creator", clusters: [CLAIMS] }] });
    expect((await rowOf(id))?.access).toEqual([
      { role: "admin", group: "ops", on: { pattern: "orders-*" } },
      { role: "creator", group: null, on: { count: 1, names: ["claims-prod"] } },
    ]);
    expect((await lastEvent()).from).toEqual([{ role: "auditor", clusters: [{ id: GONE, name: "gone" }] }]);
  });

  it("who is disabled is signed out for good, and back with the same access when enabled", async () => {
    const { memberId: id, sessionId } = await openVisit("admin");
    await changeMember(OWNER, id, { disabled: true });
    expect(await lastEvent()).toMatchObject({ action: "member.disable", from: "enabled", to: "disabled" });
    expect(await findSession(sessionId)).toBeNull();
    expect(await rowOf(id)).toMatchObject({ state: "disabled", role: "admin" });
    await changeMember(OWNER, id, { disabled: false });
    expect(await lastEvent()).toMatchObject({ action: "member.enable", from: "disabled", to: "enabled" });
    expect(await rowOf(id)).toMatchObject({ state: "active", role: "admin" });
    expect(await findSession(sessionId)).toBeNull();
    const before = await eventCount();
    await changeMember(OWNER, id, { disabled: false });
    expect(await eventCount()).toBe(before);
  });

  it("who is removed loses access and sessions, and is listed without access after the next sign-in", async () => {
    const identity = person("noah@example.test");
    const { id } = await signIn(identity);
    await changeMember(OWNER, id, { grants: [ALL] });
    await transaction((tx) => replaceGrants(tx, id, "groups", [{ target: "*", role: "admin", group: "ops" }]));
    const { sessionId, memberId } = await openVisit("auditor", GONE);
    for (const each of [id, memberId]) await removeMember(OWNER, each);
    expect(await lastEvent()).toMatchObject({
      action: "member.remove",
      member: { id: memberId },
      from: [{ role: "auditor", clusters: [{ id: GONE, name: "gone" }] }],
      to: [],
    });
    expect([await rowOf(id), await findSession(sessionId)]).toEqual([undefined, null]);
    for (const work of [() => getMember(OWNER, id), () => changeMember(OWNER, id, { grants: [ALL] })])
      await expect(work()).rejects.toMatchObject({ code: "member_not_found", status: 404 });
    await signIn(identity);
    expect(await rowOf(id)).toMatchObject({ state: "no_access", access: [] });
  });

  it("is changed by two owners at once: the last change counts, and each event says what it replaced", async () => {
    const { memberId: id } = await openVisit("auditor");
    await Promise.all(
      (["creator", "admin"] as const).map((role) => changeMember(OWNER, id, { grants: [{ role, clusters: "all" }] })),
    );
    const events = await db().auditEvent.findMany({
      where: { action: "member.change" },
      orderBy: { seq: "desc" },
      take: 2,
    });
    const [last, first] = events.map(({ detail }) => JSON.parse(detail));
    expect([first.from[0].role, last.from[0].role]).toEqual(["auditor", first.to[0].role]);
    expect((await rowOf(id))?.role).toBe(last.to[0].role);
  });

  it.each([
    ["lowered", { grants: [ALL] }],
    ["disabled", { disabled: true }],
    ["removed", null],
  ] as const)("is not changed by an owner who was %s after their request had come in", async (_, input) => {
    const { memberId } = await openVisit("owner");
    const former = principalWith(everywhere("owner"), "Former owner", memberId);
    const { memberId: other } = await openVisit("auditor");
    await (input ? changeMember(OWNER, memberId, input as ChangeMemberInput) : removeMember(OWNER, memberId));
    const attempts = [
      () => changeMember(former, memberId, { grants: [{ role: "owner", clusters: "all" }] }),
      () => changeMember(former, memberId, { disabled: false }),
      () => changeMember(former, OWNER.memberId, { disabled: true }),
      () => removeMember(former, other),
      () => addMember(former, { email: "accomplice@example.test", grants: [{ role: "owner", clusters: "all" }] }),
    ];
    const before = await db().grant.findMany();
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    expect(await db().grant.findMany()).toEqual(before);
    expect(
      await db().member.count({ where: { OR: [{ disabledAt: { not: null } }, { grantedEmail: { not: null } }] } }),
    ).toBe(input && "disabled" in input ? 1 : 0);
    const refusals = await db().auditEvent.findMany({ where: { actorId: memberId, action: "access.refuse" } });
    expect(refusals.map(({ detail }) => detail)).toEqual(attempts.map(() => '{"right":"members.manage"}'));
  });

  it("can't be managed by anybody but owners of all clusters", async () => {
    const { memberId: id } = await openVisit("auditor");
    for (const role of ["auditor", "creator", "admin"] as const) {
      const principal = principalWith(everywhere(role));
      for (const work of [
        () => listMembers(principal),
        () => getMember(principal, id),
        () => addMember(principal, { email: "x@example.test", grants: [ALL] }),
        () => changeMember(principal, id, { disabled: true }),
        () => removeMember(principal, id),
      ])
        await expect(work()).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await rowOf(id)).toMatchObject({ state: "active" });
  });
});

describeOnBothDatabases("the last owner", () => {
  beforeEach(startOver);
  const ownerIds = async () =>
    (await db().grant.findMany({ where: { role: "owner" } })).map(({ memberId }) => memberId);
  const self = (id: string) => principalWith(everywhere("owner"), "Test owner", id);
  const ways: [string, (id: string) => Promise<void>][] = [
    ["lowered", (id) => changeMember(self(id), id, { grants: [{ role: "admin", clusters: "all" }] })],
    ["disabled", (id) => changeMember(self(id), id, { disabled: true })],
    ["removed", (id) => removeMember(self(id), id)],
  ];

  it.each(ways)("can't be %s, nor two owners at the same moment", async (_, end) => {
    const [id = ""] = await ownerIds();
    // A lesser role beside it changes nothing.
    await transaction((tx) => replaceGrants(tx, id, "groups", [{ target: "*", role: "auditor", group: "staff" }]));
    // Neither counts: one has not signed in, and the other depends on a group.
    await addMember(OWNER, { email: "next@example.test", grants: [{ role: "owner", clusters: "all" }] });
    const { memberId: byGroup } = await openVisit(null);
    await transaction((tx) => replaceGrants(tx, byGroup, "groups", [{ target: "*", role: "owner", group: "ops" }]));
    const before = await eventCount();
    await expect(end(id)).rejects.toMatchObject({ code: "last_owner", status: 409 });
    expect([await eventCount(), (await rowOf(id))?.role, (await rowOf(id))?.state]).toEqual([
      before,
      "owner",
      "active",
    ]);

    const { memberId: second } = await openVisit("owner");
    const results = await Promise.allSettled([end(id), end(second)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "last_owner" } });
    const rows = await Promise.all([id, second].map(rowOf));
    expect(rows.filter((row) => row?.state === "active" && row.role === "owner")).toHaveLength(1);
  });

  it("by a group alone keeps nobody else from being changed: invited, disabled, or an owner by a group too", async () => {
    const [id = ""] = await ownerIds();
    const { memberId: disabled } = await openVisit("owner");
    await changeMember(OWNER, disabled, { disabled: true });
    const all = [{ role: "owner" as const, clusters: "all" as const }];
    const { id: invited } = await addMember(OWNER, { email: "next@example.test", grants: all });
    const { memberId: byGroup } = await openVisit(null);
    await transaction((tx) => replaceGrants(tx, byGroup, "groups", [{ target: "*", role: "owner", group: "ops" }]));
    const { memberId: auditor } = await openVisit("auditor");
    await db().grant.updateMany({ where: { memberId: id }, data: { group: "ops" } });
    for (const each of [disabled, invited, byGroup, auditor]) await removeMember(OWNER, each);
    expect((await listMembers(OWNER)).members.map((member) => member.id)).toEqual([id]);
  });
});

describeOnBothDatabases("the list of members", () => {
  beforeEach(startOver);

  it("is sorted by name, or by address before the first sign-in, and searched by both", async () => {
    await addMember(OWNER, { email: "bea_1@example.test", grants: [ALL] });
    for (const name of ["worker 10", "Worker 9", "100% Ann"]) await signIn(person(`${name.at(-1)}@x.test`, { name }));
    expect(await namesOf()).toEqual(["100% Ann", "bea_1@example.test", "Test owner", "Worker 9", "worker 10"]);
    expect(await namesOf("WORKER")).toEqual(["Worker 9", "worker 10"]);
    expect(await namesOf("worker 9@x")).toEqual(["Worker 9"]);
    expect(await namesOf("%")).toEqual(["100% Ann"]);
    expect(await namesOf("a_1")).toEqual(["bea_1@example.test"]);
    expect(await namesOf("nobody")).toEqual([]);
    const { total, found, nextAfter } = await listMembers(OWNER, { search: "worker" });
    expect([total, found, nextAfter]).toEqual([5, 2, null]);
  });

  it("marks the reader's own row, and says when each was last seen", async () => {
    const { memberId } = await openVisit("auditor");
    const lastSeenAt = new Date("2026-01-02T03:04:05.000Z");
    await db().member.update({ where: { id: memberId }, data: { lastSeenAt } });
    const [own, other] = await Promise.all([OWNER.memberId, memberId].map(rowOf));
    expect([own?.isYou, other?.isYou, other?.lastSeenAt]).toEqual([true, false, lastSeenAt.toISOString()]);
  });

  it("sums up single clusters by role and source, the strongest role first, and leaves out roles that are not known", async () => {
    const { memberId: id } = await openVisit(null);
    await changeMember(OWNER, id, { grants: [{ role: "creator", clusters: [ORDERS, CLAIMS] }, ALL] });
    const rows: [target: string, role: string, group: string][] = [
      [GONE, "auditor", ""],
      [ORDERS, "creator", "ops"],
      [CLAIMS, "admin", "ops"],
      [clustersNamed("b-*"), "creator", "ops"],
      [clustersNamed("a-*"), "creator", "ops"],
      [clustersNamed("c-*"), "root", "ops"],
    ];
    await db().grant.createMany({
      data: rows.map(([target, role, group]) => ({ memberId: id, target, role, group, createdAt: new Date() })),
    });
    const access = (await rowOf(id))?.access ?? [];
    const creators = Array(4).fill("creator");
    expect(access.map(({ role }) => role)).toEqual(["admin", ...creators, "auditor", "auditor"]);
    expect(access.map(({ group, on }) => ({ group, on }))).toEqual(
      expect.arrayContaining([
        { group: "ops", on: { count: 1, names: ["claims-prod"] } },
        { group: "ops", on: { count: 1, names: ["orders-prod"] } },
        { group: "ops", on: { pattern: "a-*" } },
        { group: "ops", on: { pattern: "b-*" } },
        { group: null, on: "all" },
        { group: null, on: { count: 1, names: [] } },
        { group: null, on: { count: 2, names: ["claims-prod", "orders-prod"] } },
      ]),
    );
    // Those of one role in the order of their targets, however they are stored.
    expect(access.flatMap(({ on }) => (typeof on === "object" && "pattern" in on ? [on.pattern] : []))).toEqual([
      "a-*",
      "b-*",
    ]);
    expect(await getMember(OWNER, id)).toMatchObject({ grants: [{ role: "creator" }, { role: "auditor" }] });
    await db().grant.deleteMany({ where: { memberId: id, role: { not: "root" } } });
    expect(await rowOf(id)).toMatchObject({ state: "no_access", role: null, access: [] });
  });

  it("is paged: 20, then 100, each member once", async () => {
    for (let at = 0; at < 130; at++) await signIn(person(`p${at}@x.test`, { name: `Person ${at % 7}` }));
    const first = await listMembers(OWNER);
    const second = await listMembers(OWNER, { after: first.nextAfter ?? "" });
    const third = await listMembers(OWNER, { after: second.nextAfter ?? "" });
    expect([first, second, third].map(({ members }) => members.length)).toEqual([20, 100, 11]);
    expect(third.nextAfter).toBeNull();
    const ids = [first, second, third].flatMap(({ members }) => members.map(({ id }) => id));
    expect(new Set(ids).size).toBe(131);
    await expect(listMembers(OWNER, { after: crypto.randomUUID() })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("tells people with the same name apart, and stays small with 200 clusters each", async () => {
    const seenAt = new Date();
    const ids = Array.from({ length: 200 }, () => crypto.randomUUID());
    await db().cluster.createMany({ data: ids.map((id, at) => ({ id, name: `cluster ${at}`, seenAt })) });
    const twins = [await signIn(person("noah@example.test")), await signIn(person("noah@example.test"))];
    for (const { id } of twins) await changeMember(OWNER, id, { grants: [{ role: "admin", clusters: ids }] });
    const { members } = await listMembers(OWNER, { search: "noah" });
    expect(new Set(members.map(({ subject }) => subject)).size).toBe(2);
    expect(members[0]?.access).toEqual([
      {
        role: "admin",
        group: null,
        on: { count: 200, names: [expect.any(String), expect.any(String), expect.any(String)] },
      },
    ]);
    expect((await getMember(OWNER, twins[0]?.id ?? "")).grants[0]?.clusters).toHaveLength(200);
  });
});

describeOnBothDatabases("who may do what on a cluster", () => {
  beforeEach(startOver);
  const admin = principalWith(onClusters({ [ORDERS]: "admin" }));

  it("is told to its admins, with each reason and nothing about other clusters", async () => {
    const { memberId: id } = await openVisit("creator", ORDERS);
    const groups: [target: string, role: Role, group: string][] = [
      [clustersNamed("orders-*"), "owner", "ops"],
      [clustersNamed("claims-*"), "owner", "ops"],
      ["*", "auditor", "staff"],
    ];
    const rows = groups.map(([target, role, group]) => ({ target, role, group }));
    await transaction((tx) => replaceGrants(tx, id, "groups", rows));
    await openVisit("admin", CLAIMS);
    await openVisit(null);
    const { memberId: disabled } = await openVisit("admin");
    await changeMember(OWNER, disabled, { disabled: true });
    await addMember(OWNER, { email: "new@example.test", grants: [{ role: "admin", clusters: [ORDERS, CLAIMS] }] });
    const { members, total } = await listClusterAccess(admin, ORDERS);
    expect(members.map(({ name, email, state, role, reasons }) => [name || email, state, role, reasons])).toEqual([
      ["new@example.test", "invited", "admin", [{ role: "admin", group: null, on: "cluster" }]],
      [
        "Test creator",
        "active",
        // Nobody owns a part: the owners' group of some clusters gives what an admin may do there.
        "admin",
        [
          { role: "admin", group: "ops", on: { pattern: "orders-*" } },
          { role: "creator", group: null, on: "cluster" },
          { role: "auditor", group: "staff", on: "all" },
        ],
      ],
      ["Test owner", "active", "owner", [{ role: "owner", group: null, on: "all" }]],
    ]);
    expect(total).toBe(3);
    expect(JSON.stringify(members)).not.toContain("claims");
    const search = await listClusterAccess(admin, ORDERS, { search: "  CREATOR test " });
    expect([search.members.length, search.total, search.found]).toEqual([1, 3, 1]);
  });

  it("is paged among those who hold a role there", async () => {
    for (let at = 0; at < 26; at++) await openVisit("auditor", ORDERS);
    const { memberId: other } = await openVisit("admin", CLAIMS);
    const first = await listClusterAccess(admin, ORDERS);
    const second = await listClusterAccess(admin, ORDERS, { after: first.nextAfter ?? "" });
    expect([first.members.length, second.members.length, first.total, second.nextAfter]).toEqual([20, 7, 27, null]);
    await expect(listClusterAccess(admin, ORDERS, { after: other })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is told without roles that are not known", async () => {
    const { memberId } = await openVisit(null);
    const give = (role: string, group: string) =>
      db().grant.create({ data: { memberId, target: ORDERS, role, group, createdAt: new Date() } });
    const find = async () => (await listClusterAccess(admin, ORDERS)).members.find(({ id }) => id === memberId);
    await give("root", "night");
    expect(await find()).toBeUndefined();
    await give("auditor", "ops");
    expect((await find())?.reasons).toEqual([{ role: "auditor", group: "ops", on: "cluster" }]);
  });

  it("is who may do it on all clusters, while Camunda can't be read and the cluster's name is not known", async () => {
    const { memberId } = await openVisit(null);
    const named = [{ target: clustersNamed("*"), role: "admin" as const, group: "ops" }];
    await transaction((tx) => replaceGrants(tx, memberId, "groups", named));
    const { members } = await listClusterAccess(OWNER, crypto.randomUUID());
    expect(members.map(({ id }) => id)).toEqual([OWNER.memberId]);
  });

  it("is told to nobody else", async () => {
    const elsewhere = principalWith(onClusters({ [CLAIMS]: "admin" }));
    await expect(listClusterAccess(elsewhere, ORDERS)).rejects.toMatchObject({ code: "cluster_not_found" });
    const creator = principalWith(onClusters({ [ORDERS]: "creator" }));
    for (const principal of [AUDITOR, creator])
      await expect(listClusterAccess(principal, ORDERS)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describeOnSqlite("events of members", () => {
  beforeEach(startOver);

  it("are hidden from their own actor once they no longer see all clusters", async () => {
    const { memberId } = await openVisit("owner");
    await addMember(principalWith(everywhere("owner"), "Was owner", memberId), {
      email: "new@example.test",
      grants: [{ role: "admin", clusters: [CLAIMS] }],
    });
    const actions = async (principal: typeof OWNER) =>
      (await listEvents(principal, { person: memberId })).events.map(({ action }) => action);
    expect(await actions(AUDITOR)).toEqual(["member.add"]);
    expect(await actions(principalWith(onClusters({ [ORDERS]: "creator" }), "Was owner", memberId))).toEqual([]);
  });
});
