"use client";

import { useQuery } from "@tanstack/react-query";
import { AccessDialog } from "@/components/members/access-dialog";
import { nameOf } from "@/components/members/words";
import { LoadFailure } from "@/components/states/load-failure";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Spinner } from "@/components/ui/feedback/spinner";
import { changeMember, memberGrantsQuery } from "@/lib/browser/members";
import type { Member } from "@/lib/contract/members";

type ChangeAccessDialogProps = { member: Member; onChanged: () => Promise<void>; onClose: () => void };

/** Changes what owners gave a member, or gives access to a person who has none. */
export function ChangeAccessDialog({ member, onChanged, onClose }: ChangeAccessDialogProps) {
  const { data, error, isFetching, refetch } = useQuery(memberGrantsQuery(member.id));
  const isNew = member.state === "no_access";
  const title = `${isNew ? "Give access" : "Change access"}: ${nameOf(member)}`;
  if (!data) {
    return (
      <Dialog
        key="loading"
        open
        onCloseRequest={onClose}
        title={title}
        footer={<Button onClick={onClose}>Cancel</Button>}
      >
        {error ? (
          <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
        ) : (
          <Spinner>Loading the current access</Spinner>
        )}
      </Dialog>
    );
  }
  const byGroup = member.access.some(({ group }) => group !== null)
    ? " What groups of the identity provider give stays as it is."
    : "";
  return (
    <AccessDialog
      key="loaded"
      title={title}
      description={`Takes effect with their next request.${byGroup}`}
      submitLabel={isNew ? "Give access" : "Save"}
      pendingLabel="Saving…"
      grants={data.grants}
      onSubmit={async (grants) => {
        await changeMember(member.id, { grants });
        await onChanged();
      }}
      onClose={onClose}
    />
  );
}
