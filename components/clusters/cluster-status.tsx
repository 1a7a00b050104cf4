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

/** A cluster's state, by icon and word. An unknown one is shown as Camunda reports it. */
export function ClusterStatus({ status }: { status: string }) {
  const { tone, words } = STATES.get(status) ?? { tone: "unknown", words: status };
  return <Status tone={tone}>{words}</Status>;
}
