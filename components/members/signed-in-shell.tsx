"use client";

import { Boxes, Gauge, KeyRound, ScrollText, Settings } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { EmergencyNotice } from "@/components/members/emergency-notice";
import { ROLE_NAMES } from "@/components/members/words";
import { AppShell } from "@/components/shell/app-shell";
import { useSignOut } from "@/components/sign-in/use-sign-out";
import type { EmergencyAccess } from "@/lib/contract/emergency-access";
import type { Role } from "@/lib/contract/roles";

const ENTRIES = [
  { href: "/", label: "Overview", icon: <Gauge /> },
  { href: "/clusters", label: "Clusters", icon: <Boxes /> },
  { href: "/clients", label: "Clients", icon: <KeyRound /> },
  { href: "/audit", label: "Audit", icon: <ScrollText /> },
  { href: "/settings", label: "Settings", icon: <Settings /> },
];

type SignedInShellProps = {
  name: string;
  role: Role;
  /** Null where the settings have no emergency sign-in. */
  emergency: EmergencyAccess | null;
  children: ReactNode;
};

/** The shell around every page of a member, with the product's sections. */
export function SignedInShell({ name, role, emergency, children }: SignedInShellProps) {
  const { leave, failure } = useSignOut();
  const pathname = usePathname();
  return (
    <AppShell home="/" entries={ENTRIES} user={{ name, role: ROLE_NAMES[role] }} onSignOut={leave}>
      <div className="flex flex-col gap-5">
        {emergency && <EmergencyNotice key={pathname} access={emergency} />}
        {failure}
        {children}
      </div>
    </AppShell>
  );
}
