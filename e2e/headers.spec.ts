import { callApi } from "./fixtures/api";
import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

test("every page carries its headers, a nonce of its own, and breaks no policy", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Headers", clients: [{ name: "one" }] });
  const nonces = new Set<string>();
  await openAs(page, "owner", "/clusters");
  const base = `/clusters/${cluster.uuid}`;
  const paths = ["/clusters", `${base}/overview`, `${base}/api`, `${base}/activity`, "/audit", "/nowhere"];
  for (const path of paths) {
    const answer = await page.goto(path);
    const headers = answer?.headers() ?? {};
    expect(headers, path).toMatchObject(EVERYWHERE);
    expect(headers["x-powered-by"], path).toBeUndefined();
    expect(headers["permissions-policy"], path).toContain("camera=()");
    const policy = headers["content-security-policy"] ?? "";
    for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy, path).toContain(part);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts, path).not.toMatch(/unsafe-(inline|eval)/);
    nonces.add(/'nonce-([^']+)'/.exec(scripts)?.[1] ?? "");
    await expect(page.getByRole("main")).toBeVisible();
  }
  expect(nonces.size).toBe(paths.length);
  expect(nonces).not.toContain("");
});

test("the session's cookie can be read by no script, and goes to no other site", async ({ page, openAs }) => {
  await openAs(page, "owner", "/clusters");
  const cookies = (await page.context().cookies()).filter(({ name }) => name.includes("session"));
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/" }]);
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("no answer of the API may be kept", async ({ page, app, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Kept" });
  await openAs(page, "owner", apiTab(cluster));
  for (const path of [
    "/api/clusters",
    `/api/clusters/${cluster.uuid}/clients`,
    "/api/audit-events",
    "/api/clusters/none",
  ]) {
    const answer = await callApi(page, "GET", app.url + path);
    expect(answer.headers(), path).toMatchObject({ ...EVERYWHERE, "cache-control": "no-store, private" });
    expect(answer.headers()["etag"], path).toBeUndefined();
  }
});

test("at an https address the browser is told to stay there, and gets cookies that go nowhere else", async ({
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
  const answer = await page.request.get(`${secure.url}/sign-in`);
  expect(answer.headers()["strict-transport-security"]).toContain("max-age=63072000");
  const cookies = (await page.request.get(`${secure.url}/api/auth/csrf`)).headersArray();
  const set = cookies.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value);
  expect(set.length).toBeGreaterThan(0);
  for (const cookie of set) expect(cookie).toMatch(/^__Host-latchkey\..*HttpOnly; Secure; SameSite=Lax$/i);

  const plain = await page.request.get(`${app.url}/sign-in`, { headers: { "x-forwarded-proto": "https" } });
  expect(plain.headers()["strict-transport-security"]).toBeUndefined();
});
