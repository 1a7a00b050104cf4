import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RIGHTS, type Right } from "@/lib/contract/rights";
import { ROLES } from "@/lib/contract/roles";

const WORDS: Record<Right, string> = {
  "clusters.read": "See clusters",
  "clients.read": "See clients and their connection details",
  "audit.read": "Read the history",
  "audit.verify": "Verify the history, on all clusters only",
  "clients.create": "Create clients",
  "clients.test": "Test connections",
  "clients.edit": "Edit owner, purpose, review date and tags; adopt clients",
  "clients.delete": "Delete clients",
  "clients.rotate": "Rotate clients",
  "access.read": "See who has access to a cluster",
  "members.manage": "Manage members",
  "setup.check": "Check the setup: rights, connections and settings",
  "notices.manage": "Decide who is told what; everybody decides for themselves",
  "sessions.manage": "See and end sessions",
};
const REACHES = { any: "yes", own: "own", none: "–" };

it("the access table in SECURITY.md is made from RIGHTS", () => {
  const isRight = (name: string): name is Right => Object.hasOwn(RIGHTS, name);
  const rows = Object.keys(RIGHTS)
    .filter(isRight)
    .map((right) => [WORDS[right], ...ROLES.map((role) => REACHES[RIGHTS[right][role]])]);
  const lines = [["", ...ROLES], ["---", ...ROLES.map(() => "---")], ...rows].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  const text = readFileSync(join(import.meta.dirname, "../../SECURITY.md"), "utf8");
  const [, table] = /<!-- rights -->\n(.*)<!-- \/rights -->/s.exec(text) ?? [];
  expect(table).toBe(`${lines.join("\n")}\n`);
});
