"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { OnTop } from "@/components/ui/dialog/on-top";
import { useTopDialog } from "@/components/ui/dialog/top-dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { openSignInAgain } from "@/lib/browser/session";

/** ending: a request puts off the end. last: only a new sign-in does. ended: a dialog keeps what was entered. */
export type Notice = "ending" | "last" | "ended" | "reauthenticate";

const WORDS: Record<Notice, { title: string; text: string }> = {
  ending: {
    title: "You will be signed out in less than a minute",
    text: "You have not used Latchkey for a while.",
  },
  last: {
    title: "Your session ends in less than a minute",
    text: "Sign in again to go on. It opens in a new tab, and this page stays as it is.",
  },
  ended: {
    title: "You are signed out",
    text: "What you entered is still here. Sign in again in a new tab, then go on here.",
  },
  reauthenticate: {
    title: "This needs a recent sign-in",
    text: "Nothing was changed. Sign in again in a new tab, then try once more here.",
  },
};

type SessionNoticeProps = {
  notice: Notice;
  onStay: () => Promise<void>;
  /** Nothing is left to keep on the screen of a person who is signed out. */
  onLeave: () => void;
};

/** Says that the session ends, or that it is not enough, and offers to go on. */
export function SessionNotice({ notice, onStay, onLeave }: SessionNoticeProps) {
  const dialog = useTopDialog();
  const [isPending, setPending] = useState(false);
  const isLost = notice === "ended" && dialog === null;
  useEffect(() => {
    if (isLost) onLeave();
  }, [isLost, onLeave]);
  const stay = () => {
    setPending(true);
    void onStay().finally(() => setPending(false));
  };
  const { title, text } = WORDS[notice];
  return (
    <OnTop label="Your session">
      <Banner
        key={notice}
        announce
        tone="warn"
        title={title}
        action={
          notice === "ending" ? (
            <Button size="sm" pending={isPending} pendingLabel="One moment…" onClick={stay}>
              Stay signed in
            </Button>
          ) : (
            <Button size="sm" onClick={openSignInAgain}>
              Sign in again
            </Button>
          )
        }
      >
        {text}
      </Banner>
    </OnTop>
  );
}
