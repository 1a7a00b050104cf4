import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format, Rendered } from "@/lib/credentials/format";
import { refuse } from "@/lib/credentials/lines";
import { fitsSpring, SPRING_VARIANTS, springProperties, springVariantFor } from "@/lib/credentials/spring-keys";
import type { Variable } from "@/lib/credentials/variables";
import { yamlString } from "@/lib/credentials/yaml";

/** Nests dotted keys; keys that share a parent stand together, as springProperties lists them. */
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

function render(properties: readonly Variable[]): Rendered {
  const refused = properties.find(([, value]) => !fitsSpring(value));
  return refused === undefined ? { ok: true, text: nest(properties) } : refuse(refused[0]);
}

/** The same keys as Spring Boot's properties, nested. */
export const springYaml: Format = {
  readBy: "Spring Boot applications with Camunda's starter read it.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".yaml"),
  usage: ({ clientName }) => [
    "# in application.yaml",
    `spring.config.import: "file:./${fileNameOf(clientName, ".yaml")}"`,
  ],
  variants: SPRING_VARIANTS,
  defaultVariant: springVariantFor,
  render: (credentials, variant) => render(springProperties(credentials, variant)),
};
