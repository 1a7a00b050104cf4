import "server-only";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { Role } from "@/lib/contract/roles";
import { LONGEST_NAME } from "@/lib/server/history/append-event";
import { readGroups } from "@/lib/server/identity/groups";
import type { Identity } from "@/lib/server/identity/member";
import { env } from "@/lib/server/platform/env";
import { limitedHttpOptions } from "@/lib/server/platform/outbound";
import { cleanText } from "@/lib/server/platform/text";

/** The maximum length of an e-mail address. */
const LONGEST_ADDRESS = 254;

/** A claim that is not sent counts as empty, and so does one of another type. */
const text = z.string().catch("");
const claimsSchema = z.object({
  iss: z.string(),
  /** OpenID Connect allows 255 ASCII characters. It is stored as it is, so that no two people become one. */
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  name: text,
  preferred_username: text,
  email: text,
  /** Some providers send it as text. Nothing else verifies an address. */
  email_verified: z
    .unknown()
    .optional()
    .transform((value) => value === true || value === "true"),
  /** The domain of a person's Google Workspace. */
  hd: text,
});
/** What `request` below makes of the claims, and hands on to `identityOf`. */
const profileSchema = claimsSchema.extend({
  groups: z.object({ names: z.array(z.string()), isComplete: z.boolean() }).exactOptional(),
});
type Profile = z.infer<typeof profileSchema>;

/** The groups of a person about whom no source said anything. */
const NO_GROUPS = { names: [], isComplete: true };

/** Whether the issuer that a discovery document names is the one in the settings, which have no slash at the end. */
export function isOwnIssuer(named: string, issuer: string): boolean {
  return named.replace(/\/+$/, "") === issuer;
}

/** Any OIDC provider with a discovery document: code flow with PKCE, state and nonce. */
export function oidcProvider({
  issuer,
  clientId,
  clientSecret,
  hostedDomain,
}: NonNullable<ReturnType<typeof env>["oidc"]>) {
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
    // Google then offers the accounts of that domain. `isOwnDomain` checks it.
    authorization: { params: { scope: "openid email profile", ...(hostedDomain && { hd: hostedDomain }) } },
    userinfo: {
      // Many providers return e-mail and name from the userinfo endpoint only. Claims of the ID token take precedence.
      request: async ({ client, tokens }) => {
        // next-auth takes the issuer from the discovery document, and compares that of the ID token with it alone.
        if (!isOwnIssuer(client.issuer.metadata.issuer, issuer))
          throw new Error("The discovery document is of another issuer.");
        const { id_token, access_token } = tokens;
        if (!id_token || !access_token) throw new Error("The identity provider sent no ID token or no access token.");
        const sent: unknown = JSON.parse(Buffer.from(id_token.split(".")[1] ?? "", "base64url").toString());
        const claims = claimsSchema.parse(sent);
        const groups = readGroups(sent, env().groups);
        const isComplete = claims.email && claims.name && groups;
        if (isComplete || !client.issuer.metadata.userinfo_endpoint) return { ...claims, groups: groups ?? NO_GROUPS };
        const more = await client.userinfo(access_token);
        const info = claimsSchema.parse({ ...more, iss: claims.iss });
        if (info.sub !== claims.sub) throw new Error("The identity provider's userinfo is about somebody else.");
        // An address and whether it is verified come from one source: that of the address.
        const { email, email_verified } = claims.email ? claims : info;
        const name = claims.name || info.name;
        const preferred_username = claims.preferred_username || info.preferred_username;
        // Groups come from the ID token if it says anything about them, otherwise from userinfo.
        const allGroups = groups ?? readGroups(more, env().groups) ?? NO_GROUPS;
        return { ...claims, name, preferred_username, email, email_verified, groups: allGroups };
      },
    },
    profile: (claims) => ({ id: claims.sub }),
  } satisfies OAuthConfig<Profile>;
}

/** Reads the identity from the claims that next-auth has verified. */
export function identityOf(profile: unknown): Identity {
  const { iss, sub, name, preferred_username, email, email_verified, groups } = profileSchema.parse(profile);
  const names = [name, preferred_username, email, sub].map((each) => cleanText(each, LONGEST_NAME));
  const address = cleanText(email, LONGEST_ADDRESS);
  return {
    issuer: iss,
    subject: sub,
    name: names.find(Boolean) ?? sub,
    email: address || null,
    // Without its invisible characters it is another address, about which the provider says nothing.
    emailVerified: email_verified && address !== "" && address === email,
    role: null,
    ...(groups && { groups }),
  };
}

/** Whether a person belongs to the hosted domain that alone may sign in, where one is set. */
export function isOwnDomain(profile: unknown): boolean {
  const domain = env().oidc?.hostedDomain ?? null;
  return domain === null || profileSchema.parse(profile).hd.toLowerCase() === domain;
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
