// Without schemas, because pages load this.

/** What happens at the end of a client. remind: Latchkey tells people, and the client stays · delete: it is deleted. */
export const END_ACTIONS = ["remind", "delete"] as const;
export type EndAction = (typeof END_ACTIONS)[number];

/** The ends that are offered beside a date, in days from now. */
export const END_IN_DAYS = [7, 30, 90, 365] as const;

/** By how many days an end can be put off. */
export const PUT_OFF_DAYS = [1, 7, 30] as const;
export type PutOffDays = (typeof PUT_OFF_DAYS)[number];

/** How often a client can be reviewed, in days. */
export const REVIEW_RHYTHMS = [90, 180, 365] as const;
/** When the next review of a client without a rhythm is due, in days. */
export const USUAL_RHYTHM = 180;
