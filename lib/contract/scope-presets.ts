import { SCOPES, type Scope } from "@/lib/contract/scopes";

/** What clients are created for, and the minimum scopes of each. A new client starts with the first. */
export const PRESETS = [
  { id: "worker", label: "Job worker or process starter", scopes: ["Zeebe"] },
  { id: "tasks", label: "Task application", scopes: ["Zeebe", "Tasklist"] },
  { id: "monitoring", label: "Monitoring", scopes: ["Operate"] },
  { id: "reporting", label: "Reporting", scopes: ["Optimize"] },
  { id: "connectors", label: "Connectors in hybrid mode", scopes: ["Zeebe", "Secrets"] },
] as const satisfies readonly { id: string; label: string; scopes: readonly Scope[] }[];

/** The preset with exactly these scopes, or null for a custom choice. */
export function presetOf(scopes: readonly Scope[]): (typeof PRESETS)[number] | null {
  const isSame = (preset: readonly Scope[]) =>
    SCOPES.every((scope) => preset.includes(scope) === scopes.includes(scope));
  return PRESETS.find((preset) => isSame(preset.scopes)) ?? null;
}
