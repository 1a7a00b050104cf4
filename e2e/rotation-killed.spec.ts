import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { RotationDetails } from "../lib/contract/rotations";
import type { Simulator } from "../simulator/server";
import { callApi } from "./fixtures/api";
import type { App } from "./fixtures/app";
import { ageOperations, lockDatabase, operationStates } from "./fixtures/database";
import { startSession } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** The clients that there are, the state of the create of the new one, and whether the rotation is open. */
type Truth = { names: string[]; create: string | null; isOpen: boolean };

type Step = {
  at: string;
  reason: "rotate" | "leak";
  /** The call that has no response when the process is killed. */
  held: "token" | "create" | "delete";
  /** After the restart. */
  truth: Truth;
};

const CREATE_SENT: Step = {
  ...{ at: "the create is sent", reason: "rotate", held: "create" },
  truth: { names: ["old", "new"], create: "orphaned", isOpen: true },
};

/** That of which nothing is sent comes last: it takes the token away. */
const EACH_STEP: Step[] = [
  CREATE_SENT,
  {
    ...{ at: "the old client's delete is sent", reason: "rotate", held: "delete" },
    truth: { names: ["new"], create: "succeeded", isOpen: false },
  },
  {
    ...{ at: "the leaked client's delete is sent", reason: "leak", held: "delete" },
    truth: { names: [], create: null, isOpen: true },
  },
  {
    ...{ at: "the leaked client is deleted and the create is sent", reason: "leak", held: "create" },
    truth: { names: ["new"], create: "orphaned", isOpen: true },
  },
  {
    ...{ at: "the create is stored and not sent", reason: "rotate", held: "token" },
    truth: { names: ["old"], create: "absent", isOpen: true },
  },
];

/** Rotates the only client of a new cluster until that step. */
async function rotateUntil(page: Page, app: App, simulator: Simulator, { at, reason, held, truth }: Step) {
  const cluster = simulator.state.addCluster({ name: at, clients: [{ name: "old" }] });
  const clients = `/clusters/${cluster.uuid}/clients`;
  const CREATE = { method: "POST", path: clients };
  const DELETE = { method: "DELETE", path: `${clients}/:clientId` };
  const call = { token: { method: "POST", path: "/oauth/token" }, create: CREATE, delete: DELETE }[held];
  const old = `${app.url}/api${clients}/${cluster.clients[0]?.clientId}`;
  expect((await callApi(page, "GET", `${app.url}/api${clients}`)).status()).toBe(200);

  const key = randomUUID();
  const deadline = new Date(Date.now() + 86_400_000).toISOString();
  const more = reason === "leak" ? { confirmation: "old" } : { deadline, deadlineAction: "remind" };
  const data = { reason, key, name: "new", scopes: ["Zeebe"], ...more };
  const start = () => callApi(page, "POST", `${old}/rotation`, { data });
  const isFinishing = held === "delete" && reason === "rotate";
  if (isFinishing) expect((await start()).status()).toBe(201);
  simulator.addFault({ ...call, times: 1, do: "hang" });
  if (held === "token") {
    // Without a token nothing can be sent: this one is revoked, and the next one does not come.
    simulator.addFault({ method: "GET", path: "/clusters", times: 1, do: "answer", status: 401 });
    callApi(page, "GET", `${app.url}/api/clusters?refresh=1`).catch(() => undefined);
    await simulator.waitFor(call, { until: "held" });
  }
  const response = (isFinishing ? callApi(page, "DELETE", old) : start()).catch(() => null);
  await simulator.waitFor(call, { until: "held" });
  if (held === "token") await expect.poll(() => operationStates(app, cluster.uuid)).toEqual(["requested"]);

  return {
    call,
    response,
    async expectTruth() {
      await expect
        .poll(
          async (): Promise<Truth> => {
            const details = await callApi(page, "GET", `${app.url}/api/rotations/${key}`);
            const { rotation, create }: RotationDetails = await details.json();
            const names = cluster.clients.map(({ name }) => name);
            return { names, create: create?.state ?? null, isOpen: rotation.isOpen };
          },
          { message: at },
        )
        .toEqual(truth);
      // Sent again, the same request gets the state, and nothing is sent to Camunda.
      if (!isFinishing) expect(await (await start()).json(), at).toEqual({ outcome: "pending", rotationId: key });
      const sent = [truth.names.includes("new") ? 1 : 0, truth.names.includes("old") ? 0 : 1];
      expect([simulator.count(CREATE), simulator.count(DELETE)], at).toEqual(sent);
    },
  };
}

for (const [title, steps, isUnstored] of [
  ["while rotations are at each of their steps", EACH_STEP, false],
  ["when Camunda has created the new client, before that is stored", [CREATE_SENT], true],
] as const) {
  test(`killed ${title}: after the restart each says what is true, and nothing is sent twice`, async ({
    page,
    app,
    simulator,
  }) => {
    await startSession(page, "owner", app.url);
    const rotations: Awaited<ReturnType<typeof rotateUntil>>[] = [];
    for (const step of steps) rotations.push(await rotateUntil(page, app, simulator, step));
    const settle = async () => {
      simulator.release();
      for (const { call } of rotations) await simulator.waitFor(call, { until: "settled" });
    };
    const unlock = isUnstored ? await lockDatabase(app) : null;
    if (isUnstored) await settle();
    await app.end("SIGKILL");
    for (const { response } of rotations) expect(await response).toBeNull();
    await unlock?.();
    if (!isUnstored) await settle();
    await ageOperations(app);
    await app.restart();
    for (const { expectTruth } of rotations) await expectTruth();
  });
}
