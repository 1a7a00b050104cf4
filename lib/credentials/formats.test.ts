import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as readYaml } from "yaml";
import type { Connection } from "@/lib/contract/clients";
import { secretEventInputSchema } from "@/lib/contract/clients";
import { makeCredentials } from "@/lib/credentials/credentials";
import { FILE_NAME_PATTERN } from "@/lib/credentials/file-names";
import { FORMATS, type FormatId } from "@/lib/credentials/formats";
import { kubernetesName } from "@/lib/credentials/formats/kubernetes-secret";
import { SAMPLE_CONNECTION, SAMPLE_SECRET } from "@/lib/credentials/sample";

async function text(id: FormatId, connection: Partial<Connection>, variant?: string): Promise<string> {
  const format = await FORMATS.find((entry) => entry.id === id)?.load();
  const made = makeCredentials({ ...SAMPLE_CONNECTION, ...connection }, SAMPLE_SECRET);
  if (format === undefined || !made.ok) throw new Error("unknown format, or no credentials");
  const rendered = format.render(made.credentials, variant);
  if (!rendered.ok) throw new Error(rendered.message);
  return rendered.text;
}

describe.each(FORMATS)("$label", ({ id, load }) => {
  it("has an id that an audit event accepts", () => {
    expect(secretEventInputSchema.shape.format.safeParse(id).success).toBe(true);
  });

  it("says in one sentence what it is for", async () => {
    expect((await load()).description).toMatch(/^[^.]+.*\.$/);
  });

  it("gives its file an allowed name for every client name", async () => {
    const { fileName } = await load();
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("..", "../../x", "CON", "a/b", "")),
        (name) => {
          expect(fileName({ ...SAMPLE_CONNECTION, clientName: name })).toMatch(FILE_NAME_PATTERN);
        },
      ),
    );
  });

  it("shows its usage without the secret, and without letting a client name add commands", async () => {
    const { usage, fileName } = await load();
    const connection = { ...SAMPLE_CONNECTION, clientName: "x'; $(touch canary) \n`id`" };
    const lines = usage(connection);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(3);
    expect(lines.join("\n")).not.toContain("touch canary");
    expect(fileName(connection)).not.toContain(" ");
    for (const line of lines) expect(line).not.toContain("\n");
  });
});

it("gives every format its own file name", async () => {
  const names = await Promise.all(FORMATS.map(async ({ load }) => (await load()).fileName(SAMPLE_CONNECTION)));
  expect(new Set(names).size).toBe(FORMATS.length);
});

it("names the Env Vars file as Console does", async () => {
  const format = await FORMATS[0].load();
  expect(format.fileName({ ...SAMPLE_CONNECTION, clientName: "-Orders_worker-1" })).toBe(
    "CamundaCloudMgmtAPI-Client--Orders_worker-1.txt",
  );
});

it("writes one single-quoted variable per line, in Console's order", async () => {
  const made = makeCredentials(SAMPLE_CONNECTION, SAMPLE_SECRET);
  const variables = made.ok ? made.credentials.variables : [];
  expect(await text("env-vars", {})).toBe(variables.map(([name, value]) => `export ${name}='${value}'\n`).join(""));
});

describe("Desktop Modeler", () => {
  it.each(["8.5.0", "8.6.5", "8.7.1", "8.8.0"])("passes Modeler's own check on %s", async (clusterVersion) => {
    const [first = ""] = (await text("desktop-modeler", { clusterVersion })).split("\n");
    expect(first.replace("Cluster URL: ", "")).toMatch(
      /^https:\/\/[a-z]+-\d+\.zeebe\.camunda\.io(:443|)\/[a-z\d-]+\/?$/,
    );
  });

  it("names the address for older Modelers if they would refuse the current one", async () => {
    const modeler = await FORMATS.find(({ id }) => id === "desktop-modeler")?.load();
    const usage = (clusterVersion: string) => modeler?.usage({ ...SAMPLE_CONNECTION, clusterVersion }).join(" ");
    expect(usage("8.9.0")).toContain(`use https://bru-2.zeebe.camunda.io/${SAMPLE_CONNECTION.clusterId}.`);
    expect(usage("8.8.0")).not.toContain("https://");
  });
});

describe("Spring Boot", () => {
  it("uses the keys that fit the cluster by default, and the others on request", async () => {
    const current = "camunda.client.auth.client-id=";
    const older = "zeebe.client.cloud.clientId=";
    expect(await text("spring-properties", { clusterVersion: "8.6.9" })).toContain(older);
    expect(await text("spring-properties", { clusterVersion: "8.7.0" })).toContain(current);
    expect(await text("spring-properties", { clusterVersion: "8.6.9" }, "current")).toContain(current);
    expect(await text("spring-properties", { clusterVersion: "8.9.0" }, "older")).toContain(older);
  });

  it("writes the REST address if the starter's template would make another one", async () => {
    expect(await text("spring-properties", { clusterVersion: "8.8.0" })).not.toContain("rest-address");
    expect(await text("spring-properties", { clusterVersion: "8.9.0" })).toContain(
      `camunda.client.rest-address=https://bru-2.api.camunda.io/${SAMPLE_CONNECTION.clusterId}\n`,
    );
  });

  it("nests the same keys in YAML", async () => {
    expect(readYaml(await text("spring-yaml", { clusterVersion: "8.8.0" }))).toEqual({
      camunda: {
        client: {
          mode: "saas",
          auth: { "client-id": SAMPLE_CONNECTION.clientId, "client-secret": SAMPLE_SECRET },
          cloud: { "cluster-id": SAMPLE_CONNECTION.clusterId, region: "bru-2" },
        },
      },
    });
  });
});

describe("Connectors", () => {
  it.each([
    ["8.5.2", ["CAMUNDA_CLIENT_CLOUD_CLUSTERID", "CAMUNDA_CLIENT_CLUSTERID", "ZEEBE_CLIENT_CLOUD_CLUSTERID"]],
    ["8.7.1", ["CAMUNDA_CLIENT_CLOUD_CLUSTERID", "CAMUNDA_CLIENT_CLUSTERID"]],
    ["8.8.0", ["CAMUNDA_CLIENT_CLOUD_CLUSTERID"]],
    ["8.9.0", ["CAMUNDA_CLIENT_CLOUD_CLUSTERID"]],
  ])("are read by the runtimes of %s", async (clusterVersion, names) => {
    const written = (await text("connectors", { clusterVersion })).match(/^.*CLUSTERID(?==)/gm);
    expect(written).toEqual(names);
  });

  it("turns on the cluster's secrets only with the Secrets scope", async () => {
    expect(await text("connectors", { scopes: ["Zeebe"] })).not.toContain("SECRETPROVIDER");
    expect(await text("connectors", { scopes: ["Zeebe", "Secrets"] })).toContain("SECRETPROVIDER_CONSOLE_ENABLED=true");
  });
});

describe("Kubernetes Secret", () => {
  it.each([
    ["Orders_Worker-1", "orders-worker-1"],
    ["--x--", "x"],
    ["42", "42"],
    ["___", "camunda-client"],
    ["Zahlungen für Süd", "zahlungen-f-r-s-d"],
  ])("turns %j into the name %j", async (clientName, name) => {
    expect(kubernetesName(clientName)).toBe(name);
    expect(readYaml(await text("kubernetes-secret", { clientName }))).toMatchObject({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name },
      type: "Opaque",
    });
  });

  it("turns every name into a valid DNS-1123 label", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
        expect(kubernetesName(name)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }),
    );
  });
});
