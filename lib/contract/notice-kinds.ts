/** What Latchkey tells people about, in the order of the settings. */
export const NOTICE_KINDS = [
  "end_near",
  "client_ended",
  "review_due",
  "rotation_overdue",
  "orphan_left",
  "created_elsewhere",
  "owner_added",
  "emergency_sign_in",
  "sync_failing",
  "history_broken",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
