"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import type { SecretBox } from "@/components/clients/credentials/use-held-secret";
import { ClientTable } from "@/components/clients/list/client-table";
import {
  ConnectionDetailsDialog,
  CreateClientDialog,
  CredentialsDialog,
  DeleteClientDialog,
  IntentBanner,
} from "@/components/clients/list/lazy-parts";
import { LoadFailure } from "@/components/states/load-failure";
import { StaleBanner } from "@/components/states/stale-banner";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import { clientsQuery } from "@/lib/browser/clients";
import { matches } from "@/lib/browser/search";
import type { Client, Connection, CreatedClient } from "@/lib/contract/clients";

type Open =
  | { dialog: "create" }
  /** Nothing is refetched while this is open: what is shown once must stay. */
  | { dialog: "credentials"; connection: Connection; box: SecretBox }
  | { dialog: "details"; client: Client }
  | { dialog: "delete"; client: Client };

type ClientListProps = { clusterId: string; mayChange: boolean };

/** A cluster's API tab: its clients, and everything one can do with them. */
export function ClientList({ clusterId, mayChange }: ClientListProps) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(clientsQuery(clusterId));
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open | null>(null);

  const close = () => setOpen(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: clientsQuery(clusterId).queryKey });
  const closeAndRefresh = () => {
    close();
    refresh();
  };
  const dropDeleted = (client: Client) => {
    // Its row goes with the dialog and not a moment later, so that the focus is not handed to it and lost.
    queries.setQueryData(
      clientsQuery(clusterId).queryKey,
      (list) => list && { ...list, clients: list.clients.filter(({ clientId }) => clientId !== client.clientId) },
    );
    closeAndRefresh();
  };
  const create = () => setOpen({ dialog: "create" });
  const show = ({ connection, clientSecret }: CreatedClient) =>
    setOpen({ dialog: "credentials", connection, box: { secret: clientSecret } });
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
      {/* Below the button that creates: what comes and goes must not move it. */}
      <Suspense>
        {intents.map((intent) => (
          <IntentBanner key={intent.id} intent={intent} mayChange={mayChange} onCreated={show} onChanged={refresh} />
        ))}
      </Suspense>
      {clients.length > 0 ? (
        <ClientTable
          clients={found}
          search={search}
          mayChange={mayChange}
          onDetails={(client) => setOpen({ dialog: "details", client })}
          onDelete={(client) => setOpen({ dialog: "delete", client })}
        />
      ) : (
        !stale && (
          <EmptyState
            icon={<KeyRound />}
            title={mayChange ? "Let your applications in" : "No clients yet"}
            action={
              mayChange && (
                <Button variant="primary" onClick={create}>
                  <Plus />
                  Create your first client
                </Button>
              )
            }
          >
            A client is what a job worker, a front end or a monitoring tool signs in with. Give each its own, with no
            more scopes than it needs, and you can tell them apart and take one away without touching the others.
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
          <CredentialsDialog connection={open.connection} box={open.box} onClose={closeAndRefresh} />
        )}
        {open?.dialog === "details" && (
          <ConnectionDetailsDialog clusterId={clusterId} client={open.client} onClose={close} />
        )}
        {open?.dialog === "delete" && (
          <DeleteClientDialog
            clusterId={clusterId}
            client={open.client}
            onDeleted={() => dropDeleted(open.client)}
            onCancel={close}
          />
        )}
      </Suspense>
    </div>
  );
}
