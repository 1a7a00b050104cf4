import { once } from "node:events";
import { createServer } from "node:http";
import { callApi } from "./fixtures/api";
import { apiTab, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("an auditor sees everything and finds no button that changes something", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Looked at", clients: [{ name: "made-elsewhere" }] });
  await openAs(page, "auditor", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("made-elsewhere");
  await expect(page.getByRole("button", { name: "Connection details of made-elsewhere" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Create|Delete) / })).toHaveCount(0);
  await page.goto(apiTab(simulator.state.addCluster({ name: "Looked at, empty" })));
  await expect(page.getByRole("heading", { name: "No clients yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Create|Delete) / })).toHaveCount(0);
});

test("an auditor's own requests to change something are refused, and written down", async ({
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
  const wish = { key: crypto.randomUUID(), name: "mine", scopes: ["Zeebe"] };
  const made = await callApi(page, "POST", clients, { data: wish });
  const deleted = await callApi(page, "DELETE", `${clients}/${client?.clientId}`);
  for (const answer of [made, deleted]) {
    expect(answer.status()).toBe(403);
    expect((await answer.json()).error.code).toBe("forbidden");
  }
  expect(simulator.requests()).toEqual([]);
  expect(cluster.clients).toHaveLength(1);

  await page.goto(`/clusters/${cluster.uuid}/activity`);
  const refusals = page.getByRole("row", { name: "Access denied" }).filter({ hasText: "Demo auditor" });
  await expect(refusals).toHaveCount(2);
  await expect(refusals.filter({ hasText: "create a client" })).toHaveCount(1);
  await expect(refusals.filter({ hasText: "delete a client" })).toHaveCount(1);
});

test("a stranger who signs in is told that they have no access yet, on every page", async ({ page, openAs }) => {
  await openAs(page, "stranger", "/clusters");
  for (const path of ["/clusters", "/audit", "/sign-in"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();
    await expect(page.getByText("signed in as Demo stranger")).toBeVisible();
  }
});

test("without a session a page leads to the sign-in and back to itself", async ({ page, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Return" });
  await signIn(page, "owner", `${apiTab(cluster)}?from=link`);
  await expect(page).toHaveURL(new RegExp(`${apiTab(cluster)}\\?from=link$`));
  await expect(page.getByRole("heading", { name: "Return", level: 1 })).toBeVisible();
});

test("what an earlier sign-in left in the browser never stands in the way of the next one", async ({ page, app }) => {
  // Cookies know no ports: after the app has moved, the browser still sends the address of where it was.
  for (const value of ["http://127.0.0.1:1/clusters", "https://evil.example/", "nonsense", "http://["]) {
    await page.context().clearCookies();
    await page.context().addCookies([{ name: "latchkey.callback-url", value, url: app.url }]);
    await page.goto("/clusters");
    const owner = page.getByRole("button", { name: "Demo owner" });
    await owner.click();
    const inside = page.getByRole("heading", { name: "Clusters", level: 1 });
    const excuse = page.getByText("Sign-in failed. Try again");
    await expect(inside.or(excuse)).toBeVisible();
    if (value.startsWith("http") && URL.canParse(value)) await expect(inside).toBeVisible();
    else await owner.click();
    await expect(inside).toBeVisible();
    expect(new URL(page.url()).origin).toBe(app.url);
  }
});

test("a sign-in that was left half-way can be begun again", async ({ page }) => {
  await page.goto("/sign-in");
  const stuck = page.waitForRequest("**/api/auth/callback/demo");
  await page.route("**/api/auth/callback/demo", () => undefined, { times: 1 });
  await page.getByRole("button", { name: "Demo owner" }).click();
  await stuck;
  await expect(page.getByRole("button", { name: "Signing in…" })).toBeVisible();
  // What a browser says when it shows a page again as it was left.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.getByRole("button", { name: "Demo owner" }).click();
  await expect(page.getByRole("heading", { name: "Clusters" })).toBeVisible();
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

test("a session that ends while a page is open leads to the sign-in and back", async ({ page, app }) => {
  await signIn(page, "owner", "/audit");
  await page.context().clearCookies();
  await page.getByRole("combobox", { name: "Outcome" }).selectOption("Refused");
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("callbackUrl")).toContain("/audit");
  expect(app.url).toBe(new URL(page.url()).origin);
});

test("a form that another site posts is refused, whatever cookies come along", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Cross-site", clients: [{ name: "stays" }] });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
  const target = `${app.url}/api/clusters/${cluster.uuid}/clients`;
  const wish = JSON.stringify({ key: crypto.randomUUID(), name: "forged", scopes: ["Zeebe"], purpose: "" });
  const [name, value] = [wish.slice(0, -2), '"}'];
  const evil = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(
      `<form method="post" enctype="text/plain" action="${target}"><input name='${name}' value='${value}'><button>Win a prize</button></form>`,
    );
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  const address = evil.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  simulator.resetCounts();

  // Another port is another origin of the same site, whose cookies come along; another host is another site.
  for (const host of ["127.0.0.1", "localhost"]) {
    await page.goto(`http://${host}:${port}/`);
    const answered = page.waitForResponse(target);
    await page.getByRole("button", { name: "Win a prize" }).click();
    expect((await answered).status(), host).toBe(403);
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
test("a sign-in that shall return to another place stays on this site", async ({ page, app }) => {
  const statuses: number[] = [];
  page.on("response", (response) => statuses.push(response.status()));
  for (const wish of BAD_RETURNS) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(wish)}`);
    await page.getByRole("button", { name: "Demo owner" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    expect(new URL(page.url()).origin, wish).toBe(app.url);

    const direct = await page.request.get(`${app.url}/api/auth/signin?callbackUrl=${encodeURIComponent(wish)}`, {
      maxRedirects: 0,
    });
    expect(direct.status(), wish).toBeLessThan(400);
    expect(new URL(direct.headers()["location"] ?? "", app.url).origin, wish).toBe(app.url);
  }
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});
