// Every dialog of the app by the name of its pictures: the page that has it, and how to open it. The order matters: a few
// create a client. None deletes one.

/**
 * What a picture is taken of.
 * @typedef {object} Shot
 * @property {string} name
 * @property {string} path
 * @property {(page: import("@playwright/test").Page) => Promise<unknown>} open waits until all is there
 * @property {"wide" | "narrow"} [only] where it is there in one size alone
 */

/** @typedef {import("@playwright/test").Page} Page */

const press = (/** @type {Page} */ page, /** @type {string | RegExp} */ name) =>
  page.getByRole("button", { name, exact: true }).first().click();

/** Presses a button and waits for a dialog. */
const dialogBy = (/** @type {string | RegExp} */ button, /** @type {string | RegExp} */ title) => {
  return async (/** @type {Page} */ page) => {
    await press(page, button);
    const dialog = page.getByRole("dialog", { name: title }).or(page.getByRole("alertdialog", { name: title }));
    await dialog.waitFor();
    return dialog;
  };
};

const openCreate = dialogBy(/^Create (your first|new) client$/, "Create new client");

/** Fills in the dialog that creates a client. */
async function fillCreate(/** @type {Page} */ page) {
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("order-worker");
  await dialog.getByRole("checkbox", { name: "Tasklist" }).check();
  await dialog.getByRole("textbox", { name: "Purpose" }).fill("Ships orders as soon as they are paid");
  return dialog;
}

/** Creates a client, and waits for its secret. */
async function createClient(/** @type {Page} */ page) {
  const dialog = await fillCreate(page);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const credentials = page.getByRole("dialog", { name: "Client credentials" });
  await credentials.getByRole("button", { name: "Download" }).waitFor();
  return credentials;
}

/**
 * All dialogs.
 * @param {{ empty: string, full: string, fresh: string[] }} clusters addresses: `empty` has no clients, `full` has those
 * of "Claims production", and each of `fresh` gets a client
 * @param {Record<string, string>} pages the addresses of the pages, by name
 * @returns {Shot[]}
 */
export function dialogShots({ empty, full, fresh }, pages) {
  const [first = "", second = "", third = ""] = fresh;
  const at = (/** @type {string} */ name) => pages[name] ?? "";
  return [
    { name: "create", path: `${empty}/api`, open: fillCreate },
    {
      name: "create-discard",
      path: `${empty}/api`,
      open: async (page) => {
        await fillCreate(page);
        await page.keyboard.press("Escape");
        await page.getByRole("alertdialog", { name: "Discard what you typed?" }).waitFor();
      },
    },
    { name: "credentials", path: `${first}/api`, open: createClient },
    {
      name: "credentials-tested",
      path: `${second}/api`,
      open: async (page) => {
        const credentials = await createClient(page);
        await credentials.getByRole("button", { name: "Test connection" }).click();
        await credentials.getByRole("list", { name: "Result of the test" }).waitFor();
      },
    },
    {
      name: "leave-without-secret",
      path: `${third}/api`,
      open: async (page) => {
        await createClient(page);
        await page.keyboard.press("Escape");
        await page.getByRole("alertdialog", { name: "Leave without the secret?" }).waitFor();
      },
    },
    {
      name: "connection-details",
      path: `${full}/api`,
      open: async (page) => {
        await press(page, "Connection details of claims-intake-worker");
        await page.getByRole("dialog").getByRole("button", { name: "Download" }).waitFor();
      },
    },
    {
      name: "delete",
      path: `${full}/api`,
      open: dialogBy("Delete client claims-intake-worker", "Delete claims-intake-worker?"),
    },
    {
      name: "rotate",
      path: `${full}/api`,
      open: dialogBy("Rotate client claims-intake-worker", "Rotate claims-intake-worker"),
    },
    {
      name: "leaked",
      path: `${full}/api`,
      open: dialogBy("Report leak of claims-intake-worker", "Replace claims-intake-worker now?"),
    },
    { name: "rotation-overlap", path: at("rotation"), open: dialogBy("Change the overlap", /./) },
    { name: "rotation-give-up", path: at("rotation"), open: dialogBy("Stop rotation", /./) },
    { name: "client-edit", path: at("client"), open: dialogBy("Edit", "Edit claims-archive") },
    {
      name: "client-panel",
      path: at("clients"),
      open: async (page) => {
        await page.getByRole("link", { name: "claims-hotfix" }).click();
        await page.getByRole("dialog", { name: "claims-hotfix" }).getByRole("heading", { name: "History" }).waitFor();
      },
    },
    {
      name: "clients-edit",
      path: `${at("clients")}?search=claims`,
      open: async (page) => {
        await press(page, "Select");
        for (const name of ["claims-intake-worker", "claims-reporting"])
          await page.getByRole("checkbox", { name: `Select ${name}` }).check();
        await dialogBy("Edit selected", "Edit 2 clients")(page);
      },
    },
    { name: "clients-columns", path: at("clients"), open: dialogBy("Columns", "Columns") },
    { name: "clients-views", path: at("clients"), open: dialogBy("Views", "Views") },
    { name: "clients-filter", path: at("clients"), open: dialogBy("Cluster", "Filter by cluster") },
    { name: "clients-export", path: at("clients"), open: dialogBy("Export", /^Export/) },
    { name: "dismiss", path: `${at("findings")}?rule=no_owner`, open: dialogBy(/^Dismiss (?!selected)/, /^Dismiss/) },
    { name: "audit-filter", path: at("audit"), open: dialogBy("Filter", "Filter") },
    { name: "audit-export", path: at("audit"), open: dialogBy("Export", /^Export/) },
    { name: "add-member", path: at("settings-members"), open: dialogBy("Add member", "Add member") },
    { name: "change-access", path: at("settings-members"), open: dialogBy("Change access", /^Change access/) },
    { name: "end-sessions", path: at("settings-sessions"), open: dialogBy("End all others", /./) },
    {
      name: "palette",
      path: at("overview"),
      open: async (page) => {
        await page.keyboard.press("ControlOrMeta+k");
        await page.getByRole("combobox", { name: "Cluster, client, client ID, person, page or action" }).fill("claims");
        await page
          .getByRole("option", { name: /claims-archive/ })
          .first()
          .waitFor();
      },
    },
    {
      name: "shortcuts",
      path: at("overview"),
      open: async (page) => {
        await page.keyboard.press("?");
        await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      },
    },
    {
      name: "account-menu",
      path: at("overview"),
      only: "wide",
      open: async (page) => {
        await press(page, /account menu/i);
        await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
      },
    },
    { name: "navigation", path: at("overview"), only: "narrow", open: (page) => press(page, "Open navigation") },
  ];
}
