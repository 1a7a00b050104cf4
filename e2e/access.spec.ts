import { once } from "node:events";
import { createServer } from "node:http";
import { callApi } from "./fixtures/api";
import { apiTab, signIn, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("an auditor sees everything, and no button that changes something", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Audited", clients: [{ name: "created-elsewhere" }] });
  await openAs(page, "auditor", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("created-elsewhere");
  await expect(page.getByRole("button", { name: "Connection details of created-elsewhere" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Create|Delete) / })).toHaveCount(0);
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  for (const [path, title, heading] of [
    ["/settings/members", "Members", "Only owners can open this page"],
    ["/settings/setup", "Setup check", "Only owners can open this page"],
    [`/clusters/${cluster.uuid}/access`, "Access · Audited", "Only admins and owners can see who has access"],
  ] as const) {
    expect((await page.goto(path))?.status(), path).toBe(403);
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
    await expect(page).toHaveTitle(`${title} · Latchkey`);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: /^Go to/ })).toBeVisible();
    await waitUntilHeard(page.getByRole("main"));
  }
  // Chromium's own word for an answer of 403.
  expect(errors.filter((error) => !error.includes("status of 403"))).toEqual([]);
  await page.goto(apiTab(simulator.state.addCluster({ name: "Audited, empty" })));
  await expect(page.getByRole("heading", { name: "No clients yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Create|Delete) / })).toHaveCount(0);
});

test("an auditor's own requests to change something are refused and recorded", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Guarded", clients: [{ name: "guarded" }] });
  const [client] = cluster.clients;
  await openAs(page, "auditor", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
  simulator.resetCounts();
  const clients = `${app.url}/api/clusters/${cluster.uuid}/clients`;
  const createInput = { key: crypto.randomUUID(), name: "mine", scopes: ["Zeebe"] };
  const created = await callApi(page, "POST", clients, { data: createInput });
  const deleted = await callApi(page, "DELETE", `${clients}/${client?.clientId}`);
  for (const response of [created, deleted]) {
    expect(response.status()).toBe(403);
    expect((await response.json()).error.code).toBe("forbidden");
  }
  expect(simulator.requests()).toEqual([]);
  expect(cluster.clients).toHaveLength(1);

  await page.goto(`/clusters/${cluster.uuid}/activity`);
  const refusals = page.getByRole("row", { name: "Access denied" }).filter({ hasText: "Demo auditor" });
  await expect(refusals).toHaveCount(2);
  await expect(refusals.filter({ hasText: "create a client" })).toHaveCount(1);
  await expect(refusals.filter({ hasText: "delete a client" })).toHaveCount(1);
});

test("a stranger who signs in reads on every page that they have no access yet", async ({ page, openAs }) => {
  await openAs(page, "stranger", "/clusters");
  for (const path of ["/clusters", "/audit", "/sign-in"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();
    await expect(page.getByText("signed in as Demo stranger")).toBeVisible();
  }
});

test("without a session, a page leads to the sign-in and back to itself", async ({ page, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Return" });
  await signIn(page, "owner", `${apiTab(cluster)}?from=link`);
  await expect(page).toHaveURL(new RegExp(`${apiTab(cluster)}\\?from=link$`));
  await expect(page.getByRole("heading", { name: "Return", level: 1 })).toBeVisible();
});

test("a return address left in the browser by an earlier sign-in does not block the next one", async ({
  page,
  app,
}) => {
  const owner = page.getByRole("button", { name: "Demo owner" });
  const signInAfter = async (value: string) => {
    await page.context().clearCookies();
    await page.context().addCookies([{ name: "latchkey.callback-url", value, url: app.url }]);
    await page.goto("/clusters");
    await owner.click();
  };
  const expectInside = async () => {
    await expect(page.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(app.url);
  };
  // Cookies ignore ports: after the app has moved, the browser still sends its old address.
  await signInAfter("http://127.0.0.1:1/clusters");
  await expectInside();
  await signInAfter("http://[");
  await expect(page.getByText("Sign-in failed. Try again")).toBeVisible();
  await owner.click();
  await expectInside();
});

test("a sign-in that was left half-way can be started again", async ({ page }) => {
  await page.goto("/sign-in");
  const stuck = page.waitForRequest("**/api/auth/callback/demo");
  await page.route("**/api/auth/callback/demo", () => undefined, { times: 1 });
  await page.getByRole("button", { name: "Demo owner" }).click();
  await stuck;
  await expect(page.getByRole("button", { name: "Signing in…" })).toBeVisible();
  // What a browser sends when Back shows a page as it was left.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.getByRole("button", { name: "Demo owner" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
});

test("a cookie that was copied before the sign-out is dead after it", async ({ page, app }) => {
  await signIn(page);
  const copied = await page.context().cookies();
  expect((await callApi(page, "GET", `${app.url}/api/clusters`)).status()).toBe(200);
  await page.getByRole("button", { name: /account menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();

  await page.context().addCookies(copied);
  expect((await callApi(page, "GET", `${app.url}/api/clusters`)).status()).toBe(401);
  await page.goto("/clusters");
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
});

test("a session that ends while a page is open leads to the sign-in and back", async ({ page, app, openAs }) => {
  await openAs(page, "owner", "/audit");
  const open = page.getByRole("button", { name: "Filter", exact: true });
  await waitUntilHeard(open);
  await open.click();
  await page.getByRole("combobox", { name: "Outcome" }).selectOption("Refused");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Show events" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("callbackUrl")).toContain("/audit");
  expect(app.url).toBe(new URL(page.url()).origin);
});

test("a form that another site posts is refused, whatever cookies come with it", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Cross-site", clients: [{ name: "stays" }] });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
  const target = `${app.url}/api/clusters/${cluster.uuid}/clients`;
  const createInput = JSON.stringify({ key: crypto.randomUUID(), name: "forged", scopes: ["Zeebe"], purpose: "" });
  const [name, value] = [createInput.slice(0, -2), '"}'];
  const evil = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<form method="post" enctype="text/plain" action="${target}"><input name='${name}' value='${value}'><button>Win a prize</button></form>`,
    );
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  const address = evil.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  simulator.resetCounts();

  // Another port is another origin of the same site, and gets its cookies. Another host is another site.
  for (const host of ["127.0.0.1", "localhost"]) {
    await page.goto(`http://${host}:${port}/`);
    const responding = page.waitForResponse(target);
    await page.getByRole("button", { name: "Win a prize" }).click();
    expect((await responding).status(), host).toBe(403);
  }
  evil.close();
  expect(simulator.requests()).toEqual([]);
  expect(cluster.clients).toHaveLength(1);
});

const BAD_RETURNS = [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "http://[",
  "javascript:alert(1)",
  "data:text/html,hi",
  "%E0%A4%A",
];
test("a sign-in that is asked to return to another site stays on this one", async ({ page, app }) => {
  const serverErrors: string[] = [];
  page.on("response", (response) => response.status() >= 500 && serverErrors.push(response.url()));
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(BAD_RETURNS[0] ?? "")}`);
  await page.getByRole("button", { name: "Demo owner" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  expect(new URL(page.url()).origin).toBe(app.url);
  expect(serverErrors).toEqual([]);

  for (const returnTo of BAD_RETURNS) {
    const path = `/api/auth/signin?callbackUrl=${encodeURIComponent(returnTo)}`;
    const response = await page.request.get(app.url + path, { maxRedirects: 0 });
    expect(response.status(), returnTo).toBeLessThan(400);
    expect(new URL(response.headers()["location"] ?? "", app.url).origin, returnTo).toBe(app.url);
  }
});
