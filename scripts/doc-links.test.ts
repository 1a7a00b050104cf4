import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, it } from "vitest";
import { sourceFiles } from "@/scripts/source-files.mjs";

const pages = sourceFiles(/\.md$/);
/** Targets of links and pictures, in Markdown and in HTML. Code has none. */
const LINK = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

/** The anchors that GitHub makes of the headings of a page. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = [...pages].flatMap(([page, text]) =>
  Array.from(text.replace(/^```.*?^```|`[^`\n]+`/gms, "").matchAll(LINK), ([, markdown, html]) => ({
    page,
    target: markdown ?? html ?? "",
  })).filter(({ target }) => !/^(https?|mailto):/.test(target)),
);

it("each link and picture of the docs leads to a file and a heading that exist", () => {
  const broken = links.filter(({ page, target }) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : posix.join(posix.dirname(page), path);
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
  expect(broken).toEqual([]);
  expect(links.length).toBeGreaterThan(40);
});
