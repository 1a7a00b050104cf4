import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../fixtures/app";
import { expect, signInRaw, test } from "../fixtures/attack";
import { type RawRequest, sendRaw } from "../fixtures/raw-http";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};
const [script = ""] = readdirSync(join(ROOT, "public")).filter((name) => name.endsWith(".svg"));

/** One request for each kind of answer, with its status. */
const ANSWERS: Record<string, [status: number, request: RawRequest]> = {
  "a page": [200, { path: "/sign-in" }],
  "a file": [200, { path: `/${script}` }],
  "a built file": [404, { path: "/_next/static/none.js" }],
  "a redirect to the sign-in": [307, { path: "/clusters" }],
  "a redirect of the start page": [307, { path: "/" }],
  "a redirect without the last slash": [308, { path: "/clusters/" }],
  "a redirect without a double slash": [308, { path: "//evil.test" }],
  "a missing page": [404, { path: "/nowhere" }],
  "a missing route": [404, { path: "/api/nowhere" }],
  "no session": [401, { path: "/api/clusters" }],
  "another site": [403, { path: "/api/clusters", headers: { origin: "https://evil.test" } }],
  "another method": [405, { method: "PUT", path: "/api/clusters" }],
  "another method of a page": [405, { method: "POST", path: "/sign-in" }],
  "a method that Next does not know": [405, { method: "TRACE", path: "/" }],
  health: [200, { path: "/api/health" }],
  "the token of the sign-in form": [200, { path: "/api/auth/csrf" }],
  "a foreign host": [421, { headers: { host: "evil.test" } }],
  "no host": [421, { headers: { host: null } }],
  "an address that can't be decoded": [400, { path: "/%E0%A4%A" }],
  "a broken router state": [400, { headers: { rsc: "1", "next-router-state-tree": "x" } }],
  "too long a body": [413, { method: "POST", path: "/api/clusters", headers: { "content-length": "65537" } }],
  "no length": [411, { method: "POST", path: "/api/clusters", headers: { "transfer-encoding": "chunked" } }],
  "no HTTP": [400, { path: "/ HTTP/1.1\r\nno header" }],
  "a header name with a space": [400, { headers: { "a b": "x" } }],
  "two lengths": [400, { method: "POST", headers: { "content-length": ["1", "2"] } }],
  "headers of 20 kB": [431, { headers: { "x-long": "x".repeat(20_000) } }],
  "an expectation": [417, { headers: { expect: "a-miracle" } }],
};

test("every answer has nosniff and the policies about other sites, and under https HSTS and cookies for this host", async ({
  app,
  launch,
}) => {
  const secure = await launch({
    LATCHKEY_DEMO: "",
    NEXTAUTH_URL: "https://latchkey.example",
    OIDC_ISSUER: "https://id.example",
    OIDC_CLIENT_ID: "latchkey",
    OIDC_CLIENT_SECRET: "unused",
  });
  for (const [{ url }, own] of [
    [app, new URL(app.url).host],
    [secure, "latchkey.example"],
  ] as const)
    for (const [what, [status, request]] of Object.entries(ANSWERS)) {
      const response = await sendRaw(url, { ...request, headers: { host: own, ...request.headers } });
      expect(response.status, what).toBe(status);
      expect(Object.fromEntries(response.headers), what).toMatchObject(EVERYWHERE);
      const isSecure = url === secure.url;
      expect(response.headers.get("strict-transport-security"), what).toBe(
        isSecure ? "max-age=63072000; includeSubDomains" : undefined,
      );
      expect(response.headers.has("x-powered-by") || response.headers.has("server"), what).toBe(false);
    }
  // At the address with https, whatever a request says about it. The cookies of sign-in belong to this host alone.
  const plain = await sendRaw(app.url, { path: "/sign-in", headers: { "x-forwarded-proto": "https" } });
  expect(plain.headers.has("strict-transport-security")).toBe(false);
  const csrf = await sendRaw(secure.url, { path: "/api/auth/csrf", headers: { host: "latchkey.example" } });
  const cookies = csrf.headers.get("set-cookie")?.split(", ") ?? [];
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/^__Host-latchkey\..*HttpOnly; Secure; SameSite=Lax$/i);
});

test("whatever is asked for, the app prints one JSON object a line, and no secret", async ({ launch }) => {
  const app = await launch();
  const cookie = await signInRaw(app.url, "owner");
  const requests = [...Object.values(ANSWERS).map(([, request]) => request)];
  for (const request of requests) await sendRaw(app.url, { ...request, headers: { cookie, ...request.headers } });
  const forged = encodeURIComponent('\n{"level":50,"msg":"forged"}\n');
  for (const path of [`/clusters/${forged}/api`, `/api/clusters/${forged}`, `/sign-in?error=${forged}`])
    await sendRaw(app.url, { path, headers: { cookie } });
  await app.end();
  const lines = app.output().trimEnd().split("\n");
  for (const line of lines) {
    const { level, time, msg } = JSON.parse(line);
    expect([typeof level, typeof time, typeof msg], line).toEqual(["number", "string", "string"]);
    expect(msg).not.toBe("forged");
  }
  expect(lines.some((line) => line.includes("Latchkey serves on"))).toBe(true);
  expect(app.output()).not.toContain(cookie.split("=")[1]);
  expect(app.output()).not.toContain("known-to-every-reader");
});
