// Mutation testing with Stryker, as stryker.config.mjs says: `npm run test:mutation -- --mutate lib/contract/rights.ts`.
// docs/mutation-testing.md says how to read the result.
import { importOnDemand } from "./on-demand.mjs";

const VERSION = "9.6.1";
const { StrykerCli } = await importOnDemand("@stryker-mutator/core", VERSION, "dist/src/index.js", [
  `@stryker-mutator/vitest-runner@${VERSION}`,
]);
const [node = "", script = "", ...options] = process.argv;
new StrykerCli([node, script, "run", ...options]).run();
