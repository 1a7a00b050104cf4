import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ClientTable } from "@/components/clients/list/client-table";
import type { Client } from "@/lib/contract/clients";

const markupOf = (origin: Client["origin"], mayDelete: boolean) => {
  const client = { clientId: "abc", name: "orders-worker", scopes: ["Zeebe"], origin, mayDelete };
  const facts = {
    purpose: null,
    createdBy: "Ada",
    createdAt: "2026-01-02T03:04:05.678Z",
    secretSeen: true,
    mayRotate: false,
    rotation: null,
  };
  const noop = () => undefined;
  return renderToStaticMarkup(
    <ClientTable
      clusterId="c"
      clients={[{ ...client, ...facts }]}
      total={1}
      search=""
      sort={null}
      onSort={noop}
      onDetails={noop}
      onDelete={noop}
      onRotate={noop}
    />,
  );
};

it("a client whose create is still open is shown as being created, and can't be deleted", () => {
  const creating = markupOf("creating", false);
  expect(creating).toContain("Being created");
  expect(creating).not.toContain("Created outside Latchkey");
  expect(creating).toContain('aria-label="Connection details of orders-worker"');
  expect(creating).not.toContain("Delete client");
  expect(markupOf("unmanaged", true)).toContain('aria-label="Delete client orders-worker"');
});
