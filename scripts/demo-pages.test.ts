import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { MEMBER_PAGES, OTHER_PAGES, PASSED_PAGES } from "@/scripts/demo-pages.mjs";

it("every page of the app has pictures and is measured, or leads on at once", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const pages = files.map((file) => `/${file.replaceAll("\\", "/")}`).filter((file) => file.endsWith("/page.tsx"));
  const routes = pages.map((file) => file.replace(/\/\([^)]+\)|\/page\.tsx$/g, "") || "/");
  const named = [...Object.values(MEMBER_PAGES), ...Object.values(OTHER_PAGES), ...PASSED_PAGES];
  expect(routes.toSorted()).toEqual(named.toSorted());
});
