"use client";

import { nameOf } from "@/components/members/words";
import { ActionFailure } from "@/components/states/action-failure";
import { useAction } from "@/components/states/use-action";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { changeMember, removeMember } from "@/lib/browser/members";
import type { Member } from "@/lib/contract/members";

/** What asks before it is done. */
export type Ending = "disable" | "remove" | "withdraw";

const ENDINGS: Record<
  Ending,
  {
    verb: string;
    pending: string;
    means: string;
    meansForYou?: string;
    done: string;
    end: (id: string) => Promise<void>;
  }
> = {
  disable: {
    verb: "Disable",
    pending: "Disabling…",
    means:
      "They are signed out everywhere. They can't sign in again until an owner enables them; then they have the same access as now.",
    meansForYou:
      "This is you. You are signed out everywhere, and can't sign in again until another owner enables you; then you have the same access as now.",
    done: "is disabled and signed out everywhere.",
    end: (id) => changeMember(id, { disabled: true }),
  },
  remove: {
    verb: "Remove",
    pending: "Removing…",
    means:
      "They are signed out everywhere and lose all access. If they sign in again, they reappear in this list without access.",
    meansForYou: "This is you. You are signed out everywhere and lose all access, until another owner gives it back.",
    done: "is removed and signed out everywhere.",
    end: removeMember,
  },
  withdraw: {
    verb: "Withdraw",
    pending: "Withdrawing…",
    means: "Signing in with this address will then give no access. You can add it again later.",
    done: "is no longer invited.",
    end: removeMember,
  },
};

type ConfirmMemberDialogProps = {
  ending: Ending;
  member: Member;
  /** Called with what was done, in a sentence. */
  onDone: (sentence: string) => Promise<void>;
  onCancel: () => void;
};

/** Asks before a member loses access, and says what happens at once. */
export function ConfirmMemberDialog({ ending, member, onDone, onCancel }: ConfirmMemberDialogProps) {
  const { isPending, failure, run } = useAction();
  const { verb, pending, means, meansForYou, done, end } = ENDINGS[ending];
  const name = nameOf(member);

  const confirm = async () => {
    await end(member.id);
    await onDone(`${name} ${done}`);
  };
  return (
    <ConfirmDialog
      open
      danger
      title={ending === "withdraw" ? `Withdraw the invitation for ${name}?` : `${verb} ${name}?`}
      description={(member.isYou && meansForYou) || means}
      confirmLabel={verb}
      pendingLabel={pending}
      pending={isPending}
      onConfirm={() => void run(confirm)}
      onCancel={onCancel}
    >
      <ActionFailure title="Nothing was changed" failure={failure} />
    </ConfirmDialog>
  );
}
