"use client";

import { useEffect, useRef } from "react";

type LeaveGuard = {
  /** While true, "back" goes to `onBack` and not to the page before. */
  isActive: boolean;
  /** While true, "back" leaves the page where it is, and reload and closing ask by the browser's own question. */
  asks: boolean;
  onBack: () => void;
};

/** Stands between a person and the ways out of a page that no dialog sees: back, reload, closing. */
export function useLeaveGuard({ isActive, asks, onBack }: LeaveGuard): void {
  const latest = useRef({ asks, onBack });
  useEffect(() => {
    latest.current = { asks, onBack };
  });
  useEffect(() => {
    if (!isActive) return;
    // One entry of the same address on top: "back" takes that one away, and tells us.
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
