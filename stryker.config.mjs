// Mutation testing of the rooms that decide who may do what. docs/mutation-testing.md says how to read the result.
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  // Stryker would rewrite tsconfig.json with an API that TypeScript 7 does not have. There is nothing to rewrite.
  tsconfigFile: "no-tsconfig.json",
  mutate: [
    "lib/contract/rights.ts",
    "lib/server/access/*.ts",
    "lib/server/door/{route,page,same-origin,methods}.ts",
    "lib/server/identity/{session,member,find-visitor,cookies,authenticated-at}.ts",
    "lib/server/members/*.ts",
    "!**/*.test.ts",
  ],
  ignorePatterns: ["/.next", "/data", "/playwright-report", "/public", "/test-results", "/e2e"],
  tempDirName: "test-results/mutation/copy",
  reporters: ["progress-append-only", "clear-text", "json"],
  jsonReporter: { fileName: "test-results/mutation/report.json" },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false, skipFull: true },
  concurrency: 2,
  // Most tests wait for a database, and the machine may be busy.
  timeoutMS: 30_000,
  coverageAnalysis: "perTest",
};
