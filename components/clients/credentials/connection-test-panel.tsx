"use client";

import { useQuery } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import { useEffect } from "react";
import { useTestRun } from "@/components/clients/credentials/use-test-run";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { Status, type Tone } from "@/components/ui/feedback/status";
import { clusterQuery } from "@/lib/browser/clusters";
import type { Connection } from "@/lib/contract/clients";
import type { ConnectionCheck } from "@/lib/contract/connection-test";

const STATES: Record<ConnectionCheck["outcome"], { tone: Tone; words: string }> = {
  reached: { tone: "ok", words: "Signed in and reached" },
  not_permitted: { tone: "warn", words: "Signed in and reached; no permissions yet" },
  not_active: { tone: "busy", words: "Not active yet" },
  failed: { tone: "bad", words: "Not reached" },
  not_testable: { tone: "idle", words: "Nothing to test" },
  not_tried: { tone: "idle", words: "Not tried" },
};

/** Outcomes after which the client can go to work. */
const GOOD = new Set<ConnectionCheck["outcome"]>(["reached", "not_permitted", "not_testable"]);

/** What several checks have in common: said once, below them. */
function sharedMessage(checks: readonly ConnectionCheck[]): string | null {
  const messages = checks.flatMap(({ message }) => message ?? []);
  return messages.find((message, at) => messages.indexOf(message) !== at) ?? null;
}

function Check({ check, shared }: { check: ConnectionCheck; shared: string | null }) {
  const { scope, outcome, ms, version, message } = check;
  const { tone, words } = STATES[outcome];
  return (
    <li className="flex flex-wrap gap-x-4 gap-y-0.5 py-1.5">
      <span className="w-18 font-medium">{scope}</span>
      <span className="min-w-0 grow basis-40">
        <Status tone={tone}>
          {words}
          {ms !== null && ` in ${ms} ms`}
          {version && `, version ${version}`}
        </Status>
        {message && message !== shared && <span className="block text-text-muted">{message}</span>}
      </span>
    </li>
  );
}

type ConnectionTestPanelProps = { connection: Connection; secret: string; onDone: () => void };

/** Tests new credentials against the cluster, while the secret is still on the screen. */
export function ConnectionTestPanel(props: ConnectionTestPanelProps) {
  // The page has loaded the cluster.
  const { data } = useQuery({ ...clusterQuery(props.connection.clusterId), enabled: false });
  if (data?.cluster?.status !== "Creating") return <ReadyPanel {...props} />;
  return (
    <p className="text-text-muted">
      Camunda is still creating this cluster, so there is nothing to test yet. Save the credentials now.
    </p>
  );
}

function ReadyPanel({ connection, secret, onDone }: ConnectionTestPanelProps) {
  const { isRunning, news, result, failure, run } = useTestRun(connection, secret);
  const isGood = result?.checks.every(({ outcome }) => GOOD.has(outcome)) ?? false;
  const shared = sharedMessage(result?.checks ?? []);
  useEffect(() => {
    if (isGood) onDone();
  }, [isGood, onDone]);
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
            <Check key={check.scope} check={check} shared={shared} />
          ))}
        </ul>
      )}
      {shared && <p className="text-text-muted">{shared}</p>}
    </section>
  );
}
