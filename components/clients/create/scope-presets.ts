import { SCOPES, type Scope } from "@/lib/contract/scopes";

/** What people make clients for, and the least that each needs. The first is where a new client starts. */
export const PRESETS = [
  { id: "worker", label: "Job worker or process starter", scopes: ["Zeebe"] },
  { id: "tasks", label: "Task application", scopes: ["Zeebe", "Tasklist"] },
  { id: "monitoring", label: "Monitoring", scopes: ["Operate"] },
  { id: "reporting", label: "Reporting", scopes: ["Optimize"] },
  { id: "connectors", label: "Connectors in hybrid mode", scopes: ["Zeebe", "Secrets"] },
] as const satisfies readonly { id: string; label: string; scopes: readonly Scope[] }[];

/** The preset that is exactly these scopes, or null: "Choose yourself". */
export function presetOf(scopes: readonly Scope[]): (typeof PRESETS)[number] | null {
  const isSame = (preset: readonly Scope[]) =>
    SCOPES.every((scope) => preset.includes(scope) === scopes.includes(scope));
  return PRESETS.find((preset) => isSame(preset.scopes)) ?? null;
}
