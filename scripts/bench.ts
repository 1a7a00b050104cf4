// `npm run bench`: what each use case costs, and how the production build serves twenty and a hundred people, on SQLite
// and on PostgreSQL with one and with two instances. Counts and ratios of one run: times depend on the machine.
// `npm run bench -- members costs` runs these parts alone.
import { spawnSync } from "node:child_process";
import { PROVIDERS } from "@/prisma/providers.mjs";
import { openDatabase, startApp, startCamunda } from "./bench/environment";
import { measureHistoryPages } from "./bench/history-pages";
import { measureInventory, measureInventoryServed } from "./bench/inventory";
import { measureMembers } from "./bench/members";
import { measurePages, measureServed } from "./bench/served";
import { printTable } from "./bench/table.mjs";
import { countUseCases } from "./bench/use-cases";
import { HEAP } from "./heap.mjs";

const MANY_CLUSTERS = 1_000;
const MANY_CLIENTS = 10_000;
/** Camunda takes some 0.4 s for a create, and a simulated one hardly any. */
const CREATE_MS = 400;
const PARTS = ["costs", "pages", "served", "members", "inventory", "history"];
const chosen = process.argv.slice(2);
const unknown = chosen.find((part) => !PARTS.includes(part));
if (unknown !== undefined) {
  process.stderr.write(`The benchmark has no part "${unknown}". Its parts are: ${PARTS.join(", ")}.\n`);
  process.exit(1);
}
const isChosen = (part: string) => chosen.length === 0 || chosen.includes(part);
const say = (text: string) => process.stdout.write(`\n${text}\n`);

const camunda = await startCamunda();
const known: unknown[] = await (await fetch(`${camunda.url}/_simulator/clusters`)).json();
const few = await camunda.addCluster("Few clients", 10);
const many = await camunda.addCluster("Many clients", MANY_CLIENTS);
let clusters = known.length + 2;

/** Pages a second that one instance serves to twenty readers, by database, for the first number of clusters. */
const rates = new Map<string, number>();

/** Members are measured beside many clusters. The inventory has clusters of its own, and the history needs none. */
const ALONE = new Map([
  ["members", [MANY_CLUSTERS]],
  ["inventory", []],
  ["history", []],
]);
for (const total of ALONE.get(chosen.join()) ?? [30, MANY_CLUSTERS]) {
  while (clusters < total) {
    await camunda.addCluster(`Cluster ${clusters}`);
    clusters += 1;
  }
  for (const provider of PROVIDERS) {
    const database = await openDatabase(provider, camunda);
    if (isChosen("costs")) {
      say(`${provider}, ${total} clusters, one with ${MANY_CLIENTS} clients: what each use case costs`);
      printTable(
        ["use case", "upstream", "tokens", "statements", "longest stall, ms"],
        await countUseCases(camunda, { few, many }),
      );
    }

    const app = await startApp();
    const apps = [app];
    if (isChosen("pages")) {
      say(`${provider}, ${total} clusters: HTML of pages`);
      const paths = ["clusters", `clusters/${few}/api`, `clusters/${many}/api`, `clusters/${few}/overview`, "audit"];
      printTable(
        ["page", "status", "bytes"],
        await measurePages(
          app,
          paths.map((path) => `/${path}`),
        ),
      );
    }
    await camunda.delayCreates(CREATE_MS);
    if (isChosen("served")) {
      say(`${provider}, ${total} clusters, one instance`);
      const { ratios, pagesPerSecond } = await measureServed(apps, few);
      const before = rates.get(provider);
      if (before) ratios.push(["cost of a page of clusters, beside 30 clusters", (before / pagesPerSecond).toFixed(2)]);
      else rates.set(provider, pagesPerSecond);
      printTable(["ratio", "value"], ratios);
    }
    if (provider === "postgresql") apps.push(await startApp());
    if (isChosen("served") && apps.length > 1) {
      say(`${provider}, ${total} clusters, two instances`);
      printTable(["ratio", "value"], (await measureServed(apps, few)).ratios);
    }
    if (isChosen("members") && total === MANY_CLUSTERS) {
      say(
        `${provider}, ${total} clusters, ${apps.length === 1 ? "one instance" : "two instances"}: members and sessions`,
      );
      printTable(["ratio", "value"], await measureMembers(apps, few));
    }
    for (const { end } of apps) await end();
    await database.drop();
  }
}
for (const provider of isChosen("inventory") ? PROVIDERS : []) {
  const database = await openDatabase(provider, camunda);
  say(`${provider}: the inventory of 1,000 clusters and 100,000 clients`);
  printTable(["ratio", "value"], await measureInventory());
  const apps = await Promise.all(Array.from({ length: provider === "postgresql" ? 2 : 1 }, () => startApp()));
  say(`${provider}, ${apps.length === 1 ? "one instance" : "two instances"}: the same for twenty people at once`);
  printTable(["ratio", "value"], await measureInventoryServed(apps));
  for (const { end } of apps) await end();
  await database.drop();
}
for (const provider of isChosen("history") ? PROVIDERS : []) {
  const database = await openDatabase(provider, camunda);
  say(`${provider}: a history of 1,000,000 events`);
  printTable(["ratio", "value"], await measureHistoryPages(provider));
  const child = [...HEAP, "--conditions=react-server", "--import", "tsx", "scripts/bench/history.ts"];
  spawnSync(process.execPath, child, { stdio: "inherit" });
  await database.drop();
}
await camunda.end();
process.exit(0);
