"use client";

import { useParams } from "next/navigation";
import { TabNav } from "@/components/ui/tabs/tab-nav";

/** The pages of one cluster. */
export function ClusterTabs({ withAccess }: { withAccess: boolean }) {
  const { clusterId } = useParams<{ clusterId: string }>();
  const base = `/clusters/${clusterId}`;
  return (
    <TabNav
      label="Cluster"
      items={[
        { href: `${base}/api`, label: "API" },
        { href: `${base}/overview`, label: "Overview" },
        { href: `${base}/activity`, label: "Activity" },
        ...(withAccess ? [{ href: `${base}/access`, label: "Access" }] : []),
      ]}
    />
  );
}
