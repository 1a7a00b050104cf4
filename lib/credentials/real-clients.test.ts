import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { SCOPES } from "@/lib/contract/scopes";
import { type Credentials, makeCredentials } from "@/lib/credentials/credentials";
import { dotenv } from "@/lib/credentials/formats/dotenv";
import { envVars } from "@/lib/credentials/formats/env-vars";
import { type Simulator, startSimulator } from "@/simulator/server";
import { callConsole } from "@/simulator/testing/caller";

const run = promisify(execFile);

/** What each of Camunda's clients does: it reads its settings from its environment, then requests the topology. */
const PROGRAMS = {
  "@camunda8/sdk": `
    const { Camunda8 } = require("@camunda8/sdk");
    new Camunda8().getCamundaRestClient().getTopology().then((topology) => console.log(JSON.stringify(topology)));`,
  "@camunda8/orchestration-cluster-api": `
    const { createCamundaClient } = require("@camunda8/orchestration-cluster-api");
    createCamundaClient().getTopology().then((topology) => console.log(JSON.stringify(topology)));`,
};

const CLUSTERS = ["Zeebe 8.5.2", "8.6.5", "8.7.1", "Camunda 8.8+gen3", "8.9.0"].map((generation) => ({
  name: `Orders ${generation}`,
  generation,
}));
const OWN_HOST = { name: "Orders at a host without a region", generation: "8.9.0" };

/** The fields of Console's responses that a connection is made from. */
const linksSchema = z.record(z.string(), z.string().nullable());
const clusterSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  generation: z.object({ name: z.string() }),
  status: z.object({ ready: z.string() }),
});
const createdSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  permissions: z.array(z.string()),
  audience: z.string(),
  links: linksSchema,
});

const folder = mkdtempSync(join(tmpdir(), "latchkey-clients-"));
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: [...CLUSTERS, OWN_HOST] });
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** Creates a client as Console does, and makes its credentials from the response, or from other links than its own. */
async function createCredentials(clusterName: string, otherLinks?: (uuid: string) => z.infer<typeof linksSchema>) {
  const clusters = z.array(clusterSchema).parse(await (await callConsole(simulator, "GET", "/clusters")).json());
  const cluster = clusters.find(({ name }) => name === clusterName);
  const body = { clientName: "real-client", permissions: SCOPES };
  const response = await callConsole(simulator, "POST", `/clusters/${cluster?.uuid}/clients`, body);
  const created = createdSchema.parse(await response.json());
  const links = otherLinks?.(cluster?.uuid ?? "") ?? created.links;
  const link = (name: string) => links[name] ?? null;
  const made = makeCredentials(
    {
      clusterId: cluster?.uuid ?? "",
      clusterName,
      clusterVersion: cluster?.generation.name ?? null,
      clusterStatus: cluster?.status.ready ?? "",
      regionId: null,
      clientId: created.clientId,
      clientName: "real-client",
      scopes: created.permissions,
      audience: created.audience,
      oauthUrl: `${simulator.url}/oauth/token`,
      endpoints: {
        zeebe: link("zeebe"),
        operate: link("operate"),
        tasklist: link("tasklist"),
        optimize: link("optimize"),
        identity: link("identity"),
        console: link("console"),
      },
    },
    created.clientSecret,
  );
  if (!made.ok) throw new Error(made.message);
  return made.credentials;
}

/** Starts both of Camunda's clients with only the file, and expects them to read the topology. */
async function expectConnection(credentials: Credentials) {
  const home = join(folder, credentials.connection.clusterId);
  mkdirSync(home);
  const sourced = join(home, "credentials.txt");
  const plain = join(home, "credentials.env");
  for (const [path, format] of [
    [sourced, envVars],
    [plain, dotenv],
  ] as const) {
    const rendered = format.render(credentials);
    if (!rendered.ok) throw new Error(rendered.message);
    writeFileSync(path, rendered.text);
  }

  // The environment is empty except for PATH, and HOME, where the clients keep their token caches.
  const empty = ["-i", `PATH=${process.env["PATH"]}`, `HOME=${home}`];
  const script = 'source "$1" && exec node -e "$2"';
  const runs = await Promise.all([
    ...Object.values(PROGRAMS).map((program) => run("env", [...empty, "bash", "-c", script, "bash", sourced, program])),
    run("env", [...empty, "node", `--env-file=${plain}`, "-e", PROGRAMS["@camunda8/orchestration-cluster-api"]]),
  ]);
  for (const { stdout } of runs) {
    expect(stdout).toContain('"clusterSize":3');
  }
}

it.each(CLUSTERS)("lets both of Camunda's clients connect to a cluster of $generation", async ({ name }) => {
  await expectConnection(await createCredentials(name));
});

it("lets both of Camunda's clients connect to a cluster whose region is not known", async () => {
  // The cluster's REST API at a host that names no region.
  const proxy = createServer(async ({ url, headers }, response) => {
    const { authorization = "" } = headers;
    const upstream = await fetch(`${simulator.url}/bru-2.api.camunda.io${url}`, { headers: { authorization } });
    response.writeHead(upstream.status, { "Content-Type": "application/json" }).end(await upstream.text());
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void proxy.close());
  await once(proxy, "listening");
  const { port } = z.object({ port: z.number() }).parse(proxy.address());

  const credentials = await createCredentials(OWN_HOST.name, (uuid) => ({ zeebe: `http://127.0.0.1:${port}/${uuid}` }));
  expect(credentials.hosts).toMatchObject({ regionId: null, grpc: null });
  await expectConnection(credentials);
});
