/** All recorded actions, as noun.verb. */
export const AUDIT_ACTIONS = [
  "session.sign-in",
  "session.sign-out",
  "session.end",
  "access.refuse",
  "client.create",
  "client.delete",
  "client.test",
  "secret.shown",
  "secret.revealed",
  "secret.copied",
  "secret.downloaded",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** requested and unknown are steps, corrected changes a final outcome, and the others are final. */
export const AUDIT_OUTCOMES = [
  "requested",
  "succeeded",
  "rejected",
  "unknown",
  "orphaned",
  "absent",
  "not_done",
  "corrected",
  "refused",
] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
