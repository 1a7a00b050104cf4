import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("a character that a font subset lacks comes from the whole font", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Letters", clients: [{ name: "other" }] });
  await openAs(page, "owner", apiTab(cluster));
  // From the cache the fonts are there at once, as a page needs that is not to change its own.
  await page.waitForLoadState("networkidle");
  await page.reload();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  for (const [family, font] of [
    ["sans", "Inter"],
    ["mono", "JetBrains Mono"],
  ])
    for (const weight of [400, 500, 600]) {
      await page.evaluate(
        ([name, bold]) => {
          const text = document.createElement("p");
          text.id = "sample";
          text.style.cssText = `font-family: var(--family-${name}); font-weight: ${bold}`;
          // Of the subset, of Latin, of Latin Extended, and Cyrillic.
          text.textContent = "name-1 \u20ac \u0142 \u042f";
          document.body.append(text);
        },
        [family, weight] as const,
      );
      await expect(async () => {
        const { root } = await devtools.send("DOM.getDocument");
        const { nodeId } = await devtools.send("DOM.querySelector", { nodeId: root.nodeId, selector: "#sample" });
        const { fonts } = await devtools.send("CSS.getPlatformFontsForNode", { nodeId });
        expect(new Set(fonts.map(({ familyName }) => familyName))).toEqual(new Set([font]));
        expect(fonts.every(({ isCustomFont }) => isCustomFont)).toBe(true);
      }).toPass({ timeout: 10_000 });
      await page.evaluate(() => document.querySelector("#sample")?.remove());
    }
});

test("a page that is shown before its font has arrived asks for no other", async ({ page, openAs }) => {
  const asked: string[] = [];
  await page.route("**/*.woff2", (route) => {
    asked.push(new URL(route.request().url()).pathname.split("/").at(-1)?.split(".")[0] ?? "");
    return route.abort();
  });
  await openAs(page, "owner", "/clusters");
  await page.waitForLoadState("networkidle");
  expect(asked).toContain("inter");
  expect(asked.filter((name) => !["inter", "jetbrains-mono"].includes(name))).toEqual([]);
});
