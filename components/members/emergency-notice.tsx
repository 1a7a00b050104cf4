"use client";

import { useQuery } from "@tanstack/react-query";
import { Banner } from "@/components/ui/feedback/banner";
import { Time } from "@/components/ui/time/time";
import { emergencyAccessQuery } from "@/lib/browser/emergency-access";
import type { EmergencyAccess } from "@/lib/contract/emergency-access";

/**
 * Says on every page that the emergency sign-in is in use. The shell outlives its pages, so each page mounts this anew
 * and asks again; so does a return to the window.
 */
export function EmergencyNotice({ access }: { access: EmergencyAccess }) {
  const { data } = useQuery({ ...emergencyAccessQuery, initialData: access });
  if (!data.live) return null;
  const { since, by } = data.live;
  return (
    <aside aria-label="Emergency access">
      <Banner
        announce
        tone="warn"
        title={
          <>
            Emergency access in use by {by} since <Time at={since} />
          </>
        }
      >
        Anyone with the emergency password acts as an owner. Everything they do is in the audit log.
      </Banner>
    </aside>
  );
}
