import type { ReactNode } from "react";
import { TabNav } from "@/components/ui/tabs/tab-nav";
import { may } from "@/lib/contract/rights";
import { loadPage } from "@/lib/server/door/page";

/** The tabs of the settings that this member may see. Each page checks its own right: a layout protects nothing. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await loadPage(async (principal) => principal);
  return (
    <>
      <TabNav
        label="Settings"
        items={[
          ...(may(role, "members.manage") ? [{ href: "/settings/members", label: "Members" }] : []),
          { href: "/settings/sessions", label: "Sessions" },
          { href: "/settings/notices", label: "Notices" },
          ...(may(role, "setup.check") ? [{ href: "/settings/setup", label: "Setup check" }] : []),
        ]}
      />
      {children}
    </>
  );
}
