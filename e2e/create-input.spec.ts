import { apiTab, credentialsOf, fillAndCreate, openCreate, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// What the API accepts is tested in app/api/routes.test.ts. Here: the form.

const POST = { method: "POST", path: "/clusters/:uuid/clients" } as const;
const SENT = "POST /clusters/:uuid/clients";

test("a double click creates one client", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Double" });
  await openAs(page, "owner", apiTab(cluster));
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(new URL(request.url()).pathname));
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("double");
  await dialog.getByRole("button", { name: "Create" }).dblclick();
  await expect(credentialsOf(page)).toBeVisible();
  expect(posts.filter((path) => path.endsWith("/clients"))).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients).toHaveLength(1);
});

test("somebody who types at once loses no key", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Fast", clients: [{ name: "other" }] });
  await openAs(page, "owner", apiTab(cluster));
  await waitUntilHeard(page.getByRole("main"));
  // The first interaction, and faster than anybody types: the dialog's code is still loading.
  await page.keyboard.type("cfast-typist", { delay: 25 });
  await expect(page.getByRole("textbox", { name: "Client name" })).toHaveValue("fast-typist");
  await page.keyboard.type("-2");
  await expect(page.getByRole("textbox", { name: "Client name" })).toHaveValue("fast-typist-2");

  await page.reload();
  await waitUntilHeard(page.getByRole("main"));
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("fast", { delay: 25 });
  await expect(page.getByRole("combobox")).toHaveValue("fast");
  await expect(page.getByRole("option", { name: /Fast/ }).first()).toBeVisible();
});

test("invalid input is explained at its field, and nothing is sent", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Input", clients: [{ name: "taken" }] });
  await openAs(page, "owner", apiTab(cluster));
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  const dialog = await openCreate(page);
  const name = dialog.getByRole("textbox", { name: "Client name" });
  const messages = {
    "": "Give the client a name.",
    "two words": "Only letters, digits, dashes and underscores are allowed.",
    "<b>bold</b>": "Only letters, digits, dashes and underscores are allowed.",
    ["x".repeat(51)]: "51 characters; at most 50 are allowed.",
  };
  for (const [typed, message] of Object.entries(messages)) {
    await name.fill(typed);
    await name.press("Enter");
    await expect(name, typed).toHaveAccessibleDescription(new RegExp(message));
    await expect(name).toHaveAttribute("aria-invalid", "true");
  }
  // The server knows which names are taken; the form asks it while the name is typed.
  await name.fill("taken");
  await expect(name).toHaveAccessibleDescription(/A client with this name already exists in this cluster\./);
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.press("Enter");

  await name.fill("good");
  await dialog.getByRole("checkbox", { name: "Zeebe" }).uncheck();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("group", { name: "Scopes" })).toHaveAccessibleDescription(
    /Choose at least one scope: with none, Camunda would grant all of them/,
  );
  await expect(dialog.getByRole("checkbox", { name: "Zeebe" })).toBeFocused();
  expect(posts).toEqual([]);
  expect(simulator.count(SENT)).toBe(0);
});

test("scopes are selected by purpose or one by one", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Scopes" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  const purpose = (name: string) => dialog.getByRole("group", { name: "What is it for?" }).getByRole("radio", { name });
  await purpose("Connectors in hybrid mode").check();
  await expect(dialog.getByRole("checkbox", { name: "Secrets" })).toBeChecked();
  await purpose("Custom").check();
  await expect(dialog.getByRole("checkbox", { name: "Secrets" })).toBeChecked();

  await dialog.getByRole("textbox", { name: "Client name" }).fill("by-purpose");
  await page.keyboard.press("Enter");
  await expect(credentialsOf(page)).toContainText("by-purpose");
  expect(cluster.clients[0]?.permissions).toEqual(["Zeebe", "Secrets"]);
});

test("while a create is being sent, its form can't be edited, and another tab can't create the same name", async ({
  page,
  context,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Two tabs" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault({ ...POST, times: 1, do: "hang" });
  const dialog = await openCreate(page);
  await fillAndCreate(dialog, "once");
  await simulator.waitFor(SENT, { until: "held" });
  await expect(dialog.getByRole("textbox", { name: "Client name" })).not.toBeEditable();
  await dialog.getByRole("checkbox", { name: "Operate" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Operate" })).not.toBeChecked();

  const otherTab = await context.newPage();
  await otherTab.goto(apiTab(cluster));
  const otherDialog = await openCreate(otherTab);
  await fillAndCreate(otherDialog, "once");
  await expect(otherDialog.getByRole("textbox", { name: "Client name" })).toHaveAccessibleDescription(
    /A client with this name is being created right now/,
  );
  simulator.release();
  await expect(credentialsOf(page)).toContainText("once");
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients.map(({ permissions }) => permissions)).toEqual([["Zeebe"]]);
});
