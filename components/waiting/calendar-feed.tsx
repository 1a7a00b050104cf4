"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { Banner } from "@/components/ui/feedback/banner";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { Time } from "@/components/ui/time/time";
import { ApiError } from "@/lib/browser/api";
import { calendarQuery, makeCalendar, takeBackCalendar } from "@/lib/browser/waiting";

/** Makes the address of the reader's calendar feed, shows it once, and takes it back. */
export function CalendarFeed() {
  const queries = useQueryClient();
  const { data } = useQuery(calendarQuery);
  const [address, setAddress] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const busy = useRef(false);
  const madeAt = data?.madeAt ?? null;

  const run = async (step: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setFailure(null);
    setMessage("");
    try {
      await step();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  const make = () =>
    run(async () => {
      const made = await makeCalendar();
      setAddress(made.address);
      queries.setQueryData(calendarQuery.queryKey, { madeAt: made.madeAt });
    });
  const takeBack = () =>
    run(async () => {
      await takeBackCalendar();
      setAddress(null);
      queries.setQueryData(calendarQuery.queryKey, { madeAt: null });
      setMessage("The address was revoked. Calendars that use it get no more updates.");
    });
  return (
    <section aria-labelledby="calendar-title" className="flex flex-col items-start gap-3">
      <h2 id="calendar-title" className="text-lg font-semibold">
        Calendar
      </h2>
      <p className="max-w-prose text-text-muted">
        Subscribe to the ends, reviews and rotations of all clients that you have access to. Anyone with the address can
        read them, so give it only to your calendar.
      </p>
      {madeAt && (
        <p>
          Created <Time at={madeAt} />
        </p>
      )}
      {address && (
        <Banner announce tone="info" title="Copy the address now. It is shown only once.">
          <CopyText text={address} what="calendar address" />
        </Banner>
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={isPending} onClick={() => void make()}>
          {madeAt ? "Create a new address" : "Create a calendar address"}
        </Button>
        {madeAt && (
          <Button aria-disabled={isPending || undefined} onClick={() => void takeBack()}>
            Revoke address
          </Button>
        )}
      </div>
      {madeAt && <p className="text-sm text-text-muted">A new address replaces the old one.</p>}
      <ActionFailure title="Nothing was changed" failure={failure} />
      <DoneBanner message={message} />
    </section>
  );
}
