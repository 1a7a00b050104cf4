import "server-only";
import { z } from "zod";
import type { Scope } from "@/lib/contract/scopes";
import type { Hosts } from "@/lib/credentials/hosts";
import { isAtLeast, type Version } from "@/lib/credentials/versions";
import type { Account } from "@/lib/server/camunda/account";
import { accessTokenSchema } from "@/lib/server/camunda/token";
import { restTokenLine, takeTokenTurn } from "@/lib/server/camunda/token-turns";
import { env, isLoopback } from "@/lib/server/platform/env";
import { exchange, HttpFailure, type HttpResponse, parseJson, retryAfterSeconds } from "@/lib/server/platform/outbound";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

/** The scopes for APIs of the cluster itself. Secrets belongs to the Console API. */
export type ClusterScope = Exclude<Scope, "Secrets">;

/** The audience of each scope's token, unless the create response reported one. */
const AUDIENCES: Record<ClusterScope, string> = {
  Zeebe: "zeebe.camunda.io",
  Operate: "operate.camunda.io",
  Tasklist: "tasklist.camunda.io",
  Optimize: "optimize.camunda.io",
};

type Read = {
  method: "GET" | "POST";
  /** Null when Camunda does not report the address of this part. */
  url: (hosts: Hosts) => string | null;
  body?: string;
  /** The response of the part itself, to tell it from the page of a proxy or a sign-in page. */
  response: z.ZodType;
};

const topologySchema = z.object({ brokers: z.array(z.unknown()), gatewayVersion: z.string().nullish() });
const below = (base: string | null, path: string) => base && `${base}/${path}`;
const topology = (api: "v1" | "v2"): Read => ({
  method: "GET",
  url: ({ rest }) => below(rest, `${api}/topology`),
  response: topologySchema,
});

/** One harmless read for each scope: it changes nothing and requests one entry at most. */
const READS: Record<ClusterScope, Read> = {
  Zeebe: topology("v2"),
  Operate: {
    method: "POST",
    url: ({ operate }) => below(operate, "v1/process-definitions/search"),
    body: JSON.stringify({ size: 1 }),
    response: z.object({ items: z.array(z.unknown()) }),
  },
  Tasklist: {
    method: "POST",
    url: ({ tasklist }) => below(tasklist, "v1/tasks/search"),
    body: JSON.stringify({ pageSize: 1 }),
    response: z.array(z.unknown()),
  },
  Optimize: {
    method: "GET",
    url: ({ optimize }) => below(optimize, "api/public/dashboard?collectionId=latchkey"),
    response: z.array(z.unknown()),
  },
};

const tokenSchema = z.object({ access_token: accessTokenSchema });

/** A response, or the failure. */
type Timed = { response: HttpResponse; ms: number } | { failure: HttpFailure };

/** The time limit for a request of a connection test, in milliseconds: shorter than for other calls. */
const TIMEOUT_MS = 6_000;

async function timed(url: string, init: Parameters<typeof exchange>[1]): Promise<Timed> {
  const started = Date.now();
  try {
    const response = await exchange(url, { ...init, timeoutMs: TIMEOUT_MS });
    return { response, ms: Date.now() - started };
  } catch (failure) {
    if (failure instanceof HttpFailure) return { failure };
    throw failure;
  }
}

/** `audience` comes from the create response. It is the cluster's own, and so Zeebe's. */
export type ClientCredentials = { clientId: string; clientSecret: string; audience: string | null };

export type TokenResult = { waitedMs: number } & ({ token: string } | { status: number } | { failure: HttpFailure });

/**
 * Requests a token as the client itself would, after waiting for a turn at the token endpoint.
 * @throws AppError rate_limited when the queue is too long
 */
export async function requestClientToken(
  account: Account,
  client: ClientCredentials,
  scope: ClusterScope,
): Promise<TokenResult> {
  const waitedMs = await takeTokenTurn();
  // Repeated for each scope: waiting for turns can take longer than a secret is kept out of the logs.
  keepOutOfLogs(client.clientSecret);
  const form = {
    grant_type: "client_credentials",
    audience: (scope === "Zeebe" && client.audience) || AUDIENCES[scope],
    client_id: client.clientId,
    client_secret: client.clientSecret,
  };
  const result = await timed(account.oauthUrl, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  if ("failure" in result) return { waitedMs, failure: result.failure };
  const { status, headers, text } = result.response;
  if (status === 429) restTokenLine(retryAfterSeconds(headers) ?? 10);
  const parsed = tokenSchema.safeParse(parseJson(text));
  if (status !== 200 || !parsed.success) return { waitedMs, status };
  keepOutOfLogs(parsed.data.access_token);
  return { waitedMs, token: parsed.data.access_token };
}

/** `isExpected`: whether the body comes from this part of a cluster. */
export type ReadResult =
  | { status: number; ms: number; isExpected: boolean; version: string | null }
  | { failure: HttpFailure };

/**
 * Whether a client's token may be sent to this address: to Camunda's domain, to the hosts in LATCHKEY_CLUSTER_HOSTS, and
 * to this machine only where Console itself is (a stand-in for Camunda).
 */
function isTrusted(address: string): boolean {
  const { origin, protocol, hostname } = new URL(address);
  const { camunda, clusterHosts } = env();
  if (isLoopback(address)) return origin === new URL(camunda.baseUrl).origin;
  return protocol === "https:" && (/(^|\.)camunda\.io$/.test(hostname) || clusterHosts.includes(hostname));
}

/** Where a scope's API is: whether Camunda reports an address, and if it does, its host and whether that is trusted. */
export function placeOf(hosts: Hosts, scope: ClusterScope): { host: string; isTrusted: boolean } | null {
  const address = READS[scope].url(hosts);
  return address === null ? null : { host: new URL(address).host, isTrusted: isTrusted(address) };
}

async function readPart({ method, url, body, response }: Read, hosts: Hosts, token: string): Promise<ReadResult> {
  const address = url(hosts);
  if (address === null || !isTrusted(address)) throw new Error("Only a part with a trusted address can be read.");
  const result = await timed(address, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body }),
  });
  if ("failure" in result) return result;
  const { status, text } = result.response;
  const parsed = parseJson(text);
  const version = topologySchema.safeParse(parsed).data?.gatewayVersion ?? null;
  return { status, ms: result.ms, isExpected: response.safeParse(parsed).success, version };
}

/** Sends the scope's harmless read with a token of the client. `version` is the cluster's, null when unknown. */
export async function readAsClient(
  hosts: Hosts,
  version: Version | null,
  scope: ClusterScope,
  token: string,
): Promise<ReadResult> {
  const result = await readPart(READS[scope], hosts, token);
  // The documentation of 8.5 has a REST API v1 only.
  const isOld = version !== null && !isAtLeast(version, 8, 6);
  const isMissing = "status" in result && result.status === 404;
  return scope === "Zeebe" && isOld && isMissing ? readPart(topology("v1"), hosts, token) : result;
}
