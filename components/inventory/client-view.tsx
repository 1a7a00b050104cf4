"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ClusterStage } from "@/components/clusters/stage-badge";
import { ClientDetails } from "@/components/inventory/client-details";
import { PageHeader } from "@/components/ui/text/page-header";
import { clientFactsQuery } from "@/lib/browser/inventory";

/** A client's own page. */
export function ClientView({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const router = useRouter();
  const { data } = useQuery(clientFactsQuery(clusterId, clientId));
  const clients = `/clusters/${clusterId}/api`;
  return (
    <>
      <PageHeader
        title={data?.client.name ?? "Client"}
        trail={[
          { label: "Clusters", href: "/clusters" },
          { label: data?.client.clusterName ?? "Cluster", href: clients },
          { label: "Client" },
        ]}
        status={data && <ClusterStage cluster={{ name: data.client.clusterName, labels: data.client.labels }} />}
      />
      <ClientDetails clusterId={clusterId} clientId={clientId} onDeleted={() => router.push(clients)} />
    </>
  );
}
