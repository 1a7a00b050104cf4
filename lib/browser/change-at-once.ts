import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { reloadInventory } from "@/lib/browser/inventory";
import { changeMetadata } from "@/lib/browser/metadata";
import { closesForm } from "@/lib/browser/session-signals";
import { showUntilSettled } from "@/lib/browser/show-until-settled";
import { changedMetadata, type Metadata } from "@/lib/contract/changed-metadata";
import type { ClientFacts, InventoryPage, InventoryRow } from "@/lib/contract/inventory";
import type { ChangedClient, ChangedMetadata, MetadataChanges, OwnerList } from "@/lib/contract/metadata";
import type { NearDeletions, WaitingItem, WaitingPage } from "@/lib/contract/waiting";

const change = showUntilSettled({
  keys: [["inventory"], ["client-facts"], ["waiting"], ["deletions"]],
  reload: reloadInventory,
});

const NONE: Metadata = {
  owner: null,
  purpose: null,
  reviewOn: null,
  tags: [],
  isAdopted: false,
  end: null,
  reviewEveryDays: null,
};

const dayOf = (at: string | null) => at?.slice(0, 10) ?? null;
const instantOf = (day: string | null) => (day === null ? null : new Date(day).toISOString());

/** The owner after a change. One whose name the browser does not have is shown once the lists are loaded again. */
function changedOwner(before: InventoryRow["owner"], asked: MetadataChanges["owner"], names: Map<string, string>) {
  if (asked === undefined) return before;
  if (asked === null) return null;
  if ("name" in asked) return { memberId: null, name: asked.name };
  const name = names.get(asked.memberId);
  return name === undefined ? before : { memberId: asked.memberId, name };
}

function changedRow(row: InventoryRow, changes: MetadataChanges, names: Map<string, string>): InventoryRow {
  const { purpose, tags, end, reviewEveryDays, reviewAt, adoptedAt } = row;
  const before = { ...NONE, purpose, tags, end, reviewEveryDays, reviewOn: dayOf(reviewAt), isAdopted: !!adoptedAt };
  const now = new Date();
  const { owner: _, reviewOn, isAdopted, ...after } = changedMetadata(before, changes, now);
  return {
    ...row,
    ...after,
    owner: changedOwner(row.owner, changes.owner, names),
    reviewAt: instantOf(reviewOn),
    adoptedAt: isAdopted ? (adoptedAt ?? now.toISOString()) : null,
  };
}

/** What waits for the reader, after a change. It keeps its place until the list is loaded again. */
function changedItem(item: WaitingItem, changes: MetadataChanges): WaitingItem {
  const { kind, at, end, reviewEveryDays } = item;
  const reviewOn = kind === "review" ? dayOf(at) : null;
  const after = changedMetadata({ ...NONE, end, reviewEveryDays, reviewOn }, changes, new Date());
  if (kind === "review") return { ...item, at: instantOf(after.reviewOn) ?? at };
  return kind === "end" ? { ...item, at: after.end?.at ?? at, end: after.end ?? end } : item;
}

/** Shows changes in all that is loaded. */
function showChanges(queries: QueryClient, clients: readonly ChangedClient[]): void {
  const changesOf = new Map(clients.map(({ clusterId, clientId, changes }) => [`${clusterId}/${clientId}`, changes]));
  const names = new Map(
    queries
      .getQueriesData<OwnerList>({ queryKey: ["owners"] })
      .flatMap(([, list]) => list?.owners ?? [])
      .flatMap(({ memberId, name }) => (memberId === null ? [] : [[memberId, name]])),
  );
  const each =
    <Row extends { clusterId: string; clientId: string }>(change: (row: Row, changes: MetadataChanges) => Row) =>
    (row: Row) => {
      const changes = changesOf.get(`${row.clusterId}/${row.clientId}`);
      return changes ? change(row, changes) : row;
    };
  const inRow = each<InventoryRow>((row, changes) => changedRow(row, changes, names));
  const inItem = each(changedItem);
  const inDeletion = each<NearDeletions["clients"][number]>((row, changes) => {
    return { ...row, end: changedMetadata({ ...NONE, end: row.end }, changes, new Date()).end ?? row.end };
  });
  queries.setQueriesData<InfiniteData<InventoryPage>>({ queryKey: ["inventory"] }, (list) => {
    return list && { ...list, pages: list.pages.map((page) => ({ ...page, clients: page.clients.map(inRow) })) };
  });
  queries.setQueriesData<ClientFacts>({ queryKey: ["client-facts"] }, (facts) => {
    return facts && { ...facts, client: inRow(facts.client) };
  });
  queries.setQueriesData<InfiniteData<WaitingPage>>({ queryKey: ["waiting"] }, (list) => {
    return list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(inItem) })) };
  });
  queries.setQueriesData<NearDeletions>({ queryKey: ["deletions"] }, (near) => {
    return near && { ...near, clients: near.clients.map(inDeletion) };
  });
}

/**
 * Changes the metadata of clients. All that shows them follows at once, and shows what was before when it fails.
 * @returns how many changed, and what undoes it
 * @throws ApiError
 */
export function changeAtOnce(queries: QueryClient, clients: readonly ChangedClient[]): Promise<ChangedMetadata> {
  return change(queries, {
    show: () => showChanges(queries, clients),
    send: () => closesForm(changeMetadata(clients)),
  });
}
