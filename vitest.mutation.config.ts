import { defineConfig } from "vitest/config";
import config from "./vitest.config";

/** The tests of `npm run test:mutation`: those of the rooms that decide, on SQLite alone, because each runs many times. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: [
      "lib/contract/rights.test.ts",
      "lib/server/{access,door,identity,members,sessions}/*.test.ts",
      "app/api/routes.test.ts",
    ],
    globalSetup: [],
    env: { LATCHKEY_TEST_DATABASES: "sqlite" },
  },
});
