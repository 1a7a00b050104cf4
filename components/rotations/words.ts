import type { Tone } from "@/components/ui/feedback/status";
import type { DeadlineAction, Rotation, RotationReason, RotationStep } from "@/lib/contract/rotations";

export const REASONS: Record<RotationReason, string> = {
  rotate: "A new secret",
  scopes: "Other scopes",
  leak: "The secret has leaked",
};

export const STEPS: Record<RotationStep, string> = {
  taken: "Save the credentials",
  tested: "Test it",
  rolledOut: "Roll it out",
};

/** What the end of an overlap is to a person. */
export const ENDS: Record<DeadlineAction, string> = {
  remind: "Reminder to delete the old client",
  delete: "Latchkey then deletes the old client, if “Roll it out” is ticked",
};

/** Whether nothing is left to do once the old client is deleted: a leaked one is deleted before that. */
export const isRolledOut = ({ reason, rolledOutAt }: Rotation): boolean => reason !== "leak" || rolledOutAt !== null;

type Progress = { words: string; tone: Tone };

/** What a rotation waits for, or how it ended. */
export function progressOf(rotation: Rotation): Progress {
  if (rotation.givenUpAt !== null) return { words: "Stopped", tone: "idle" };
  if (!rotation.isOpen)
    return isRolledOut(rotation)
      ? { words: "Finished", tone: "ok" }
      : { words: "Replaced, not rolled out", tone: "warn" };
  if (rotation.newClient === null)
    return { words: rotation.oldDeletedAt ? "Deleted, not replaced" : "Not replaced yet", tone: "warn" };
  if (rotation.newClient.isGone) return { words: "The new client is gone", tone: "warn" };
  if (rotation.reason === "leak") return { words: "Old client not deleted", tone: "warn" };
  if (rotation.takenAt === null) return { words: "Credentials not saved", tone: "busy" };
  if (rotation.testedAt === null) return { words: "Not tested", tone: "busy" };
  if (rotation.rolledOutAt === null) return { words: "Not rolled out", tone: "busy" };
  return { words: "Old client not deleted", tone: "busy" };
}

/** A client's own page. */
export const clientAddress = (clusterId: string, clientId: string) =>
  `/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`;
