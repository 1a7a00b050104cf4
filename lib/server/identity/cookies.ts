import "server-only";
import type { CookiesOptions } from "next-auth";
import { env } from "@/lib/server/platform/env";

/** Under https the browser itself then holds a cookie to this host, this path and https alone. */
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
export const callbackUrlCookieName = () => nameOf("callback-url");

/** Every cookie that signing in sets. The sign-in round trip itself has 15 minutes. */
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
