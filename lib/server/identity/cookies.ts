import "server-only";
import type { CookiesOptions } from "next-auth";
import { env } from "@/lib/server/platform/env";

/** With this prefix, the browser itself limits a cookie to this host, this path and https. */
function nameOf(name: string): string {
  return env().appUrl.startsWith("https:") ? `__Host-latchkey.${name}` : `latchkey.${name}`;
}

function cookie(name: string, maxAgeSeconds?: number) {
  return {
    name: nameOf(name),
    options: {
      httpOnly: true,
      sameSite: "lax" as const,
      path: "/",
      secure: env().appUrl.startsWith("https:"),
      ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
    },
  };
}

export const sessionCookieName = () => nameOf("session");
export const csrfCookieName = () => nameOf("csrf");
export const stateCookieName = () => nameOf("state");
export const callbackUrlCookieName = () => nameOf("callback-url");

function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    // A session's ID is base64url, of which nothing has to be decoded.
    if (key === name) return value.join("=");
  }
  return null;
}

/** The session ID in a browser's cookie. Null without one. */
export const readSessionId = (headers: Headers): string | null => readCookie(headers, sessionCookieName()) || null;

/** All cookies of sign-in. Those of the round trip to the identity provider last 15 minutes. */
export function authCookies(): Partial<CookiesOptions> {
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf"),
    pkceCodeVerifier: cookie("pkce", 900),
    state: cookie("state", 900),
    nonce: cookie("nonce", 900),
  };
}
