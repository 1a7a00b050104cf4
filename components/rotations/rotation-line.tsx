"use client";

import { clientAddress } from "@/components/rotations/words";
import { Status } from "@/components/ui/feedback/status";
import { TextLink } from "@/components/ui/text/text-link";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import type { ClientRotation, RotationPart } from "@/lib/contract/rotation-links";

type RotationLineProps = { clusterId: string; name: string; rotation: ClientRotation };

/** The rotation that a client is part of, and the line of clients that replaced one another. */
export function RotationLine({ clusterId, name, rotation: { link, older, newer } }: RotationLineProps) {
  const linkTo = ({ clientId, name: text, isGone }: RotationPart) => (
    <li key={clientId} className="flex flex-wrap items-center gap-1.5 after:content-['→'] last:after:content-none">
      <TextLink href={clientAddress(clusterId, clientId)}>{text}</TextLink>
      {isGone && <span className="text-text-faint">(gone)</span>}
    </li>
  );
  return (
    <>
      {link && (
        <p>
          <Status tone="busy">
            <TextLink href={rotationAddress({ clusterId, id: link.id })} look="inline">
              {link.part === "old" ? "Being replaced: open the rotation" : "Replaces another client: open the rotation"}
            </TextLink>
          </Status>
        </p>
      )}
      {older.length + newer.length > 0 && (
        <nav aria-label="Replaced clients">
          <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {older.toReversed().map(linkTo)}
            <li className="flex items-center gap-1.5 font-medium after:content-['→'] last:after:content-none">
              <span aria-current="page" className="wrap-anywhere">
                {name}
              </span>
            </li>
            {newer.map(linkTo)}
          </ol>
        </nav>
      )}
    </>
  );
}
