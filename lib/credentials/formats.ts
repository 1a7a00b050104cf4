import type { Format } from "@/lib/credentials/format";

/**
 * The formats, in the order of their tabs. Each is loaded when it is first shown. To add one, write its file in
 * `formats/` and add its line here; the tests and docs/formats.md include it.
 */
export const FORMATS = [
  { id: "env-vars", label: "Env Vars", load: async () => (await import("@/lib/credentials/formats/env-vars")).envVars },
  { id: "dotenv", label: ".env", load: async () => (await import("@/lib/credentials/formats/dotenv")).dotenv },
  {
    id: "spring-properties",
    label: "Spring Boot",
    load: async () => (await import("@/lib/credentials/formats/spring-properties")).springPropertiesFormat,
  },
  {
    id: "spring-yaml",
    label: "Spring Boot YAML",
    load: async () => (await import("@/lib/credentials/formats/spring-yaml")).springYaml,
  },
  {
    id: "desktop-modeler",
    label: "Desktop Modeler",
    load: async () => (await import("@/lib/credentials/formats/desktop-modeler")).desktopModeler,
  },
  {
    id: "connectors",
    label: "Connectors",
    load: async () => (await import("@/lib/credentials/formats/connectors")).connectors,
  },
  {
    id: "kubernetes-secret",
    label: "Kubernetes Secret",
    load: async () => (await import("@/lib/credentials/formats/kubernetes-secret")).kubernetesSecret,
  },
  { id: "json", label: "JSON", load: async () => (await import("@/lib/credentials/formats/json")).json },
  {
    id: "powershell",
    label: "PowerShell",
    load: async () => (await import("@/lib/credentials/formats/powershell")).powershell,
  },
  { id: "c8ctl", label: "c8ctl", load: async () => (await import("@/lib/credentials/formats/c8ctl")).c8ctl },
  {
    id: "github-actions",
    label: "GitHub Actions",
    load: async () => (await import("@/lib/credentials/formats/github-actions")).githubActions,
  },
] as const satisfies readonly { id: string; label: string; load: () => Promise<Format> }[];

export type FormatId = (typeof FORMATS)[number]["id"];

/** Loads all formats, so that every file can be made even if the server stops responding. */
export async function loadFormats(): Promise<void> {
  await Promise.all(FORMATS.map(({ load }) => load()));
}
