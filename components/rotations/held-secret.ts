import type { RotationResult } from "@/lib/contract/rotations";

/** What shows a secret. The response itself is not kept. */
export const heldOf = ({
  operation,
  connection,
  clientSecret,
  rotationId,
}: Extract<RotationResult, { outcome: "created" }>) => ({
  rotationId,
  shown: { operationId: operation.id, connection, heldSecret: { secret: clientSecret } },
});
