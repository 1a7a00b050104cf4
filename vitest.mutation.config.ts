import { defineConfig } from "vitest/config";
import config from "./vitest.config";

/**
 * The tests of `npm run test:mutation`: those of the rooms that decide, on SQLite alone. Each runs many times, so the slow
 * ones are left out: sign-in with a real provider, password hashes, and the routes one by one.
 */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: [
      "lib/contract/rights.test.ts",
      "lib/server/{access,door,members}/*.test.ts",
      "lib/server/identity/{authenticated-at,cookies,find-visitor,groups,member,session,sign-in-session}.test.ts",
    ],
    globalSetup: [],
    env: { LATCHKEY_TEST_DATABASES: "sqlite" },
  },
});
