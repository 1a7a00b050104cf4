"use client";

import { PlugZap } from "lucide-react";
import { useTestRun } from "@/components/clients/credentials/use-test-run";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Status, type Tone } from "@/components/ui/feedback/status";
import type { Connection } from "@/lib/contract/clients";
import type { ConnectionCheck } from "@/lib/contract/connection-test";

const STATES: Record<ConnectionCheck["outcome"], { tone: Tone; words: string }> = {
  reached: { tone: "ok", words: "Reached" },
  not_active: { tone: "busy", words: "Not active yet" },
  failed: { tone: "bad", words: "Not reached" },
  not_testable: { tone: "idle", words: "Nothing to test" },
  not_tried: { tone: "idle", words: "Not tried" },
};

function Check({ check: { scope, outcome, ms, version, message } }: { check: ConnectionCheck }) {
  const { tone, words } = STATES[outcome];
  return (
    <li className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-4">
      <span className="font-medium">{scope}</span>
      <span className="sm:col-span-3">
        <Status tone={tone}>
          {words}
          {ms !== null && ` in ${ms} ms`}
          {version && `, version ${version}`}
        </Status>
        {message && <span className="block text-text-muted">{message}</span>}
      </span>
    </li>
  );
}

type ConnectionTestPanelProps = { connection: Connection; secret: string };

/** Tests new credentials against the cluster, while the secret is still on the screen. */
export function ConnectionTestPanel({ connection, secret }: ConnectionTestPanelProps) {
  const { isRunning, news, result, failure, run } = useTestRun(connection, secret);
  return (
    <section aria-label="Connection test" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button pending={isRunning} pendingLabel="Testing…" onClick={run}>
          <PlugZap />
          Test connection
        </Button>
        <p role="status" className="text-sm text-text-muted">
          {news}
        </p>
      </div>
      {failure && (
        <Banner announce tone="bad" title="Couldn't run the test">
          {failure.message}
        </Banner>
      )}
      {result && (
        <ul aria-label="Result of the test" className="divide-y divide-line border-y border-line">
          {result.checks.map((check) => (
            <Check key={check.scope} check={check} />
          ))}
        </ul>
      )}
    </section>
  );
}
