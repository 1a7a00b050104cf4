"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { SessionTable } from "@/components/sessions/session-table";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Select } from "@/components/ui/field/select";
import { LoadMore } from "@/components/ui/table/load-more";
import { queryString } from "@/lib/browser/query-string";
import { endAllSessions, endSession, reloadSessions, sessionsQuery } from "@/lib/browser/sessions";
import type { Session, SessionFilter } from "@/lib/contract/sessions";

const EndSessionsDialog = lazy(async () => ({
  default: (await import("@/components/sessions/end-sessions-dialog")).EndSessionsDialog,
}));

type SessionListProps = {
  filter: SessionFilter;
  memberId: string;
  /** Whether this person may see and end the sessions of others. */
  mayManageAll: boolean;
};

/** Where people are signed in: one's own sessions, one member's, or everybody's. */
export function SessionList({ filter, memberId, mayManageAll }: SessionListProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    sessionsQuery(filter),
  );
  const [ending, setEnding] = useState<Session | "all" | null>(null);
  const [done, setDone] = useState("");

  const [page] = data?.pages ?? [];
  const sessions = data?.pages.flatMap((each) => each.sessions) ?? [];
  const failure = error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  if (!page) return failure || <Waiting source="database" label="Loading sessions" columns={4} />;

  const isEverybody = filter.member === undefined && filter.of === "everybody";
  const other = filter.member !== undefined && filter.member !== memberId ? filter.member : undefined;
  const person = page.memberName ?? "this member";
  const hasMore = page.total > (other === undefined ? 1 : 0);
  const close = () => setEnding(null);
  const ask = (what: Session | "all") => {
    setDone("");
    setEnding(what);
  };
  /** Closes the dialog once the list shows the change, so that the focus does not return to a row that goes. */
  const finish = async (sentence: string) => {
    await reloadSessions(queries);
    close();
    setDone(sentence);
  };
  return (
    <div className="flex flex-col gap-4">
      {failure}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {mayManageAll && (
          <Select
            inline
            label="Show"
            value={isEverybody ? "everybody" : (other ?? "")}
            onChange={({ target: { value } }) =>
              router.replace(`?${queryString({ of: value === "everybody" ? value : null })}`, { scroll: false })
            }
            options={[
              { value: "", label: "My sessions" },
              { value: "everybody", label: "Everybody's sessions" },
              ...(other ? [{ value: other, label: `Sessions of ${person}` }] : []),
            ]}
          />
        )}
        {!isEverybody && hasMore && (
          <Button onClick={() => ask("all")}>{other ? "End all sessions" : "End all others"}</Button>
        )}
      </div>
      <DoneBanner message={done} />
      {page.total > 0 ? (
        <SessionTable sessions={sessions} total={page.total} withPerson={isEverybody} onEnd={ask} />
      ) : (
        <EmptyState icon={<MonitorSmartphone />} title="No sessions">
          {person} is not signed in anywhere.
        </EmptyState>
      )}
      {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more sessions (${sessions.length} of ${page.total})`}
          doneLabel="No more sessions"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
      <Suspense>
        {ending === "all" && (
          <EndSessionsDialog
            title={other ? `End all sessions of ${person}?` : "End all other sessions?"}
            description={
              other
                ? `${person} is signed out in every browser, and can sign in again.`
                : "You are signed out of every other browser."
            }
            confirmLabel={other ? "End all sessions" : "End all others"}
            end={() => endAllSessions(other)}
            onEnded={() =>
              void finish(other ? `All sessions of ${person} have ended.` : "All other sessions have ended.")
            }
            onCancel={close}
          />
        )}
        {ending !== null && ending !== "all" && (
          <EndSessionsDialog
            title={`End the session in ${ending.device}?`}
            description={`${ending.memberId === memberId ? "You are" : `${ending.memberName} is`} signed out in that browser at once. Work that is not saved there is lost.`}
            confirmLabel="End session"
            end={() => endSession(ending.id)}
            onEnded={() => void finish("The session has ended.")}
            onCancel={close}
          />
        )}
      </Suspense>
    </div>
  );
}
