import { Status, type Tone } from "@/components/ui/feedback/status";

/** The states that Camunda is known to report. */
const STATES = new Map<string, { tone: Tone; words: string }>([
  ["Healthy", { tone: "ok", words: "Healthy" }],
  ["Unhealthy", { tone: "bad", words: "Unhealthy" }],
  ["Creating", { tone: "busy", words: "Creating" }],
  ["Updating", { tone: "busy", words: "Updating" }],
  ["Resuming", { tone: "busy", words: "Resuming" }],
  ["Maintenance", { tone: "busy", words: "In maintenance" }],
  ["Suspended", { tone: "idle", words: "Suspended" }],
  ["WaitingForInput", { tone: "warn", words: "Waiting for input" }],
]);

const stateOf = (status: string) => STATES.get(status) ?? ({ tone: "unknown", words: status } as const);

/** A cluster's state in a word or two. An unknown one is shown as Camunda reports it. */
export const statusWords = (status: string): string => stateOf(status).words;

/** The same with its icon. What is as it should be is quiet. */
export function ClusterStatus({ status }: { status: string }) {
  const { tone, words } = stateOf(status);
  return (
    <Status tone={tone}>
      <span className={tone === "ok" ? "text-text-muted" : tone === "bad" ? "font-medium" : undefined}>{words}</span>
    </Status>
  );
}
