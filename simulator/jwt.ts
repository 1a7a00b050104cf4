import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";

const claimsSchema = z.object({
  iss: z.string(),
  /** The client id. */
  azp: z.string(),
  aud: z.string(),
  /** Seconds since 1970. */
  iat: z.number(),
  exp: z.number(),
  /** The cluster that the client belongs to; absent for the organization's own client. */
  cluster: z.string().optional(),
  /** The scopes at the time the token was issued: it stays valid after its client is deleted. */
  permissions: z.array(z.string()),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Makes a JWT (HS256). As with real ones, no two are the same. */
export function signToken(key: string, claims: Claims): string {
  const head = encode({ alg: "HS256", typ: "JWT" });
  const body = encode({ ...claims, sub: `${claims.azp}@clients`, gty: "client-credentials", jti: randomUUID() });
  return `${head}.${body}.${signature(key, `${head}.${body}`)}`;
}

/** Reads a token; null if its signature is wrong or it has expired at `now` (milliseconds). */
function readToken(key: string, token: string, now: number): Claims | null {
  const [head, body, mark, ...rest] = token.split(".");
  if (head === undefined || body === undefined || rest.length > 0 || mark !== signature(key, `${head}.${body}`)) {
    return null;
  }
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  return claims.exp * 1000 > now ? claims : null;
}

/** Reads the token of an Authorization header; null if there is none, or it is not valid. */
export function readBearer(key: string, header: string | undefined, now: number): Claims | null {
  const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
  return token === undefined ? null : readToken(key, token, now);
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function signature(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
