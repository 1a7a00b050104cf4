import type { CappedCount } from "@/lib/contract/capped-count";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { InventoryCounts, InventoryRow } from "@/lib/contract/inventory";

/** What an overview says, about one cluster or about all that a member may know of. It crosses no wire: pages render it. */
export type Overview = {
  /** The cluster that it is about. Null for all. */
  clusterId: string | null;
  /** Whose clients are "yours". */
  memberId: string;
  at: string;
  /** When Camunda last listed the clients of the cluster whose list is the oldest. Null before the first list. */
  oldest: string | null;
  clients: number;
  /** The rules that found something that is open. */
  findings: { rule: FindingRule; open: CappedCount }[];
  /** Clients that this member owns and whose review date has passed. */
  overdue: CappedCount;
  /** Rotations in progress. */
  rotations: CappedCount;
  /** The first clusters by name. None on the overview of one cluster. */
  clusters: { id: string; name: string; status: string; clientCount: number | null }[];
  /** Of all clusters, by what Camunda reports. */
  statuses: { status: string; count: number }[];
  /** Clients of at least so many days. */
  ages: InventoryCounts["counts"];
  scopes: InventoryCounts["counts"];
  week: {
    /** The first instant of the week. */
    since: string;
    created: CappedCount;
    deleted: CappedCount;
    madeElsewhere: CappedCount;
    /** No longer in Camunda's list, whether somebody deleted them here or elsewhere. */
    gone: CappedCount;
  };
};

/** Clients that a page shows together, and whether there are more. */
export type SomeClients = { clients: InventoryRow[]; hasMore: boolean };

/** What a printed page says about the clients of one cluster, or of all that a member may know of. */
export type Report = SomeClients & { overview: Overview; clusterName: string | null };
