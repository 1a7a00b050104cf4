import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EnvError, ownSecrets, readEnv } from "@/lib/server/platform/env";
import { restoreSettings, setSettings, settingsAt } from "@/lib/server/platform/testing/settings";

const COMPLETE = {
  NEXTAUTH_URL: "https://latchkey.example.com",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  CAMUNDA_CONSOLE_CLIENT_ID: "id",
  CAMUNDA_CONSOLE_CLIENT_SECRET: "secret",
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "oidc-id",
  OIDC_CLIENT_SECRET: "oidc-secret",
};
const DEMO = {
  ...COMPLETE,
  LATCHKEY_DEMO: "1",
  NEXTAUTH_URL: "http://localhost:3000",
  CAMUNDA_CONSOLE_BASE_URL: "http://127.0.0.1:4000",
  CAMUNDA_OAUTH_URL: "http://[::1]:4000/oauth/token",
};

/** Of a password that nobody has. */
const HASH = `scrypt:ln=17,r=8,p=1:${"A".repeat(22)}:${"A".repeat(43)}`;

function faultsOf(source: Record<string, string | undefined>): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
  return [];
}

describe("the settings", () => {
  it("default to Camunda's own addresses", () => {
    expect(readEnv(COMPLETE)).toMatchObject({
      demo: false,
      databaseUrl: "file:./data/latchkey.db",
      appUrl: COMPLETE.NEXTAUTH_URL,
      camunda: {
        baseUrl: "https://api.cloud.camunda.io",
        oauthUrl: "https://login.cloud.camunda.io/oauth/token",
        audience: "api.cloud.camunda.io",
      },
      owners: [],
      sessionIdleMs: 30 * 60_000,
      sessionMs: 12 * 3_600_000,
      syncMs: 15 * 60_000,
      syncConcurrency: 4,
    });
  });

  it("switch the regular sync off with 0, and bound how many clusters it reads at a time", () => {
    expect(readEnv({ ...COMPLETE, LATCHKEY_SYNC_MINUTES: "0" }).syncMs).toBe(0);
    expect(readEnv({ ...COMPLETE, LATCHKEY_SYNC_CONCURRENCY: "20" }).syncConcurrency).toBe(20);
    expect(faultsOf({ ...COMPLETE, LATCHKEY_SYNC_MINUTES: "-1", LATCHKEY_SYNC_CONCURRENCY: "21" })).toEqual([
      "LATCHKEY_SYNC_MINUTES must be at least 0.",
      "LATCHKEY_SYNC_CONCURRENCY must be at most 20.",
    ]);
    expect(faultsOf({ ...COMPLETE, LATCHKEY_SYNC_CONCURRENCY: "0" })).toHaveLength(1);
  });

  it("ignore trailing slashes and empty values", () => {
    const env = readEnv({ ...COMPLETE, NEXTAUTH_URL: "https://latchkey.example.com//", CAMUNDA_CONSOLE_BASE_URL: "" });
    expect([env.appUrl, env.camunda.baseUrl]).toEqual(["https://latchkey.example.com", "https://api.cloud.camunda.io"]);
  });

  it("list owners as they are written, with any separator", () => {
    expect(readEnv({ ...COMPLETE, LATCHKEY_OWNERS: "\u212aim@x.example" }).owners).toEqual(["\u212aim@x.example"]);
    expect(readEnv({ ...COMPLETE, LATCHKEY_OWNERS: " A@x.example,b@x.example;c@x.example\n" }).owners).toEqual([
      "A@x.example",
      "b@x.example",
      "c@x.example",
    ]);
  });
});

describe("roles by group and the emergency sign-in", () => {
  it("are off unless they are set", () => {
    expect(readEnv(COMPLETE)).toMatchObject({ groups: null, breakGlass: null });
  });

  it("are read", () => {
    const settings = {
      LATCHKEY_GROUPS_CLAIM: "realm_access.roles",
      LATCHKEY_GROUP_ROLES: "team=admin:orders-*",
      LATCHKEY_BREAK_GLASS_EMAIL: "it@x.example",
      LATCHKEY_BREAK_GLASS_HASH: HASH,
    };
    expect(readEnv({ ...COMPLETE, ...settings })).toMatchObject({
      groups: { claim: "realm_access.roles", roles: [{ group: "team", role: "admin", pattern: "orders-*" }] },
      breakGlass: { email: "it@x.example", hash: HASH },
    });
    expect(readEnv({ ...DEMO, ...settings }).breakGlass).toBeNull();
  });
});

describe("the keys of the history", () => {
  const secret = Buffer.from(Array.from({ length: 32 }, (_, at) => 7 * at + 1));
  const key = (id: string) => `${id}:${secret.toString("base64")}`;

  it("are none unless they are set", () => {
    const { keys, ...others } = readEnv(COMPLETE).audit;
    expect([keys.current, keys.byId.size, others]).toEqual([
      null,
      0,
      { keyFrom: null, headsFile: null, webhook: null },
    ]);
  });

  it("are one that signs, and all that verify", () => {
    const settings = { LATCHKEY_AUDIT_KEY: key("2026"), LATCHKEY_AUDIT_OLD_KEYS: `${key("2024")}, ${key("2025")}\n` };
    const { keys } = readEnv({ ...COMPLETE, ...settings }).audit;
    expect(keys.current).toEqual({ id: "2026", secret });
    expect([...keys.byId.keys()].toSorted()).toEqual(["2024", "2025", "2026"]);
  });

  it.each([
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_KEY: "hunter2" }, "must be an ID"],
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_KEY: "2026:hunter2" }, "is weak"],
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_KEY: `2026:${"A".repeat(64)}` }, "is weak"],
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_KEY: key("a b") }, "must be an ID"],
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_OLD_KEYS: key("2025") }, "is missing: LATCHKEY_AUDIT_OLD_KEYS needs it"],
    ["LATCHKEY_AUDIT_KEY", { LATCHKEY_AUDIT_KEY_FROM: "7" }, "is missing: LATCHKEY_AUDIT_KEY_FROM needs it"],
    [
      "LATCHKEY_AUDIT_OLD_KEYS",
      { LATCHKEY_AUDIT_KEY: key("b"), LATCHKEY_AUDIT_OLD_KEYS: `${key("a")},${key("a")}` },
      "has two keys with the ID a",
    ],
    [
      "LATCHKEY_AUDIT_OLD_KEYS",
      { LATCHKEY_AUDIT_KEY: key("a"), LATCHKEY_AUDIT_OLD_KEYS: key("a") },
      "has the ID of LATCHKEY_AUDIT_KEY, a",
    ],
    ["LATCHKEY_AUDIT_KEY_FROM", { LATCHKEY_AUDIT_KEY: key("a"), LATCHKEY_AUDIT_KEY_FROM: "0" }, "must be the number"],
    ["LATCHKEY_AUDIT_WEBHOOK", { LATCHKEY_AUDIT_WEBHOOK: "http://example.com/hook" }, "must be https"],
    ["LATCHKEY_AUDIT_WEBHOOK", { LATCHKEY_AUDIT_WEBHOOK: "hook" }, "must be an http(s) address"],
  ])("refuse a start with a line for %s, without the key: %j", (name, settings, words) => {
    const faults = faultsOf({ ...COMPLETE, ...settings });
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults[0]).toMatch(new RegExp(`^${name} .+\\.$`));
    expect(faults.join()).not.toMatch(/hunter2|AAAA/);
  });
});

it("the settings list the hosts of clusters in lower case", () => {
  const { clusterHosts } = readEnv({ ...COMPLETE, LATCHKEY_CLUSTER_HOSTS: "Camunda.Example.com, 10.0.0.7" });
  expect(clusterHosts).toEqual(["camunda.example.com", "10.0.0.7"]);
  expect(readEnv(COMPLETE).clusterHosts).toEqual([]);
});

describe("a start is refused with a line that names the setting", () => {
  it.each(Object.keys(COMPLETE))("when %s is missing", (name) => {
    for (const value of [undefined, ""]) {
      const faults = faultsOf({ ...COMPLETE, [name]: value });
      expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} .+\\.$`))]);
    }
  });

  it("for each fault at the same time", () => {
    const faults = faultsOf({
      ...COMPLETE,
      NEXTAUTH_SECRET: undefined,
      CAMUNDA_CONSOLE_CLIENT_ID: "",
      DATABASE_URL: "mysql://x",
    });
    expect(faults.map((line) => line.split(" ")[0]).toSorted()).toEqual([
      "CAMUNDA_CONSOLE_CLIENT_ID",
      "DATABASE_URL",
      "NEXTAUTH_SECRET",
    ]);
  });

  it.each([
    ["LATCHKEY_CLUSTER_HOSTS", "https://camunda.example.com", "must be host names alone"],
    ["LATCHKEY_CLUSTER_HOSTS", "camunda.example.com:8443", "must be host names alone"],
    ["LATCHKEY_CLUSTER_HOSTS", "camunda.example.com/x", "must be host names alone"],
    ["LATCHKEY_CLUSTER_HOSTS", "*.example.com/*", "must be host names alone"],
    ["NEXTAUTH_SECRET", "short", "is weak"],
    ["NEXTAUTH_SECRET", "0123456789abcdef0123456789abcde", "is weak"],
    ["NEXTAUTH_SECRET", "x".repeat(32), "is weak: give at least 32 random characters, such as `openssl rand"],
    ["NEXTAUTH_SECRET", "abcdefg".repeat(10), "is weak"],
    ["NEXTAUTH_URL", "latchkey.example.com", "must be an http(s) address"],
    ["NEXTAUTH_URL", "not an address", "must be an http(s) address"],
    ["NEXTAUTH_URL", "ftp://latchkey.example.com", "must be an http(s) address"],
    ["NEXTAUTH_URL", "http://latchkey.example.com", "must be https"],
    ["NEXTAUTH_URL", "http://localhost.example.com", "must be https"],
    ["NEXTAUTH_URL", "http://127.0.0.1.example.com", "must be https"],
    ["CAMUNDA_CONSOLE_BASE_URL", "http://api.cloud.camunda.io", "must be https"],
    ["CAMUNDA_OAUTH_URL", "http://login.cloud.camunda.io/oauth/token", "must be https"],
    ["OIDC_ISSUER", "http://id.example.com", "must be https"],
    ["NEXTAUTH_URL", "https://latchkey.example.com/?x=1", "must be an address alone"],
    ["NEXTAUTH_URL", "https://me:secret@latchkey.example.com", "must be an address alone"],
    ["DATABASE_URL", "mysql://root@localhost/x", "must start with"],
    ["DATABASE_URL", "file:", "is not a complete address"],
    ["DATABASE_URL", "postgresql://u:p@[::1/db", "is not a complete address"],
    ["LATCHKEY_SESSION_HOURS", "99999999999999", "must be at most"],
    ["LATCHKEY_DEMO", "yes", "must be 0 or 1"],
    ["LATCHKEY_SESSION_HOURS", "long", "must be a whole number"],
    ["LATCHKEY_SESSION_HOURS", "1.5", "must be a whole number"],
    ["LATCHKEY_SESSION_IDLE_MINUTES", "0", "must be at least 1"],
    ["OIDC_SIGN_OUT", "no", "must be 0 or 1"],
    ["OIDC_HOSTED_DOMAIN", "example.com, example.org", "must be one domain"],
    ["OIDC_HOSTED_DOMAIN", "*", "must be one domain"],
  ])("when %s is %j", (name, value, words) => {
    const faults = faultsOf({ ...COMPLETE, [name]: value });
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
  });

  it.each([
    ["LATCHKEY_GROUPS_CLAIM", "groups", "LATCHKEY_GROUP_ROLES is missing: LATCHKEY_GROUPS_CLAIM needs it."],
    ["LATCHKEY_GROUP_ROLES", "team=admin", "LATCHKEY_GROUPS_CLAIM is missing: LATCHKEY_GROUP_ROLES needs it."],
    [
      "LATCHKEY_BREAK_GLASS_EMAIL",
      "it@x.example",
      "LATCHKEY_BREAK_GLASS_HASH is missing: LATCHKEY_BREAK_GLASS_EMAIL needs it.",
    ],
    ["LATCHKEY_BREAK_GLASS_HASH", HASH, "LATCHKEY_BREAK_GLASS_EMAIL is missing: LATCHKEY_BREAK_GLASS_HASH needs it."],
  ])("when %s stands alone", (name, value, fault) => {
    expect(faultsOf({ ...COMPLETE, [name]: value })).toEqual([fault]);
  });

  it("for each wrong entry of LATCHKEY_GROUP_ROLES", () => {
    const roles = { LATCHKEY_GROUPS_CLAIM: "groups", LATCHKEY_GROUP_ROLES: "a=root, b=owner:x-*, c=admin" };
    expect(faultsOf({ ...COMPLETE, ...roles })).toEqual([
      expect.stringMatching(/^LATCHKEY_GROUP_ROLES has an entry that is not .+: a=root\.$/),
      expect.stringMatching(/^LATCHKEY_GROUP_ROLES gives the role owner for some clusters.+: b=owner:x-\*\.$/),
    ]);
  });

  it("when the hash of the emergency password is a password, without repeating it", () => {
    const settings = { LATCHKEY_BREAK_GLASS_EMAIL: "it@x.example", LATCHKEY_BREAK_GLASS_HASH: "hunter2" };
    expect(faultsOf({ ...COMPLETE, ...settings })).toEqual([
      "LATCHKEY_BREAK_GLASS_HASH is not a line that `npm run hash-password` printed.",
    ]);
  });

  it("which never contains the value of a secret", () => {
    expect(
      faultsOf({ ...COMPLETE, NEXTAUTH_SECRET: "hunter2", DATABASE_URL: "mysql://u:hunter2@x" }).join(),
    ).not.toContain("hunter2");
  });
});

describe("http", () => {
  it.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])("is accepted for %s", (url) => {
    expect(readEnv({ ...COMPLETE, NEXTAUTH_URL: url }).appUrl).toBe(url);
  });
});

describe("the demo", () => {
  it("needs no single sign-on", () => {
    const { OIDC_ISSUER: _1, OIDC_CLIENT_ID: _2, OIDC_CLIENT_SECRET: _3, ...settings } = DEMO;
    expect(readEnv(settings)).toMatchObject({ demo: true, oidc: null });
  });

  it.each(["NEXTAUTH_URL", "CAMUNDA_CONSOLE_BASE_URL", "CAMUNDA_OAUTH_URL"])(
    "is refused when %s is not on loopback",
    (name) => {
      expect(faultsOf({ ...DEMO, [name]: "https://latchkey.example.com" })).toEqual([
        `${name} must be on loopback while LATCHKEY_DEMO is 1.`,
      ]);
    },
  );

  it("is refused with the defaults, which are Camunda's own addresses", () => {
    expect(faultsOf({ ...DEMO, CAMUNDA_CONSOLE_BASE_URL: undefined, CAMUNDA_OAUTH_URL: undefined })).toHaveLength(2);
  });
});

describe("a secret in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-env-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "secret");

  it.each(["NEXTAUTH_SECRET", "CAMUNDA_CONSOLE_CLIENT_SECRET", "OIDC_CLIENT_SECRET", "DATABASE_URL"])(
    "is read for %s",
    (name) => {
      const value = name === "DATABASE_URL" ? "postgresql://u:p@localhost/x" : "0123456789abcdef".repeat(3);
      writeFileSync(path, `${value}\n`);
      const env = readEnv({ ...COMPLETE, [name]: undefined, [`${name}_FILE`]: path });
      expect([env.appSecret, env.camunda.clientSecret, env.oidc?.clientSecret, env.databaseUrl]).toContain(value);
    },
  );

  it("is read for the hash of the emergency password", () => {
    writeFileSync(path, `${HASH}\n`);
    const settings = { LATCHKEY_BREAK_GLASS_EMAIL: "it@x.example", LATCHKEY_BREAK_GLASS_HASH_FILE: path };
    expect(readEnv({ ...COMPLETE, ...settings }).breakGlass?.hash).toBe(HASH);
  });

  it("that is unreadable or empty is a fault", () => {
    const missing = { ...COMPLETE, CAMUNDA_CONSOLE_CLIENT_SECRET_FILE: join(folder, "none") };
    expect(faultsOf(missing)).toEqual(["CAMUNDA_CONSOLE_CLIENT_SECRET_FILE: the file can't be read."]);
    writeFileSync(path, "\n");
    expect(faultsOf({ ...COMPLETE, CAMUNDA_CONSOLE_CLIENT_SECRET_FILE: path })).toEqual([
      "CAMUNDA_CONSOLE_CLIENT_SECRET is missing.",
    ]);
  });
});

describe("the settings of notices", () => {
  const SECRET = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
  const ALL = {
    LATCHKEY_SMTP_URL: "smtps://user:p%40ssword-of-mail@mail.example.com",
    LATCHKEY_MAIL_FROM: "Latchkey <latchkey@example.com>",
    LATCHKEY_SLACK_WEBHOOK: "https://hooks.slack.example/services/T0/B0/0123456789abcdef",
    LATCHKEY_TEAMS_WEBHOOK: "https://flow.example/workflows?sig=0123456789abcdef",
    LATCHKEY_NOTICE_WEBHOOK: "https://example.com/in",
    LATCHKEY_NOTICE_WEBHOOK_SECRET: SECRET,
    LATCHKEY_NOTICE_HOSTS: "10.0.0.1, relay.internal",
  };

  it("are off by default, and there once they are set", () => {
    expect(readEnv(COMPLETE).notices).toEqual({ mail: null, slack: null, teams: null, webhook: null, hosts: [] });
    expect(readEnv({ ...COMPLETE, ...ALL }).notices).toEqual({
      mail: { smtpUrl: ALL.LATCHKEY_SMTP_URL, from: ALL.LATCHKEY_MAIL_FROM },
      slack: ALL.LATCHKEY_SLACK_WEBHOOK,
      teams: ALL.LATCHKEY_TEAMS_WEBHOOK,
      webhook: { url: ALL.LATCHKEY_NOTICE_WEBHOOK, key: Buffer.alloc(32, 5) },
      hosts: ["10.0.0.1", "relay.internal"],
    });
  });

  it.each([
    ["LATCHKEY_SMTP_URL", "mail.example.com"],
    ["LATCHKEY_SMTP_URL", "https://mail.example.com"],
    ["LATCHKEY_SMTP_URL", "smtp://user:%zz@mail.example.com"],
    ["LATCHKEY_SMTP_URL", "smtp://user:%ff@mail.example.com"],
    ["LATCHKEY_MAIL_FROM", "Latchkey"],
    ["LATCHKEY_MAIL_FROM", "a@example.com, b@example.com"],
    ["LATCHKEY_MAIL_FROM", "a@example.com\nBcc: b@example.com"],
    ["LATCHKEY_SLACK_WEBHOOK", "http://hooks.slack.example/services"],
    ["LATCHKEY_NOTICE_WEBHOOK", "ftp://example.com"],
    ["LATCHKEY_NOTICE_WEBHOOK_SECRET", "0123456789abcdef0123456789abcdef"],
    ["LATCHKEY_NOTICE_WEBHOOK_SECRET", `whsec_${Buffer.alloc(23, 5).toString("base64")}`],
    ["LATCHKEY_NOTICE_HOSTS", "http://10.0.0.1"],
  ])("%s can't be %j", (name, value) => {
    const faults = faultsOf({ ...COMPLETE, ...ALL, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} must be`));
  });

  it("mean nothing without each other", () => {
    const half = { ...COMPLETE, ...ALL, LATCHKEY_MAIL_FROM: "", LATCHKEY_NOTICE_WEBHOOK: "" };
    expect(faultsOf(half)).toEqual([
      "LATCHKEY_MAIL_FROM is missing: LATCHKEY_SMTP_URL needs it.",
      "LATCHKEY_NOTICE_WEBHOOK is missing: LATCHKEY_NOTICE_WEBHOOK_SECRET needs it.",
    ]);
  });

  it("are kept out of the logs, in all their parts that open a door", () => {
    setSettings({ ...settingsAt("https://latchkey.example.com"), ...ALL });
    const secrets = ownSecrets();
    restoreSettings();
    for (const secret of [ALL.LATCHKEY_SLACK_WEBHOOK, ALL.LATCHKEY_TEAMS_WEBHOOK, ALL.LATCHKEY_NOTICE_WEBHOOK])
      expect(secrets).toContain(secret);
    for (const part of ["p@ssword-of-mail", "/services/T0/B0/0123456789abcdef", "/workflows?sig=0123456789abcdef"])
      expect(secrets).toContain(part);
    expect(secrets.some((secret) => SECRET.includes(secret))).toBe(true);
  });
});
