"use client";

import { type ReactNode, useState } from "react";
import { Banner } from "@/components/ui/feedback/banner";
import { signOut } from "@/lib/browser/session";

/** Signs out. `failure` is a banner for the page when that failed, otherwise null. */
export function useSignOut(): { leave: () => void; failure: ReactNode } {
  const [error, setError] = useState<Error | null>(null);
  return {
    leave: () => {
      setError(null);
      signOut().catch(setError);
    },
    failure: error && (
      <Banner announce tone="bad" title="You are still signed in">
        {error.message}
      </Banner>
    ),
  };
}
