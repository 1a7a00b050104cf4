"use client";

import { useEffect, useRef } from "react";

/**
 * While `isActive`, leaving the page asks first: reload and closing by the browser's own question, and "back" by
 * `onBack`, which then decides. The page itself stays where it is.
 */
export function useLeaveGuard(isActive: boolean, onBack: () => void): void {
  const back = useRef(onBack);
  useEffect(() => {
    back.current = onBack;
  });
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // One entry of the same address on top: "back" takes that one away, and tells us.
    const stay = () => window.history.pushState(window.history.state, "");
    const goBack = () => {
      stay();
      back.current();
    };
    stay();
    window.addEventListener("beforeunload", ask);
    window.addEventListener("popstate", goBack);
    return () => {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("popstate", goBack);
    };
  }, [isActive]);
}
