import type { Format } from "@/lib/credentials/format";
import { FORMAT_LABELS } from "@/lib/credentials/format-labels";

/**
 * The formats, in the order of their tabs. Each is loaded when it is first shown. To add one, write its file in
 * `formats/`, name it in `format-labels.ts` and add its line here; the tests and docs/formats.md include it.
 */
export const FORMATS = [
  {
    id: "env-vars",
    label: FORMAT_LABELS["env-vars"],
    load: async () => (await import("@/lib/credentials/formats/env-vars")).envVars,
  },
  {
    id: "dotenv",
    label: FORMAT_LABELS.dotenv,
    load: async () => (await import("@/lib/credentials/formats/dotenv")).dotenv,
  },
  {
    id: "spring-properties",
    label: FORMAT_LABELS["spring-properties"],
    load: async () => (await import("@/lib/credentials/formats/spring-properties")).springPropertiesFormat,
  },
  {
    id: "spring-yaml",
    label: FORMAT_LABELS["spring-yaml"],
    load: async () => (await import("@/lib/credentials/formats/spring-yaml")).springYaml,
  },
  {
    id: "desktop-modeler",
    label: FORMAT_LABELS["desktop-modeler"],
    load: async () => (await import("@/lib/credentials/formats/desktop-modeler")).desktopModeler,
  },
  {
    id: "connectors",
    label: FORMAT_LABELS.connectors,
    load: async () => (await import("@/lib/credentials/formats/connectors")).connectors,
  },
  {
    id: "kubernetes-secret",
    label: FORMAT_LABELS["kubernetes-secret"],
    load: async () => (await import("@/lib/credentials/formats/kubernetes-secret")).kubernetesSecret,
  },
  { id: "json", label: FORMAT_LABELS.json, load: async () => (await import("@/lib/credentials/formats/json")).json },
  {
    id: "powershell",
    label: FORMAT_LABELS.powershell,
    load: async () => (await import("@/lib/credentials/formats/powershell")).powershell,
  },
  {
    id: "c8ctl",
    label: FORMAT_LABELS.c8ctl,
    load: async () => (await import("@/lib/credentials/formats/c8ctl")).c8ctl,
  },
  {
    id: "github-actions",
    label: FORMAT_LABELS["github-actions"],
    load: async () => (await import("@/lib/credentials/formats/github-actions")).githubActions,
  },
] as const satisfies readonly { id: string; label: string; load: () => Promise<Format> }[];

export type FormatId = (typeof FORMATS)[number]["id"];

/** Loads all formats, so that every file can be made even if the server stops responding. */
export async function loadFormats(): Promise<void> {
  await Promise.all(FORMATS.map(({ load }) => load()));
}
