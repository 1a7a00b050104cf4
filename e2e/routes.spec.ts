import { callApi } from "./fixtures/api";
import { expect, test } from "./fixtures/test";

// Who gets what from each route, and which bodies it takes: app/api/routes.test.ts.

test("health and the sign-in routes are open to everybody, and unused sign-in routes don't exist", async ({
  page,
  app,
}) => {
  const statusOf = async (method: string, path: string) => (await callApi(page, method, app.url + path)).status();
  expect(await statusOf("GET", "/api/health")).toBe(200);
  expect(await statusOf("GET", "/api/auth/csrf")).toBe(200);
  expect(await statusOf("GET", "/api/auth/session")).toBe(404);
  expect(await statusOf("POST", "/api/auth/providers")).toBe(404);
  expect(await statusOf("GET", "/api/clusters")).toBe(401);
});

test("other methods and bodies without a length are refused", async ({ page, app, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Odd requests" });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/activity`);
  simulator.resetCounts();
  const clients = `/api/clusters/${cluster.uuid}/clients`;
  for (const [method, path] of [
    ["POST", "/api/clusters"],
    ["PUT", clients],
    ["PATCH", `${clients}/${"c".repeat(32)}`],
    ["DELETE", "/api/audit-events"],
  ] as const)
    expect((await callApi(page, method, app.url + path)).status(), `${method} ${path}`).toBe(405);
  // Such a body could be endless.
  const endless = { method: "POST", body: new Blob(["{}"]).stream(), duplex: "half" } as const;
  expect((await fetch(app.url + clients, endless)).status).toBe(411);
  expect(simulator.requests()).toEqual([]);
});

test("an address that can't be decoded is a bad request", async ({ page, app }) => {
  for (const path of ["/clusters/%E0%A4%A/api", "/api/clusters/%E0%A4%A", "/%"])
    expect((await page.request.get(app.url + path)).status(), path).toBe(400);
});

test("a page that does not exist says so, and that this is the demo", async ({ page }) => {
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expect(page.getByText("Demo: simulated Camunda Console")).toBeVisible();
  await page.getByRole("link", { name: "Go to clusters" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
});
