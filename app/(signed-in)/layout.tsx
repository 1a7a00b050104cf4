import type { ReactNode } from "react";
import { SignedInShell } from "@/components/members/signed-in-shell";
import { QueryProvider } from "@/lib/browser/query-provider";
import { loadPage } from "@/lib/server/door/page";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";
import { env } from "@/lib/server/platform/env";

/** What stands around each page. Each page loads its principal itself: a layout protects nothing. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { name, role, emergency } = await loadPage(async (principal) => ({
    ...principal,
    emergency: env().breakGlass && (await findEmergencyAccess(principal)),
  }));
  return (
    <QueryProvider>
      <SignedInShell name={name} role={role} emergency={emergency}>
        {children}
      </SignedInShell>
    </QueryProvider>
  );
}
