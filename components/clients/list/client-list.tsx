"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import type { HeldSecret } from "@/components/clients/credentials/use-held-secret";
import { ClientTable } from "@/components/clients/list/client-table";
import {
  ConnectionDetailsDialog,
  CreateClientDialog,
  CredentialsDialog,
  DeleteClientDialog,
  OperationBanner,
} from "@/components/clients/list/lazy-parts";
import { LoadFailure } from "@/components/states/load-failure";
import { StaleBanner } from "@/components/states/stale-banner";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import type { Sort } from "@/components/ui/table/data-table-column";
import { clientsQuery } from "@/lib/browser/clients";
import { matches } from "@/lib/browser/search";
import type { Client, Connection, CreatedClient } from "@/lib/contract/clients";

type Open =
  | { dialog: "create" }
  /** Nothing is refetched while this is open: a secret that is shown once must stay. */
  | { dialog: "credentials"; connection: Connection; heldSecret: HeldSecret }
  | { dialog: "details"; client: Client }
  | { dialog: "delete"; client: Client };

type ClientListProps = { clusterId: string; mayChange: boolean };

/** A cluster's API tab: its clients and all their actions. */
export function ClientList({ clusterId, mayChange }: ClientListProps) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(clientsQuery(clusterId));
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>({ column: "name", direction: "ascending" });
  const [open, setOpen] = useState<Open | null>(null);

  const close = () => setOpen(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: clientsQuery(clusterId).queryKey });
  const closeAndRefresh = () => {
    close();
    refresh();
  };
  const removeDeleted = (client: Client) => {
    // Don't wait for the refetch: the row must go together with the dialog, which would return the focus to it.
    queries.setQueryData(
      clientsQuery(clusterId).queryKey,
      (list) => list && { ...list, clients: list.clients.filter(({ clientId }) => clientId !== client.clientId) },
    );
    closeAndRefresh();
  };
  const create = () => setOpen({ dialog: "create" });
  const show = ({ connection, clientSecret }: CreatedClient) =>
    setOpen({ dialog: "credentials", connection, heldSecret: { secret: clientSecret } });
  const retry = { retrying: isFetching, onRetry: () => void refetch() };

  if (!data)
    return error ? (
      <LoadFailure error={error} {...retry} />
    ) : (
      <Waiting label="Loading clients" above="h-8 sm:max-w-80" />
    );
  const { clients, intents, asOf, stale } = data;
  const found = clients.filter(({ name, clientId, purpose, createdBy, scopes }) =>
    matches(search, [name, clientId, purpose, createdBy, ...scopes]),
  );
  return (
    <div className="flex flex-col gap-4">
      {stale && <StaleBanner stale={stale} asOf={asOf} {...retry} />}
      {clients.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <SearchField
            label="Search clients"
            value={search}
            onChange={setSearch}
            found={`${found.length} of ${clients.length}`}
            className="grow sm:max-w-80"
          />
          {mayChange && (
            <Button variant="primary" onClick={create}>
              <Plus />
              Create new client
            </Button>
          )}
        </div>
      )}
      {/* Below the Create button, so that banners don't move it. */}
      <Suspense>
        {intents.map((operation) => (
          <OperationBanner
            key={operation.id}
            operation={operation}
            mayChange={mayChange}
            onCreated={show}
            onChanged={refresh}
          />
        ))}
      </Suspense>
      {clients.length > 0 ? (
        <ClientTable
          clients={found}
          search={search}
          sort={sort}
          onSort={setSort}
          mayChange={mayChange}
          onDetails={(client) => setOpen({ dialog: "details", client })}
          onDelete={(client) => setOpen({ dialog: "delete", client })}
        />
      ) : (
        !stale && (
          <EmptyState
            icon={<KeyRound />}
            title="No clients yet"
            action={
              mayChange && (
                <Button variant="primary" onClick={create}>
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
      <Suspense>
        {open?.dialog === "create" && (
          <CreateClientDialog
            clusterId={clusterId}
            takenNames={clients.map(({ name }) => name)}
            onCreated={show}
            onClose={closeAndRefresh}
          />
        )}
        {open?.dialog === "credentials" && (
          <CredentialsDialog connection={open.connection} heldSecret={open.heldSecret} onClose={closeAndRefresh} />
        )}
        {open?.dialog === "details" && (
          <ConnectionDetailsDialog clusterId={clusterId} client={open.client} onClose={close} />
        )}
        {open?.dialog === "delete" && (
          <DeleteClientDialog
            clusterId={clusterId}
            client={open.client}
            onDeleted={() => removeDeleted(open.client)}
            onCancel={close}
          />
        )}
      </Suspense>
    </div>
  );
}
