"use client";

import { useState } from "react";
import { CHANNEL_NAMES, CHANNEL_SETTINGS } from "@/components/notices/words";
import { Button } from "@/components/ui/button/button";
import { Status } from "@/components/ui/feedback/status";
import { ApiError } from "@/lib/browser/api";
import { sendTestNotice } from "@/lib/browser/notices";
import type { NoticeChannel } from "@/lib/contract/notice-kinds";
import type { NoticeSettings, TestNoticeResult } from "@/lib/contract/notices";

type ChannelRowProps = NoticeSettings["channels"][number];

/** One way out, and what its receiver says to a test. */
function ChannelRow({ channel, isConfigured }: ChannelRowProps) {
  const [isPending, setPending] = useState(false);
  const [result, setResult] = useState<TestNoticeResult | null>(null);
  const test = async (which: NoticeChannel) => {
    setPending(true);
    setResult(null);
    try {
      setResult(await sendTestNotice(which));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setResult({ isAccepted: false, answer: error.message });
    } finally {
      setPending(false);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 border-t border-line py-2">
      <h3 className="w-36 font-medium">{CHANNEL_NAMES[channel]}</h3>
      <span className="w-36">
        <Status tone={isConfigured ? "ok" : "idle"}>{isConfigured ? "Configured" : "Not configured"}</Status>
      </span>
      {isConfigured ? (
        <Button size="sm" pending={isPending} pendingLabel="Sending…" onClick={() => void test(channel)}>
          Send a test<span className="sr-only"> by {CHANNEL_NAMES[channel]}</span>
        </Button>
      ) : (
        <span className="min-w-0 text-sm text-text-muted wrap-anywhere">Set {CHANNEL_SETTINGS[channel]}.</span>
      )}
      <div aria-live="polite" className="min-w-0 basis-full wrap-anywhere empty:hidden">
        {result && (
          <Status tone={result.isAccepted ? "ok" : "bad"}>
            <span>
              {result.isAccepted ? "Accepted. Response: " : "Not accepted: "}
              <span className="font-mono text-sm">{result.answer}</span>
            </span>
          </Status>
        )}
      </div>
    </li>
  );
}

/** The ways out, and a test of each. */
export function NoticeChannels({ channels }: Pick<NoticeSettings, "channels">) {
  return (
    <section aria-labelledby="notice-channels" className="flex flex-col gap-2">
      <h2 id="notice-channels" className="text-lg font-semibold">
        Channels
      </h2>
      <ul>
        {channels.map((each) => (
          <ChannelRow key={each.channel} {...each} />
        ))}
      </ul>
    </section>
  );
}
