"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ClientDetails } from "@/components/inventory/client-details";
import { clientFactsQuery } from "@/lib/browser/inventory";

/** A client's own page, inside its cluster's. */
export function ClientView({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const router = useRouter();
  const { data } = useQuery(clientFactsQuery(clusterId, clientId));
  return (
    <section aria-label="Client" className="flex flex-col gap-4">
      <h2 className="text-lg font-semibold wrap-anywhere">{data?.client.name ?? "Client"}</h2>
      <ClientDetails
        clusterId={clusterId}
        clientId={clientId}
        onDeleted={() => router.push(`/clusters/${clusterId}/api`)}
      />
    </section>
  );
}
