import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { OWNER, SECOND_OWNER } from "@/lib/server/access/testing/principals";
import { CREATE, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { createClient } from "@/lib/server/clients/create-client";
import { createInput, errorOf, expectNothingLost, settleAll, stopTime } from "@/lib/server/clients/testing/create";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const simulator = withSimulator();
beforeAll(stopTime);
afterAll(() => {
  vi.useRealTimers();
});

describeOnBothDatabases("the same wish twice", () => {
  it("gets the state and never the secret when its key was used before", async () => {
    const cluster = simulator().state.addCluster({ name: "Orders" });
    const clientSecret = `canary.${crypto.randomUUID()}`;
    simulator().fixNextClient({ clientSecret });
    const input = createInput();
    const first = await createClient(OWNER, cluster.uuid, input);
    expect(first).toMatchObject({ outcome: "created", clientSecret });

    const again = await createClient(OWNER, cluster.uuid, input);
    expect(again).toEqual({ outcome: "pending", operation: { ...first.operation } });
    expect(JSON.stringify(again)).not.toContain(clientSecret);
    expect(simulator().count(CREATE)).toBe(1);
    expect(await db().operation.count({ where: { clusterId: cluster.uuid } })).toBe(1);
  });

  it("gets the refusal's state when its first answer was a clear no", async () => {
    const cluster = simulator().state.addCluster({ name: "Full", maxClients: 0 });
    const input = createInput();
    await errorOf(createClient(OWNER, cluster.uuid, input));
    expect(await createClient(OWNER, cluster.uuid, input)).toMatchObject({ operation: { state: "rejected" } });
    expect(simulator().count(CREATE)).toBe(1);
  });

  it("is one POST when a double click sends it twice at once", async () => {
    const cluster = simulator().state.addCluster({ name: "Double click" });
    const input = createInput();
    const results = await Promise.all([
      createClient(OWNER, cluster.uuid, input),
      createClient(OWNER, cluster.uuid, input),
    ]);
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(["created", "pending"]);
    expect(new Set(results.map(({ operation }) => operation.id)).size).toBe(1);
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("is one POST when two admins ask for one name at once; the other is told to wait", async () => {
    const cluster = simulator().state.addCluster({ name: "Two admins" });
    simulator().addFault({ ...CREATE, do: "hang" });
    const attempts = [OWNER, SECOND_OWNER].map((actor) => createClient(actor, cluster.uuid, createInput()));
    // The one that was sent hangs, so the refusal comes first.
    const refusal = await Promise.race(attempts.map((attempt) => attempt.catch((error: unknown) => error)));
    expect(refusal).toMatchObject({ code: "name_in_progress", status: 409, fields: { name: expect.any(String) } });
    await simulator().waitFor(CREATE, { until: "held" });
    simulator().release();
    const settled = await Promise.allSettled(attempts);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("is refused while the first one's outcome is unknown, and allowed once that is known", async () => {
    const cluster = simulator().state.addCluster({ name: "Open" });
    simulator().addFault({ ...CREATE, do: "reset", times: 1 });
    await createClient(OWNER, cluster.uuid, createInput());
    expect(await errorOf(createClient(SECOND_OWNER, cluster.uuid, createInput()))).toMatchObject({
      code: "name_in_progress",
    });
    await settleAll();
    expect(await createClient(SECOND_OWNER, cluster.uuid, createInput())).toMatchObject({ outcome: "created" });
    expect(simulator().count(CREATE)).toBe(2);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("is two clients when the name is asked for in two clusters", async () => {
    const clusters = ["A", "B"].map((name) => simulator().state.addCluster({ name }));
    const results = await Promise.all(clusters.map(({ uuid }) => createClient(OWNER, uuid, createInput())));
    expect(results.map(({ outcome }) => outcome)).toEqual(["created", "created"]);
  });

  it("belongs to its own person: another's same key opens a wish of its own", async () => {
    const cluster = simulator().state.addCluster({ name: "Keys" });
    const input = createInput();
    await createClient(OWNER, cluster.uuid, input);
    const result = await createClient(SECOND_OWNER, cluster.uuid, { ...input, name: "another-worker" });
    expect(result).toMatchObject({ outcome: "created", operation: { clientName: "another-worker" } });
  });

  it("is refused when the key comes with another wish: it would get a foreign state", async () => {
    const [cluster, other] = ["One", "Two"].map((name) => simulator().state.addCluster({ name }).uuid);
    const input = createInput();
    await createClient(OWNER, cluster ?? "", input);
    for (const [where, changed] of [
      [other, input],
      [cluster, { ...input, name: "another-worker" }],
      [cluster, createInput({ key: input.key, scopes: ["Operate"] })],
    ] as const)
      expect((await errorOf(createClient(OWNER, where ?? "", changed))).code).toBe("operation_changed");
    expect(simulator().count(CREATE)).toBe(1);
  });
});
