"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { holdSecret, type ShownSecret } from "@/components/clients/credentials/use-held-secret";
import { DeleteClientDialog, SecretSurface } from "@/components/clients/list/lazy-parts";
import { ClusterStage } from "@/components/clusters/stage-badge";
import { CreateAgainDialog, DeadlineDialog, GiveUpDialog } from "@/components/rotations/lazy-dialogs";
import { RotationState } from "@/components/rotations/rotation-state";
import { RotationSteps, type Tick, type Ticks } from "@/components/rotations/rotation-steps";
import { clientAddress, ENDS, progressOf, REASONS, STEPS } from "@/components/rotations/words";
import { ActionFailure } from "@/components/states/action-failure";
import { LoadFailure } from "@/components/states/load-failure";
import { useAction } from "@/components/states/use-action";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Status } from "@/components/ui/feedback/status";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { PageHeader } from "@/components/ui/text/page-header";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { changeRotation, reloadRotations, rotationQuery } from "@/lib/browser/rotations";
import type { Rotation, RotationResult } from "@/lib/contract/rotations";

type Open =
  /** Nothing is refetched while this is open: a secret that is shown once must stay. */
  { dialog: "credentials"; shown: ShownSecret } | { dialog: "create" | "delete" | "deadline" | "give-up" };

function factsOf(rotation: Rotation) {
  const { clusterId, oldClient, newClient, newName, note } = rotation;
  const gone = <span className="text-text-faint"> (gone)</span>;
  return [
    {
      label: "Old client",
      value: (
        <>
          <TextLink href={clientAddress(clusterId, oldClient.clientId)}>{oldClient.name}</TextLink>
          {oldClient.isGone && gone}
        </>
      ),
    },
    {
      label: "New client",
      value: newClient ? (
        <>
          <TextLink href={clientAddress(clusterId, newClient.clientId)}>{newClient.name}</TextLink>
          {newClient.isGone && gone}
        </>
      ) : (
        <span className="text-text-faint">{newName}, not created</span>
      ),
    },
    { label: "Reason", value: note ? `${REASONS[rotation.reason]}: ${note}` : REASONS[rotation.reason] },
    {
      label: "Started",
      value: (
        <>
          {rotation.startedBy} · <Time at={rotation.startedAt} />
        </>
      ),
    },
    ...(rotation.isOpen && rotation.reason !== "leak"
      ? [
          {
            label: "Overlap ends",
            value: (
              <>
                <Time at={rotation.deadline} />
                <span className="block text-text-muted">{ENDS[rotation.deadlineAction]}</span>
              </>
            ),
          },
        ]
      : []),
  ];
}

/** A rotation: what is true now, what to do next, and who started it. */
export function RotationView({ rotationId }: { rotationId: string }) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(rotationQuery(rotationId));
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState("");
  const { failure, run } = useAction();
  const [ticking, setTicking] = useState<Ticks>({});
  const [ticked, setTicked] = useState("");
  if (!data)
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Spinner>Loading the rotation</Spinner>
    );
  const { rotation, mayChange } = data;
  const { clusterId, clusterName, clusterLabels, oldClient } = rotation;
  const close = () => setOpen(null);
  const reload = () => reloadRotations(queries, clusterId);
  const finish = async (sentence: string) => {
    await reload();
    close();
    setDone(sentence);
  };
  const show = (dialog: "create" | "delete" | "deadline" | "give-up") => {
    setDone("");
    setOpen({ dialog });
  };
  const take = (result: RotationResult) => {
    if (result.outcome === "created") setOpen({ dialog: "credentials", shown: holdSecret(result) });
    else void reload().then(close);
  };
  const tick = async (next: Tick) => {
    const { step, isDone } = next;
    setTicked("");
    setTicking((before) => ({ ...before, [step]: isDone }));
    await run(async () => {
      await changeRotation(rotationId, next);
      setTicked(`${STEPS[step]}: ${isDone ? "done" : "not done"}`);
      await reload();
    });
    setTicking(({ [step]: _, ...rest }) => rest);
  };
  const { words, tone } = progressOf(rotation);
  return (
    <>
      <PageHeader
        title={`Rotation of ${oldClient.name}`}
        trail={[
          { label: "Clusters", href: "/clusters" },
          { label: clusterName, href: `/clusters/${clusterId}/api` },
          { label: "Rotation" },
        ]}
        status={
          <>
            <Status tone={tone}>{words}</Status>
            <ClusterStage cluster={{ name: clusterName, labels: clusterLabels }} />
          </>
        }
      />
      <LiveRegion message={ticked} />
      {/* A rotation that is over says so itself. */}
      <DoneBanner message={rotation.isOpen ? done : ""} />
      <ActionFailure title="Nothing was changed" failure={failure} />
      <RotationState details={data} onCreate={() => show("create")} onDelete={() => show("delete")} onResult={take} />
      <KeyValueList items={factsOf(rotation)} />
      <RotationSteps
        details={data}
        ticking={ticking}
        onTick={(next) => void tick(next)}
        onDelete={() => show("delete")}
      />
      {rotation.isOpen && mayChange && (
        <div className="flex flex-wrap gap-2">
          {rotation.reason !== "leak" && (
            <Button aria-haspopup="dialog" onClick={() => show("deadline")}>
              Change the overlap
            </Button>
          )}
          <Button aria-haspopup="dialog" onClick={() => show("give-up")}>
            Stop rotation
          </Button>
        </div>
      )}
      <Suspense>
        {(open?.dialog === "create" || open?.dialog === "credentials") && (
          <SecretSurface
            shown={open.dialog === "credentials" ? open.shown : null}
            onClose={({ connection }) => void finish(`${connection.clientName} was created.`)}
          >
            <CreateAgainDialog details={data} onResult={take} onClose={close} />
          </SecretSurface>
        )}
        {open?.dialog === "deadline" && (
          <DeadlineDialog
            rotation={rotation}
            onChanged={() => void finish("The overlap was changed.")}
            onClose={close}
          />
        )}
        {open?.dialog === "give-up" && (
          <GiveUpDialog rotation={rotation} onDone={() => void finish("The rotation was stopped.")} onCancel={close} />
        )}
        {open?.dialog === "delete" && (
          <DeleteClientDialog
            clusterId={clusterId}
            client={oldClient}
            onDeleted={() => void finish(`${oldClient.name} was deleted.`)}
            onCancel={close}
          />
        )}
      </Suspense>
    </>
  );
}
