import type { ReactNode } from "react";
import { SignedInShell } from "@/components/members/signed-in-shell";
import { QueryProvider } from "@/lib/browser/query-provider";
import { loadPage } from "@/lib/server/door/page";

/** What stands around each page. Each page loads its principal itself: a layout protects nothing. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { name, role } = await loadPage(async (principal) => principal);
  return (
    <QueryProvider>
      <SignedInShell name={name} role={role}>
        {children}
      </SignedInShell>
    </QueryProvider>
  );
}
