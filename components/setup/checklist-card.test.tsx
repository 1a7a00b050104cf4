import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { ChecklistCard } from "@/components/setup/checklist-card";
import type { Checklist } from "@/lib/contract/setup";

const step = (id: string, isDone: boolean | null) => ({ id, label: id, hint: `How to ${id}`, href: `/${id}`, isDone });
const checklist: Checklist = { title: "First steps", steps: [step("create", true), step("made", null)] };
const markup = (memory: string) =>
  renderToString(<ChecklistCard checklist={checklist} memberId="m-1" memory={memory} />).replaceAll("<!-- -->", "");

it("a checklist says how far it is, and in one line that all is done", () => {
  expect(markup("")).toContain("1 of 2 done");
  expect(markup("")).toContain("How to made");
  const done = markup("made");
  expect(done).toContain("All done");
  expect(done).toContain("Dismiss");
  expect(done).not.toMatch(/of 2|How to|<li/);
  expect(markup("made.dismissed")).toBe("");
});
