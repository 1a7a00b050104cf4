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

/** The ways out. Each is there once its settings are. */
export const NOTICE_CHANNELS = ["mail", "slack", "teams", "webhook"] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** When a kind is told: at once, in the daily digest, or not at all. */
export const NOTICE_TIMINGS = ["at_once", "daily", "off"] as const;
export type NoticeTiming = (typeof NOTICE_TIMINGS)[number];

type NoticeFacts = {
  title: string;
  /** Until an owner decides otherwise, by every channel. */
  timing: NoticeTiming;
  /** Owners alone are told. */
  isForOwners: boolean;
};

/** What there is to say about each kind. */
export const NOTICES: Record<NoticeKind, NoticeFacts> = {
  end_near: { title: "A client's end is near", timing: "daily", isForOwners: false },
  client_ended: { title: "A client has reached its end", timing: "at_once", isForOwners: false },
  review_due: { title: "A client is due for review", timing: "daily", isForOwners: false },
  rotation_overdue: { title: "A rotation is past its deadline", timing: "at_once", isForOwners: false },
  orphan_left: { title: "A client was left without its secret", timing: "at_once", isForOwners: false },
  created_elsewhere: { title: "A client was created outside Latchkey", timing: "daily", isForOwners: false },
  owner_added: { title: "Someone became an owner", timing: "at_once", isForOwners: true },
  emergency_sign_in: { title: "Emergency sign-in", timing: "at_once", isForOwners: true },
  sync_failing: { title: "Syncing with Camunda fails", timing: "at_once", isForOwners: true },
  history_broken: { title: "Audit log verification failed", timing: "at_once", isForOwners: true },
};
