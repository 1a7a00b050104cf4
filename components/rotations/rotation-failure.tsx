"use client";

import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/text/text-link";
import type { ApiError } from "@/lib/browser/api";
import { rotationAddress } from "@/lib/browser/rotation-addresses";

type RotationFailureProps = {
  clusterId: string;
  /** When Latchkey clearly refused: without its response, something may have happened. */
  title: string;
  failure: ApiError | null;
};

/** Why a rotation did not start, with a link to the one that is in the way. */
export function RotationFailure({ clusterId, title, failure }: RotationFailureProps) {
  // A notice of the session's own says what to do about an old sign-in.
  if (!failure || failure.code === "reauthentication_required") return null;
  const { code, message, requestId, fields } = failure;
  const isClear = code !== null && code !== "internal";
  const open = fields["rotationId"];
  return (
    <Banner
      announce
      tone="bad"
      title={isClear ? title : "Couldn't confirm what happened"}
      action={open && <TextLink href={rotationAddress({ clusterId, id: open })}>Open the rotation</TextLink>}
    >
      <p>{message}</p>
      {!isClear && <p>Try again: Latchkey checks what happened, and sends nothing twice.</p>}
      {requestId && (
        <p className="text-sm">
          Request ID: <code>{requestId}</code>
        </p>
      )}
    </Banner>
  );
}
