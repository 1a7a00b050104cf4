/** The columns that the list of clusters can be sorted by. */
export const CLUSTER_SORTS = ["name", "status", "version", "region", "plan", "clients", "changed"] as const;

/** What the list of clusters can be grouped by. */
export const CLUSTER_GROUPS = ["stage", "region"] as const;
export type ClusterGroup = (typeof CLUSTER_GROUPS)[number];

/** The columns that a cluster's clients can be sorted by. */
export const CLIENT_SORTS = ["name", "id", "created"] as const;

/** The columns that the inventory can be sorted by. */
export const INVENTORY_SORTS = ["name", "cluster", "age", "review", "end"] as const;
