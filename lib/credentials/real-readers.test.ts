import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse as readDotenv } from "dotenv";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse as readYaml } from "yaml";
import { type Credentials, makeCredentials, SECRET_MARKER } from "@/lib/credentials/credentials";
import { FORMATS, type FormatId } from "@/lib/credentials/formats";
import { SAMPLE_CONNECTION, SAMPLE_SECRET } from "@/lib/credentials/sample";
import { springProperties } from "@/lib/credentials/spring-keys";
import { starterProperties } from "@/lib/credentials/starter-properties";
import { readDockerEnvFile } from "@/lib/credentials/testing/readers/docker-env-file";
import { readGodotenv } from "@/lib/credentials/testing/readers/godotenv";
import { readJavaProperties } from "@/lib/credentials/testing/readers/java-properties";
import { readPowerShell } from "@/lib/credentials/testing/readers/powershell";
import { REST_ONLY } from "@/lib/credentials/testing/unknown-region";

/** bash runs here: a value that manages to run a command leaves a file behind. */
const folder = mkdtempSync(join(tmpdir(), "latchkey-formats-"));
const file = join(folder, "credentials");
afterAll(() => rmSync(folder, { recursive: true }));

/** Sources a file in a bash with an empty environment, and returns the resulting environment. */
function readBash(text: string): Record<string, string> {
  writeFileSync(file, text);
  const script = 'set -a; source "$1"; set +a; exec /usr/bin/env -0';
  const bash = ["bash", "--norc", "--noprofile", "-c", script, "bash", file];
  const run = spawnSync("/usr/bin/env", ["-i", "PATH=/usr/bin:/bin", ...bash], { cwd: folder, encoding: "utf8" });
  if (run.status !== 0 || run.stderr !== "") throw new Error(`bash: ${run.stderr}`);
  const variables = run.stdout
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)] as const)
    .filter(([name]) => !["PATH", "PWD", "SHLVL", "_", "OLDPWD"].includes(name));
  return Object.fromEntries(variables);
}

/** The leaves of a nested document by their dotted paths, as Spring reads it. */
function flatten(document: object, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "object" && value !== null
        ? Object.entries(flatten(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value] as const],
    ),
  );
}

function readLabels(text: string): Record<string, string> {
  const lines = text.split("\n").slice(0, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
}

type Reader = (text: string) => Record<string, unknown>;
const all = ({ variables }: Credentials) => Object.fromEntries(variables);
const spring = (credentials: Credentials) => Object.fromEntries(springProperties(credentials, undefined));
const environment = (credentials: Credentials) =>
  Object.fromEntries(
    starterProperties(credentials).map(([name, value]) => [
      name.replaceAll("-", "").replaceAll(".", "_").toUpperCase(),
      value,
    ]),
  );
const some = (names: readonly string[]) => (credentials: Credentials) =>
  Object.fromEntries(credentials.variables.filter(([name]) => names.includes(name)));

/** For each format: the programs that read it, and what each of them must read. */
const READERS: Record<FormatId, { readers: Record<string, Reader>; expected: (credentials: Credentials) => object }> = {
  "env-vars": { readers: { bash: readBash, dotenv: readDotenv }, expected: all },
  dotenv: { readers: { dotenv: readDotenv, docker: readDockerEnvFile }, expected: all },
  "spring-properties": { readers: { java: readJavaProperties }, expected: spring },
  "spring-yaml": { readers: { yaml: (text) => flatten(readYaml(text)) }, expected: spring },
  "desktop-modeler": {
    readers: { eyes: readLabels },
    expected: ({ connection, hosts, clientSecret }) => ({
      "Cluster URL": hosts.rest,
      "Client ID": connection.clientId,
      "Client Secret": clientSecret,
    }),
  },
  connectors: {
    readers: { docker: readDockerEnvFile },
    expected: (credentials) => ({
      ...environment(credentials),
      CAMUNDA_CONNECTOR_SECRETPROVIDER_CONSOLE_ENABLED: "true",
    }),
  },
  "kubernetes-secret": { readers: { yaml: (text) => readYaml(text).stringData }, expected: all },
  json: { readers: { json: (text) => JSON.parse(text) }, expected: all },
  powershell: { readers: { powershell: readPowerShell }, expected: all },
  c8ctl: {
    readers: { bash: readBash },
    expected: some([
      "CAMUNDA_BASE_URL",
      "CAMUNDA_CLIENT_ID",
      "CAMUNDA_CLIENT_SECRET",
      "CAMUNDA_OAUTH_URL",
      "CAMUNDA_TOKEN_AUDIENCE",
    ]),
  },
  "github-actions": { readers: { godotenv: readGodotenv, dotenv: readDotenv }, expected: all },
};

const HOSTILE = [
  ..."'\"`\\#~=!%$&|;()<>*?[]{}:, \t\n\r\f\0\u0007\u007f\u0085\u00a0\u00e9\u2018\u2019\u2028\u2029\ufeff\ud83d\ude00",
  "\ud83d\ude00",
  "'\\''",
  "\\'",
  "''",
  '\\"',
  "\\n",
  "\\u0041",
  "\r\n",
  "$(touch canary)",
  "`touch canary`",
  "; touch canary;",
  "\ntouch canary\n",
  "' touch canary '",
  "'; touch canary #",
  "' + (New-Item canary) + '",
  `"$(touch canary)"`,
  ["$", "{HOME}"].join(""),
  "$HOME",
  "#{1}",
  "%PATH%",
  " # x",
  "~root",
  "- a: b",
  "a: b",
  "plain",
  "Z9._~-",
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
);
const issued = (length: number) =>
  fc.string({
    unit: fc.constantFrom(..."ABCXYZabcxyz0189._~-"),
    minLength: length,
    maxLength: length,
  });

function credentialsOf(clientId: string, clientSecret: string, connection = SAMPLE_CONNECTION): Credentials {
  const made = makeCredentials({ ...connection, clientId }, clientSecret);
  if (!made.ok) throw new Error(made.message);
  return made.credentials;
}

describe.each(FORMATS)("$label", ({ id, load }) => {
  const { readers, expected } = READERS[id];
  let format: Awaited<ReturnType<typeof load>>;
  beforeAll(async () => {
    format = await load();
  });

  function expectRead(credentials: Credentials, text: string) {
    for (const [name, read] of Object.entries(readers)) {
      expect(read(text), name).toEqual(expected(credentials));
    }
  }

  it("reads back ids and secrets of Camunda's kind byte for byte", () => {
    fc.assert(
      fc.property(issued(32), issued(64), (clientId, clientSecret) => {
        const credentials = credentialsOf(clientId, clientSecret);
        const rendered = format.render(credentials);
        if (!rendered.ok) throw new Error(rendered.message);
        expectRead(credentials, rendered.text);
      }),
      { numRuns: 25 },
    );
  });

  it("reads back a hostile value byte for byte, or refuses it and names a format that can hold it", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.boolean(), (value, other, both) => {
        const credentials = credentialsOf(both ? other : SAMPLE_CONNECTION.clientId, value);
        const rendered = format.render(credentials);
        if (rendered.ok) {
          expectRead(credentials, rendered.text);
        } else {
          expect(rendered.message).toMatch(/JSON/);
          expect(id).not.toBe("json");
        }
      }),
      { numRuns: 150 },
    );
    // Every reader ran in this folder, so a command that a value ran would have left a file here.
    expect(readdirSync(folder).filter((name) => name !== "credentials")).toEqual([]);
  });

  it("holds the marker for a secret that is no longer known", () => {
    const credentials = credentialsOf(SAMPLE_CONNECTION.clientId, SECRET_MARKER);
    const rendered = format.render(credentials);
    if (!rendered.ok) throw new Error(rendered.message);
    expectRead(credentials, rendered.text);
    expect(rendered.text).toContain(SECRET_MARKER);
  });

  it("reads back the file of a cluster whose region is not known", () => {
    const credentials = credentialsOf(SAMPLE_CONNECTION.clientId, SAMPLE_SECRET, REST_ONLY);
    const rendered = format.render(credentials);
    if (!rendered.ok) throw new Error(rendered.message);
    expectRead(credentials, rendered.text);
  });

  it("ends with one line feed and has no carriage return", () => {
    const rendered = format.render(credentialsOf(SAMPLE_CONNECTION.clientId, SAMPLE_SECRET));
    expect(rendered).toMatchObject({ ok: true, text: expect.stringMatching(/[^\n]\n$/) });
    expect(rendered).toMatchObject({ text: expect.not.stringContaining("\r") });
  });
});
