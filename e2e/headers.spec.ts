import { callApi } from "./fixtures/api";
import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("every page has a policy with a nonce of its own, and breaks none of it", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Headers", clients: [{ name: "one" }] });
  const nonces = new Set<string>();
  await openAs(page, "owner", "/nowhere");
  const base = `/clusters/${cluster.uuid}`;
  const paths = ["/clusters", `${base}/overview`, `${base}/api`, `${base}/activity`, "/audit", "/nowhere"];
  for (const path of paths) {
    const response = await page.goto(path);
    const policy = response?.headers()["content-security-policy"] ?? "";
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
  // Nothing but what a script itself has kept.
  await expect.poll(() => page.evaluate(() => document.cookie)).toBe("latchkey.zone=Pacific/Chatham");
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
    expect(response.headers()["cache-control"], path).toBe("no-store, private");
    expect(response.headers()["etag"], path).toBeUndefined();
  }
});
