import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { setSettings } from "@/lib/server/platform/testing/settings";

export const HOSTILE_CLIENT = { id: "latchkey", secret: "the-hostile-provider-knows-this-too" };

/** Whom it signs in, unless a test says otherwise. */
const SUBJECT = "mallory";

/** What a browser or Latchkey requests from a provider. */
export type Endpoint = "discovery" | "authorize" | "token" | "jwks" | "userinfo";

/** A response that no good provider sends. `endless` sends a byte now and then, and never ends. `packed` is the good
 * one in gzip, though nobody asked for that. */
type BadAnswer = { giantBytes: number } | "endless" | "silent" | "packed" | { redirectTo: string } | { status: number };

/** All switches. Each default is what a good provider does. */
export type Behavior = {
  /** Claims of the ID token, over the good ones: another `iss`, `aud`, `exp`, `nonce` or `sub`, an e-mail address. */
  claims: Record<string, unknown>;
  /** The claims of the userinfo endpoint, over the subject of the ID token. */
  userinfo: Record<string, unknown>;
  /** Fields of the discovery document, over the good ones. */
  discovery: Record<string, unknown>;
  /** Parameters of the way back to Latchkey, over the good ones: another `state`, an `iss`, an `error`. */
  callback: Record<string, string>;
  /** none: no signature. HS256: signed with the public key as if it were a secret. stranger: by an unknown key. */
  signature: "good" | "none" | "HS256" | "stranger";
  /** Whether a code works once only, as it should, always, or never, as if it had expired. */
  codes: "once" | "always" | "expired";
  answers: Partial<Record<Endpoint, BadAnswer>>;
};

const GOOD: Behavior = {
  claims: {},
  userinfo: {},
  discovery: {},
  callback: {},
  signature: "good",
  codes: "once",
  answers: {},
};

const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

/** So many bytes of JSON, a megabyte at a time. */
function* giantJson(bytes: number) {
  const megabyte = Buffer.alloc(1024 * 1024, " ");
  for (let made = 0; made < bytes; made += megabyte.length) yield megabyte;
  yield "{}";
}

/**
 * An OpenID provider on loopback that does anything wrong that a test asks for. It signs everybody in without a
 * question: its authorization endpoint returns at once.
 */
export async function startHostileProvider() {
  const [own, stranger] = [keyPair(), keyPair()];
  let behavior = GOOD;
  let sentBytes = 0;
  let tokens: string[] = [];
  const requests: Endpoint[] = [];
  /** Codes that were issued, with the nonce of their request. */
  const codes = new Map<string, string | null>();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const url = `http://127.0.0.1:${bound !== null && typeof bound === "object" ? bound.port : 0}`;

  function idToken(nonce: string | null): string {
    const now = Math.floor(Date.now() / 1000);
    const { signature, claims } = behavior;
    const alg = { good: "RS256", stranger: "RS256", none: "none", HS256: "HS256" }[signature];
    const good = { iss: url, aud: HOSTILE_CLIENT.id, sub: SUBJECT, iat: now, exp: now + 300, nonce };
    const text = `${base64url({ alg, kid: "own" })}.${base64url({ ...good, ...claims })}`;
    if (signature === "none") return `${text}.`;
    if (signature === "HS256") {
      const secret = own.publicKey.export({ format: "pem", type: "spki" });
      return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
    }
    const { privateKey } = signature === "good" ? own : stranger;
    return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
  }

  async function answerToken(request: IncomingMessage): Promise<[status: number, body: unknown]> {
    const code = (await readForm(request)).get("code") ?? "";
    const nonce = codes.get(code);
    if (nonce === undefined || behavior.codes === "expired") return [400, { error: "invalid_grant" }];
    if (behavior.codes === "once") codes.delete(code);
    const issued = { access_token: randomUUID(), id_token: idToken(nonce) };
    tokens = Object.values(issued);
    return [200, { ...issued, token_type: "Bearer", expires_in: 300 }];
  }

  function answerAuthorize(query: URLSearchParams): string {
    const code = randomUUID();
    codes.set(code, query.get("nonce"));
    const back = new URL(query.get("redirect_uri") ?? url);
    const parameters = { code, state: query.get("state") ?? "", ...behavior.callback };
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
    return back.href;
  }

  async function answerGood(endpoint: Endpoint, request: IncomingMessage, query: URLSearchParams) {
    if (endpoint === "token") return answerToken(request);
    if (endpoint === "userinfo")
      return [200, { sub: behavior.claims["sub"] ?? SUBJECT, ...behavior.userinfo }] as const;
    if (endpoint === "jwks") {
      const jwk = own.publicKey.export({ format: "jwk" });
      return [200, { keys: [{ ...jwk, kid: "own", use: "sig", alg: "RS256" }] }] as const;
    }
    if (endpoint === "authorize") return [302, null, answerAuthorize(query)] as const;
    const document = {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      userinfo_endpoint: `${url}/userinfo`,
      ...behavior.discovery,
    };
    return [200, document] as const;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const endpoint = (["authorize", "token", "jwks", "userinfo"] as const).find((name) => pathname === `/${name}`);
    const what = endpoint ?? "discovery";
    requests.push(what);
    const { socket } = request;
    response.once("close", () => {
      sentBytes = Math.max(sentBytes, socket.bytesWritten);
    });
    const answer = behavior.answers[what];
    const bad = answer === "packed" ? undefined : answer;
    if (bad === "silent") return;
    if (bad === "endless") {
      const drip = setInterval(() => response.write(" "), 50);
      response.once("close", () => clearInterval(drip));
    } else if (bad && "giantBytes" in bad)
      // It fails when the other side has had enough.
      await pipeline(giantJson(bad.giantBytes), response).catch(() => undefined);
    else if (bad && "redirectTo" in bad) response.writeHead(302, { location: bad.redirectTo }).end();
    else if (bad) response.writeHead(bad.status).end();
    else {
      const [status, body, location] = await answerGood(what, request, searchParams);
      const packed = answer === "packed" && { "content-encoding": "gzip" };
      response.writeHead(status, { "content-type": "application/json", ...packed, ...(location && { location }) });
      response.end(packed ? gzipSync(JSON.stringify(body)) : JSON.stringify(body));
    }
  }

  return {
    /** Its issuer, and the base of its endpoints. */
    url,
    /** Makes it good in all respects but these. */
    behave(changes: Partial<Behavior> = {}): void {
      behavior = { ...GOOD, ...changes };
      requests.length = 0;
      sentBytes = 0;
    },
    requests: (): readonly Endpoint[] => requests,
    /** The tokens that it issued last. */
    tokens: (): readonly string[] => tokens,
    /** How much of its largest response left it, in bytes. */
    sentBytes: () => sentBytes,
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type HostileProvider = Awaited<ReturnType<typeof startHostileProvider>>;

/** Makes Latchkey sign people in through this provider, with these settings besides. */
export function signInThrough({ url }: HostileProvider, settings: Record<string, string> = {}): void {
  setSettings({
    LATCHKEY_DEMO: "0",
    OIDC_ISSUER: url,
    OIDC_CLIENT_ID: HOSTILE_CLIENT.id,
    OIDC_CLIENT_SECRET: HOSTILE_CLIENT.secret,
    ...settings,
  });
}
