"use client";

import { ageText, STATES } from "@/components/inventory/words";
import { Status } from "@/components/ui/feedback/status";
import { ClockWords } from "@/components/ui/time/clock-words";
import { utcText } from "@/components/ui/time/instant-text";
import { Time } from "@/components/ui/time/time";
import type { InventoryRow } from "@/lib/contract/inventory";

/** What a client is, in words. */
export function StateStatus({ state }: Pick<InventoryRow, "state">) {
  const { tone, words } = STATES[state];
  return <Status tone={tone}>{words}</Status>;
}

/** Who answers for a client. */
export function Owner({ owner }: Pick<InventoryRow, "owner">) {
  if (!owner) return <span className="text-text-faint">No owner</span>;
  return <span className="wrap-anywhere">{owner.name}</span>;
}

/** When a client ends, and what happens then. */
export function EndWords({ end }: { end: NonNullable<InventoryRow["end"]> }) {
  return (
    <>
      <Time at={end.at} />
      <span className="block text-sm text-text-muted">
        {end.action === "delete" ? "Latchkey deletes it in Camunda" : "Latchkey tells you; the client stays"}
      </span>
    </>
  );
}

/** How old a client is. If nobody knows when it was created, it is at least as old as the first list that had it. */
export function ClientAge({ client }: { client: Pick<InventoryRow, "knownSince" | "createdAt" | "consoleAt"> }) {
  const { createdAt, consoleAt, knownSince } = client;
  const since = createdAt ?? consoleAt ?? knownSince;
  const mark = createdAt !== null || consoleAt !== null ? "" : "≥ ";
  return (
    <time dateTime={since} title={utcText(since)} className="whitespace-nowrap">
      <ClockWords wordsAt={(now) => `${mark}${ageText(since, now)}`} />
    </time>
  );
}
