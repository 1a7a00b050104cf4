import { expect, signInRaw, test } from "../fixtures/attack";
import { type RawResponse, sendRaw } from "../fixtures/raw-http";

const ELSEWHERE = [
  ...["//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", "/\n/evil.test", " //evil.test"],
  ...["https://evil.test", "https:evil.test", "https:/evil.test", "http://[", "https://", "//", "http://%00evil.test"],
  ...["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd"],
  ...["blob:OWN/x", "OWN@evil.test", "OWN.evil.test", "https://user:password@evil.test", "OWN\\@evil.test"],
  ...["%2f%2fevil.test", "/%09/evil.test", "\u0000", "[object Object]", "__proto__", "x".repeat(9_000)],
];

/** Where a response leads: its header, or the address for the page's script in its body. */
function targetOf({ headers, body }: RawResponse): string | null {
  const location = headers.get("location");
  if (location !== undefined) return location;
  return headers.get("content-type")?.includes("json") ? (JSON.parse(body).url ?? null) : null;
}

test("no return address leads to another site, or to a 500: in queries, forms and cookies", async ({ launch }) => {
  const { url } = await launch({ LATCHKEY_TRUSTED_PROXIES: "1" });
  const member = await signInRaw(url, "owner");
  const csrf = await sendRaw(url, { path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.body);
  const cookie = csrf.headers.get("set-cookie")?.split(";")[0] ?? "";
  let turn = 0;
  for (const template of ELSEWHERE) {
    const callbackUrl = template.replace("OWN", url);
    const query = `callbackUrl=${encodeURIComponent(callbackUrl)}`;
    const form = (fields: Record<string, string>) => ({
      method: "POST",
      body: new URLSearchParams({ csrfToken, callbackUrl, json: "true", ...fields }).toString(),
    });
    const posted = { cookie, "content-type": "application/x-www-form-urlencoded" };
    const left = { cookie: `${cookie}; latchkey.callback-url=${encodeURIComponent(callbackUrl)}` };
    const requests = {
      "the page": { path: `/sign-in?${query}` },
      "the page of a member": { path: `/sign-in?${query}`, headers: { cookie: member } },
      "a sign-in's start": { path: `/api/auth/signin?${query}` },
      "a sign-in": { path: "/api/auth/callback/demo", ...form({ person: "auditor" }), headers: posted },
      "a sign-in by query": { path: `/api/auth/callback/demo?${query}`, ...form({ person: "x" }), headers: posted },
      "a sign-out": { path: "/api/auth/signout", ...form({}), headers: posted },
      "a cookie": { path: "/api/auth/signin", headers: left },
      "a cookie at an error": { path: "/api/auth/error?error=x", headers: left },
    };
    for (const [what, request] of Object.entries(requests)) {
      const headers = { ...("headers" in request && request.headers), "x-forwarded-for": `198.51.100.${turn++ % 200}` };
      const response = await sendRaw(url, { ...request, headers });
      const name = `${what}: ${JSON.stringify(callbackUrl.slice(0, 40))}`;
      expect(response.status, name).toBeLessThan(500);
      const target = targetOf(response);
      if (target !== null) expect(new URL(target, url).origin, name).toBe(url);
      expect(response.body, name).not.toMatch(/href="(https?:)?\/\/evil|href="javascript/i);
    }
  }
});
