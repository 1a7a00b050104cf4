"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { Time } from "@/components/ui/time/time";
import { ApiError } from "@/lib/browser/api";
import { noteBackup } from "@/lib/browser/setup";
import type { BackupNote as Note } from "@/lib/contract/setup";

/** Says what to back up, and lets an owner record that it is: Latchkey itself can't know. */
export function BackupNote({ note }: { note: Note | null }) {
  const router = useRouter();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [done, setDone] = useState("");
  const save = async () => {
    setPending(true);
    setFailure(null);
    try {
      await noteBackup();
      setDone("Backup recorded. The audit log has your name and the time.");
      router.refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  return (
    <section aria-labelledby="backup" className="flex max-w-prose flex-col gap-3">
      <h2 id="backup" className="text-lg font-semibold">
        Backup
      </h2>
      <p>
        Owners, purposes and the audit log are only in Latchkey's database. Back it up regularly, try a restore once,
        and keep LATCHKEY_AUDIT_KEY somewhere else. The database has no client secrets.
      </p>
      <p className="text-text-muted">
        {note ? (
          <>
            Last backup recorded by {note.by}: <Time at={note.at} />
          </>
        ) : (
          "No backup recorded yet."
        )}
      </p>
      <Button className="self-start" pending={isPending} pendingLabel="Saving…" onClick={() => void save()}>
        Record a backup
      </Button>
      <DoneBanner message={done} />
      <ActionFailure title="The backup was not recorded" failure={failure} />
    </section>
  );
}
