/**
 * The life of one change at Camunda.
 * requested: stored before it is sent · unknown: no clear response, its outcome is being checked ·
 * succeeded: Camunda did it · rejected: Camunda refused it · absent: there is no such client (a create that was never
 * carried out, a delete of what did not exist) · not_done: a delete that was never carried out ·
 * orphaned: a create made a client, and nobody got its secret · discarded: that client was deleted.
 */
export const OPERATION_STATES = [
  "requested",
  "unknown",
  "succeeded",
  "rejected",
  "absent",
  "not_done",
  "orphaned",
  "discarded",
] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** Whether an operation's outcome is still open. */
export const isOpen = (state: OperationState): boolean => state === "requested" || state === "unknown";
