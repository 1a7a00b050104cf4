import { SCOPES, type Scope } from "@/lib/contract/scopes";

/** What clients are created for, and the minimum scopes of each. A new client starts with the first. */
export const PRESETS = [
  {
    id: "worker",
    label: "Job worker or process starter",
    does: "Starts processes and works on their jobs.",
    scopes: ["Zeebe"],
  },
  {
    id: "tasks",
    label: "Task application",
    does: "Lets people claim and complete tasks.",
    scopes: ["Zeebe", "Tasklist"],
  },
  { id: "monitoring", label: "Monitoring", does: "Reads instances and their incidents.", scopes: ["Operate"] },
  { id: "reporting", label: "Reporting", does: "Exports reports and dashboards.", scopes: ["Optimize"] },
  {
    id: "connectors",
    label: "Connectors in hybrid mode",
    does: "Runs connectors in your own network.",
    scopes: ["Zeebe", "Secrets"],
  },
] as const satisfies readonly { id: string; label: string; does: string; scopes: readonly Scope[] }[];

/** The preset with exactly these scopes, or null for a custom choice. */
export function presetOf(scopes: readonly Scope[]): (typeof PRESETS)[number] | null {
  const isSame = (preset: readonly Scope[]) =>
    SCOPES.every((scope) => preset.includes(scope) === scopes.includes(scope));
  return PRESETS.find((preset) => isSame(preset.scopes)) ?? null;
}
