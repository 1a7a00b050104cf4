"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PutOff } from "@/components/metadata/date-steps";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { EditedBanner } from "@/components/metadata/edited-banner";
import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { deletionsQuery } from "@/lib/browser/waiting";
import type { NearDeletions } from "@/lib/contract/waiting";

/** The clients of a cluster that Latchkey is about to delete, each with what puts that off. */
export function NearDeletionsPart({ clusterId, near }: { clusterId: string; near: NearDeletions }) {
  const { data } = useQuery({ ...deletionsQuery(clusterId), initialData: near, staleTime: 60_000 });
  const [edited, setEdited] = useState<Edited | null>(null);
  const { clients, hasMore } = data;
  const [only] = clients;
  const title =
    clients.length === 1 && !hasMore
      ? `Latchkey deletes ${only?.name} within 7 days`
      : `Latchkey deletes ${hasMore ? `more than ${clients.length}` : clients.length} clients within 7 days`;
  return (
    <div className="flex flex-col gap-4">
      {clients.length > 0 && (
        <Banner tone="warn" title={title}>
          <ul className="flex flex-col gap-2">
            {clients.map(({ clientId, name, end, mayEdit }) => (
              <li key={clientId}>
                <TextLink look="inline" href={`/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`}>
                  {name}
                </TextLink>
                {": "}
                <Time at={end.at} />
                {mayEdit && <PutOff client={{ clusterId, clientId, name }} onDone={setEdited} />}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <EditedBanner edited={edited} />
    </div>
  );
}
