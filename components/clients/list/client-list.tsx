"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { Suspense, useCallback, useEffect, useState } from "react";
import { holdSecret, type ShownSecret } from "@/components/clients/credentials/use-held-secret";
import { ClientTable } from "@/components/clients/list/client-table";
import {
  ConnectionDetailsDialog,
  CreateClientDialog,
  DeleteClientDialog,
  loadCreateEarly,
  OperationBanners,
  SecretSurface,
} from "@/components/clients/list/lazy-parts";
import { RotateFlow } from "@/components/rotations/lazy-flow";
import type { Rotating } from "@/components/rotations/rotate-flow";
import { ListAge, ListNotices } from "@/components/states/list-age";
import { LoadFailure } from "@/components/states/load-failure";
import { useListView } from "@/components/states/use-list-view";
import { useRefresh } from "@/components/states/use-refresh";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import { LoadMore } from "@/components/ui/table/load-more";
import { TextLink } from "@/components/ui/text/text-link";
import { clientsQuery, dropClient, refreshClients, reloadClients } from "@/lib/browser/clients";
import type { Client, CreatedClient } from "@/lib/contract/clients";
import { CLIENT_SORTS } from "@/lib/contract/sorts";

type Open =
  /** Nothing is refetched while one of these is open: a secret that is shown once must stay. */
  | { dialog: "create" }
  | { dialog: "credentials"; shown: ShownSecret }
  | { dialog: "details"; client: Client }
  | { dialog: "delete"; client: Client }
  | { dialog: Rotating; client: Client };

const NOTHING = { message: "" };

/** A cluster's API tab: its clients and all their actions. */
export function ClientList({ clusterId }: { clusterId: string }) {
  const queries = useQueryClient();
  const { search, setSearch, leaveSearch, sort, setSort, view } = useListView(CLIENT_SORTS);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...clientsQuery(clusterId, view),
    placeholderData: keepPreviousData,
  });
  const refresh = useRefresh(() => refreshClients(queries, clusterId));
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState<{ message: string; createdId?: string }>(NOTHING);
  // Clients that were created again, whose secrets no window has shown yet: they wait until no other is open.
  const [again, setAgain] = useState<readonly ShownSecret[]>([]);
  useEffect(() => {
    const wipe = () => {
      for (const { heldSecret } of again) heldSecret.secret = null;
    };
    window.addEventListener("pagehide", wipe);
    return () => window.removeEventListener("pagehide", wipe);
  }, [again]);
  const [next] = again;
  const shown = open ?? (next ? { dialog: "credentials" as const, shown: next } : null);
  const mayCreate = data?.pages[0]?.mayCreate === true;
  useEffect(() => (mayCreate ? loadCreateEarly() : undefined), [mayCreate]);

  const show = (next: Open) => {
    setDone(NOTHING);
    setOpen(next);
  };
  const close = () => setOpen(null);
  const reload = useCallback(() => void reloadClients(queries, clusterId), [queries, clusterId]);
  const closeAndReload = () => {
    close();
    reload();
  };
  const removeDeleted = (client: Client) => {
    // Don't wait for the refetch: the row must go together with the dialog, which would return the focus to it.
    dropClient(queries, clusterId, client.clientId);
    setDone({ message: `${client.name} was deleted.` });
    closeAndReload();
  };
  const create = () => show({ dialog: "create" });
  const showSecret = (created: CreatedClient) => show({ dialog: "credentials", shown: holdSecret(created) });
  const closeSecret = (closed: ShownSecret) => {
    const { connection } = closed;
    setAgain((rest) => rest.filter((each) => each !== closed));
    setDone({ message: `${connection.clientName} was created.`, createdId: connection.clientId });
    closeAndReload();
  };
  const failure = error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />;

  const [page] = data?.pages ?? [];
  if (!page) return failure || <Waiting label="Loading clients" above="h-control sm:max-w-80" />;
  const clients = data?.pages.flatMap((each) => each.clients) ?? [];
  const { operations, rules, proposedOwner, total, found, asOf, stale, isComplete } = page;
  return (
    <div className="flex flex-col gap-4">
      <ListNotices asOf={asOf} stale={stale} isComplete={isComplete} refresh={refresh} />
      {failure}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {total > 0 && (
          <SearchField
            label="Search clients"
            value={search}
            onChange={setSearch}
            onLeave={leaveSearch}
            found={`${found} of ${total}`}
            className="grow sm:max-w-80"
          />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <ListAge asOf={asOf} stale={stale} refresh={refresh} />
          {total > 0 && mayCreate && (
            <Button data-begins="create" variant="primary" onClick={create}>
              <Plus />
              Create new client
            </Button>
          )}
        </div>
      </div>
      {/* Below the Create button, so that banners don't move it. */}
      <DoneBanner
        message={done.message}
        action={
          done.createdId && (
            <TextLink href={`/clusters/${clusterId}/clients/${encodeURIComponent(done.createdId)}`}>
              Open the client
            </TextLink>
          )
        }
      />
      <Suspense>
        {operations.length > 0 && (
          <OperationBanners
            clusterId={clusterId}
            listed={operations}
            onCreated={(created) => setAgain((rest) => [...rest, holdSecret(created)])}
            onChanged={reload}
          />
        )}
      </Suspense>
      {total > 0 ? (
        <ClientTable
          clusterId={clusterId}
          clients={clients}
          total={found}
          search={search}
          sort={sort}
          onSort={setSort}
          onDetails={(client) => show({ dialog: "details", client })}
          onDelete={(client) => show({ dialog: "delete", client })}
          onRotate={(client, what) => show({ dialog: what, client })}
        />
      ) : (
        !stale && (
          <EmptyState
            icon={<KeyRound />}
            title="No clients yet"
            action={
              mayCreate && (
                <Button data-begins="create" variant="primary" onClick={create}>
                  <Plus />
                  Create your first client
                </Button>
              )
            }
          >
            Job workers, front ends and monitoring tools sign in with a client. Give each its own client with only the
            scopes it needs: you can then tell them apart, and revoke one without affecting the others.
          </EmptyState>
        )
      )}
      {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more clients (${clients.length} of ${found})`}
          doneLabel="No more clients"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
      <Suspense>
        {(shown?.dialog === "create" || shown?.dialog === "credentials") && (
          <SecretSurface shown={shown.dialog === "credentials" ? shown.shown : null} onClose={closeSecret}>
            <CreateClientDialog
              clusterId={clusterId}
              rules={rules}
              proposedOwner={proposedOwner}
              onCreated={showSecret}
              onClose={closeAndReload}
            />
          </SecretSurface>
        )}
        {shown?.dialog === "details" && (
          <ConnectionDetailsDialog clusterId={clusterId} client={shown.client} onClose={close} />
        )}
        {(shown?.dialog === "rotate" || shown?.dialog === "leak") && (
          <RotateFlow client={{ clusterId, ...shown.client }} what={shown.dialog} rules={rules} onClose={close} />
        )}
        {shown?.dialog === "delete" && (
          <DeleteClientDialog
            clusterId={clusterId}
            client={shown.client}
            onDeleted={() => removeDeleted(shown.client)}
            onCancel={close}
          />
        )}
      </Suspense>
    </div>
  );
}
