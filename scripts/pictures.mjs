// `npm run pictures`: makes docs/pictures from a new demo: each page and dialog in the light and the dark theme, 1440 and
// 390 px wide, and the moving picture of the main flow. They look the same each time, apart from dates: the demo's
// history ends today. `npm run pictures -- create flow` makes those with these names alone.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { OTHER_PAGES } from "./demo-pages.mjs";
import { findMemberPages, signInAs, visitDemo } from "./demo-visit.mjs";
import { dialogShots } from "./pictures/dialogs.mjs";
import { recordFlow } from "./pictures/flow.mjs";
import { root } from "./prepare.mjs";

/** @typedef {import("./pictures/dialogs.mjs").Shot} Shot */
/** @typedef {import("@playwright/test").Page} Page */

const folder = join(root, "docs", "pictures");
const THEMES = /** @type {const} */ (["light", "dark"]);
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const MAX_BYTES = 6_000_000;
const MAX_FLOW_BYTES = 2_000_000;
/** Text stays readable, and a page of tables has about 30 kB. */
const ENCODING = { quality: 57, effort: 6, smartSubsample: true };

const chosen = process.argv.slice(2);
const isChosen = (/** @type {string} */ name) => chosen.length === 0 || chosen.includes(name);

function save(/** @type {string} */ name, /** @type {Buffer} */ picture) {
  writeFileSync(join(folder, `${name}.webp`), picture);
}

/** Opens a page once, and pictures what it shows in both themes and sizes: all four show the same state. */
async function take(/** @type {Page} */ page, /** @type {string} */ address, /** @type {Shot} */ shot) {
  if (!isChosen(shot.name)) return;
  process.stdout.write(`${shot.name}\n`);
  const sizes = shot.only ? [shot.only] : /** @type {const} */ (["wide", "narrow"]);
  await page.setViewportSize(SIZES[sizes[0] ?? "wide"]);
  await page.goto(address + shot.path);
  await page.waitForLoadState("networkidle");
  await shot.open(page);
  for (const size of sizes)
    for (const colorScheme of THEMES) {
      await page.setViewportSize(SIZES[size]);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForLoadState("networkidle");
      const picture = await page.screenshot({ animations: "disabled" });
      save(`${shot.name}-${colorScheme}-${SIZES[size].width}`, await sharp(picture).webp(ENCODING).toBuffer());
    }
}

/** Fails if the pictures have grown too large for a repository, or a moving one for a page. */
function areSmall() {
  const sizes = readdirSync(folder).map((file) => ({ file, bytes: statSync(join(folder, file)).size }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const flows = sizes.filter(({ file }) => file.startsWith("flow-"));
  for (const { file, bytes } of flows) process.stdout.write(`${(bytes / 1_000_000).toFixed(1)} MB  ${file}\n`);
  process.stdout.write(`${(total / 1_000_000).toFixed(1)} MB in docs/pictures, in ${sizes.length} files\n`);
  return total <= MAX_BYTES && flows.every(({ bytes }) => bytes <= MAX_FLOW_BYTES);
}

const open = async () => undefined;

if (chosen.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await visitDemo(async (demo) => {
  const { address, browser, findCluster } = demo;
  const clusterAt = async (/** @type {string} */ name) => `/clusters/${(await findCluster(name)).uuid}`;
  const newContext = () => browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin" });
  const empty = await clusterAt("Orders production");

  const stranger = await newContext();
  const page = await stranger.newPage();
  await take(page, address, { name: "sign-in", path: OTHER_PAGES["sign-in"], open });
  await signInAs(stranger, address, "stranger");
  await take(page, address, { name: "no-access", path: OTHER_PAGES["no-access"], open });

  const owner = await newContext();
  // Two browsers, so that the list of sessions has another one to end.
  for (const context of [await newContext(), owner]) await signInAs(context, address, "owner");
  const ownPage = await owner.newPage();
  // Confirms that the page may be left while it shows a secret.
  ownPage.on("dialog", (question) => question.accept());
  const memberPages = await findMemberPages(demo, owner);
  for (const [name, path] of memberPages) await take(ownPage, address, { name, path, open });
  const full = await clusterAt("Claims production");
  const fresh = await Promise.all(["Returns staging", "Returns production", "Orders staging"].map(clusterAt));
  for (const shot of dialogShots({ empty, full, fresh }, Object.fromEntries(memberPages)))
    await take(ownPage, address, shot);
  // Last, because it creates the first client of a cluster.
  if (isChosen("flow")) for (const [theme, picture] of await recordFlow(demo)) save(`flow-${theme}`, picture);
  return areSmall();
});
