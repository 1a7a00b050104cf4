"use client";

import { AccessDialog } from "@/components/members/access-dialog";
import { addMember } from "@/lib/browser/members";

type AddMemberDialogProps = { onAdded: (address: string) => Promise<void>; onClose: () => void };

/** Invites a person before their first sign-in. */
export function AddMemberDialog({ onAdded, onClose }: AddMemberDialogProps) {
  return (
    <AccessDialog
      title="Add member"
      description="The first person who signs in with this verified address gets this access. Latchkey sends no e-mail: tell them yourself."
      submitLabel="Add"
      pendingLabel="Adding…"
      asksAddress
      onSubmit={async (grants, email) => {
        await addMember({ email, grants });
        await onAdded(email.trim());
      }}
      onClose={onClose}
    />
  );
}
