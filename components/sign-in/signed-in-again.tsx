"use client";

import { useEffect } from "react";
import { ButtonLink } from "@/components/ui/button/button-link";
import { tellTabs } from "@/lib/browser/tabs";

type SignedInAgainProps = { memberId: string; isFresh: boolean };

/** The end of a sign-in in a tab of its own: tells the other tabs, then closes itself where the browser allows that. */
export function SignedInAgain({ memberId, isFresh }: SignedInAgainProps) {
  useEffect(() => {
    tellTabs({ kind: "signed-in", memberId });
    if (isFresh) window.close();
  }, [memberId, isFresh]);
  return (
    <div className="flex flex-col items-start gap-5">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">You are signed in</h1>
        <p className="text-text-muted">
          {isFresh
            ? "Close this tab and continue in the other one. Your work is still there."
            : "But your identity provider did not confirm that it asked who you are, so this does not count as a recent sign-in. Sign out and sign in, or ask your Latchkey administrator."}
        </p>
      </div>
      <ButtonLink href="/clusters">Open Latchkey here</ButtonLink>
    </div>
  );
}
