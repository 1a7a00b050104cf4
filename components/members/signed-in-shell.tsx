"use client";

import { Boxes, ScrollText, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { ROLE_NAMES } from "@/components/members/words";
import { AppShell } from "@/components/shell/app-shell";
import { useSignOut } from "@/components/sign-in/use-sign-out";
import type { Role } from "@/lib/contract/roles";

const ENTRIES = [
  { href: "/clusters", label: "Clusters", icon: <Boxes /> },
  { href: "/audit", label: "Audit", icon: <ScrollText /> },
  { href: "/settings", label: "Settings", icon: <Settings /> },
];

type SignedInShellProps = { name: string; role: Role; children: ReactNode };

/** The shell around every page of a member, with the product's sections. */
export function SignedInShell({ name, role, children }: SignedInShellProps) {
  const { leave, failure } = useSignOut();
  return (
    <AppShell home="/clusters" entries={ENTRIES} user={{ name, role: ROLE_NAMES[role] }} onSignOut={leave}>
      <div className="flex flex-col gap-5">
        {failure}
        {children}
      </div>
    </AppShell>
  );
}
