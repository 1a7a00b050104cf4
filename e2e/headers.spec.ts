import { callApi } from "./fixtures/api";
import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

test("every page has the security headers and a nonce of its own, and breaks no policy", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Headers", clients: [{ name: "one" }] });
  const nonces = new Set<string>();
  await openAs(page, "owner", "/nowhere");
  const base = `/clusters/${cluster.uuid}`;
  const paths = ["/clusters", `${base}/overview`, `${base}/api`, `${base}/activity`, "/audit", "/nowhere"];
  for (const path of paths) {
    const response = await page.goto(path);
    const headers = response?.headers() ?? {};
    expect(headers, path).toMatchObject(EVERYWHERE);
    expect(headers["x-powered-by"], path).toBeUndefined();
    expect(headers["permissions-policy"], path).toContain("camera=()");
    const policy = headers["content-security-policy"] ?? "";
    for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy, path).toContain(part);
    expect(policy, path).toMatch(/style-src 'self' 'nonce-[^']+'; style-src-attr 'unsafe-inline';/);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts, path).not.toMatch(/unsafe-(inline|eval)/);
    nonces.add(/'nonce-([^']+)'/.exec(scripts)?.[1] ?? "");
    await expect(page.getByRole("main")).toBeVisible();
  }
  expect(nonces.size).toBe(paths.length);
  expect(nonces).not.toContain("");
});

test("scripts can't read the session cookie, and other sites don't get it", async ({ page, openAs }) => {
  await openAs(page, "owner", "/clusters");
  const cookies = (await page.context().cookies()).filter(({ name }) => name.includes("session"));
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/" }]);
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("no API response may be cached", async ({ page, app, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Not cached" });
  await openAs(page, "owner", apiTab(cluster));
  for (const path of [
    "/api/clusters",
    `/api/clusters/${cluster.uuid}/clients`,
    "/api/audit-events",
    "/api/clusters/none",
  ]) {
    const response = await callApi(page, "GET", app.url + path);
    expect(response.headers(), path).toMatchObject({ ...EVERYWHERE, "cache-control": "no-store, private" });
    expect(response.headers()["etag"], path).toBeUndefined();
  }
});

test("at an https address the browser must stay on https, and its cookies belong to this host alone", async ({
  page,
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
  const throughProxy = (path: string) => page.request.get(secure.url + path, { headers: { host: "latchkey.example" } });
  const response = await throughProxy("/sign-in");
  expect(response.headers()["strict-transport-security"]).toContain("max-age=63072000");
  const headers = (await throughProxy("/api/auth/csrf")).headersArray();
  const cookies = headers.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/^__Host-latchkey\..*HttpOnly; Secure; SameSite=Lax$/i);

  const plain = await page.request.get(`${app.url}/sign-in`, { headers: { "x-forwarded-proto": "https" } });
  expect(plain.headers()["strict-transport-security"]).toBeUndefined();
});
