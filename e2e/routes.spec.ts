import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIResponse, Page } from "@playwright/test";
import { callApi } from "./fixtures/api";
import { ROOT } from "./fixtures/app";
import type { Person } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every route of the code, as "METHOD /api/…": a new one without a row below fails. */
function routesOfTheCode(): string[] {
  const files = readdirSync(join(ROOT, "app/api"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith("route.ts"))
    .flatMap((file) => {
      const source = readFileSync(join(ROOT, "app/api", file), "utf8");
      const exported = [...source.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g)];
      return exported.map(([, method]) => `${method} /api/${file.replace(/\/route\.ts$/, "")}`);
    });
}

type Statuses = Record<"nobody" | Person, number>;
const READ: Statuses = { nobody: 401, stranger: 403, auditor: 200, owner: 200 };
const change = (owner: number): Statuses => ({ nobody: 401, stranger: 403, auditor: 403, owner });
const OPEN: Statuses = { nobody: 200, stranger: 200, auditor: 200, owner: 200 };

const CLUSTER = "/api/clusters/[clusterId]";
/** Who gets what from each route. In this order: what is created first is what the later ones are about. */
const ROWS: Record<string, Statuses> = {
  [`POST ${CLUSTER}/clients`]: change(201),
  "GET /api/clusters": READ,
  [`GET ${CLUSTER}`]: READ,
  [`GET ${CLUSTER}/clients`]: READ,
  [`GET ${CLUSTER}/clients/[clientId]`]: READ,
  [`GET ${CLUSTER}/intents/[intentId]`]: READ,
  [`POST ${CLUSTER}/clients/[clientId]/secret-events`]: change(204),
  [`POST ${CLUSTER}/connection-test`]: change(200),
  "GET /api/audit-events": READ,
  [`DELETE ${CLUSTER}/clients/[clientId]`]: change(204),
  "GET /api/health": OPEN,
  // Signing in has its own guard, next-auth's: its token against forged forms is for everybody, what we don't use is not there.
  "GET /api/auth/[...nextauth]": OPEN,
  "POST /api/auth/[...nextauth]": { nobody: 404, stranger: 404, auditor: 404, owner: 404 },
};

interface Created {
  intent: { id: string };
  connection: { clientId: string };
  clientSecret: string;
}

test("every route answers everybody as its row says, and no route is without a row", async ({
  browser,
  app,
  simulator,
  openAs,
}) => {
  expect(routesOfTheCode().sort()).toEqual(Object.keys(ROWS).sort());

  const cluster = simulator.state.addCluster({ name: "Routes" });
  const pages = new Map<string, Page>();
  for (const who of ["nobody", "stranger", "auditor", "owner"] as const) {
    const page = await browser.newContext().then((context) => context.newPage());
    if (who === "nobody") await page.goto("/sign-in");
    else await openAs(page, who, `/clusters/${cluster.uuid}/api`);
    pages.set(who, page);
  }
  let created: Created | undefined;

  const call = (route: string, page: Page): Promise<APIResponse> => {
    const [method = "", pattern = ""] = route.split(" ");
    const path = pattern
      .replace("[clusterId]", cluster.uuid)
      .replace("[clientId]", created?.connection.clientId ?? "")
      .replace("[intentId]", created?.intent.id ?? "")
      .replace("[...nextauth]", method === "GET" ? "csrf" : "providers");
    const bodies: Record<string, unknown> = {
      [`POST ${CLUSTER}/clients`]: { key: crypto.randomUUID(), name: "routes", scopes: ["Zeebe"] },
      [`POST ${CLUSTER}/clients/[clientId]/secret-events`]: { event: "shown" },
      [`POST ${CLUSTER}/connection-test`]: {
        clientId: created?.connection.clientId,
        clientSecret: created?.clientSecret,
      },
      "POST /api/auth/[...nextauth]": {},
    };
    return callApi(page, method, app.url + path, { data: bodies[route] });
  };

  for (const [route, statuses] of Object.entries(ROWS)) {
    for (const [who, status] of Object.entries(statuses)) {
      const page = pages.get(who);
      if (!page) throw new Error(`Nobody is called ${who}.`);
      const answer = await call(route, page);
      expect(answer.status(), `${route} for ${who}`).toBe(status);
      if (status === 401) expect((await answer.json()).error.code).toBe("unauthenticated");
      if (status === 403) expect((await answer.json()).error.code).toMatch(/^(no_access|forbidden)$/);
      if (status === 201) created = await answer.json();
    }
  }
  for (const page of pages.values()) await page.context().close();
});

test("other methods, other types of content and bodies that are too large are refused", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Odd requests" });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  simulator.resetCounts();
  const filled = (route: string) =>
    route
      .replace("[clusterId]", cluster.uuid)
      .replace("[clientId]", "c".repeat(32))
      .replace("[intentId]", cluster.uuid);

  const routes = Object.keys(ROWS).filter((route) => !route.includes("[...nextauth]"));
  for (const path of new Set(routes.map((route) => route.split(" ")[1] ?? ""))) {
    for (const method of METHODS.filter((other) => !routes.includes(`${other} ${path}`)))
      expect((await callApi(page, method, app.url + filled(path))).status(), `${method} ${path}`).toBe(405);
  }
  for (const route of routes.filter((candidate) => candidate.startsWith("POST "))) {
    const url = app.url + filled(route.slice("POST ".length));
    const text = await callApi(page, "POST", url, { data: "{}", headers: { "content-type": "text/plain" } });
    expect(text.status(), route).toBe(415);
    const large = await callApi(page, "POST", url, { data: { name: "x".repeat(65 * 1024) } });
    expect(large.status(), route).toBe(413);
    const forged = await callApi(page, "POST", url, { data: {}, headers: { "x-latchkey-request": "" } });
    expect(forged.status(), route).toBe(403);
    const foreign = await callApi(page, "POST", url, { data: {}, headers: { origin: "null" } });
    expect(foreign.status(), route).toBe(403);
  }
  // One that does not say how long it is could be read for ever.
  const endless = { method: "POST", body: new Blob(["{}"]).stream(), duplex: "half" } as const;
  expect((await fetch(`${app.url}/api/clusters`, endless)).status).toBe(411);
  expect(simulator.requests()).toEqual([]);
});

test("an address that can't be decoded is the request's fault", async ({ page, app }) => {
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
