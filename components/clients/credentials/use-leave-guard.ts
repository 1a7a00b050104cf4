"use client";

import { useEffect, useRef } from "react";

type LeaveGuard = {
  /** While true, Back calls `onBack` instead of leaving the page. */
  isActive: boolean;
  /** While true, Back stays guarded after that, and the browser asks before a reload or a close. */
  asks: boolean;
  onBack: () => void;
};

/** Guards the ways out of a page that a dialog can't see: Back, reload and closing the tab. */
export function useLeaveGuard({ isActive, asks, onBack }: LeaveGuard): void {
  const latest = useRef({ asks, onBack });
  useEffect(() => {
    latest.current = { asks, onBack };
  });
  useEffect(() => {
    if (!isActive) return;
    // An extra history entry with the same address: Back removes it and fires popstate.
    const stay = () => window.history.pushState(window.history.state, "");
    const goBack = () => {
      if (latest.current.asks) stay();
      latest.current.onBack();
    };
    stay();
    window.addEventListener("popstate", goBack);
    return () => window.removeEventListener("popstate", goBack);
  }, [isActive]);
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [asks]);
}
