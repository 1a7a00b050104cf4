import { expect, it } from "vitest";
import type { Connection } from "@/lib/contract/clients";
import { SCOPES, type Scope } from "@/lib/contract/scopes";
import { makeCredentials } from "@/lib/credentials/credentials";
import { SAMPLE_CONNECTION, SAMPLE_SECRET } from "@/lib/credentials/sample";

const ID = SAMPLE_CONNECTION.clusterId;
const VERSIONS = ["8.5.7", "8.6.5", "8.7.0", "Camunda 8.8+gen3", "8.9.0"] as const;
const SUBSETS: Scope[][] = Array.from({ length: 31 }, (_, index) =>
  SCOPES.filter((_scope, bit) => ((index + 1) >> bit) & 1),
);

/** Links to another region than the template's, so that a test sees which of the two was used. */
const LEGACY_LINKS = {
  zeebe: `${ID}.jfk-1.zeebe.camunda.io`,
  operate: `https://jfk-1.operate.camunda.io/${ID}`,
  tasklist: `jfk-1.tasklist.camunda.io/${ID}/`,
  optimize: `https://jfk-1.optimize.camunda.io/${ID}/`,
  identity: null,
  console: null,
};
const UNIFIED_LINKS = {
  ...LEGACY_LINKS,
  zeebe: `https://jfk-1.api.camunda.io/${ID}`,
  operate: `https://jfk-1.api.camunda.io/${ID}/operate`,
  tasklist: `jfk-1.api.camunda.io/${ID}/tasklist/`,
};

/** The lines of the file, written out by hand for both kinds of hosts. */
function expected(scopes: readonly Scope[], unified: boolean, region: string, audience: string): string[] {
  const rest = unified ? `https://${region}.api.camunda.io/${ID}` : `https://${region}.zeebe.camunda.io/${ID}`;
  const below = (part: string) => (unified ? `${rest}/${part}` : `https://${region}.${part}.camunda.io/${ID}`);
  const oauth = "https://login.cloud.camunda.io/oauth/token";
  return [
    `ZEEBE_ADDRESS=${ID}.${region}.zeebe.camunda.io:443`,
    "ZEEBE_CLIENT_ID=sample-client-id-not-a-real-one-",
    `ZEEBE_CLIENT_SECRET=${SAMPLE_SECRET}`,
    `ZEEBE_AUTHORIZATION_SERVER_URL=${oauth}`,
    `ZEEBE_REST_ADDRESS=${rest}`,
    `ZEEBE_GRPC_ADDRESS=grpcs://${ID}.${region}.zeebe.camunda.io:443`,
    `ZEEBE_TOKEN_AUDIENCE=${audience}`,
    `CAMUNDA_TOKEN_AUDIENCE=${audience}`,
    `CAMUNDA_CLUSTER_ID=${ID}`,
    "CAMUNDA_CLIENT_ID=sample-client-id-not-a-real-one-",
    `CAMUNDA_CLIENT_SECRET=${SAMPLE_SECRET}`,
    `CAMUNDA_CLUSTER_REGION=${region}`,
    `CAMUNDA_CREDENTIALS_SCOPES=${scopes.join(",")}`,
    ...(scopes.includes("Tasklist") ? [`CAMUNDA_TASKLIST_BASE_URL=${below("tasklist")}`] : []),
    ...(scopes.includes("Optimize") ? [`CAMUNDA_OPTIMIZE_BASE_URL=https://${region}.optimize.camunda.io/${ID}`] : []),
    ...(scopes.includes("Operate") ? [`CAMUNDA_OPERATE_BASE_URL=${below("operate")}`] : []),
    `CAMUNDA_OAUTH_URL=${oauth}`,
    "CAMUNDA_CLIENT_MODE=saas",
    "CAMUNDA_CLIENT_AUTH_CLIENTID=sample-client-id-not-a-real-one-",
    `CAMUNDA_CLIENT_AUTH_CLIENTSECRET=${SAMPLE_SECRET}`,
    `CAMUNDA_CLIENT_CLOUD_CLUSTERID=${ID}`,
    `CAMUNDA_CLIENT_CLOUD_REGION=${region}`,
    `CAMUNDA_REST_ADDRESS=${rest}`,
    `CAMUNDA_GRPC_ADDRESS=grpcs://${ID}.${region}.zeebe.camunda.io:443`,
    `CAMUNDA_AUTHORIZATION_SERVER_URL=${oauth}`,
    "CAMUNDA_AUTH_STRATEGY=OAUTH",
    `CAMUNDA_BASE_URL=${rest}`,
  ];
}

const ROWS = VERSIONS.flatMap((version) =>
  [true, false].flatMap((links) => SUBSETS.map((scopes) => ({ version, links, scopes }))),
);

it.each(ROWS)("$version, links $links, $scopes: names, order and values", ({ version, links, scopes }) => {
  const unified = version === "8.9.0";
  const connection: Connection = {
    ...SAMPLE_CONNECTION,
    clusterVersion: version,
    scopes,
    ...(links
      ? { regionId: null, endpoints: unified ? UNIFIED_LINKS : LEGACY_LINKS, audience: "orders.camunda.io" }
      : { regionId: "bru-2", audience: null }),
  };
  const made = makeCredentials(connection, SAMPLE_SECRET);
  if (!made.ok) throw new Error(made.message);
  expect(made.credentials.variables.map(([name, value]) => `${name}=${value}`)).toEqual(
    links
      ? expected(scopes, unified, "jfk-1", "orders.camunda.io")
      : expected(scopes, unified, "bru-2", "zeebe.camunda.io"),
  );
});

it.each(VERSIONS)("%s without links and region: a message, and no variables", (version) => {
  const made = makeCredentials({ ...SAMPLE_CONNECTION, clusterVersion: version, regionId: null }, SAMPLE_SECRET);
  expect(made).toEqual({ ok: false, message: expect.any(String) });
});
