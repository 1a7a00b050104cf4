/** All recorded actions, as noun.verb. */
export const AUDIT_ACTIONS = [
  "session.sign-in",
  "session.sign-out",
  "session.emergency",
  "session.end",
  "access.refuse",
  "member.add",
  "member.change",
  "member.disable",
  "member.enable",
  "member.remove",
  "client.create",
  "client.delete",
  "client.edit",
  "client.adopt",
  "rotation.start",
  "rotation.change",
  "rotation.give-up",
  "rotation.finish",
  "client.review",
  "client.put-off",
  "finding.dismiss",
  "finding.reopen",
  "client.test",
  "secret.shown",
  "secret.revealed",
  "secret.copied",
  "secret.downloaded",
  "calendar.make",
  "calendar.take-back",
  "history.read",
  "history.export",
  "history.verify",
  "history.key",
  "inventory.export",
  "notice.change",
  "setup.check",
  "setup.note",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * requested and unknown are steps, corrected changes a final outcome, and the others are final. reported: the browser says
 * that it happened, and the server can't know. All other outcomes are what the server saw.
 */
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
  "reported",
  "broken",
] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
