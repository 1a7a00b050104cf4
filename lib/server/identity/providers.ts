import "server-only";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { Role } from "@/lib/contract/roles";
import type { Identity } from "@/lib/server/identity/member";
import type { env } from "@/lib/server/platform/env";
import { limitedHttpOptions } from "@/lib/server/platform/outbound";
import { cleanText } from "@/lib/server/platform/text";

/** The maximum length of a name, which is part of all events of its member. */
const LONGEST_NAME = 100;

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().exactOptional(),
  preferred_username: z.string().exactOptional(),
  email: z.string().exactOptional(),
  /** Some providers send it as text. */
  email_verified: z.union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })]).exactOptional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** Any OIDC provider with a discovery document: code flow with PKCE, state and nonce. */
export function oidcProvider({ issuer, clientId, clientSecret }: NonNullable<ReturnType<typeof env>["oidc"]>) {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    httpOptions: limitedHttpOptions(issuer),
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      // Many providers return e-mail and name from the userinfo endpoint only. Claims of the ID token take precedence.
      request: async ({ client, tokens }) => {
        const { id_token, access_token } = tokens;
        if (!id_token || !access_token) throw new Error("The identity provider sent no ID token or no access token.");
        const claims = claimsSchema.parse(
          JSON.parse(Buffer.from(id_token.split(".")[1] ?? "", "base64url").toString()),
        );
        const isComplete = claims.email !== undefined && claims.email_verified !== undefined;
        if (isComplete) return claims;
        const info = await client.userinfo(access_token);
        if (info.sub !== claims.sub) throw new Error("The identity provider's userinfo is about somebody else.");
        return claimsSchema.parse({ ...info, ...claims });
      },
    },
    profile: (claims) => ({ id: claims.sub }),
  } satisfies OAuthConfig<Claims>;
}

/** Reads the identity from the claims that next-auth has verified. */
export function identityOf(profile: unknown): Identity {
  const claims = claimsSchema.parse(profile);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: cleanText(claims.name || claims.preferred_username || claims.email || claims.sub, LONGEST_NAME),
    email: claims.email ?? null,
    emailVerified: claims.email_verified === true,
    role: null,
  };
}

/** The people of the demo, which only serves loopback. */
const DEMO_IDENTITIES = { owner: "Demo owner", auditor: "Demo auditor", stranger: "Demo stranger" } as const;
const demoIdSchema = z.enum(["owner", "auditor", "stranger"]);
const DEMO_ROLES: Record<z.infer<typeof demoIdSchema>, Role | null> = {
  owner: "owner",
  auditor: "auditor",
  stranger: null,
};

/** The demo's sign-in: a choice of people, no password. */
export function demoProvider() {
  return Credentials({
    id: "demo",
    name: "Demo",
    credentials: { person: {} },
    authorize: (credentials) => {
      const person = demoIdSchema.safeParse(credentials?.person);
      return person.success ? { id: person.data } : null;
    },
  });
}

export function demoIdentity(userId: string): Identity {
  const person = demoIdSchema.parse(userId);
  return {
    issuer: "demo",
    subject: person,
    name: DEMO_IDENTITIES[person],
    email: null,
    emailVerified: false,
    role: DEMO_ROLES[person],
  };
}
