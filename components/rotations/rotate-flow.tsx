"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { SecretSurface } from "@/components/clients/credentials/secret-surface";
import { holdSecret, type ShownSecret } from "@/components/clients/credentials/use-held-secret";
import { LeakDialog } from "@/components/rotations/leak-dialog";
import { RotateDialog, type RotatedClient } from "@/components/rotations/rotate-dialog";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import { reloadRotations } from "@/lib/browser/rotations";
import type { ClientRules } from "@/lib/contract/owners";
import type { RotationResult } from "@/lib/contract/rotations";

/** What somebody wants to do with a client: replace it with an overlap, or at once because its secret has leaked. */
export type Rotating = "rotate" | "leak";

type RotateFlowProps = {
  client: RotatedClient;
  what: Rotating;
  rules: ClientRules;
  onClose: () => void;
};

/** From the question to the secret, in one window, and on to the rotation's page. Nothing is reloaded while the secret is shown. */
export function RotateFlow({ client, what, rules, onClose }: RotateFlowProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const [created, setCreated] = useState<{ rotationId: string; shown: ShownSecret } | null>(null);

  const openPage = (id: string) => {
    void reloadRotations(queries, client.clusterId);
    router.push(rotationAddress({ clusterId: client.clusterId, id }));
    onClose();
  };
  const take = (result: RotationResult) => {
    if (result.outcome === "created") setCreated({ rotationId: result.rotationId, shown: holdSecret(result) });
    else openPage(result.rotationId);
  };
  const Question = what === "leak" ? LeakDialog : RotateDialog;
  return (
    <SecretSurface shown={created?.shown ?? null} onClose={() => created && openPage(created.rotationId)}>
      <Question client={client} rules={rules} onResult={take} onClose={onClose} />
    </SecretSurface>
  );
}
