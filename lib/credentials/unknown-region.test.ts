import { describe, expect, it } from "vitest";
import { parse as readYaml } from "yaml";
import type { Connection } from "@/lib/contract/clients";
import { makeCredentials } from "@/lib/credentials/credentials";
import { FORMATS, type FormatId } from "@/lib/credentials/formats";
import { SAMPLE_CONNECTION, SAMPLE_SECRET } from "@/lib/credentials/sample";
import { readDockerEnvFile } from "@/lib/credentials/testing/readers/docker-env-file";
import { readJavaProperties } from "@/lib/credentials/testing/readers/java-properties";
import { GRPC_ONLY, REST_ONLY } from "@/lib/credentials/testing/unknown-region";

const ID = SAMPLE_CONNECTION.clusterId;
const KNOWN = makeCredentials(SAMPLE_CONNECTION, SAMPLE_SECRET);

function credentialsOf(connection: Connection) {
  const made = makeCredentials(connection, SAMPLE_SECRET);
  if (!made.ok) throw new Error(made.message);
  return made;
}

const namesOf = (connection: Connection) => credentialsOf(connection).credentials.variables.map(([name]) => name);
const leftOut = (connection: Connection) => {
  const names = namesOf(connection);
  return KNOWN.ok ? KNOWN.credentials.variables.flatMap(([name]) => (names.includes(name) ? [] : [name])) : [];
};

async function render(id: FormatId, connection: Connection, variant?: string) {
  const format = await FORMATS.find((entry) => entry.id === id)?.load();
  if (format === undefined) throw new Error(`no format ${id}`);
  return format.render(credentialsOf(connection).credentials, variant);
}

async function textOf(id: FormatId, connection: Connection): Promise<string> {
  const rendered = await render(id, connection);
  if (!rendered.ok) throw new Error(rendered.message);
  return rendered.text;
}

const REGION = ["CAMUNDA_CLUSTER_REGION", "CAMUNDA_CLIENT_CLOUD_REGION"];

describe("a cluster whose region is not known", () => {
  it.each([
    ["8.6.5", REST_ONLY],
    ["8.9.0", REST_ONLY],
    [null, REST_ONLY],
  ])("keeps the addresses of its links (%s)", (clusterVersion, connection) => {
    const { hosts, variables } = credentialsOf({ ...connection, clusterVersion }).credentials;
    expect(hosts).toEqual({
      regionId: null,
      grpc: null,
      rest: `https://zeebe.acme.example/${ID}`,
      operate: `https://operate.acme.example/${ID}`,
      tasklist: `https://tasklist.acme.example/${ID}`,
      optimize: `https://optimize.acme.example/${ID}`,
    });
    expect(Object.fromEntries(variables)).toMatchObject({
      ZEEBE_REST_ADDRESS: hosts.rest,
      CAMUNDA_OPERATE_BASE_URL: hosts.operate,
      CAMUNDA_CLUSTER_ID: ID,
    });
  });

  it("leaves out the lines it can't fill, and no others", () => {
    expect(leftOut(REST_ONLY).toSorted()).toEqual(
      [...REGION, "ZEEBE_ADDRESS", "ZEEBE_GRPC_ADDRESS", "CAMUNDA_GRPC_ADDRESS"].toSorted(),
    );
    expect(leftOut(GRPC_ONLY).toSorted()).toEqual(
      [
        ...REGION,
        ...["ZEEBE_REST_ADDRESS", "CAMUNDA_REST_ADDRESS", "CAMUNDA_BASE_URL"],
        ...["CAMUNDA_TASKLIST_BASE_URL", "CAMUNDA_OPTIMIZE_BASE_URL", "CAMUNDA_OPERATE_BASE_URL"],
      ].toSorted(),
    );
  });

  it("keeps the port of a gRPC address", () => {
    expect(credentialsOf(GRPC_ONLY).credentials.hosts.grpc).toBe(`${ID}.zeebe.acme.example:26500`);
  });

  it.each([
    ["REST", REST_ONLY],
    ["gRPC", GRPC_ONLY],
  ])("names the lines that are left out in a notice (%s)", (_, connection) => {
    const [notice] = credentialsOf(connection).notices;
    expect(notice?.title).toBe("Camunda does not say this cluster's region");
    for (const name of leftOut(connection)) expect(notice?.text).toContain(name);
    expect(KNOWN).toMatchObject({ notices: [] });
  });

  it("still gets no files when no link leads to the cluster", () => {
    const nowhere = { ...REST_ONLY, endpoints: { ...REST_ONLY.endpoints, zeebe: "https://zeebe.acme.example/" } };
    expect(makeCredentials(nowhere, SAMPLE_SECRET)).toMatchObject({ ok: false });
  });
});

describe("formats of a cluster whose region is not known", () => {
  it.each(FORMATS)("$label is a file, or says which value is missing and names JSON", async ({ id }) => {
    for (const connection of [REST_ONLY, GRPC_ONLY, { ...REST_ONLY, clusterVersion: "8.6.5" }]) {
      const rendered = await render(id, connection);
      const text = rendered.ok ? rendered.text : rendered.message;
      expect(text).not.toMatch(/null|undefined|\.\./);
      if (!rendered.ok) expect(rendered.message).toMatch(/^\S+( \S+)? is not known.*JSON/);
    }
  });

  const explicit = {
    mode: "self-managed",
    auth: {
      method: "oidc",
      "client-id": SAMPLE_CONNECTION.clientId,
      "client-secret": SAMPLE_SECRET,
      "token-url": SAMPLE_CONNECTION.oauthUrl,
      audience: "zeebe.camunda.io",
    },
    "rest-address": `https://zeebe.acme.example/${ID}`,
  };

  it("names the address to Camunda's starter in place of cluster id and region", async () => {
    expect(readYaml(await textOf("spring-yaml", REST_ONLY))).toEqual({ camunda: { client: explicit } });
    expect(readJavaProperties(await textOf("spring-properties", REST_ONLY))).toMatchObject({
      "camunda.client.mode": "self-managed",
      "camunda.client.rest-address": explicit["rest-address"],
    });
  });

  it("names the address to the connector runtime in the same way", async () => {
    expect(readDockerEnvFile(await textOf("connectors", REST_ONLY))).toEqual({
      CAMUNDA_CLIENT_MODE: "self-managed",
      CAMUNDA_CLIENT_AUTH_METHOD: "oidc",
      CAMUNDA_CLIENT_AUTH_CLIENTID: SAMPLE_CONNECTION.clientId,
      CAMUNDA_CLIENT_AUTH_CLIENTSECRET: SAMPLE_SECRET,
      CAMUNDA_CLIENT_AUTH_TOKENURL: SAMPLE_CONNECTION.oauthUrl,
      CAMUNDA_CLIENT_AUTH_AUDIENCE: "zeebe.camunda.io",
      CAMUNDA_CLIENT_RESTADDRESS: explicit["rest-address"],
      CAMUNDA_CONNECTOR_SECRETPROVIDER_CONSOLE_ENABLED: "true",
    });
  });

  it.each([
    ["spring-properties", REST_ONLY, "older", "zeebe.client.cloud.region"],
    ["spring-yaml", { ...REST_ONLY, clusterVersion: "8.7.1" }, "current", "camunda.client.cloud.region"],
    ["spring-yaml", GRPC_ONLY, "current", "camunda.client.cloud.region"],
    ["connectors", { ...REST_ONLY, clusterVersion: "8.7.1" }, undefined, "CAMUNDA_CLIENT_CLOUD_REGION"],
    ["connectors", GRPC_ONLY, undefined, "CAMUNDA_CLIENT_CLOUD_REGION"],
    ["desktop-modeler", GRPC_ONLY, undefined, "Cluster URL"],
    ["c8ctl", GRPC_ONLY, undefined, "CAMUNDA_BASE_URL"],
  ] as const)("%s refuses where its reader can't connect otherwise", async (id, connection, variant, missing) => {
    expect(await render(id, connection, variant)).toEqual({
      ok: false,
      message: `${missing} is not known, and this format can't do without it. Look it up in Camunda Console, or use JSON instead: it holds everything that is known.`,
    });
  });
});
