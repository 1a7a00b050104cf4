// Without schemas, because the page of the inventory loads this.

/**
 * What a client of the inventory is. gone: no longer in its cluster's list · orphaned: created here, and nobody has its
 * secret · unconfirmed: created here, and no browser confirmed that it showed the secret · active: everything else.
 */
export const CLIENT_STATES = ["active", "gone", "orphaned", "unconfirmed"] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

export const CLIENT_ORIGINS = ["latchkey", "elsewhere"] as const;
export type ClientOrigin = (typeof CLIENT_ORIGINS)[number];

/** A review date or an end. overdue: it has passed · soon: it comes within 30 days · none: there is none. */
export const DATES_DUE = ["overdue", "soon", "none"] as const;
export type DateDue = (typeof DATES_DUE)[number];

/** Instead of one scope: clients that have all five. */
export const ALL_SCOPES = "all";
/** Instead of an owner: clients without one. */
export const NO_OWNER = "none";

/** The columns that the inventory can show beside the name, in their order. */
export const INVENTORY_COLUMNS = [
  "clientId",
  "cluster",
  "stage",
  "scopes",
  "origin",
  "owner",
  "purpose",
  "tags",
  "created",
  "age",
  "review",
  "end",
  "firstSeen",
  "lastSeen",
  "tested",
  "state",
] as const;
export type InventoryColumn = (typeof INVENTORY_COLUMNS)[number];

/** The filters whose values can be counted before one is chosen. */
export const COUNTED_FILTERS = ["state", "origin", "label", "scope", "owner", "age", "since", "review", "end"] as const;
export type CountedFilter = (typeof COUNTED_FILTERS)[number];

/** What can be suggested. person: anyone in the history · owner: anyone who answers for a client. */
export const SUGGESTED = ["cluster", "client", "person", "owner", "tag"] as const;

/** The largest number of views that a member can save. */
export const MOST_VIEWS = 50;

/** What an address of the inventory can hold, in this order. */
export const VIEW_FIELDS = [
  "search",
  "state",
  "origin",
  "cluster",
  "label",
  "scope",
  "owner",
  "age",
  "since",
  "review",
  "end",
  "tag",
  "finding",
  "sort",
  "direction",
  "columns",
] as const;

/** The largest number of clients that one request changes. */
export const MOST_CHANGED = 200;
