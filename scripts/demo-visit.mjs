// A fresh demo with a browser, for scripts that look at every page of the product.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { installOwnBrowser, launchOptions } from "./browser.mjs";
import { MEMBER_PAGES } from "./demo-pages.mjs";
import { startDemo } from "./demo-programs.mjs";
import { endPrograms, endProgramsOnSignal } from "./programs.mjs";

/**
 * What a visit has at hand.
 * @typedef {object} Demo
 * @property {string} address the address of the app
 * @property {import("@playwright/test").Browser} browser
 * @property {(method: string, path: string, body?: object) => Promise<any>} control calls the simulated Camunda's own
 * functions
 * @property {(name: string) => Promise<{ uuid: string, clients: { name: string, clientId: string }[] }>} findCluster
 */

/**
 * Runs a visit of a new demo, in a temporary folder that goes with it, and then ends this process: with 1 if the visit
 * throws or says so.
 * @param {(demo: Demo) => Promise<boolean>} visit @returns whether all is well
 * @param {string[]} browserArgs
 */
export async function visitDemo(visit, browserArgs = []) {
  const data = mkdtempSync(join(tmpdir(), "latchkey-visit-"));
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
  endProgramsOnSignal();
  installOwnBrowser();
  // Dates are shown with their zone; on every machine it is the same one.
  process.env["TZ"] = "Europe/Berlin";
  let isGood = false;
  try {
    const { address, simulator } = await startDemo(data, 3000);
    const { args, ...options } = launchOptions();
    const browser = await chromium.launch({ ...options, args: [...args, ...browserArgs] });
    /** @type {Demo["control"]} */
    const control = async (method, path, body) => {
      const init = body ? { method, body: JSON.stringify(body) } : { method };
      const response = await fetch(`${simulator}/_simulator${path}`, init);
      if (!response.ok) throw new Error(`The simulator answered ${method} ${path} with ${response.status}.`);
      return response.status === 204 ? null : response.json();
    };
    /** @type {Demo["findCluster"]} */
    const findCluster = async (name) => {
      const clusters = /** @type {{ name: string }[]} */ (await control("GET", "/clusters"));
      const cluster = /** @type {any} */ (clusters.find((each) => each.name === name));
      if (!cluster) throw new Error(`The demo has no cluster ${name}.`);
      return cluster;
    };
    isGood = await visit({ address, browser, control, findCluster });
    await browser.close();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
  return endPrograms(isGood ? 0 : 1);
}

/**
 * Signs in as one of the demo's people, without opening a page.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} address
 * @param {"owner" | "auditor" | "stranger"} person
 */
export async function signInAs(context, address, person) {
  const { csrfToken } = await (await context.request.get(`${address}/api/auth/csrf`)).json();
  const form = { csrfToken, person, json: "true" };
  const response = await context.request.post(`${address}/api/auth/callback/demo`, { form, maxRedirects: 0 });
  if (response.status() !== 200) throw new Error(`The sign-in of ${person} was answered with ${response.status()}.`);
}

const DAY_MS = 86_400_000;

/**
 * The address of every page that a member sees, by name. Starts a rotation, because its page is there only with one. The
 * context must be that of an owner.
 * @param {Demo} demo
 * @param {import("@playwright/test").BrowserContext} context
 * @returns {Promise<[name: string, path: string][]>}
 */
export async function findMemberPages({ address, findCluster }, context) {
  const { uuid, clients } = await findCluster("Claims production");
  const clientId = clients.find(({ name }) => name === "claims-archive")?.clientId ?? "";
  const response = await context.request.post(`${address}/api/clusters/${uuid}/clients/${clientId}/rotation`, {
    headers: { origin: address, "x-latchkey-request": "1" },
    data: {
      reason: "rotate",
      key: randomUUID(),
      name: "claims-archive-2",
      scopes: ["Zeebe", "Operate"],
      note: "The secret is half a year old.",
      deadline: new Date(Date.now() + 7 * DAY_MS).toISOString(),
      deadlineAction: "remind",
    },
  });
  if (response.status() !== 201) throw new Error(`The rotation was answered with ${response.status()}.`);
  const { rotationId } = await response.json();
  const pathOf = (/** @type {string} */ route) =>
    route.replace("[clusterId]", uuid).replace("[clientId]", clientId).replace("[rotationId]", rotationId);
  return Object.entries(MEMBER_PAGES).map(([name, route]) => [name, pathOf(route)]);
}
