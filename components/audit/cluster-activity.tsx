"use client";

import { lazy, Suspense } from "react";
import { AuditLog } from "@/components/audit/audit-log";
import type { AuditFilter } from "@/lib/contract/audit";

/** The server renders it; its code comes after the page's first load. */
const ConsoleEvents = lazy(async () => ({
  default: (await import("@/components/audit/console-events")).ConsoleEvents,
}));

/** What happened on a cluster: in Camunda Console, and in Latchkey. */
export function ClusterActivity({ clusterId, filter }: { clusterId: string; filter: AuditFilter }) {
  return (
    <>
      <Suspense>
        <ConsoleEvents clusterId={clusterId} />
      </Suspense>
      <section aria-labelledby="history" className="flex flex-col gap-3">
        <h2 id="history" className="text-lg font-semibold">
          In Latchkey
        </h2>
        <AuditLog filter={filter} clusterId={clusterId} />
      </section>
    </>
  );
}
