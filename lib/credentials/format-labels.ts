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
