import { expect, test } from "./fixtures/test";

/** No page's HTML may be larger, whatever there is. */
const MAX_BYTES = 250_000;

/** Every character of it takes several bytes in HTML and in JSON. */
const HOSTILE = `<b>&"'</b>`.repeat(100);

test("no page is larger than 250 kB, whatever there is", async ({ page, simulator, openAs }) => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at} ${HOSTILE}` }));
  for (const { name } of named(200)) simulator.state.addCluster({ name });
  const cluster = simulator.state.addCluster({ name: `0 ${HOSTILE}`, clients: named(1_000) });
  await openAs(page, "owner", "/clusters");
  for (const path of ["/clusters", `/clusters/${cluster.uuid}/overview`, `/clusters/${cluster.uuid}/api`, "/audit"]) {
    const response = await page.request.get(path);
    expect(response.status(), path).toBe(200);
    expect((await response.body()).byteLength, path).toBeLessThan(MAX_BYTES);
  }
});
