import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { checkEntries } from "@/lib/credentials/lines";
import { fitsSpring, SPRING_VARIANTS, springProperties, springVariantFor } from "@/lib/credentials/spring-keys";
import type { Variable } from "@/lib/credentials/variables";
import { yamlString } from "@/lib/credentials/yaml";

/** Nests dotted keys. Keys that share a parent must be next to each other, as in springProperties. */
function nest(properties: readonly Variable[]): string {
  const lines: string[] = [];
  let open: string[] = [];
  for (const [key, value] of properties) {
    const path = key.split(".");
    const parents = path.slice(0, -1);
    const shared = parents.findIndex((part, depth) => part !== open[depth]);
    const from = shared === -1 ? parents.length : shared;
    for (const [depth, part] of parents.entries()) {
      if (depth >= from) lines.push(`${"  ".repeat(depth)}${part}:`);
    }
    lines.push(`${"  ".repeat(parents.length)}${path.at(-1)}: ${yamlString(value)}`);
    open = parents;
  }
  return `${lines.join("\n")}\n`;
}

/** The same keys as Spring Boot's properties, nested. */
export const springYaml: Format = {
  description: "For Spring Boot applications that use Camunda's starter and YAML.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".yaml"),
  usage: ({ clientName }) => [
    "# in application.yaml",
    `spring.config.import: "file:./${fileNameOf(clientName, ".yaml")}"`,
  ],
  variants: SPRING_VARIANTS,
  defaultVariant: springVariantFor,
  render: (credentials, variant) => {
    const checked = checkEntries(springProperties(credentials, variant), fitsSpring);
    return checked.ok ? { ok: true, text: nest(checked.variables) } : checked;
  },
};
