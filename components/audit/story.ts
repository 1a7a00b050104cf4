import type { AuditEvent } from "@/lib/contract/audit";

/** What happened once: one event, or all loaded events of one operation. */
export type Entry = {
  /** The event that says how it ended. */
  main: AuditEvent;
  /** All its events, oldest first. */
  steps: readonly AuditEvent[];
};

/** Events that tell about the secret of an operation, and not how it ended. */
const isAside = ({ action }: AuditEvent) => action.startsWith("secret.");

/** Events with the same key are one entry. The start of a rotation has events of its own, beside those of its operations. */
const keyOf = ({ seq, operationId, action, detail }: AuditEvent) =>
  operationId ?? (action === "rotation.start" ? detail["rotation"] : undefined) ?? seq;

/**
 * Joins the events of each operation, which may lie far apart, to one entry where its outcome stands.
 * @param events newest first
 */
export function entriesOf(events: readonly AuditEvent[]): Entry[] {
  const byKey = new Map<unknown, AuditEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    byKey.set(key, [...(byKey.get(key) ?? []), event]);
  }
  return [...byKey.values()]
    .flatMap((steps): Entry[] => {
      const main = steps.find((step) => !isAside(step)) ?? steps[0];
      return main ? [{ main, steps: steps.toReversed() }] : [];
    })
    .sort((a, b) => b.main.seq - a.main.seq);
}
