// The moving picture of the main flow: from the sign-in page to a downloaded file. Each frame is a picture of the real
// page, taken in both themes, with a pointer drawn into it.
import sharp from "sharp";

const SIZE = { width: 1280, height: 800 };
/** How long a frame stays, in milliseconds: one of a movement, one of typing, and one to read. */
const MOVE_MS = 40;
const TYPE_MS = 90;
const READ_MS = 1300;
const MOVES = 7;
const THEMES = /** @type {const} */ (["light", "dark"]);

/** @typedef {import("@playwright/test").Locator} Locator */
/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ pictures: Buffer[], pointer: Point, isPressed: boolean, ms: number }} Frame */

const pointer = (/** @type {boolean} */ isPressed) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="-14 -14 40 40">
    ${isPressed ? '<circle r="12" fill="#8889" stroke="#fff"/>' : ""}
    <path d="M0 0v17l4-4 3 7 3-1-3-7h6z" fill="#111" stroke="#fff" stroke-width="1.4" stroke-linejoin="round"/>
  </svg>`);

/** Draws the pointer into a frame. What is beyond the edge is cut off. */
async function draw(/** @type {Frame} */ { pointer: at, isPressed }, /** @type {Buffer} */ picture) {
  const drawn = sharp({ create: { ...SIZE, channels: 4, background: "#0000" } }).composite([
    { input: pointer(isPressed), left: Math.round(at.x) - 14, top: Math.round(at.y) - 14 },
  ]);
  return sharp(picture)
    .composite([{ input: await drawn.png().toBuffer() }])
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** Takes the frames of what somebody does on a page. */
function recorder(/** @type {Page} */ page) {
  /** @type {Frame[]} */
  const frames = [];
  let at = { x: SIZE.width * 0.7, y: SIZE.height * 0.8 };
  const add = async (/** @type {number} */ ms, isPressed = false) => {
    const pictures = [];
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      pictures.push(await page.screenshot({ animations: "disabled" }));
    }
    frames.push({ pictures, pointer: at, isPressed, ms });
  };
  const press = async (/** @type {Locator} */ target) => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    const last = frames.at(-1);
    if (!box || !last) throw new Error(`${target} can't be pressed.`);
    const from = at;
    at = { x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height / 2 };
    for (let step = 1; step < MOVES; step++) {
      // Faster in the middle, as a hand moves.
      const part = (1 - Math.cos((Math.PI * step) / MOVES)) / 2;
      const between = { x: from.x + (at.x - from.x) * part, y: from.y + (at.y - from.y) * part };
      frames.push({ ...last, pointer: between, isPressed: false, ms: MOVE_MS });
    }
    await page.mouse.move(at.x, at.y);
    await add(250);
    await add(120, true);
    await page.mouse.click(at.x, at.y);
  };
  return {
    frames,
    press,
    /** Waits for what comes next, and leaves time to read it. */
    read: async (/** @type {Locator} */ next, ms = READ_MS) => {
      await next.waitFor();
      await page.waitForLoadState("networkidle");
      await add(ms);
    },
    type: async (/** @type {Locator} */ field, /** @type {string} */ text) => {
      await press(field);
      for (const letters of text.match(/.{1,3}/g) ?? []) {
        await page.keyboard.type(letters);
        await add(TYPE_MS);
      }
      await add(400);
    },
  };
}

/** Goes through the main flow, and leaves a client in the cluster "Orders production". */
async function walk(/** @type {Page} */ page, /** @type {string} */ address) {
  const { frames, press, read, type } = recorder(page);
  await page.goto(`${address}/sign-in`);
  const signIn = page.getByRole("button", { name: "Demo owner", exact: true });
  await read(signIn);
  await press(signIn);
  const clusters = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Clusters" });
  await read(page.getByRole("heading", { name: "Overview", level: 1 }));
  await press(clusters);
  const cluster = page.getByRole("table", { name: "Clusters" }).getByRole("link", { name: "Orders production" });
  await read(cluster);
  await press(cluster);
  const create = page.getByRole("button", { name: "Create your first client" });
  await read(create);
  await press(create);
  const dialog = page.getByRole("dialog", { name: "Create new client" });
  await read(dialog.getByRole("textbox", { name: "Client name" }), 700);
  await type(dialog.getByRole("textbox", { name: "Client name" }), "order-worker");
  await type(dialog.getByRole("textbox", { name: "Purpose" }), "Ships orders once they are paid");
  await press(dialog.getByRole("checkbox", { name: "Tasklist" }));
  await read(dialog);
  await press(dialog.getByRole("button", { name: "Create", exact: true }));
  const credentials = page.getByRole("dialog", { name: "Client credentials" });
  const download = credentials.getByRole("button", { name: "Download" });
  await read(download, 2000);
  const downloaded = page.waitForEvent("download");
  await press(download);
  await downloaded;
  await read(download);
  await press(credentials.getByRole("button", { name: "Test connection" }));
  await read(credentials.getByRole("list", { name: "Result of the test" }), 2000);
  await press(credentials.getByRole("button", { name: "Done" }));
  await read(page.getByRole("row", { name: "order-worker" }), 2500);
  return frames;
}

/**
 * Records the main flow.
 * @param {import("../demo-visit.mjs").Demo} demo
 * @returns {Promise<[theme: string, picture: Buffer][]>} an animated WebP for each theme
 */
export async function recordFlow({ address, browser, control }) {
  const clientId = "Yk3nW8sQ.x1Tz~vB5mE0rJ7uC2aLd9Gh";
  await control("POST", "/next-client", { clientId, clientSecret: "shown-once.".padEnd(64, "0") });
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", viewport: SIZE });
  const frames = await walk(await context.newPage(), address);
  await context.close();
  const delay = frames.map(({ ms }) => ms);
  return Promise.all(
    THEMES.map(async (theme, at) => {
      const pictures = await Promise.all(frames.map((frame) => draw(frame, frame.pictures[at] ?? Buffer.alloc(0))));
      const picture = sharp(pictures, { join: { animated: true } });
      return /** @type {[string, Buffer]} */ ([
        theme,
        await picture.webp({ delay, loop: 0, lossless: true, effort: 4, minSize: true }).toBuffer(),
      ]);
    }),
  );
}
