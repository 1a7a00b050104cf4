"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ConnectionTestPanel } from "@/components/clients/credentials/connection-test-panel";
import { FormatTabs } from "@/components/clients/credentials/format-tabs";
import { GrantHint } from "@/components/clients/credentials/grant-hint";
import { SecretValue } from "@/components/clients/credentials/secret-value";
import { Step } from "@/components/clients/credentials/step";
import { type ShownSecret, useHeldSecret } from "@/components/clients/credentials/use-held-secret";
import { useLeaveGuard } from "@/components/clients/credentials/use-leave-guard";
import { Button } from "@/components/ui/button/button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { KeyValueList } from "@/components/ui/text/key-value-list";
import { reportSecretEvent } from "@/lib/browser/clients";
import type { SecretEventInput } from "@/lib/contract/clients";
import { needsGrants } from "@/lib/credentials/grants";

const TAKEN = {
  copied: "Copied. Keep it in a safe place: Latchkey does not store it.",
  downloaded: "Downloaded. Keep the file in a safe place: Latchkey does not store the secret.",
};

type CredentialsDialogProps = ShownSecret & { onClose: () => void };

/**
 * Shows the secret of a new client, once. Until the secret was copied or downloaded, every way out asks first. After
 * that, or once the secret is wiped, the dialog just closes.
 */
export function CredentialsDialog({ operationId, connection, heldSecret, onClose }: CredentialsDialogProps) {
  const { clusterId, clientId, clientName } = connection;
  const { secret, wipe } = useHeldSecret(heldSecret);
  const [taken, setTaken] = useState<keyof typeof TAKEN | null>(null);
  const [news, setNews] = useState("");
  const [isRevealed, setRevealed] = useState(false);
  const [asks, setAsks] = useState(false);
  const [isTested, setTested] = useState(false);
  const markTested = useCallback(() => setTested(true), []);
  const mustAsk = taken === null && secret !== null;

  const reportedShown = useRef(false);
  const report = (input: Omit<SecretEventInput, "operationId">) =>
    void reportSecretEvent(clusterId, clientId, { ...input, operationId });
  useEffect(() => {
    if (reportedShown.current) return;
    reportedShown.current = true;
    void reportSecretEvent(clusterId, clientId, { event: "shown", operationId });
  }, [clusterId, clientId, operationId]);

  const leave = () => {
    wipe();
    onClose();
  };
  const closeRequested = () => (mustAsk ? setAsks(true) : leave());
  useLeaveGuard({ isActive: secret !== null, asks: mustAsk, onBack: closeRequested });

  const take = (event: keyof typeof TAKEN, format?: string) => {
    setTaken(event);
    // Copy buttons announce themselves.
    setNews(event === "downloaded" ? "Downloaded" : "");
    report({ event, ...(format && { format }) });
  };
  /** Copied by the keyboard, as where the browser allows no button to copy. */
  const takeSelection = () => {
    if (secret === null || !getSelection()?.toString().includes(secret)) return;
    take("copied");
    setNews("Copied");
  };
  const reveal = (revealed: boolean) => {
    if (revealed && !isRevealed) report({ event: "revealed" });
    setRevealed(revealed);
  };
  return (
    <Dialog
      open
      size="xl"
      onCloseRequest={closeRequested}
      title="Client credentials"
      description={`${clientName} in ${connection.clusterName}`}
      footer={
        <Button variant={mustAsk ? "secondary" : "primary"} onClick={closeRequested}>
          Done
        </Button>
      }
    >
      {secret === null ? (
        <Banner announce tone="warn" title="The secret is gone from this screen">
          It was wiped after ten minutes. If you didn't save it, delete this client and create a new one.
        </Banner>
      ) : (
        <div onCopy={takeSelection} className="grid min-w-0 gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Step number={1} title="Save" isDone={taken !== null}>
            <Banner tone={taken ? "info" : "warn"} title="The client secret will not be shown again.">
              {taken ? TAKEN[taken] : "Copy it or download a file now. Latchkey does not store it."}
            </Banner>
            <LiveRegion message={news} />
            <KeyValueList
              items={[
                { label: "Client ID", value: <CopyText text={clientId} what="client ID" /> },
                {
                  label: "Client secret",
                  value: (
                    <SecretValue
                      secret={secret}
                      isRevealed={isRevealed}
                      onReveal={reveal}
                      onCopied={() => take("copied")}
                    />
                  ),
                },
              ]}
            />
            <FormatTabs
              connection={connection}
              secret={secret}
              hasSecret
              isRevealed={isRevealed}
              isSaved={taken !== null}
              onReveal={reveal}
              onTaken={take}
              withoutFiles="The client ID and secret are valid: copy them now."
            />
          </Step>
          <div className="flex min-w-0 flex-col gap-6 lg:border-l lg:border-line lg:pl-8">
            <Step number={2} title="Test" isDone={isTested}>
              <ConnectionTestPanel connection={connection} secret={secret} onDone={markTested} />
            </Step>
            {needsGrants(connection) !== false && (
              <Step number={3} title="Grant permissions" isDone={false}>
                <GrantHint connection={connection} />
              </Step>
            )}
          </div>
        </div>
      )}
      <ConfirmDialog
        open={asks && mustAsk}
        danger
        title="Leave without the secret?"
        description="You haven't copied or downloaded it. You won't see this secret again."
        confirmLabel="Leave without it"
        cancelLabel="Stay"
        onConfirm={leave}
        onCancel={() => setAsks(false)}
      />
    </Dialog>
  );
}
