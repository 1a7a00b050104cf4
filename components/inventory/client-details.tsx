"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileText, Handshake, Pencil, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { ConnectionDetailsDialog, DeleteClientDialog } from "@/components/clients/list/lazy-parts";
import { ScopeBadges } from "@/components/clients/list/scope-badges";
import { ClientAge, EndWords, Owner, StateStatus } from "@/components/inventory/client-parts";
import { ClientHistory } from "@/components/inventory/lazy-history";
import { ORIGINS } from "@/components/inventory/words";
import { PutOff, StillNeeded } from "@/components/metadata/date-steps";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { EditedBanner } from "@/components/metadata/edited-banner";
import { EditClientsDialog } from "@/components/metadata/lazy-parts";
import { RotationButtons } from "@/components/rotations/rotation-buttons";
import { RotationLine } from "@/components/rotations/rotation-line";
import { LoadFailure } from "@/components/states/load-failure";
import { Button } from "@/components/ui/button/button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Badge } from "@/components/ui/text/badge";
import { Dotted } from "@/components/ui/text/dotted";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { TextLink } from "@/components/ui/text/text-link";
import { Day } from "@/components/ui/time/day";
import { Time } from "@/components/ui/time/time";
import { reloadClients } from "@/lib/browser/clients";
import { clientFactsQuery, reloadInventory } from "@/lib/browser/inventory";
import { findingTitle } from "@/lib/contract/finding-rules";
import type { ClientFacts, InventoryRow } from "@/lib/contract/inventory";

const faint = (words: string) => <span className="text-text-faint">{words}</span>;
const instant = (at: string | null, words: string) => (at ? <Time at={at} /> : faint(words));
const badges = (texts: readonly string[], words: string) =>
  texts.length === 0 ? (
    faint(words)
  ) : (
    <span className="flex flex-wrap gap-1">
      {texts.map((text) => (
        <Badge key={text}>{text}</Badge>
      ))}
    </span>
  );

function Created({ client }: { client: InventoryRow }) {
  const { createdBy, createdAt, consoleUser, consoleAt } = client;
  if (createdAt)
    return (
      <Dotted>
        {createdBy}
        <Time at={createdAt} />
      </Dotted>
    );
  return <Reported userId={consoleUser} at={consoleAt} what="created" />;
}

type ReportedProps = NonNullable<ClientFacts["deletedElsewhere"]> & { what: "created" | "deleted" };

/** Who created or deleted a client outside Latchkey, and when. */
function Reported({ userId, at, what }: ReportedProps) {
  if (!userId) return faint(`Not reported: it was ${what} outside Latchkey`);
  return (
    <>
      <Dotted>
        {userId}
        {at && <Time at={at} />}
      </Dotted>
      <span className="block text-sm text-text-muted">According to Camunda's activity log</span>
    </>
  );
}

const TEST_WORDS = new Map([
  ["reached", "Signed in and reached"],
  ["not_active", "Not active yet"],
  ["failed", "Failed"],
  ["not_testable", "Can't be tested"],
  ["not_permitted", "Signed in and reached; no permissions yet"],
  ["not_tried", "Not finished"],
]);

function factsOf({ client, mayEdit, deletedElsewhere }: ClientFacts, onDone: (edited: Edited) => void) {
  const { clusterId, clusterName, clientId, testedAt, testOutcome } = client;
  return [
    { label: "State", value: <StateStatus state={client.state} /> },
    { label: "Client ID", value: <CopyText text={clientId} what="client ID" /> },
    { label: "Cluster", value: <TextLink href={`/clusters/${clusterId}/overview`}>{clusterName}</TextLink> },
    { label: "Cluster labels", value: badges(client.labels, "None") },
    { label: "Scopes", value: <ScopeBadges scopes={client.scopes} /> },
    {
      label: "Origin",
      value: (
        <>
          {ORIGINS[client.origin]}
          {client.adoptedAt && (
            <>
              {", adopted "}
              <Time at={client.adoptedAt} />
            </>
          )}
        </>
      ),
    },
    { label: "Owner", value: <Owner owner={client.owner} /> },
    { label: "Purpose", value: client.purpose ?? faint("None") },
    { label: "Tags", value: badges(client.tags, "None") },
    { label: "Created", value: <Created client={client} /> },
    { label: "Age", value: <ClientAge client={client} /> },
    {
      label: "Review date",
      value: (
        <>
          <Dotted>
            {client.reviewAt ? <Day at={client.reviewAt} /> : faint("None")}
            {client.reviewEveryDays && faint(`then every ${client.reviewEveryDays} days`)}
          </Dotted>
          {mayEdit && client.reviewAt && <StillNeeded client={client} onDone={onDone} />}
        </>
      ),
    },
    {
      label: "End",
      value: client.end ? (
        <>
          <EndWords end={client.end} />
          {client.endSetBy && <span className="text-sm text-text-muted">Set by {client.endSetBy}</span>}
          {mayEdit && <PutOff client={client} onDone={onDone} />}
        </>
      ) : (
        faint("None")
      ),
    },
    { label: "First seen", value: instant(client.firstSeenAt, "") },
    { label: "Last seen", value: instant(client.lastSeenAt, "Not synced yet") },
    ...(client.goneAt ? [{ label: "Gone since", value: <Time at={client.goneAt} /> }] : []),
    ...(deletedElsewhere ? [{ label: "Deleted by", value: <Reported {...deletedElsewhere} what="deleted" /> }] : []),
    {
      label: "Last tested",
      value: testedAt ? (
        <Dotted>
          {TEST_WORDS.get(testOutcome ?? "") ?? testOutcome}
          <Time at={testedAt} />
        </Dotted>
      ) : (
        faint("Never in Latchkey")
      ),
    },
    ...(client.findings.length > 0
      ? [
          {
            label: "Findings",
            value: badges(
              client.findings.map((rule) => findingTitle(rule)),
              "",
            ),
          },
        ]
      : []),
  ];
}

/** A client's facts, actions and history: the same in the panel beside the list and on its own page. */
export function ClientDetails({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(clientFactsQuery(clusterId, clientId));
  const [open, setOpen] = useState<"details" | "delete" | null>(null);
  // Has a state of its own: an edit that the server refuses comes back, whatever has been opened since.
  const [editing, setEditing] = useState<"edit" | "adopt" | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [done, setDone] = useState("");
  if (!data)
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Spinner>Loading the client</Spinner>
    );
  const { client, mayDelete, mayEdit } = data;
  const mayAdopt = mayEdit && client.origin === "elsewhere" && client.adoptedAt === null;
  const close = () => setOpen(null);
  const deleted = () => {
    close();
    void reloadInventory(queries);
    void reloadClients(queries, clusterId);
    setDone(`${client.name} was deleted.`);
  };
  return (
    <div className="flex flex-col gap-5">
      {client.state !== "gone" && (
        <div className="flex flex-wrap gap-2">
          <Button aria-haspopup="dialog" onClick={() => setOpen("details")}>
            <FileText />
            Connection details
          </Button>
          {mayEdit && (
            <Button aria-haspopup="dialog" onClick={() => setEditing("edit")}>
              <Pencil />
              Edit
            </Button>
          )}
          {mayAdopt && (
            <Button aria-haspopup="dialog" onClick={() => setEditing("adopt")}>
              <Handshake />
              Adopt
            </Button>
          )}
          {mayDelete && (
            <Button aria-haspopup="dialog" onClick={() => setOpen("delete")}>
              <Trash2 />
              Delete client
            </Button>
          )}
          <RotationButtons client={client} rotation={data.rotation} />
        </div>
      )}
      <DoneBanner message={done} />
      <RotationLine client={client} lineage={data.rotation} />
      <EditedBanner edited={edited} />
      <KeyValueList items={factsOf(data, setEdited)} />
      <Suspense fallback={<Spinner>Loading the history</Spinner>}>
        <ClientHistory clusterId={clusterId} clientId={clientId} />
      </Suspense>
      <Suspense>
        {open === "details" && <ConnectionDetailsDialog clusterId={clusterId} client={client} onClose={close} />}
        {editing && (
          <EditClientsDialog
            clients={[client]}
            adopts={editing === "adopt"}
            onDone={(done) => {
              setEditing(null);
              setEdited(done);
            }}
            onClose={() => setEditing(null)}
          />
        )}
        {open === "delete" && (
          <DeleteClientDialog clusterId={clusterId} client={client} onDeleted={deleted} onCancel={close} />
        )}
      </Suspense>
    </div>
  );
}
