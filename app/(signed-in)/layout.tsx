import type { ReactNode } from "react";
import { SignedInShell } from "@/components/members/signed-in-shell";
import { SessionKeeper } from "@/components/sessions/session-keeper";
import { QueryProvider } from "@/lib/browser/query-provider";
import { loadPage } from "@/lib/server/door/page";
import { countFindings } from "@/lib/server/findings/list-findings";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";
import { countFailures } from "@/lib/server/notices/failures";
import { env } from "@/lib/server/platform/env";
import { sessionState } from "@/lib/server/sessions/session-state";

/** What stands around each page. Each page loads its principal itself: a layout protects nothing. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { name, role, memberId, emergency, findings, failedNotices, state } = await loadPage(
    async (principal, session) => ({
      ...principal,
      emergency: env().breakGlass && (await findEmergencyAccess(principal)),
      findings: await countFindings(principal),
      failedNotices: await countFailures(principal),
      state: sessionState(session),
    }),
  );
  return (
    <QueryProvider>
      <SessionKeeper state={state}>
        <SignedInShell
          name={name}
          role={role}
          emergency={emergency}
          findings={findings}
          failedNotices={failedNotices}
          visitorId={env().demo ? memberId : null}
        >
          {children}
        </SignedInShell>
      </SessionKeeper>
    </QueryProvider>
  );
}
