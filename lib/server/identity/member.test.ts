import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findAccessText, replaceGrants, storedRole } from "@/lib/server/access/grants";
import { type Identity, recordSignIn } from "@/lib/server/identity/member";
import { demoIdentity, identityOf } from "@/lib/server/identity/providers";
import { openSession } from "@/lib/server/identity/session";
import { signInFacts } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

beforeAll(() => setSettings({ LATCHKEY_OWNERS: "First@Example.com, second@example.com" }));
afterAll(restoreSettings);

function person(facts: Partial<Identity> = {}): Identity {
  const subject = crypto.randomUUID();
  const email = "first@example.com";
  return { issuer: "https://id.example.com", subject, name: "Test", email, emailVerified: true, role: null, ...facts };
}
const signIn = (identity: Identity) => transaction((tx) => recordSignIn(tx, identity));
const roleOf = async ({ id }: { id: string }) => storedRole(await transaction((tx) => findAccessText(tx, id)));
const forget = () => db().member.deleteMany();
const invite = async (email: string, changes: { disabledAt?: Date } = {}) => {
  const facts = { name: "", emailVerified: false, createdAt: new Date() };
  const { id } = await db().member.create({
    data: { id: crypto.randomUUID(), email, grantedEmail: email, ...facts, ...changes },
  });
  await transaction((tx) => replaceGrants(tx, id, "owners", [{ target: "*", role: "admin", group: "" }]));
  return id;
};

describeOnBothDatabases("a first sign-in", () => {
  it.each([
    ["a verified e-mail address in LATCHKEY_OWNERS", "owner", {}],
    ["one in another case", "owner", { email: "SECOND@example.COM" }],
    ["one that is not verified", null, { emailVerified: false }],
    ["another verified e-mail address", null, { email: "third@example.com" }],
    ["a longer e-mail address that ends with one", null, { email: "not-first@example.com" }],
    ["no e-mail address", null, { email: null }],
    ["an empty e-mail address", null, { email: "" }],
  ] as const)("with %s gives the role %s", async (_, role, facts) => {
    await forget();
    expect(await roleOf(await signIn(person(facts)))).toBe(role);
  });

  it("with the same e-mail address but another issuer or subject is another member", async () => {
    const first = person();
    const { id } = await signIn(first);
    const others = [person(), { ...first, issuer: "https://other.example.com" }];
    for (const other of others) expect((await signIn(other)).id).not.toBe(id);
  });
});

describeOnBothDatabases("an address that gives access", () => {
  beforeEach(forget);

  it("of LATCHKEY_OWNERS makes one owner, ever: not a second subject, not after the first was disabled", async () => {
    const first = await signIn(person());
    expect(await roleOf(await signIn(person()))).toBeNull();
    await db().member.update({ where: { id: first.id }, data: { disabledAt: new Date() } });
    expect(await roleOf(await signIn(person()))).toBeNull();
  });

  it("that was invited is taken up by the first verified sign-in, once", async () => {
    const id = await invite("new@example.com");
    const unverified = await signIn(person({ email: "new@example.com", emailVerified: false }));
    expect([unverified.id === id, await roleOf(unverified)]).toEqual([false, null]);
    const invited = person({ email: "New@Example.com" });
    expect(await signIn(invited)).toMatchObject({ id, subject: invited.subject, name: "Test" });
    expect(await roleOf({ id })).toBe("admin");
    const second = await signIn(person({ email: "new@example.com" }));
    expect([second.id === id, await roleOf(second)]).toEqual([false, null]);
  });

  it("that was invited is taken up by somebody who had signed in before it was verified", async () => {
    const early = person({ email: "new@example.com", emailVerified: false });
    const { id } = await signIn(early);
    const invited = await invite("new@example.com");
    const another = await invite("other@example.com");
    expect([(await signIn(early)).id, await roleOf({ id })]).toEqual([id, null]);
    expect(await signIn({ ...early, emailVerified: true })).toMatchObject({ id, grantedEmail: "new@example.com" });
    expect(await roleOf({ id })).toBe("admin");
    expect(await db().member.findUnique({ where: { id: invited } })).toBeNull();
    expect(await roleOf({ id: another })).toBe("admin");
    // Once: neither for another subject, nor again for the same one.
    expect(await roleOf(await signIn(person({ email: "new@example.com" })))).toBeNull();
    await transaction((tx) => replaceGrants(tx, id, "owners", []));
    await signIn({ ...early, emailVerified: true });
    expect(await roleOf({ id })).toBeNull();
  });

  it.each([
    ["who has access already", "auditor", {}],
    ["whose former address gave access", null, { grantedEmail: "old@example.com" }],
    ["who is disabled", null, { disabledAt: new Date() }],
  ] as const)("that was invited is not taken up by a known person %s", async (_, role, data) => {
    const known = person({ email: "old@example.com", emailVerified: false });
    const { id } = await signIn(known);
    await db().member.update({ where: { id }, data });
    const grants = role === null ? [] : [{ target: "*", role, group: "" }];
    await transaction((tx) => replaceGrants(tx, id, "owners", grants));
    const invited = await invite("new@example.com");
    await signIn({ ...known, email: "new@example.com", emailVerified: true });
    expect(await roleOf({ id })).toBe(role);
    expect(await roleOf({ id: invited })).toBe("admin");
  });

  it("that was invited and disabled gives nothing", async () => {
    const id = await invite("new@example.com", { disabledAt: new Date() });
    const member = await signIn(person({ email: "new@example.com" }));
    expect([member.id === id, await roleOf(member)]).toEqual([false, null]);
  });

  it("is compared by ASCII case alone", async () => {
    const id = await invite("kim@example.com");
    expect((await signIn(person({ email: "\u212aim@example.com" }))).id).not.toBe(id);
    expect((await signIn(person({ email: "KIM@example.com" }))).id).toBe(id);
  });
});

describeOnBothDatabases("a later sign-in", () => {
  it("is the same member with the current name and e-mail address", async () => {
    const identity = person();
    const { id, createdAt } = await signIn(identity);
    const again = await signIn({ ...identity, name: "New name", email: "new@example.com" });
    expect(again).toMatchObject({ id, createdAt, name: "New name", email: "new@example.com" });
    expect(await db().member.count({ where: { subject: identity.subject } })).toBe(1);
  });

  it("gives the current name to the member's other sessions, and to nobody else's", async () => {
    const identity = person();
    const [member, other] = [await signIn(identity), await signIn(person())];
    for (const each of [member, other]) await transaction((tx) => openSession(tx, each, signInFacts()));
    await signIn({ ...identity, name: "New name" });
    const namesOf = async ({ id: memberId }: { id: string }) =>
      (await db().session.findMany({ where: { memberId } })).map(({ name }) => name);
    expect([await namesOf(member), await namesOf(other)]).toEqual([["New name"], ["Test"]]);
  });

  it("never changes the role: not after a later verification, and not back to a removed role", async () => {
    await forget();
    const identity = person({ emailVerified: false });
    await signIn(identity);
    expect(await roleOf(await signIn({ ...identity, emailVerified: true }))).toBeNull();

    const owner = person();
    const { id } = await signIn(owner);
    await transaction((tx) => replaceGrants(tx, id, "owners", [{ target: "*", role: "auditor", group: "" }]));
    expect(await roleOf(await signIn(owner))).toBe("auditor");
  });
});

describe("an identity", () => {
  const claims = { iss: "https://id.example.com", sub: "s-1" };
  it.each([
    [{ ...claims, name: "Name", preferred_username: "u", email: "e@example.com", email_verified: true }, "Name", true],
    [{ ...claims, preferred_username: "u", email: "e@example.com" }, "u", false],
    [{ ...claims, email: "e@example.com", email_verified: false }, "e@example.com", false],
    [claims, "s-1", false],
  ])("is read from %j", (profile, name, emailVerified) => {
    expect(identityOf(profile)).toMatchObject({ issuer: claims.iss, subject: "s-1", name, emailVerified, role: null });
  });

  it.each([[{}], [null], [{ iss: claims.iss }], [{ ...claims, sub: "" }], [{ ...claims, sub: 5 }]])(
    "can't be read from %j",
    (profile) => {
      expect(() => identityOf(profile)).toThrow();
    },
  );

  it("in the demo is one of three people; the stranger has no role", () => {
    const roles = ["owner", "auditor", "stranger"].map((id) => demoIdentity(id).role);
    expect(roles).toEqual(["owner", "auditor", null]);
    expect(() => demoIdentity("root")).toThrow();
  });
});
