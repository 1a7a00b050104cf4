/**
 * The states of an operation, a change at Camunda.
 * requested: stored before it is sent · unknown: the response was unclear, and the outcome is being checked ·
 * succeeded: Camunda carried it out · rejected: Camunda refused it · absent: the client does not exist (a create that
 * was never carried out, or a delete of a missing client) · not_done: a delete that was never carried out ·
 * orphaned: a create whose client exists, but nobody has its secret · discarded: an orphan that was deleted.
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
