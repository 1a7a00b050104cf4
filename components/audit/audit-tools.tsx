"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { ExportMenu } from "@/components/exports/export-menu";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { ApiError } from "@/lib/browser/api";
import { isChecking, startVerification, verificationQuery } from "@/lib/browser/verification";
import type { AuditFilter } from "@/lib/contract/audit";

const VerificationPanel = lazy(async () => ({
  default: (await import("@/components/audit/verification-panel")).VerificationPanel,
}));

type AuditToolsProps = {
  filter: AuditFilter;
  /** Members with a role on some clusters only may not verify the log of all. */
  mayVerify: boolean;
};

/** Exports and verifies the history. The buttons share a row that wraps, and their messages are below it. */
export function AuditTools({ filter, mayVerify }: AuditToolsProps) {
  const queries = useQueryClient();
  const { data } = useQuery({ ...verificationQuery, enabled: mayVerify });
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isStarting, setStarting] = useState(false);

  const verify = async () => {
    setStarting(true);
    setFailure(null);
    try {
      queries.setQueryData(verificationQuery.queryKey, await startVerification());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setStarting(false);
    }
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <ExportMenu address="/api/audit-events/export" exported="events" filter={filter} />
        {mayVerify && (
          <Button pending={isStarting || isChecking(data)} pendingLabel="Verifying…" onClick={() => void verify()}>
            <ShieldCheck />
            Verify audit log
          </Button>
        )}
      </div>
      <div className="flex basis-full flex-col gap-3 empty:hidden">
        <ActionFailure title="The check did not start" failure={failure} />
        <Suspense>{data && <VerificationPanel state={data} />}</Suspense>
      </div>
    </>
  );
}
