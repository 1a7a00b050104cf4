import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { CLIENT_NAME_PATTERN, CLIENT_NAME_RULE } from "@/lib/contract/clients";
import { type ClientRules, REQUIRABLE } from "@/lib/contract/owners";
import { type AuditKey, type AuditKeys, parseAuditKey, parseAuditKeys } from "@/lib/server/platform/audit-keys";
import { parseGroupRoles } from "@/lib/server/platform/group-roles";
import { parsePasswordHash } from "@/lib/server/platform/password-hash";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a host of a URL is this machine. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(host);

/** Whether a URL leads to this machine. */
export const isLoopback = (url: string): boolean => isLoopbackHost(new URL(url).hostname);

/** A base address: https, or http on loopback; kept without a trailing slash. */
const address = z
  .url({
    protocol: /^https?$/,
    error: ({ input }) => (input === undefined ? "is missing" : "must be an http(s) address"),
    // The checks below can't parse a text that is not an address.
    abort: true,
  })
  .refine(
    (url) => url.startsWith("https:") || isLoopback(url),
    "must be https (http is accepted for loopback hosts only)",
  )
  .transform((url) => url.replace(/\/+$/, ""));

/** An address to which something is posted: https, or http on loopback. */
/** Whether what is percent-encoded in a text is UTF-8. */
function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== "";
  } catch {
    return false;
  }
}

const webhook = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address", abort: true })
  .refine(
    (url) => url.startsWith("https:") || isLoopback(url),
    "must be https (http is accepted for loopback hosts only)",
  );

const required = z.string("is missing").min(1, "is missing");
const flag = z.enum(["0", "1"], "must be 0 or 1").default("0");
/** A flag that is set unless it is switched off. */
const flagOn = z.enum(["0", "1"], "must be 0 or 1").default("1");
const count = z.coerce
  .number("must be a whole number")
  .int("must be a whole number")
  .min(1, "must be at least 1")
  .max(1_000_000, "must be at most 1000000");

/** 32 random hexadecimal digits have fewer different ones with a probability below one in a million. */
const DISTINCT = 8;
/** Host names, separated by commas or spaces, in lower case as in a parsed URL. */
const hostNames = z
  .string()
  .default("")
  .transform((text) =>
    text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  )
  .refine(
    (hosts) => hosts.every((host) => URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).hostname === host),
    "must be host names alone, without scheme, port or path",
  );
const countOrZero = z.coerce
  .number("must be a whole number")
  .int("must be a whole number")
  .min(0, "must be at least 0")
  .max(1_000_000, "must be at most 1000000");

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** The bytes of a secret of the Standard Webhooks scheme. */
const webhookKey = (secret: string) => Buffer.from(secret.slice("whsec_".length), "base64");
const isLongEnough = ({ length }: Buffer) => length >= 24 && length <= 64;

const settings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file:|postgres(ql)?:\/\/)/, "must start with file: or postgresql://")
    .refine((url) => (url.startsWith("file:") ? url.length > 5 : URL.canParse(url)), "is not a complete address")
    .default("file:./data/latchkey.db"),
  NEXTAUTH_URL: address.refine(
    (url) => new URL(url).href === `${new URL(url).origin}/`,
    "must be an address alone, without a path, query or credentials",
  ),
  NEXTAUTH_SECRET: required.refine(
    (secret) => secret.length >= 32 && new Set(secret).size >= DISTINCT,
    "is weak: give at least 32 random characters, such as `openssl rand -base64 33`",
  ),
  CAMUNDA_CONSOLE_CLIENT_ID: required,
  CAMUNDA_CONSOLE_CLIENT_SECRET: required,
  CAMUNDA_CONSOLE_BASE_URL: address.default("https://api.cloud.camunda.io"),
  CAMUNDA_OAUTH_URL: address.default("https://login.cloud.camunda.io/oauth/token"),
  CAMUNDA_CONSOLE_OAUTH_AUDIENCE: z.string().default("api.cloud.camunda.io"),
  LATCHKEY_CLUSTER_HOSTS: hostNames,
  OIDC_ISSUER: address.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_HOSTED_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "must be one domain, such as example.com")
    .transform((domain) => domain.toLowerCase())
    .optional(),
  OIDC_SIGN_OUT: flagOn,
  LATCHKEY_GROUPS_CLAIM: z.string().max(256, "must have at most 256 characters").optional(),
  LATCHKEY_GROUP_ROLES: z
    .string()
    .transform((text, context) => {
      const { roles, faults } = parseGroupRoles(text);
      for (const message of faults) context.addIssue({ code: "custom", message });
      return roles;
    })
    .optional(),
  LATCHKEY_BREAK_GLASS_EMAIL: z.email("must be an e-mail address").max(254, "is too long").optional(),
  LATCHKEY_BREAK_GLASS_HASH: z
    .string()
    .refine((text) => parsePasswordHash(text) !== null, "is not a line that `npm run hash-password` printed")
    .optional(),
  LATCHKEY_OWNERS: z.string().default(""),
  LATCHKEY_AUDIT_KEY: z
    .string()
    .transform((text, context) => {
      const key = parseAuditKey(text);
      if (typeof key !== "string") return key;
      context.addIssue({ code: "custom", message: key });
      return z.NEVER;
    })
    .optional(),
  LATCHKEY_AUDIT_OLD_KEYS: z
    .string()
    .default("")
    .transform((text, context) => {
      const { keys, faults } = parseAuditKeys(text);
      for (const message of faults) context.addIssue({ code: "custom", message });
      return keys;
    }),
  LATCHKEY_AUDIT_KEY_FROM: z.coerce
    .number("must be the number of an event")
    .int("must be the number of an event")
    .min(1, "must be the number of an event")
    .max(2_147_483_647, "must be the number of an event")
    .optional(),
  LATCHKEY_AUDIT_HEADS: z.string().optional(),
  LATCHKEY_AUDIT_WEBHOOK: webhook.optional(),
  LATCHKEY_SMTP_URL: z
    .string()
    .refine(
      (url) => /^smtps?:\/\/[^/]/.test(url) && URL.canParse(url) && isDecodable(url),
      "must be an address such as smtps://user:password@mail.example.com",
    )
    .optional(),
  LATCHKEY_MAIL_FROM: z
    .string()
    .regex(/^[^@<>\p{C}]*<?[^@<>\s\p{C}]+@[^@<>\s\p{C}]+>?$/u, "must be one e-mail address, with or without a name")
    .optional(),
  LATCHKEY_SLACK_WEBHOOK: webhook.optional(),
  LATCHKEY_TEAMS_WEBHOOK: webhook.optional(),
  LATCHKEY_NOTICE_WEBHOOK: webhook.optional(),
  LATCHKEY_NOTICE_WEBHOOK_SECRET: z
    .string()
    .refine(
      (secret) => /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret) && isLongEnough(webhookKey(secret)),
      "must be whsec_ and 24 to 64 random bytes in base64, such as `echo whsec_$(openssl rand -base64 32)`",
    )
    .optional(),
  LATCHKEY_NOTICE_HOSTS: hostNames,
  LATCHKEY_SESSION_IDLE_MINUTES: count.default(30),
  LATCHKEY_SESSION_HOURS: count.default(12),
  LATCHKEY_REAUTH_MINUTES: countOrZero.default(60),
  LATCHKEY_REQUIRE: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(z.enum(REQUIRABLE, `must be ${REQUIRABLE.join(", ")} or both`))),
  LATCHKEY_NAME_PATTERN: z.string().refine(isPattern, "must be a regular expression").optional(),
  LATCHKEY_NAME_EXAMPLE: z.string().regex(CLIENT_NAME_PATTERN, CLIENT_NAME_RULE).optional(),
  LATCHKEY_MAX_AGE_DAYS: count.default(180),
  LATCHKEY_SYNC_MINUTES: countOrZero.default(15),
  LATCHKEY_SYNC_CONCURRENCY: count.max(20, "must be at most 20").default(4),
  LATCHKEY_DEMO: flag,
});

/** Secrets that can come from a file: the variable with the suffix _FILE contains its path. */
const FROM_FILE = [
  "DATABASE_URL",
  "NEXTAUTH_SECRET",
  "CAMUNDA_CONSOLE_CLIENT_SECRET",
  "OIDC_CLIENT_SECRET",
  "LATCHKEY_BREAK_GLASS_HASH",
  "LATCHKEY_AUDIT_KEY",
  "LATCHKEY_AUDIT_OLD_KEYS",
  "LATCHKEY_AUDIT_WEBHOOK",
  "LATCHKEY_SMTP_URL",
  "LATCHKEY_SLACK_WEBHOOK",
  "LATCHKEY_TEAMS_WEBHOOK",
  "LATCHKEY_NOTICE_WEBHOOK",
  "LATCHKEY_NOTICE_WEBHOOK_SECRET",
];

/** Settings that mean nothing without each other. */
const TOGETHER = [
  ["LATCHKEY_GROUPS_CLAIM", "LATCHKEY_GROUP_ROLES"],
  ["LATCHKEY_BREAK_GLASS_EMAIL", "LATCHKEY_BREAK_GLASS_HASH"],
  ["LATCHKEY_NAME_PATTERN", "LATCHKEY_NAME_EXAMPLE"],
  ["LATCHKEY_SMTP_URL", "LATCHKEY_MAIL_FROM"],
  ["LATCHKEY_NOTICE_WEBHOOK", "LATCHKEY_NOTICE_WEBHOOK_SECRET"],
] as const;

/** Settings that mean nothing without LATCHKEY_AUDIT_KEY. */
const WITH_AUDIT_KEY = ["LATCHKEY_AUDIT_OLD_KEYS", "LATCHKEY_AUDIT_KEY_FROM"];

/** All keys of the history by ID. The current one must not be among the old ones. */
function auditKeysOf(current: AuditKey | undefined, old: readonly AuditKey[], faults: string[]): AuditKeys {
  const byId = new Map(old.map((key) => [key.id, key]));
  if (current && byId.has(current.id))
    faults.push(`LATCHKEY_AUDIT_OLD_KEYS has the ID of LATCHKEY_AUDIT_KEY, ${current.id}: give each key its own.`);
  if (current) byId.set(current.id, current);
  return { current: current ?? null, byId };
}

/** Invalid settings, with which the app does not start. `faults` has one line for each. */
export class EnvError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join("\n"));
    this.name = "EnvError";
  }
}

/**
 * Reads and checks the settings of .env.example.
 * @throws EnvError with one line for each missing or invalid setting
 */
export function readEnv(source: Record<string, string | undefined>) {
  const faults: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) if (value !== undefined && value !== "") values[name] = value;
  for (const name of FROM_FILE) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    try {
      values[name] = readFileSync(path, "utf8").trim();
    } catch {
      faults.push(`${name}_FILE: the file can't be read.`);
    }
  }

  const demo = values["LATCHKEY_DEMO"] === "1";
  if (!demo) {
    for (const name of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
      if (values[name] === undefined) faults.push(`${name} is missing.`);
  }
  for (const [a, b] of TOGETHER) {
    if (values[a] !== undefined && values[b] === undefined) faults.push(`${b} is missing: ${a} needs it.`);
    if (values[b] !== undefined && values[a] === undefined) faults.push(`${a} is missing: ${b} needs it.`);
  }
  for (const name of WITH_AUDIT_KEY)
    if (values[name] !== undefined && values["LATCHKEY_AUDIT_KEY"] === undefined)
      faults.push(`LATCHKEY_AUDIT_KEY is missing: ${name} needs it.`);
  const parsed = settings.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults.push(`${issue.path.join(".")} ${issue.message}.`);
    throw new EnvError(faults);
  }
  const set = parsed.data;
  if (demo) {
    for (const name of ["NEXTAUTH_URL", "CAMUNDA_CONSOLE_BASE_URL", "CAMUNDA_OAUTH_URL"] as const)
      if (!isLoopback(set[name])) faults.push(`${name} must be on loopback while LATCHKEY_DEMO is 1.`);
  }
  const auditKeys = auditKeysOf(set.LATCHKEY_AUDIT_KEY, set.LATCHKEY_AUDIT_OLD_KEYS, faults);
  const names =
    set.LATCHKEY_NAME_PATTERN && set.LATCHKEY_NAME_EXAMPLE
      ? { pattern: set.LATCHKEY_NAME_PATTERN, example: set.LATCHKEY_NAME_EXAMPLE }
      : null;
  if (names && !new RegExp(`^(?:${names.pattern})$`).test(names.example))
    faults.push("LATCHKEY_NAME_EXAMPLE must match LATCHKEY_NAME_PATTERN.");
  if (faults.length > 0) throw new EnvError(faults);

  return {
    demo,
    databaseUrl: set.DATABASE_URL,
    appUrl: set.NEXTAUTH_URL,
    appSecret: set.NEXTAUTH_SECRET,
    camunda: {
      baseUrl: set.CAMUNDA_CONSOLE_BASE_URL,
      oauthUrl: set.CAMUNDA_OAUTH_URL,
      audience: set.CAMUNDA_CONSOLE_OAUTH_AUDIENCE,
      clientId: set.CAMUNDA_CONSOLE_CLIENT_ID,
      clientSecret: set.CAMUNDA_CONSOLE_CLIENT_SECRET,
    },
    /** Hosts outside Camunda's domain to which a connection test may send a client's token. */
    clusterHosts: set.LATCHKEY_CLUSTER_HOSTS,
    oidc:
      set.OIDC_ISSUER && set.OIDC_CLIENT_ID && set.OIDC_CLIENT_SECRET
        ? {
            issuer: set.OIDC_ISSUER,
            clientId: set.OIDC_CLIENT_ID,
            clientSecret: set.OIDC_CLIENT_SECRET,
            /** The only domain of Google Workspace whose people may sign in. */
            hostedDomain: set.OIDC_HOSTED_DOMAIN ?? null,
            /** Whether sign-out also goes to the provider, where it offers that. */
            signOut: set.OIDC_SIGN_OUT === "1",
          }
        : null,
    /** The claim that lists a person's groups, and what each group gives. */
    groups:
      set.LATCHKEY_GROUPS_CLAIM && set.LATCHKEY_GROUP_ROLES
        ? { claim: set.LATCHKEY_GROUPS_CLAIM, roles: set.LATCHKEY_GROUP_ROLES }
        : null,
    /** The emergency sign-in. Off in the demo, where anybody can be the owner. */
    breakGlass:
      !demo && set.LATCHKEY_BREAK_GLASS_EMAIL && set.LATCHKEY_BREAK_GLASS_HASH
        ? { email: set.LATCHKEY_BREAK_GLASS_EMAIL, hash: set.LATCHKEY_BREAK_GLASS_HASH }
        : null,
    /** What the team requires of clients that are created or adopted here. */
    clientRules: { requires: set.LATCHKEY_REQUIRE, names } satisfies ClientRules,
    /** The age from which a client is a finding. */
    maxAgeMs: set.LATCHKEY_MAX_AGE_DAYS * 86_400_000,
    /** The e-mail addresses whose first sign-in makes an owner. */
    owners: set.LATCHKEY_OWNERS.split(/[\s,;]+/).filter(Boolean),
    audit: {
      /** The keys of the history. Without a current one, events have a plain hash. */
      keys: auditKeys,
      /** The number of the first event that must have a key. Null when it is not set. */
      keyFrom: set.LATCHKEY_AUDIT_KEY_FROM ?? null,
      /** The file to which heads of the history are appended. */
      headsFile: set.LATCHKEY_AUDIT_HEADS ?? null,
      /** The address to which heads of the history are sent. */
      webhook: set.LATCHKEY_AUDIT_WEBHOOK ?? null,
    },
    /** Where notices go. Null for a channel that is not configured. */
    notices: {
      mail:
        set.LATCHKEY_SMTP_URL && set.LATCHKEY_MAIL_FROM
          ? { smtpUrl: set.LATCHKEY_SMTP_URL, from: set.LATCHKEY_MAIL_FROM }
          : null,
      slack: set.LATCHKEY_SLACK_WEBHOOK ?? null,
      teams: set.LATCHKEY_TEAMS_WEBHOOK ?? null,
      webhook:
        set.LATCHKEY_NOTICE_WEBHOOK && set.LATCHKEY_NOTICE_WEBHOOK_SECRET
          ? { url: set.LATCHKEY_NOTICE_WEBHOOK, key: webhookKey(set.LATCHKEY_NOTICE_WEBHOOK_SECRET) }
          : null,
      /** Hosts of private networks that webhooks may reach. */
      hosts: set.LATCHKEY_NOTICE_HOSTS,
    },
    sessionIdleMs: set.LATCHKEY_SESSION_IDLE_MINUTES * 60_000,
    sessionMs: set.LATCHKEY_SESSION_HOURS * 3_600_000,
    /** How old the proof of who somebody is may be for what asks for a fresh one. 0 when any age will do. */
    reauthMs: set.LATCHKEY_REAUTH_MINUTES * 60_000,
    /** The time between two syncs of all clusters. 0 when only people start them. */
    syncMs: set.LATCHKEY_SYNC_MINUTES * 60_000,
    /** How many clusters a sync reads at the same time. */
    syncConcurrency: set.LATCHKEY_SYNC_CONCURRENCY,
  };
}

export type Env = ReturnType<typeof readEnv>;

let current: Env | undefined;

/** The settings of this process, read once. Never called during `next build`, which needs none. */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/** A shorter path of an address is no secret, and could hide words of the log. */
const SHORTEST_PATH = 24;

/** An address that everybody who has it can use, and its parts that an error may show alone. */
function secretsOfAddress(address: string): string[] {
  const { pathname, search, password } = new URL(address);
  const path = `${pathname}${search}`;
  const plain = isDecodable(password) ? decodeURIComponent(password) : password;
  return [address, plain, ...(path.length >= SHORTEST_PATH ? [path] : [])];
}

/** The settings of this process that no log line may contain. */
export function ownSecrets(): string[] {
  const { appSecret, camunda, oidc, breakGlass, audit, notices } = env();
  const keys = [...audit.keys.byId.values()].flatMap(({ secret }) => [
    secret.toString("base64").replace(/=+$/, ""),
    secret.toString("base64url"),
  ]);
  const others = [oidc?.clientSecret, breakGlass?.hash].filter((secret) => secret != null);
  const addresses = [audit.webhook, notices.slack, notices.teams, notices.webhook?.url, notices.mail?.smtpUrl]
    .filter((address) => address != null)
    .flatMap(secretsOfAddress);
  const webhookSecret = notices.webhook ? [notices.webhook.key.toString("base64").replace(/=+$/, "")] : [];
  return [appSecret, camunda.clientSecret, ...others, ...keys, ...addresses, ...webhookSecret];
}

/** Makes the next `env()` read the settings again, for tests that start several apps in one process. */
export function resetEnv(): void {
  current = undefined;
}
