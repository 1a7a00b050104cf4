"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { ApiError } from "@/lib/browser/api";
import { changeAtOnce } from "@/lib/browser/change-at-once";
import type { PutOffDays } from "@/lib/contract/end-choices";
import type { MetadataChanges } from "@/lib/contract/metadata";

type Named = { clusterId: string; clientId: string; name: string };

/** "1 day" or "7 days". */
export const daysText = (days: number): string => (days === 1 ? "1 day" : `${days} days`);

/** Confirms reviews and puts off ends, one step at a time, without a dialog. */
export function useDateSteps(onDone: (edited: Edited) => void) {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);

  const change = async (clients: readonly Named[], changes: MetadataChanges, messageOf: (count: number) => string) => {
    if (busy.current || clients.length === 0) return;
    busy.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const changed = clients.map(({ clusterId, clientId }) => ({ clusterId, clientId, changes }));
      const done = await changeAtOnce(queries, changed);
      onDone({ message: messageOf(done.changed), ...done });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      busy.current = false;
      setBusy(false);
    }
  };
  return {
    failure,
    isBusy,
    confirm: (clients: readonly Named[]) =>
      void change(clients, { isStillNeeded: true }, (count) =>
        clients.length === 1
          ? `${clients[0]?.name} is still needed. Its next review date is set.`
          : `${count} clients are still needed. Their next review dates are set.`,
      ),
    putOff: (client: Named, putOffDays: PutOffDays) =>
      void change(
        [client],
        { putOffDays },
        () => `The end of ${client.name} was postponed by ${daysText(putOffDays)}.`,
      ),
  };
}
