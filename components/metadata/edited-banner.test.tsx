import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { EditedBanner } from "@/components/metadata/edited-banner";

const CLIENT = { clusterId: "6f8b4a52-3a0e-4c1b-9c55-0d5a2f3b7c11", clientId: "one", changes: { tags: [] } };

it.each([
  ["all of them", 1, [CLIENT], ">Undo<"],
  ["some of them", 3, [CLIENT], ">Undo for 1 of 3 clients<"],
])("offers to undo an edit of clients for %s", (_, changed, undo, label) => {
  expect(markupOf(changed, undo)).toContain(label);
});

it("offers no undo that the reader may not send", () => {
  expect(markupOf(1, [])).not.toContain("<button");
});

const markupOf = (changed: number, undo: (typeof CLIENT)[]) =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <EditedBanner edited={{ message: "Done.", changed, undo }} />
    </QueryClientProvider>,
  );
