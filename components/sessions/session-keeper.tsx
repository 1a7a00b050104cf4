"use client";

import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import type { Notice } from "@/components/sessions/session-notice";
import { isDialogOpen } from "@/components/ui/dialog/top-dialog";
import { getSessionState, signInAddress, staySignedIn } from "@/lib/browser/session";
import { formsAreBack, onSessionSignal } from "@/lib/browser/session-signals";
import { onTabWord, tellTabs } from "@/lib/browser/tabs";
import type { SessionState } from "@/lib/contract/sessions";

// Few pages live long enough to show it.
const SessionNotice = lazy(async () => ({
  default: (await import("@/components/sessions/session-notice")).SessionNotice,
}));

const TICK_MS = 1_000;
/** While a notice is shown, and after a failure, the server is asked this often: another tab may have put off the end. */
const ASK_AGAIN_MS = 10_000;

/** When to ask the server next, by this browser's clock. */
function nextAsk({ noticeInMs, endsInMs }: SessionState): number {
  return Date.now() + (noticeInMs > 0 ? noticeInMs : Math.min(endsInMs + TICK_MS, ASK_AGAIN_MS));
}

type SessionKeeperProps = { state: SessionState; children: ReactNode };

/**
 * Keeps a page in step with its session. Says when it is about to end, and asks the server first. When it has ended, or
 * somebody else has signed in, the page shows nothing any more; only an open dialog stays, for the same person to go on.
 */
export function SessionKeeper({ state, children }: SessionKeeperProps) {
  const { memberId } = state;
  const queries = useQueryClient();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [leavesTo, setLeavesTo] = useState<string | null>(null);
  const askAt = useRef(Number.POSITIVE_INFINITY);

  const leave = useCallback(
    (address: string) => {
      queries.clear();
      setLeavesTo(address);
    },
    [queries],
  );
  const leaveToSignIn = useCallback(() => leave(signInAddress()), [leave]);
  const take = useCallback(
    (now: SessionState) => {
      if (now.memberId !== memberId) return leave("/");
      askAt.current = nextAsk(now);
      const ending = now.canStay ? "ending" : "last";
      const waiting = (shown: Notice | null) => (shown === "reauthenticate" && !now.isFresh ? shown : null);
      setNotice((shown) => (now.noticeInMs > 0 ? waiting(shown) : ending));
    },
    [memberId, leave],
  );
  const ask = useCallback(async () => {
    askAt.current = Date.now() + ASK_AGAIN_MS;
    // An ended session is signalled. After any other failure, the next tick tries again.
    await getSessionState().then(take, () => undefined);
  }, [take]);
  const stay = () => staySignedIn().then(take, () => undefined);

  useEffect(() => {
    askAt.current = Date.now() + state.noticeInMs;
    const timer = setInterval(() => {
      if (Date.now() >= askAt.current) void ask();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [state, ask]);
  useEffect(
    () =>
      onSessionSignal((signal) => {
        if (signal === "reauthenticate") return setNotice("reauthenticate");
        askAt.current = Number.POSITIVE_INFINITY;
        if (isDialogOpen()) setNotice("ended");
        else void formsAreBack().then(() => (isDialogOpen() ? setNotice("ended") : leaveToSignIn()));
      }),
    [leaveToSignIn],
  );
  useEffect(() => {
    tellTabs({ kind: "signed-in", memberId });
    return onTabWord((word) => {
      if (word.kind === "signed-out") leave("/sign-in");
      else if (word.memberId !== memberId) leave("/");
      else void ask();
    });
  }, [memberId, ask, leave]);
  useEffect(() => {
    // Back may show a page as it was left, perhaps by a person who has signed out since.
    const startOver = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      document.documentElement.hidden = true;
      window.location.reload();
    };
    window.addEventListener("pageshow", startOver);
    return () => window.removeEventListener("pageshow", startOver);
  }, []);
  useEffect(() => {
    // Only now: the guards of open dialogs, which would ask, are gone with them.
    if (leavesTo !== null) window.location.replace(leavesTo);
  }, [leavesTo]);

  if (leavesTo !== null) return null;
  return (
    <>
      {children}
      <Suspense>{notice && <SessionNotice notice={notice} onStay={stay} onLeave={leaveToSignIn} />}</Suspense>
    </>
  );
}
