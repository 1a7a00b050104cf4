"use client";

import { RotateCcwKey, ShieldAlert } from "lucide-react";
import { Suspense, useState } from "react";
import { RotateFlow } from "@/components/rotations/lazy-flow";
import type { RotatedClient } from "@/components/rotations/rotate-dialog";
import type { Rotating } from "@/components/rotations/rotate-flow";
import { Button } from "@/components/ui/button/button";
import type { ClientRotation } from "@/lib/contract/rotation-links";

type RotationButtonsProps = { client: RotatedClient; rotation: ClientRotation };

/** The buttons of a client's page that replace it. */
export function RotationButtons({ client, rotation }: RotationButtonsProps) {
  const [what, setWhat] = useState<Rotating | null>(null);
  if (!rotation.mayRotate) return null;
  return (
    <>
      <Button data-begins="rotate" aria-haspopup="dialog" onClick={() => setWhat("rotate")}>
        <RotateCcwKey />
        Rotate
      </Button>
      <Button data-begins="leak" aria-haspopup="dialog" onClick={() => setWhat("leak")}>
        <ShieldAlert />
        Report leak
      </Button>
      <Suspense>
        {what && <RotateFlow client={client} what={what} rules={rotation.rules} onClose={() => setWhat(null)} />}
      </Suspense>
    </>
  );
}
