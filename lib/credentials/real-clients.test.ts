import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { SCOPES } from "@/lib/contract/scopes";
import { makeCredentials } from "@/lib/credentials/credentials";
import { dotenv } from "@/lib/credentials/formats/dotenv";
import { envVars } from "@/lib/credentials/formats/env-vars";
import { callConsole } from "@/simulator/caller";
import { type Simulator, startSimulator } from "@/simulator/server";

const run = promisify(execFile);

/** What each of Camunda's clients is asked: to configure itself from its environment, and to read the topology. */
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

/** The parts of Console's answers that a connection is made of. */
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
  simulator = await startSimulator({ seed: CLUSTERS });
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** Creates a client as Console does, and makes its credentials of the answer. */
async function createCredentials(clusterName: string) {
  const clusters = z.array(clusterSchema).parse(await (await callConsole(simulator, "GET", "/clusters")).json());
  const cluster = clusters.find(({ name }) => name === clusterName);
  const body = { clientName: "real-client", permissions: SCOPES };
  const answer = await callConsole(simulator, "POST", `/clusters/${cluster?.uuid}/clients`, body);
  const created = createdSchema.parse(await answer.json());
  const link = (name: string) => created.links[name] ?? null;
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

it.each(CLUSTERS)(
  "with nothing but the file, both of Camunda's clients reach a cluster of $generation",
  async ({ name }) => {
    const credentials = await createCredentials(name);
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

    // An empty environment but for PATH, and HOME, where the clients keep their token caches.
    const empty = ["-i", `PATH=${process.env["PATH"]}`, `HOME=${home}`];
    const script = 'source "$1" && exec node -e "$2"';
    const answers = await Promise.all([
      ...Object.values(PROGRAMS).map((program) =>
        run("env", [...empty, "bash", "-c", script, "bash", sourced, program]),
      ),
      run("env", [...empty, "node", `--env-file=${plain}`, "-e", PROGRAMS["@camunda8/orchestration-cluster-api"]]),
    ]);
    for (const { stdout } of answers) {
      expect(stdout).toContain('"clusterSize":3');
    }
  },
);
