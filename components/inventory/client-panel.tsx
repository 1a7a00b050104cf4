"use client";

import { useQuery } from "@tanstack/react-query";
import { ClientDetails } from "@/components/inventory/client-details";
import { Dialog } from "@/components/ui/dialog/dialog";
import { TextLink } from "@/components/ui/text/text-link";
import { clientFactsQuery } from "@/lib/browser/inventory";

/** A client beside the list. The address is the client's; to close is to go back. */
export function ClientPanel({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const { data } = useQuery(clientFactsQuery(clusterId, clientId));
  return (
    <Dialog
      open
      side
      size="md"
      title={data?.client.name ?? "Client"}
      description={
        data && (
          <TextLink href={`/clusters/${clusterId}/api`} look="inline">
            {data.client.clusterName}
          </TextLink>
        )
      }
      onCloseRequest={() => window.history.back()}
    >
      <ClientDetails clusterId={clusterId} clientId={clientId} />
    </Dialog>
  );
}
