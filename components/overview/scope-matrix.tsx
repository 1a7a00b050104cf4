import { Check } from "lucide-react";
import { TextLink } from "@/components/ui/text/text-link";
import type { SomeClients } from "@/lib/contract/overview";
import { SCOPES } from "@/lib/contract/scopes";

const CELL = "border-b border-line px-3 py-1.5 group-last:border-b-0";

/** Which client of a cluster has which scope. */
export function ScopeMatrix({ clusterId, clients, hasMore }: SomeClients & { clusterId: string }) {
  if (clients.length === 0) return <p className="text-text-muted">No clients on this cluster yet.</p>;
  return (
    <>
      <section
        aria-label="Clients and their scopes"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        className="relative overflow-x-auto rounded-lg border border-line"
      >
        <table className="w-full text-left">
          <thead>
            <tr className="text-sm text-text-muted">
              <th scope="col" className="border-b border-line px-3 py-2 font-medium">
                Client
              </th>
              {[...SCOPES, "Others"].map((scope) => (
                <th key={scope} scope="col" className="border-b border-line px-3 py-2 font-medium">
                  {scope}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clients.map(({ id, clientId, name, scopes }) => (
              <tr key={id} className="group">
                <th scope="row" className={`${CELL} min-w-36 font-normal wrap-anywhere`}>
                  <TextLink href={`/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`} look="quiet">
                    {name || clientId}
                  </TextLink>
                </th>
                {SCOPES.map((scope) => (
                  <td key={scope} className={CELL}>
                    <Has isTrue={scopes.includes(scope)} />
                  </td>
                ))}
                <td className={CELL}>
                  {scopes.filter((scope) => !SCOPES.some((known) => known === scope)).join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {hasMore && (
        <p>
          These are the first {clients.length}.{" "}
          <TextLink href={`/clients?cluster=${clusterId}`}>Show all clients</TextLink>
        </p>
      )}
    </>
  );
}

function Has({ isTrue }: { isTrue: boolean }) {
  if (!isTrue) return <span className="sr-only">No</span>;
  return (
    <>
      <Check aria-hidden="true" className="size-4" />
      <span className="sr-only">Yes</span>
    </>
  );
}
