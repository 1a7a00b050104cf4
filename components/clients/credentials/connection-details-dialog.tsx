"use client";

import { useQuery } from "@tanstack/react-query";
import { FormatTabs } from "@/components/clients/credentials/format-tabs";
import { GrantHint } from "@/components/clients/credentials/grant-hint";
import { LoadFailure } from "@/components/states/load-failure";
import { Button } from "@/components/ui/button/button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { Spinner } from "@/components/ui/feedback/spinner";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { connectionQuery } from "@/lib/browser/clients";
import type { Client } from "@/lib/contract/clients";
import { SECRET_MARKER } from "@/lib/credentials/credentials";
import { needsGrants } from "@/lib/credentials/grants";

const nothing = () => undefined;

type ConnectionDetailsDialogProps = {
  clusterId: string;
  client: Pick<Client, "clientId" | "name">;
  onClose: () => void;
};

/** The files of an existing client, with a marker instead of the secret. */
export function ConnectionDetailsDialog({ clusterId, client, onClose }: ConnectionDetailsDialogProps) {
  const { data, error, isFetching, refetch } = useQuery(connectionQuery(clusterId, client.clientId));
  return (
    <Dialog
      open
      size="lg"
      onCloseRequest={onClose}
      title="Connection details"
      description={client.name}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex min-w-0 flex-col gap-5">
        <Banner tone="info" title="Secret not included">
          The secret was shown once, when the client was created. Latchkey does not store it. If you lost it, create a
          new client and delete this one.
        </Banner>
        <KeyValueList items={[{ label: "Client ID", value: <CopyText text={client.clientId} what="client ID" /> }]} />
        {data ? (
          <>
            <FormatTabs
              connection={data.connection}
              secret={SECRET_MARKER}
              hasSecret={false}
              isRevealed
              isSaved={false}
              onReveal={nothing}
              onTaken={nothing}
            />
            {needsGrants(data.connection) !== false && <GrantHint connection={data.connection} />}
          </>
        ) : error ? (
          <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
        ) : (
          <Spinner>Loading from Camunda…</Spinner>
        )}
      </div>
    </Dialog>
  );
}
