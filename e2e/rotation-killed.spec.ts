import { randomUUID } from "node:crypto";
import type { RotationDetails } from "../lib/contract/rotations";
import { callApi } from "./fixtures/api";
import { ageOperations, lockDatabase, operationStates } from "./fixtures/database";
import { startSession } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const CREATE = { method: "POST", path: "/clusters/:uuid/clients" } as const;
const DELETE = { method: "DELETE", path: "/clusters/:uuid/clients/:clientId" } as const;
const TOKEN = { method: "POST", path: "/oauth/token" } as const;

/** What is true after the restart: the clients there, the state of the create, and whether the rotation is open. */
type Truth = { names: string[]; create: string | null; isOpen: boolean };

const STEPS: {
  at: string;
  reason: "rotate" | "leak";
  /** The call during which the process is killed. */
  held: typeof CREATE | typeof DELETE | typeof TOKEN;
  /** Camunda's response arrives, but can't be stored. */
  responds?: true;
  /** The old client is deleted from the page of the finished steps. */
  deletes?: true;
  truth: Truth;
}[] = [
  {
    at: "the create is stored and not sent",
    reason: "rotate",
    held: TOKEN,
    truth: { names: ["old"], create: "absent", isOpen: true },
  },
  {
    at: "the create is sent",
    reason: "rotate",
    held: CREATE,
    truth: { names: ["old", "new"], create: "orphaned", isOpen: true },
  },
  {
    at: "Camunda has created the new client",
    reason: "rotate",
    held: CREATE,
    responds: true,
    truth: { names: ["old", "new"], create: "orphaned", isOpen: true },
  },
  {
    at: "the old client's delete is sent",
    reason: "rotate",
    held: DELETE,
    deletes: true,
    truth: { names: ["new"], create: "succeeded", isOpen: false },
  },
  {
    at: "a leaked client is deleted and its replacement is sent",
    reason: "leak",
    held: CREATE,
    truth: { names: ["new"], create: "orphaned", isOpen: true },
  },
];

for (const { at, reason, held, responds, deletes, truth } of STEPS) {
  test(`killed when ${at}: after the restart the rotation says what is true, and nothing is sent twice`, async ({
    page,
    app,
    simulator,
  }) => {
    const cluster = simulator.state.addCluster({ name: "Killed", clients: [{ name: "old" }] });
    const clients = `${app.url}/api/clusters/${cluster.uuid}/clients`;
    const old = `${clients}/${cluster.clients[0]?.clientId}`;
    await startSession(page, "owner", app.url);
    expect((await callApi(page, "GET", clients)).status()).toBe(200);

    const key = randomUUID();
    const deadline = new Date(Date.now() + 86_400_000).toISOString();
    const more = reason === "leak" ? { confirmation: "old" } : { deadline, deadlineAction: "remind" };
    const data = { reason, key, name: "new", scopes: ["Zeebe"], ...more };
    const start = () => callApi(page, "POST", `${old}/rotation`, { data });
    if (deletes) expect((await start()).status()).toBe(201);
    simulator.addFault({ ...held, times: 1, do: "hang" });
    if (held === TOKEN) {
      // Without a token nothing can be sent: this one is revoked, and the next one does not come.
      simulator.addFault({ method: "GET", path: "/clusters", times: 1, do: "answer", status: 401 });
      callApi(page, "GET", `${app.url}/api/clusters?refresh=1`).catch(() => undefined);
      await simulator.waitFor(held, { until: "held" });
    }
    const cutOff = (deletes ? callApi(page, "DELETE", old) : start()).catch(() => "cut off");
    await simulator.waitFor(held, { until: "held" });
    if (held === TOKEN) await expect.poll(() => operationStates(app, cluster.uuid)).toEqual(["requested"]);
    const unlock = responds && (await lockDatabase(app));
    if (responds) simulator.release();
    if (responds) await simulator.waitFor(held, { until: "settled" });
    await app.end("SIGKILL");
    expect(await cutOff).toBe("cut off");
    if (unlock) await unlock();
    simulator.release();
    await simulator.waitFor(held, { until: "settled" });
    await ageOperations(app);
    await app.restart();

    await expect
      .poll(async (): Promise<Truth> => {
        const response = await callApi(page, "GET", `${app.url}/api/rotations/${key}`);
        const { rotation, create }: RotationDetails = await response.json();
        const names = cluster.clients.map(({ name }) => name);
        return { names, create: create?.state ?? null, isOpen: rotation.isOpen };
      })
      .toEqual(truth);
    // Sent again, the same request gets the state.
    if (!deletes) expect(await (await start()).json()).toEqual({ outcome: "pending", rotationId: key });
    const deleted = truth.names.includes("old") ? 0 : 1;
    const created = truth.names.includes("new") ? 1 : 0;
    expect([simulator.count(CREATE), simulator.count(DELETE)]).toEqual([created, deleted]);
  });
}
