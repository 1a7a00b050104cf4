import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { withSimulator } from "@/lib/server/camunda/testing/simulator";
import { countByRule } from "@/lib/server/findings/list-findings";
import { appendEvent } from "@/lib/server/history/append-event";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { PROVIDER, restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";
import { findChecklist } from "@/lib/server/setup/checklists";
import { seedDemo } from "@/scripts/demo-seed";
import { seedClusters } from "@/simulator/seed";

const simulator = withSimulator();

describeOnSqlite("the demo's past", () => {
  beforeAll(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    setAuditSettings({ LATCHKEY_AUDIT_KEY: newKey("demo") });
    for (const cluster of seedClusters()) simulator().state.addCluster(cluster);
  });
  afterAll(restoreSettings);

  it("is not written outside of the demo", async () => {
    setSettings({ ...PROVIDER, LATCHKEY_DEMO: "0" });
    expect(await seedDemo(simulator().url)).toBe(false);
    setSettings({ LATCHKEY_DEMO: "1" });
    expect(await db().cluster.count()).toBe(0);
  });

  it("is a history of half a year that verifies, after which the clocks are right", async () => {
    const RealDate = Date;
    expect(await seedDemo(simulator().url)).toBe(true);
    expect(Date).toBe(RealDate);
    expect(Math.abs(simulator().now() - Date.now())).toBeLessThan(1_000);
    expect(await verifyHistory()).toMatchObject({ ok: true, keyedFrom: 1 });
    const at = (await db().auditEvent.findMany({ orderBy: { seq: "asc" } })).map((event) => event.at.getTime());
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(Date.now() - (at[0] ?? 0)).toBeGreaterThan(180 * 86_400_000);
    expect(at.at(-1)).toBeLessThan(Date.now());
    // It does what takes people half a year.
  }, 120_000);

  it("has findings of most rules, and a client that a Camunda user made", async () => {
    const found = (await countByRule(OWNER)).rules.flatMap(({ rule, open }) => (open.count > 0 ? [rule] : []));
    expect(found).toEqual([
      ...["secret_unconfirmed", "made_elsewhere", "broad_scopes", "unknown_scope", "no_owner", "review_passed"],
      ...["too_old", "cluster_down", "similar_names"],
    ]);
    const elsewhere = await db().client.findFirstOrThrow({ where: { appearedAt: { not: null } } });
    expect(elsewhere).toMatchObject({ name: "claims-hotfix", origin: "unmanaged", consoleUser: "auth0|5f2b6c0e9d1a" });
  });

  it("ticks nothing on the list of first steps, which counts what people do in this demo", async () => {
    const { id: memberId } = await db().member.findFirstOrThrow({ where: { name: "Demo owner" } });
    const owner = { ...OWNER, memberId };
    const ticks = async () => (await findChecklist(owner))?.steps.map(({ isDone }) => isDone);
    expect(await ticks()).toEqual([false, false, null, null]);
    await transaction((tx) => appendEvent(tx, owner, { action: "client.create", outcome: "succeeded" }));
    expect(await ticks()).toEqual([true, false, null, null]);
  });

  it("is not written a second time, and leaves the cluster that the README begins with empty", async () => {
    expect(await seedDemo(simulator().url)).toBe(false);
    expect(simulator().state.cluster("Orders production")?.clients).toEqual([]);
  });
});
