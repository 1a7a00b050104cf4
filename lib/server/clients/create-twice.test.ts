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

describeOnBothDatabases("a repeated create request", () => {
  it("returns the operation's state and never the secret when its key was used before", async () => {
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

  it("returns the state rejected when Camunda refused the first one", async () => {
    const cluster = simulator().state.addCluster({ name: "Full", maxClients: 0 });
    const input = createInput();
    await errorOf(createClient(OWNER, cluster.uuid, input));
    expect(await createClient(OWNER, cluster.uuid, input)).toMatchObject({ operation: { state: "rejected" } });
    expect(simulator().count(CREATE)).toBe(1);
  });

  it("sends one POST after a double click", async () => {
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

  it("sends one POST when two admins choose the same name at the same time, and refuses the other", async () => {
    const cluster = simulator().state.addCluster({ name: "Two admins" });
    simulator().addFault({ ...CREATE, do: "hang" });
    const attempts = [OWNER, SECOND_OWNER].map((principal) => createClient(principal, cluster.uuid, createInput()));
    // The request that was sent hangs, so the refusal comes first.
    const refusal = await Promise.race(attempts.map((attempt) => attempt.catch((error: unknown) => error)));
    expect(refusal).toMatchObject({ code: "name_in_progress", status: 409, fields: { name: expect.any(String) } });
    await simulator().waitFor(CREATE, { until: "held" });
    simulator().release();
    const settled = await Promise.allSettled(attempts);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(simulator().count(CREATE)).toBe(1);
    await expectNothingLost(simulator(), cluster.uuid);
  });

  it("is refused while the outcome of the first one is unknown, and accepted afterwards", async () => {
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

  it("creates two clients when it names two clusters", async () => {
    const clusters = ["A", "B"].map((name) => simulator().state.addCluster({ name }));
    const results = await Promise.all(clusters.map(({ uuid }) => createClient(OWNER, uuid, createInput())));
    expect(results.map(({ outcome }) => outcome)).toEqual(["created", "created"]);
  });

  it("is a new request when another person uses the same key", async () => {
    const cluster = simulator().state.addCluster({ name: "Keys" });
    const input = createInput();
    await createClient(OWNER, cluster.uuid, input);
    const result = await createClient(SECOND_OWNER, cluster.uuid, { ...input, name: "another-worker" });
    expect(result).toMatchObject({ outcome: "created", operation: { clientName: "another-worker" } });
  });

  it("is refused when its key comes with different input", async () => {
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
