"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useCallback, useState } from "react";
import type { Ending } from "@/components/members/confirm-member-dialog";
import { AddMemberDialog, ChangeAccessDialog, ConfirmMemberDialog } from "@/components/members/lazy-parts";
import { MemberTable } from "@/components/members/member-table";
import { nameOf } from "@/components/members/words";
import { ActionFailure } from "@/components/states/action-failure";
import { LoadFailure } from "@/components/states/load-failure";
import { useSettled } from "@/components/states/use-list-view";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { SearchField } from "@/components/ui/field/search-field";
import { LoadMore } from "@/components/ui/table/load-more";
import { ApiError } from "@/lib/browser/api";
import { changeMember, membersQuery, reloadMembers } from "@/lib/browser/members";
import type { Member } from "@/lib/contract/members";

type Open =
  | { dialog: "add" }
  | { dialog: "access"; member: Member }
  | { dialog: "confirm"; ending: Ending; member: Member };

/** The members page: who has access, and all that owners can do about it. */
export function MemberList() {
  const queries = useQueryClient();
  const [search, setSearch] = useState("");
  const settled = useSettled(search.trim());
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...membersQuery(settled === "" ? {} : { search: settled }),
    placeholderData: keepPreviousData,
  });
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState("");
  const [failure, setFailure] = useState<ApiError | null>(null);

  const show = useCallback((next: Open) => {
    setDone("");
    setFailure(null);
    setOpen(next);
  }, []);
  /** Closes the dialog once the list shows the change, so that the focus returns to a button that stays. */
  const finish = useCallback(
    async (sentence: string) => {
      await reloadMembers(queries);
      setOpen(null);
      setDone(sentence);
    },
    [queries],
  );
  const enable = useCallback(
    async (member: Member) => {
      setDone("");
      setFailure(null);
      try {
        await changeMember(member.id, { disabled: false });
        await finish(`${nameOf(member)} is enabled and can sign in again.`);
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        setFailure(thrown);
      }
    },
    [finish],
  );
  const changeAccess = useCallback((member: Member) => show({ dialog: "access", member }), [show]);
  const confirm = useCallback((ending: Ending, member: Member) => show({ dialog: "confirm", ending, member }), [show]);
  const close = () => setOpen(null);

  const [page] = data?.pages ?? [];
  if (!page) {
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Waiting source="database" label="Loading members" columns={6} above="h-control sm:max-w-80" />
    );
  }
  const members = data?.pages.flatMap((each) => each.members) ?? [];
  const { total, found } = page;
  return (
    <div className="flex flex-col gap-4">
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      <ActionFailure title="Nothing was changed" failure={failure} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchField
          label="Search members"
          value={search}
          onChange={setSearch}
          found={`${found} of ${total}`}
          className="grow sm:max-w-80"
        />
        <Button variant="primary" onClick={() => show({ dialog: "add" })}>
          <Plus />
          Add member
        </Button>
      </div>
      {/* Below the toolbar, so that it does not move. */}
      <DoneBanner message={done} />
      <MemberTable
        members={members}
        total={found}
        search={search}
        onAccess={changeAccess}
        onEnding={confirm}
        onEnable={(member) => void enable(member)}
      />
      {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more members (${members.length} of ${found})`}
          doneLabel="No more members"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
      <Suspense>
        {open?.dialog === "add" && (
          <AddMemberDialog
            onAdded={(address) => finish(`${address} is invited. They have access as soon as they sign in.`)}
            onClose={close}
          />
        )}
        {open?.dialog === "access" && (
          <ChangeAccessDialog
            member={open.member}
            onChanged={() => finish(`The access of ${nameOf(open.member)} is saved.`)}
            onClose={close}
          />
        )}
        {open?.dialog === "confirm" && (
          <ConfirmMemberDialog ending={open.ending} member={open.member} onDone={finish} onCancel={close} />
        )}
      </Suspense>
    </div>
  );
}
