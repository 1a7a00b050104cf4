// `npm run lighthouse`: measures every page of a new demo with Lighthouse's mobile preset, three times, and prints the
// medians. Fails if a category is below 98 or if anything moves while a page loads. Not part of `npm test`, because a
// busy machine makes pages look slow. `npm run lighthouse -- clusters audit` measures those pages alone.
import { chromium } from "@playwright/test";
import { OTHER_PAGES } from "./demo-pages.mjs";
import { freePort } from "./demo-programs.mjs";
import { findMemberPages, signInAs, visitDemo } from "./demo-visit.mjs";
import { importOnDemand } from "./on-demand.mjs";

// It brings 158 packages.
const { default: lighthouse } = await importOnDemand("lighthouse", "12.8.2", "core/index.js");

/**
 * What this script reads of Lighthouse's result.
 * @typedef {{ score?: number | null, title?: string, displayValue?: string, numericValue?: number,
 *   details?: { type: string, items: { node?: { selector?: string } }[] } }} Audit
 * @typedef {{ categories: Record<string, { score: number | null, auditRefs: { id: string, weight: number }[] }>,
 *   audits: Record<string, Audit>, runtimeError?: { message: string }, finalDisplayedUrl: string }} Result
 */

const RUNS = 3;
const LOWEST = 98;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const port = await freePort(9222);
const chosen = process.argv.slice(2);

const median = (/** @type {number[]} */ values) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Audits that cost a page points, with what they say, and what moved while it loaded. */
function faultsOf(/** @type {Result} */ { categories, audits }) {
  const weighed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
  const failed = [...new Set(weighed.map(({ id }) => id))].flatMap((id) => {
    const { score = null, title = id, displayValue = "" } = audits[id] ?? {};
    return score !== null && score < 0.9 ? [`${title} ${displayValue}`.trim()] : [];
  });
  const { details } = audits["layout-shifts"] ?? {};
  const shifts = details?.type === "table" ? details.items : [];
  return [...failed, ...shifts.map(({ node }) => `Moved: ${node?.selector ?? "?"}`)];
}

/** Loads a page once, as a mobile phone on a slow network would. */
async function measure(/** @type {string} */ url) {
  const run = await lighthouse(url, { port, logLevel: "error", onlyCategories: CATEGORIES });
  if (!run) throw new Error(`Lighthouse did not measure ${url}.`);
  /** @type {{ lhr: Result }} */
  const { lhr } = run;
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  // A page that leads elsewhere would be measured under a wrong name.
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}.`);
  return {
    scores: CATEGORIES.map((id) => Math.round((lhr.categories[id]?.score ?? 0) * 100)),
    shift: lhr.audits["cumulative-layout-shift"]?.numericValue ?? Number.NaN,
    faults: faultsOf(lhr),
  };
}

/** Measures a page, prints its row, and says whether it is good enough. */
async function judge(/** @type {string} */ name, /** @type {string} */ url) {
  if (chosen.length > 0 && !chosen.includes(name)) return true;
  /** @type {Awaited<ReturnType<typeof measure>>[]} */
  const runs = [];
  for (let at = 0; at < RUNS; at++) runs.push(await measure(url));
  const scores = CATEGORIES.map((_, at) => median(runs.map((run) => run.scores[at] ?? 0)));
  const shift = Math.max(...runs.map((run) => run.shift));
  const isGood = scores.every((score) => score >= LOWEST) && shift === 0;
  const cells = scores.map((score) => String(score).padStart(5)).join("");
  process.stdout.write(`${isGood ? "ok    " : "FAILED"}${cells}  ${shift.toFixed(4)}  ${name}\n`);
  if (!isGood)
    for (const fault of new Set(runs.flatMap((run) => run.faults))) process.stdout.write(`        ${fault}\n`);
  return isGood;
}

await visitDemo(
  async (demo) => {
    const { address } = demo;
    process.stdout.write("       perf a11y best  seo  shift  page\n");
    let isGood = await judge("sign-in", address + OTHER_PAGES["sign-in"]);
    // Lighthouse opens pages in the browser's own context, with the cookies that are there.
    const [context] = (await chromium.connectOverCDP(`http://127.0.0.1:${port}`)).contexts();
    if (!context) throw new Error("The browser has no context of its own.");
    const enterAs = async (/** @type {"owner" | "stranger"} */ person) => {
      await context.clearCookies();
      await signInAs(context, address, person);
      // As in a browser that has shown a page before, and has named its time zone.
      const page = await context.newPage();
      await page.goto(address);
      await page.waitForFunction(() => document.cookie.includes("latchkey.zone"));
      await page.close();
    };
    await enterAs("stranger");
    isGood = (await judge("no-access", address + OTHER_PAGES["no-access"])) && isGood;
    await enterAs("owner");
    for (const [name, path] of await findMemberPages(demo, context))
      isGood = (await judge(name, address + path)) && isGood;
    return isGood;
  },
  [`--remote-debugging-port=${port}`],
);
