"use client";

import { useQuery } from "@tanstack/react-query";
import { ClusterStage } from "@/components/clusters/stage-badge";
import { ClientDetails } from "@/components/inventory/client-details";
import { PageHeader } from "@/components/ui/text/page-header";
import { clientFactsQuery } from "@/lib/browser/inventory";

/** A client's own page. */
export function ClientView({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const { data } = useQuery(clientFactsQuery(clusterId, clientId));
  return (
    <>
      <PageHeader
        title={data?.client.name ?? "Client"}
        trail={[
          { label: "Clusters", href: "/clusters" },
          { label: data?.client.clusterName ?? "Cluster", href: `/clusters/${clusterId}/api` },
          { label: "Client" },
        ]}
        status={data && <ClusterStage cluster={{ name: data.client.clusterName, labels: data.client.labels }} />}
      />
      <ClientDetails clusterId={clusterId} clientId={clientId} />
    </>
  );
}
