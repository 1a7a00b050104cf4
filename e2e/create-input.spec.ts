import { randomUUID } from "node:crypto";
import { callApi } from "./fixtures/api";
import { apiTab, credentialsOf, fillAndCreate, openCreate, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const SENT = "POST /clusters/:uuid/clients";

test("a double click makes one client", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Double" });
  await openAs(page, "owner", apiTab(cluster));
  const asked: string[] = [];
  page.on("request", (request) => request.method() === "POST" && asked.push(new URL(request.url()).pathname));
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("double");
  await dialog.getByRole("button", { name: "Create" }).dblclick();
  await expect(credentialsOf(page)).toBeVisible();
  expect(asked.filter((path) => path.endsWith("/clients"))).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients).toHaveLength(1);
});

test("two tabs that ask for the same name at once make one client", async ({ page, context, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Two tabs" });
  const other = await context.newPage();
  await openAs(page, "owner", apiTab(cluster));
  await openAs(other, "owner", apiTab(cluster));
  simulator.addFault({ method: "POST", path: "/clusters/:uuid/clients", times: 1, do: "hang" });
  await fillAndCreate(await openCreate(page), "twice");
  await simulator.waitFor(SENT, { until: "held" });
  const dialog = await openCreate(other);
  await fillAndCreate(dialog, "twice");
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toHaveAccessibleDescription(
    /being created right now/,
  );
  simulator.release();
  await expect(credentialsOf(page)).toBeVisible();
  expect(simulator.count(SENT)).toBe(1);
});

test("what can't be a client is told as it is typed, and nothing is sent", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Input", clients: [{ name: "taken" }] });
  await openAs(page, "owner", apiTab(cluster));
  const asked: string[] = [];
  page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
  const dialog = await openCreate(page);
  const name = dialog.getByRole("textbox", { name: "Client name" });
  const words = {
    "": "Give the client a name.",
    "two words": "Only letters, digits, dashes and underscores are allowed.",
    "<b>bold</b>": "Only letters, digits, dashes and underscores are allowed.",
    [`${"x".repeat(51)}`]: "51 characters; at most 50 are allowed.",
    taken: "A client with this name already exists in this cluster.",
  };
  for (const [typed, told] of Object.entries(words)) {
    await name.fill(typed);
    await name.press("Enter");
    await expect(name, typed).toHaveAccessibleDescription(new RegExp(told));
    await expect(name).toHaveAttribute("aria-invalid", "true");
  }
  await name.fill("good");
  await dialog.getByRole("checkbox", { name: "Zeebe" }).uncheck();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("group", { name: "Scopes" })).toHaveAccessibleDescription(
    /Choose at least one scope: with none, Camunda would grant all of them/,
  );
  await expect(dialog.getByRole("checkbox", { name: "Zeebe" })).toBeFocused();
  expect(asked).toEqual([]);
  expect(simulator.count(SENT)).toBe(0);
});

test("scopes are chosen by job or one by one, and what is on its way can't be edited", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Choosing" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  const job = dialog.getByRole("combobox", { name: "What is it for?" });
  await job.selectOption("Connectors in hybrid mode");
  await expect(dialog.getByRole("checkbox", { name: "Secrets" })).toBeChecked();
  await job.selectOption("Custom");
  await expect(job).toHaveValue("custom");
  await expect(dialog.getByRole("checkbox", { name: "Secrets" })).toBeChecked();

  simulator.addFault({ method: "POST", path: "/clusters/:uuid/clients", times: 1, do: "hang" });
  await fillAndCreate(dialog, "as-sent");
  await simulator.waitFor(SENT, { until: "held" });
  await expect(dialog.getByRole("textbox", { name: "Client name" })).not.toBeEditable();
  await dialog.getByRole("checkbox", { name: "Operate" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Operate" })).not.toBeChecked();
  simulator.release();
  await expect(credentialsOf(page)).toContainText("as-sent");
  expect(cluster.clients[0]?.permissions).toEqual(["Zeebe", "Secrets"]);
});

test("Enter in the name field sends the form", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Enter" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("entered");
  await page.keyboard.press("Enter");
  await expect(credentialsOf(page)).toBeVisible();
});

test("the API refuses what the dialog would never send, and forwards nothing", async ({ page, simulator, launch }) => {
  // An app of its own: each refusal counts towards the limit of creates per minute.
  const app = await launch();
  await signIn(page, "owner", `${app.url}/audit`);
  const { uuid } = simulator.state.addCluster({ name: "Direct" });
  const good = { key: randomUUID(), name: "direct", scopes: ["Zeebe"] };
  const bodies: Record<string, unknown> = {
    "an unknown scope": { ...good, scopes: ["Zeebe", "Admin"] },
    "a scope in another case": { ...good, scopes: ["zeebe"] },
    "no scopes": { ...good, scopes: [] },
    "scopes left out": { key: good.key, name: good.name },
    "scopes that are null": { ...good, scopes: null },
    "six scopes": { ...good, scopes: ["Zeebe", "Zeebe", "Zeebe", "Zeebe", "Zeebe", "Zeebe"] },
    "an unknown field": { ...good, permissions: ["Zeebe"] },
    "a name of HTML": { ...good, name: "<img src=x onerror=alert(1)>" },
    "a name with a space": { ...good, name: "two words" },
    "a name of 51 characters": { ...good, name: "x".repeat(51) },
    "a key that is no UUID": { ...good, key: "1" },
    "a purpose of 501 characters": { ...good, purpose: "x".repeat(501) },
    "no JSON": "{",
    "a list": [good],
  };
  simulator.resetCounts();
  for (const [what, data] of Object.entries(bodies)) {
    const answer = await callApi(page, "POST", `${app.url}/api/clusters/${uuid}/clients`, { data });
    expect(answer.status(), what).toBe(422);
    expect((await answer.json()).error.code, what).toBe("invalid_input");
  }
  const nowhere = await callApi(page, "POST", `${app.url}/api/clusters/..%2Fmembers/clients`, { data: good });
  expect(nowhere.status()).toBe(404);

  let answer = nowhere;
  // Thirty a minute, whatever becomes of them.
  for (let asked = Object.keys(bodies).length + 1; asked <= 30; asked++)
    answer = await callApi(page, "POST", `${app.url}/api/clusters/${uuid}/clients`, { data: {} });
  expect(answer.status()).toBe(429);
  expect(answer.headers()["retry-after"]).toMatch(/^[1-9]\d?$/);
  expect(simulator.requests()).toEqual([]);
});
