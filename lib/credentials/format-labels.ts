/** The formats by ID, in the order of their tabs, apart from the code that makes their files. */
export const FORMAT_LABELS = {
  "env-vars": "Env Vars",
  dotenv: ".env",
  "spring-properties": "Spring Boot",
  "spring-yaml": "Spring Boot YAML",
  "desktop-modeler": "Desktop Modeler",
  connectors: "Connectors",
  "kubernetes-secret": "Kubernetes Secret",
  json: "JSON",
  powershell: "PowerShell",
  c8ctl: "c8ctl",
  "github-actions": "GitHub Actions",
} as const;

/** The formats by what reads them, in the order in which they are offered. */
export const FORMAT_GROUPS = [
  { label: "Shell and containers", ids: ["env-vars", "dotenv", "powershell", "json"] },
  { label: "Spring", ids: ["spring-properties", "spring-yaml"] },
  { label: "Camunda tools", ids: ["desktop-modeler", "connectors", "c8ctl"] },
  { label: "CI and clusters", ids: ["github-actions", "kubernetes-secret"] },
] as const satisfies readonly { label: string; ids: readonly (keyof typeof FORMAT_LABELS)[] }[];
