"use client";

import { useQuery } from "@tanstack/react-query";
import { Waiting } from "@/components/states/waiting";
import { CopyText } from "@/components/ui/copy/copy-text";
import { Status } from "@/components/ui/feedback/status";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { Time } from "@/components/ui/time/time";
import { clusterQuery } from "@/lib/browser/clusters";
import { usesRemovedHosts } from "@/lib/credentials/hosts";

/** What Camunda reports about a cluster, with its addresses to copy. */
export function ClusterOverview({ clusterId }: { clusterId: string }) {
  const { data, error } = useQuery(clusterQuery(clusterId));
  // The header shows the error and offers a retry.
  if (error && !data) return null;
  if (!data) return <Waiting label="Loading the overview" columns={2} />;
  const { cluster } = data;
  if (!cluster) return null;
  const { version, channel, plan, region, regionId, createdAt, endpoints } = cluster;
  const address = (label: string, url: string | null) => ({
    label,
    value: url ? (
      <CopyText text={url} what={`${label} address`} />
    ) : (
      <span className="text-text-faint">Not reported</span>
    ),
  });
  const unknown = <span className="text-text-faint">Not reported</span>;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-semibold">Cluster</h2>
        <KeyValueList
          items={[
            { label: "Version", value: version ?? unknown },
            { label: "Release channel", value: channel ?? unknown },
            { label: "Plan", value: plan ?? unknown },
            { label: "Region", value: region ?? unknown },
            { label: "Region ID", value: regionId ? <CopyText text={regionId} what="region ID" /> : unknown },
            { label: "Created", value: createdAt ? <Time at={createdAt} /> : unknown },
          ]}
        />
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-semibold">Addresses</h2>
        {usesRemovedHosts(endpoints) && (
          <Status tone="warn">
            <span>
              Some of these URLs stop working in Camunda 8.10. After the update to 8.9, give applications new connection
              details.
            </span>
          </Status>
        )}
        <KeyValueList
          items={[
            address("Zeebe", endpoints.zeebe),
            address("Operate", endpoints.operate),
            address("Tasklist", endpoints.tasklist),
            address("Optimize", endpoints.optimize),
          ]}
        />
      </section>
    </div>
  );
}
